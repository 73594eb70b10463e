"""Evening out territories of a scenario: one revision, or none where the work is stopped."""

from dataclasses import replace

import numpy as np
import pytest

from geo.customers import read_customers
from geo.errors import Cancelled, EditError, NotAllowedError
from geo.planning import DesignSettings, design, rebalancing
from geo.planning.datasets import import_customers
from geo.planning.deviations import deviations
from geo.planning.rebalancing import around, even_out, with_ground
from geo.planning.scenarios import Desks, keep_proposal
from geo.store import Workspace
from geo.territories import assign, encode_plan, lock, release
from geo.viewer import MANAGER, Viewer


@pytest.fixture(scope="module")
def listed():
    codes = [f"{1011 + 29 * i} AB;{10 + i % 7}" for i in range(300)]
    return "\n".join(["postcode;omzet", *codes]).encode()


@pytest.fixture(scope="module")
def made(listed):
    customers = read_customers(listed, "klanten.csv")
    return design(customers, DesignSettings(4, measure="revenue", areas="municipality", tolerance=0.03), viewer=MANAGER)


@pytest.fixture
def desk(tmp_path, listed, made):
    workspace = Workspace(tmp_path)
    dataset = import_customers(workspace, listed, "klanten.csv", viewer=MANAGER)
    return Desks(workspace).open(keep_proposal(workspace, dataset, made, viewer=MANAGER).id, MANAGER)


@pytest.fixture
def tilted(desk):
    """The scenario after areas along a border went from one territory to its neighbour."""
    _, plan, _ = desk.current
    giver, taker = (plan.position(i) for i in around(plan, 1)[:2])
    beside = plan.coverage.adjacency[np.flatnonzero(plan.alignment == taker)].indices
    rows = np.unique(beside[plan.alignment[beside] == giver])
    desk.edit(MANAGER, lambda p: assign(p, rows, int(plan.ids[taker])))
    return desk


def test_around_a_territory_are_itself_and_its_unlocked_neighbours(desk):
    _, plan, _ = desk.current
    near = around(plan, 1)
    adjacency = plan.coverage.adjacency.tocoo()
    beside = {int(plan.owners[j]) for i, j in zip(adjacency.row, adjacency.col, strict=True) if plan.owners[i] == 1}
    assert near == sorted(beside)
    locked = next(i for i in near if i != 1)
    assert around(lock(plan, locked, True), 1) == [i for i in near if i != locked]
    assert 1 in around(lock(plan, 1, True), 1)
    with pytest.raises(EditError):
        around(plan, 99)


def test_those_with_ground_are_neither_empty_nor_locked(desk):
    _, plan, _ = desk.current
    assert with_ground(plan) == [1, 2, 3, 4]
    assert with_ground(lock(plan, 2, True)) == [1, 3, 4]
    assert with_ground(release(plan, np.flatnonzero(plan.owners == 3))) == [1, 2, 4]


def test_it_is_one_revision_that_brings_the_deviation_down_and_can_be_undone(tilted):
    version, before, _ = tilted.current
    worst, heard = tilted.proposal.balance.deviation, []
    near = around(before, 1)
    came = even_out(tilted, near, viewer=MANAGER, progress=lambda stage, done: heard.append(done))
    assert came.version == version + 1
    assert tilted.proposal.balance.deviation < worst
    assert heard[0] == 0.0
    at = before.positions(near)
    were, are = (np.abs(tilted.proposal_at(v).balance.deviations[at]).max() for v in (version, version + 1))
    said = f"Rebalanced {len(near)} territories: deviation {100 * were:.1f}\u00a0% → {100 * are:.1f}\u00a0%"
    whole = tilted.proposal_at(version + 1).balance.deviation
    if whole > are:
        said = f"{said.replace(': ', ': their ')}; in the whole plan {100 * whole:.1f}\u00a0%"
    assert str(came.words) == said
    assert str(tilted.history(limit=1)[0].words) == said
    tilted.undo(MANAGER)
    assert str(tilted.history(limit=1)[0].words) == f"Undone: {said}"
    assert encode_plan(tilted.current[1]) == encode_plan(before)


