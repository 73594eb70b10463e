"""Whatever is done to a plan, in whatever order: nothing is lost or counted twice, and all of it can be undone."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from geo.areas import official
from geo.customers import read_customers
from geo.errors import EditError
from geo.territories import (
    UNASSIGNED,
    Delta,
    Plan,
    Tally,
    Territory,
    add,
    apply,
    assign,
    balance,
    bind,
    difference,
    edit_words,
    encode_plan,
    lock,
    merge,
    pieces,
    rebalance,
    recolour,
    release,
    remove,
    rename,
    set_capacity,
)

pytestmark = pytest.mark.no_cover

Edit = Callable[[Plan], Plan]
DEMO = Path(__file__).resolve().parents[2] / "data" / "demo.csv.gz"


def check_edit(before: Plan, after: Plan) -> bytes:
    """Hold an edit to what every edit promises, and return its delta as the store keeps it."""
    owners = {t.id: np.flatnonzero(before.owners == t.id).tolist() for t in before.territories if t.locked}
    for territory in (t for t in before.territories if t.locked):
        now = after.territories[after.position(territory.id)]
        assert replace(now, locked=True) == territory
        assert np.flatnonzero(after.owners == territory.id).tolist() == owners[territory.id]
        bound = [{key for key, to in plan.overrides.items() if to == territory.id} for plan in (before, after)]
        assert bound[0] == bound[1]
    written = difference(before, after).encode()
    change = Delta.decode(written)
    assert change.encode() == written
    assert encode_plan(apply(before, change)) == encode_plan(after)
    assert encode_plan(apply(after, change.inverse)) == encode_plan(before)
    assert bool(change) == (encode_plan(before) != encode_plan(after))
    assert (str(edit_words(before, after)) == "No change") != bool(change)
    return written


def check_sums(plan: Plan, tally: Tally) -> None:
    """Count areas and customers again from scratch; whole-numbered measures leave no room for rounding."""
    standing = tally.standing(plan)
    assert set(plan.owners.tolist()) <= {UNASSIGNED, *(t.id for t in plan.territories)}
    assert standing.areas.sum() + (plan.owners == UNASSIGNED).sum() == len(plan.coverage)
    assert standing.areas.tolist() == [int((plan.owners == t.id).sum()) for t in plan.territories]
    territory = plan.territory_of(tally.area, tally.keys)
    for column, weights in enumerate(tally.measures.values()):
        assert standing.loads[:, column].tolist() == balance(territory, weights, plan.capacities).loads.tolist()


class Hand(RuleBasedStateMachine):
    """A manager who edits, undoes and redoes; `expected` says which edits must be refused."""

    def __init__(self, plan: Plan, tally: Tally) -> None:
        super().__init__()
        self.first = encode_plan(plan)
        self.plan, self.tally = plan, tally
        self.done: list[bytes] = []
        self.undone: list[bytes] = []
        self.next_id = 10

    def _do(self, edit: Edit, refused: bool) -> bool:
        was = encode_plan(self.plan)
        if refused:
            with pytest.raises(EditError):
                edit(self.plan)
            assert encode_plan(self.plan) == was
            return False
        after = edit(self.plan)
        assert encode_plan(self.plan) == was
        self.done.append(check_edit(self.plan, after))
        self.undone.clear()
        self.plan = after
        return True

    def _one(self, data: st.DataObject) -> Territory:
        return data.draw(st.sampled_from(self.plan.territories))

    def _locked(self, *territories: int | None) -> bool:
        return any(t.locked for t in self.plan.territories if t.id in territories)

    def _on_locked_ground(self, areas: list[int]) -> bool:
        return self._locked(*self.plan.owners[areas].tolist())

    areas = st.lists(st.integers(0, 29), max_size=6)

    @rule(data=st.data(), areas=areas)
    def assign(self, data: st.DataObject, areas: list[int]) -> None:
        to = self._one(data).id
        self._do(lambda plan: assign(plan, areas, to), self._locked(to) or self._on_locked_ground(areas))

    @rule(areas=areas)
    def release(self, areas: list[int]) -> None:
        self._do(lambda plan: release(plan, areas), self._on_locked_ground(areas))

    @rule(areas=areas, capacity=st.sampled_from([0.5, 1.0, 3.0]))
    def add(self, areas: list[int], capacity: float) -> None:
        number, name = self.next_id, f"Territory {self.next_id}"
        edit = lambda plan: add(plan, name, areas, id=number, capacity=capacity)  # noqa: E731
        self.next_id += self._do(edit, self._on_locked_ground(areas))

    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        chosen = {self._one(data).id, self._one(data).id}
        into = self._one(data).id
        self._do(lambda plan: merge(plan, chosen, into), chosen == {into} or self._locked(into, *chosen))

    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        gone = self._one(data).id
        weights = self.tally.free_sums(self.plan)[:, 1]
        self._do(lambda plan: remove(plan, gone, weights), self._locked(gone) or len(self.plan) == 1)

    @rule(data=st.data(), locked=st.booleans())
    def lock(self, data: st.DataObject, locked: bool) -> None:
        number = self._one(data).id
        self._do(lambda plan: lock(plan, number, locked), refused=False)

    @rule(data=st.data(), name=st.sampled_from(["North", "south", "SOUTH", "", "x" * 81]))
    def rename(self, data: st.DataObject, name: str) -> None:
        number = self._one(data).id
        taken = any(t.name.lower() == name.lower() for t in self.plan.territories if t.id != number)
        self._do(lambda plan: rename(plan, number, name), self._locked(number) or taken or not 0 < len(name) <= 80)

    @rule(data=st.data(), colour=st.none() | st.integers(-1, 8))
    def recolour(self, data: st.DataObject, colour: int | None) -> None:
        number = self._one(data).id
        self._do(lambda plan: recolour(plan, number, colour), self._locked(number) or colour in (-1, 8))

    @rule(data=st.data(), capacity=st.sampled_from([0.0, 0.25, 1.0, 100.0, 101.0]))
    def set_capacity(self, data: st.DataObject, capacity: float) -> None:
        number = self._one(data).id
        self._do(lambda plan: set_capacity(plan, number, capacity), self._locked(number) or not 0.01 <= capacity <= 100)

    @rule(data=st.data(), customer=st.integers(0, 149), free=st.booleans(), told=st.booleans())
    def bind(self, data: st.DataObject, customer: int, free: bool, told: bool) -> None:
        key, area = f"k{customer}", int(self.tally.area[customer]) if told else None
        to = None if free else self._one(data).id
        was = self.plan.overrides.get(key)
        home = None if area is None else int(self.plan.owners[area])
        refused = self._locked(was, to) or (None in (was, to) and self._locked(home))
        self._do(lambda plan: bind(plan, key, to, area=area), refused)

    @rule(data=st.data(), tolerance=st.sampled_from([0.02, 0.1, 0.3]))
    def rebalance(self, data: st.DataObject, tolerance: float) -> None:
        chosen = {self._one(data).id for _ in range(3)}
        plan = self.plan
        within = np.isin(plan.owners, sorted(chosen))
        grounds = [set(np.flatnonzero(plan.owners == t).tolist()) for t in chosen]
        graph = plan.coverage.adjacency
        joined = {next(iter(chosen))}
        for _ in chosen:
            around = np.unique(graph[np.isin(plan.owners, sorted(joined))].indices)
            joined |= set(plan.owners[around].tolist()) & chosen
        refused = len(chosen) < 2 or self._locked(*chosen) or not all(grounds) or joined != chosen
        if self._do(lambda p: rebalance(p, chosen, self.tally, tolerance=tolerance), refused):
            assert np.array_equal(within, np.isin(self.plan.owners, sorted(chosen)))
            assert np.array_equal(plan.owners[~within], self.plan.owners[~within])
            before, after = (pieces(p.alignment, graph, len(p)) for p in (plan, self.plan))
            assert (after <= before).all()

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        written = self.done.pop()
        self.plan = apply(self.plan, Delta.decode(written).inverse)
        self.undone.append(written)

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        written = self.undone.pop()
        self.plan = apply(self.plan, Delta.decode(written))
        self.done.append(written)

    @invariant()
    def nothing_is_lost_or_counted_twice(self) -> None:
        check_sums(self.plan, self.tally)

    def teardown(self) -> None:
        while self.done:
            self.undo()
        assert encode_plan(self.plan) == self.first


def test_no_sequence_of_edits_breaks_a_plan(farms, herd):
    run_state_machine_as_test(
        lambda: Hand(farms, herd), settings=settings(max_examples=20, stateful_step_count=40, deadline=None)
    )


def random_edit(rng: np.random.Generator, plan: Plan, tally: Tally, number: int) -> Plan:
    """Return the plan after some edit; refused ones leave it as it was."""
    ids, m = plan.ids.tolist(), len(plan.coverage)
    one, other = (int(i) for i in rng.choice(ids, 2))
    # A patch of ground, as a hand paints it.
    centres = plan.coverage.centres
    near = ((centres - centres[rng.integers(m)]) ** 2).sum(axis=1)
    patch = np.argsort(near, kind="stable")[: rng.integers(1, 8)].tolist()
    weights = tally.free_sums(plan)[:, tally.names.index(tally.balanced)]
    edits: dict[str, tuple[float, Edit]] = {
        "assign": (10, lambda p: assign(p, patch, one)),
        "release": (2, lambda p: release(p, patch)),
        "add": (2, lambda p: add(p, f"Territory {number}", patch, id=number)),
        "merge": (1 if len(ids) > 3 else 0, lambda p: merge(p, [one], other)),
        "remove": (1 if len(ids) > 3 else 0, lambda p: remove(p, one, weights)),
        "lock": (1, lambda p: lock(p, one, True)),
        "unlock": (3, lambda p: lock(p, one, False)),
        "rename": (1, lambda p: rename(p, one, f"Renamed {number}")),
        "recolour": (1, lambda p: recolour(p, one, int(rng.integers(8)))),
        "capacity": (1, lambda p: set_capacity(p, one, float(rng.uniform(0.5, 2)))),
        "bind": (4, lambda p: bind(p, str(rng.choice(tally.keys)), one)),
        "unbind": (1, lambda p: bind(p, str(rng.choice(tally.keys)), None)),
        "rebalance": (1, lambda p: rebalance(p, [one, other], tally, tolerance=0.2)),
    }
    chances = np.array([chance for chance, _ in edits.values()], dtype=float)
    chosen = list(edits.values())[rng.choice(len(edits), p=chances / chances.sum())][1]
    try:
        return chosen(plan)
    except EditError:
        return plan


def edited_and_undone(plan: Plan, tally: Tally, n_edits: int, seed: int, check: Callable[[Plan, Tally], None]) -> None:
    """Make so many edits, each with an effect, hold every one to its promises, and take all of them back."""
    rng = np.random.default_rng(seed)
    states, deltas = [encode_plan(plan)], []
    number = int(plan.ids[-1])
    while len(deltas) < n_edits:
        number += 1
        after = random_edit(rng, plan, tally, number)
        if encode_plan(after) == states[-1]:
            continue
        deltas.append(check_edit(plan, after))
        plan = after
        check(plan, tally)
        states.append(encode_plan(plan))
    while deltas:
        states.pop()
        plan = apply(plan, Delta.decode(deltas.pop()).inverse)
        assert encode_plan(plan) == states[-1]


def test_a_thousand_edits_and_undos_of_a_small_plan(farms, herd):
    edited_and_undone(farms, herd, 1000, 3, check_sums)


def test_two_hundred_edits_and_undos_of_the_demo_on_postcode_areas():
    coverage = official("postcode", "NL")
    table = read_customers(DEMO.read_bytes(), DEMO.name).table
    area, _ = coverage.place(table["postcode"], table["lon"], table["lat"])
    tally = Tally(
        area=area,
        keys=table["key"],
        measures={"customers": np.ones(len(table))},
        balanced="customers",
        points=coverage.centres[area],
        n_areas=len(coverage),
    )
    # Twelve provinces as territories: quick to make, and as uneven as plans are before they are balanced.
    province = coverage.areas["province"].astype("category")
    territories = tuple(Territory(i, name) for i, name in enumerate(province.cat.categories, start=1))
    plan = Plan(coverage, province.cat.codes.to_numpy(), territories)
    edited_and_undone(plan, tally, 200, 4, check_sums)