def test_what_edits_had_moved_and_went_back_is_counted_and_told(tilted):
    designed, before = tilted.first.plan.owners, tilted.current[1].owners
    came = even_out(tilted, with_ground(tilted.current[1]), viewer=MANAGER)
    after = tilted.current[1].owners
    assert came.returned == int(((before != designed) & (after == designed)).sum()) > 0
    assert str(came.told).startswith(f"{came.words}. {came.returned} area")
    assert "went back" in str(came.told)
    assert str(tilted.history(limit=1)[0].words) == str(came.words)


def test_where_nothing_is_more_even_it_is_said_so(tilted, monkeypatch):
    monkeypatch.setattr(rebalancing, "rebalance", lambda plan, *_args, **_more: plan)
    everyone = with_ground(tilted.current[1])
    assert "no better division was found" in str(even_out(tilted, everyone, viewer=MANAGER).words)
    proved = replace(tilted.proposal, lower_bound=tilted.proposal.balance.deviation)
    monkeypatch.setattr(type(tilted), "proposal", proved)
    assert "no division is more even" in str(even_out(tilted, everyone, viewer=MANAGER).words)


def test_where_another_territory_is_farther_off_the_whole_plan_is_told_as_the_history_has_it(tilted):
    _, plan, _ = tilted.current
    worst = int(np.abs(tilted.proposal.balance.deviations).argmax())
    pair = next(
        (a, b) for a in with_ground(plan) for b in around(plan, a) if a < b and int(plan.ids[worst]) not in (a, b)
    )
    giver, taker = plan.positions(pair)
    beside = plan.coverage.adjacency[np.flatnonzero(plan.alignment == taker)].indices
    rows = np.unique(beside[plan.alignment[beside] == giver])
    tilted.edit(MANAGER, lambda p: assign(p, rows, pair[1]))
    came = even_out(tilted, pair, viewer=MANAGER)
    told = deviations(tilted, came.version, came.version)[came.version]
    assert came.after < told == tilted.proposal.balance.deviation
    assert str(came.words).endswith(f"→ {100 * came.after:.1f}\u00a0%; in the whole plan {100 * told:.1f}\u00a0%")
    assert str(tilted.history(limit=1)[0].words) == str(came.words)


def test_each_comes_within_the_tolerance_of_its_own_target_where_together_they_can(tilted):
    tolerance = tilted.first.settings.tolerance
    _, plan, _ = tilted.current
    near = around(plan, 1)
    balance = tilted.proposal.balance
    at = plan.positions(near)
    together = balance.loads[at].sum() / balance.targets[at].sum() - 1
    assert 0 < abs(together) < tolerance
    even_out(tilted, near, viewer=MANAGER)
    assert np.abs(tilted.proposal.balance.deviations[at]).max() <= tolerance + 1e-9


def test_stopped_work_leaves_the_scenario_as_it_was(tilted):
    version, plan, _ = tilted.current
    with pytest.raises(Cancelled):
        even_out(tilted, around(plan, 1), viewer=MANAGER, cancelled=lambda: True)
    assert tilted.current[0] == version


def test_a_search_is_not_gone_on_with_once_it_is_enough(tilted):
    version, plan, _ = tilted.current
    asked = []
    came = even_out(tilted, around(plan, 1), viewer=MANAGER, enough=lambda: asked.append(True) or True)
    assert (came.version, tilted.current[0]) == (None, version)
    assert asked == [True]
    assert "no better division was found" in str(came.words)
    assert f"{100 * came.before:.1f}" in str(came.words)
    assert even_out(tilted, around(plan, 1), viewer=MANAGER, enough=lambda: False).version == version + 1


def test_where_all_are_within_the_tolerance_nothing_is_moved_and_that_is_said(desk):
    _, plan, _ = desk.current
    came = even_out(desk, with_ground(plan), viewer=MANAGER)
    assert came.before <= came.tolerance
    assert (came.version, desk.current[0]) == (None, 1)
    assert str(came.words) == "Nothing was moved: all are within ±3.0\u00a0% already."


def test_one_territory_alone_and_a_rep_are_refused(tilted):
    with pytest.raises(EditError):
        even_out(tilted, [1], viewer=MANAGER)
    with pytest.raises(NotAllowedError):
        even_out(tilted, [1, 2], viewer=Viewer("rep", "x"))
