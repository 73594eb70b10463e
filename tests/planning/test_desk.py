"""One scenario, many hands: every edit is a revision, and none is lost, doubled or half done."""

import json
from threading import Event, Thread

import numpy as np
import pytest

from geo.errors import ConflictError, EditError, NotAllowedError, StoreError
from geo.planning.answers import answer, state
from geo.planning.datasets import import_customers
from geo.planning.receiving import GapError
from geo.planning.scenarios import Desks, keep_proposal
from geo.planning.strokes import read_envelope
from geo.store import Scenarios
from geo.territories import assign, balance, encode_plan, lock, rename
from geo.texts import ENGLISH, Language
from geo.viewer import MANAGER, Viewer

ONE, OTHER = "0000000000000001", "0000000000000002"
REP = Viewer("rep", "Bakker")


def stroke(n, to, areas, origin, cid=ONE, base=1):
    return envelope({"kind": "assign", "n": n, "to": to, "areas": areas, "from": origin}, cid=cid, base=base)


def envelope(*ops, cid=ONE, base=1):
    return read_envelope(json.dumps({"cid": cid, "base": base, "ops": ops}).encode())


def border(desk, giver, taker):
    """An area of one territory."""
    _, plan, _ = desk.current
    return int(np.flatnonzero(plan.owners == giver)[taker])


def test_a_stroke_is_a_revision_and_the_answer_says_what_changed(desk):
    area = border(desk, 1, 0)
    received = desk.receive(MANAGER, stroke(1, 2, [area], [1]))
    told = answer(desk, 1, received, ONE, ENGLISH)
    assert (told["upto"], told["version"], told["now"], told["rejected"]) == (1, 2, [[area, 2]], [])
    assert told["undo"] == [{"v": 2, "areas": [area], "before": [1], "after": [2], "whole": True}]
    assert told["redo"] == []
    assert told["territories"] is None
    recount = balance(desk.proposal.territory, desk.proposal.measures["revenue"], np.ones(3)).loads
    column = desk.tally.names.index("revenue")
    assert [told["sums"][str(i)][column] for i in (1, 2, 3)] == pytest.approx(recount)


def test_what_was_sent_twice_is_done_once(desk):
    area = border(desk, 1, 0)
    desk.receive(MANAGER, stroke(1, 2, [area], [1]))
    again = desk.receive(MANAGER, stroke(1, 2, [area], [1]))
    assert again.upto == 1
    assert desk.current[0] == 2


def test_a_missing_stroke_stops_what_comes_after(desk):
    with pytest.raises(GapError):
        desk.receive(MANAGER, stroke(2, 2, [border(desk, 1, 0)], [1]))
    assert desk.current[0] == 1


def test_a_stroke_on_ground_that_went_elsewhere_is_refused_whole_with_its_reason_each_time_it_is_sent(desk):
    area, other = border(desk, 1, 0), border(desk, 1, 1)
    desk.receive(MANAGER, stroke(1, 3, [area], [1], cid=OTHER))
    for _ in range(2):
        received = desk.receive(MANAGER, stroke(1, 2, [area, other], [1, 1]))
        told = answer(desk, 1, received, ONE, Language("nl"))
        assert told["rejected"][0][:2] == [1, [area, other]]
        assert "intussen naar" in told["rejected"][0][2]
        assert [area, 3] in told["now"]
        assert [other, 1] in told["now"]
    assert desk.current[0] == 2


def test_what_builds_on_a_refused_stroke_is_refused_too(desk):
    area = border(desk, 1, 0)
    desk.receive(MANAGER, stroke(1, 3, [area], [1], cid=OTHER))
    first = {"kind": "assign", "n": 1, "to": 2, "areas": [area], "from": [1]}
    second = {"kind": "assign", "n": 2, "to": 1, "areas": [area], "from": [2]}
    received = desk.receive(MANAGER, envelope(first, second))
    assert [n for n, _, _ in received.refused] == [1, 2]
    assert received.upto == 2


def test_undo_and_redo_of_ones_own_stroke_in_the_same_envelope(desk):
    area, before = border(desk, 1, 0), encode_plan(desk.current[1])
    paint = {"kind": "assign", "n": 1, "to": 2, "areas": [area], "from": [1]}
    desk.receive(MANAGER, envelope(paint, {"kind": "undo", "n": 2, "of": {"n": 1}}))
    version, plan, trail = desk.current
    assert (version, trail.done, trail.undone) == (3, [], [2])
    assert encode_plan(plan) == before
    desk.receive(MANAGER, envelope({"kind": "redo", "n": 3, "of": {"n": 1}}))
    assert desk.current[1].owners[area] == 2


def test_what_is_taken_back_already_cannot_be_again(desk):
    area = border(desk, 1, 0)
    desk.receive(MANAGER, stroke(1, 2, [area], [1]))
    desk.receive(MANAGER, envelope({"kind": "undo", "n": 2, "of": 2}))
    received = desk.receive(MANAGER, envelope({"kind": "undo", "n": 3, "of": 2}))
    assert [n for n, _, _ in received.refused] == [3]


def test_areas_that_the_plan_has_not_are_refused(desk):
    assert desk.receive(MANAGER, stroke(1, 2, [99_999], [1])).refused
    assert desk.receive(MANAGER, stroke(2, 2, [5, 5], [1, 1])).refused
    assert desk.receive(MANAGER, stroke(3, 2, [5, 6], [1])).refused


def test_a_locked_territory_refuses_a_stroke(desk):
    desk.edit(MANAGER, lambda plan: lock(plan, 2, True))
    received = desk.receive(MANAGER, stroke(1, 2, [border(desk, 1, 0)], [1]))
    assert "is locked" in str(received.refused[0][2])


def test_only_a_manager_edits_and_a_window_is_nobody_elses(desk):
    with pytest.raises(NotAllowedError):
        desk.receive(REP, stroke(1, 2, [border(desk, 1, 0)], [1]))
    with pytest.raises(NotAllowedError):
        desk.edit(REP, lambda plan: rename(plan, 1, "Mijn"))
    assert desk.current[0] == 1


def test_undo_without_end_and_redo_to_the_last(desk):
    plans = [encode_plan(desk.current[1])]
    for step in range(60):
        area = border(desk, 1 + step % 3, 0)
        desk.edit(MANAGER, lambda plan, area=area, step=step: assign(plan, [area], 1 + (step + 1) % 3))
        plans.append(encode_plan(desk.current[1]))
    for wanted in plans[-2::-1]:
        desk.undo(MANAGER)
        assert encode_plan(desk.current[1]) == wanted
    with pytest.raises(EditError, match="nothing to undo"):
        desk.undo(MANAGER)
    for wanted in plans[1:]:
        desk.redo(MANAGER)
        assert encode_plan(desk.current[1]) == wanted
    with pytest.raises(EditError, match="nothing to redo"):
        desk.redo(MANAGER)


def test_a_restart_finds_everything_as_it_was(desk, workspace, scenario):
    area = border(desk, 1, 0)
    desk.receive(MANAGER, stroke(1, 2, [area], [1]))
    desk.edit(MANAGER, lambda plan: rename(plan, 1, "Noord"))
    desk.undo(MANAGER)
    found = Desks(workspace).open(scenario.id, MANAGER)
    assert encode_plan(found.current[1]) == encode_plan(desk.current[1])
    assert found.current[0] == 4
    assert found.current[2] == desk.current[2]
    assert found.received(ONE).upto == 1
    found.redo(MANAGER)
    assert found.current[1].territories[0].name == "Noord"


def test_any_version_can_be_seen_and_restored(desk):
    first = encode_plan(desk.current[1])
    desk.edit(MANAGER, lambda plan: rename(plan, 1, "Noord"))
    desk.edit(MANAGER, lambda plan: assign(plan, [border(desk, 1, 0)], 2))
    assert encode_plan(desk.plan_at(1)) == first
    desk.restore(MANAGER, 1)
    assert encode_plan(desk.current[1]) == first
    assert desk.current[0] == 4
    desk.undo(MANAGER)
    assert desk.current[1].territories[0].name == "Noord"
    with pytest.raises(EditError, match="no version 99"):
        desk.plan_at(99)


def test_what_another_process_stored_is_seen_before_the_next_edit(desk, workspace, scenario):
    other = Desks(workspace).open(scenario.id, MANAGER)
    heard = []
    desk.listen(lambda: heard.append(True))
    other.edit(MANAGER, lambda plan: rename(plan, 1, "Noord"))
    desk.edit(MANAGER, lambda plan: rename(plan, 2, "Midden"))
    assert [t.name for t in other.current[1].territories][:2] == ["Noord", "Midden"]
    assert heard


def test_two_painters_at_once_lose_no_stroke(desk, workspace, scenario):
    """Each paints its own areas in a process of its own, as far as the store can tell."""
    desks = [desk, Desks(workspace).open(scenario.id, MANAGER)]
    mine = [[int(a) for a in np.flatnonzero(desk.current[1].owners == owner)[:15]] for owner in (1, 3)]

    def paint(painter, areas, owner, cid):
        for n, area in enumerate(areas, start=1):
            assert not painter.receive(MANAGER, stroke(n, 2, [area], [owner], cid=cid)).refused

    threads = [
        Thread(target=paint, args=(painter, areas, owner, cid))
        for painter, areas, owner, cid in zip(desks, mine, (1, 3), (ONE, OTHER), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for painter in desks:
        version, plan, _ = painter.current
        assert version == 31
        assert (plan.owners[mine[0] + mine[1]] == 2).all()


def test_work_on_an_earlier_plan_is_taken_where_nothing_collides(desk):
    before = desk.current[1]
    area, other = border(desk, 1, 0), border(desk, 1, 1)
    desk.edit(MANAGER, lambda plan: assign(plan, [area], 3))
    desk.commit(MANAGER, before, assign(before, [other], 2))
    assert desk.current[1].owners[[area, other]].tolist() == [3, 2]
    with pytest.raises(ConflictError):
        desk.commit(MANAGER, before, assign(before, [area], 2))


def test_an_edit_that_changes_nothing_is_no_revision(desk):
    assert desk.edit(MANAGER, lambda plan: plan) == 1


def test_a_failed_edit_leaves_the_plan_alone(desk):
    before = encode_plan(desk.current[1])
    with pytest.raises(EditError):
        desk.edit(MANAGER, lambda plan: assign(plan, [0], 99))
    assert encode_plan(desk.current[1]) == before
    assert desk.current[0] == 1


def test_the_state_of_a_scenario_adds_up(desk):
    key = desk.first.customers.table["key"].iloc[0]
    desk.receive(MANAGER, envelope({"kind": "bind", "n": 1, "key": key, "to": 3}))
    told = state(desk)
    owner = np.array(told["owner"])
    for column, weights in enumerate(desk.proposal.measures.values()):
        by_area = np.array(told["weights"][column])
        for position, territory in enumerate((1, 2, 3)):
            total = by_area[owner == territory].sum() + told["bound"][str(territory)][column]
            assert total == pytest.approx(weights[desk.proposal.territory == position].sum(), abs=0.1)
    assert told["undo"][-1]["whole"] is False


def test_the_balanced_measure_is_told_by_its_place(desk):
    told = state(desk)
    assert told["measures"][told["balanced"]] == "revenue"


def test_areas_come_in_any_order_and_stand_in_their_own(desk):
    one, other = border(desk, 1, 0), border(desk, 1, 3)
    desk.receive(MANAGER, stroke(1, 2, [other, one], [1, 1]))
    assert desk.delta(2).areas.tolist() == [one, other]


def test_what_was_refused_is_told_again_until_it_is_read(desk, workspace):
    area = border(desk, 1, 0)
    desk.receive(MANAGER, stroke(1, 3, [area], [1], cid=OTHER))
    desk.receive(MANAGER, stroke(1, 2, [area], [1]))
    n, areas, why = desk.received(ONE).refused[0]
    assert (n, areas) == (1, (area,))
    assert "went to" in str(why)
    assert desk.received(OTHER).refused == ()
    Scenarios(workspace).settle(desk.id)
    assert desk.received(ONE).refused == ()


def test_only_so_much_is_kept_in_memory(desk, workspace, scenario, monkeypatch):
    monkeypatch.setattr("geo.planning.desk._KEPT_DELTAS", 3)
    monkeypatch.setattr("geo.planning.desk._PAGE", 1)
    monkeypatch.setattr("geo.planning.desk._KEPT_PROPOSALS", 2)
    for step in range(6):
        area = border(desk, 1 + step % 3, 0)
        desk.edit(MANAGER, lambda plan, area=area, step=step: assign(plan, [area], 1 + (step + 1) % 3))
        assert desk.proposal.plan is desk.current[1]
    assert len(desk._deltas) == 3
    assert len(desk._proposals) == 2
    assert [desk.delta(number).areas.size for number in (2, 7)] == [1, 1]
    monkeypatch.setattr("geo.planning.scenarios._OPEN", 1)
    desks = Desks(workspace)
    copy = Scenarios(workspace).copy(scenario.id, "Kopie")
    first = desks.open(scenario.id, MANAGER)
    assert desks.open(scenario.id, MANAGER) is first
    desks.open(copy.id, MANAGER)
    assert desks.open(scenario.id, MANAGER) is not first


def test_an_open_scenario_is_to_be_had_while_another_is_laid_out(workspace, scenario, monkeypatch):
    desks = Desks(workspace)
    copy = Scenarios(workspace).copy(scenario.id, "Kopie")
    ready = desks.open(scenario.id, MANAGER)
    begun, go_on = Event(), Event()
    lay_out = Desks._laid_out

    def slow(self, scenario_id, viewer):
        begun.set()
        assert go_on.wait(30)
        return lay_out(self, scenario_id, viewer)

    monkeypatch.setattr(Desks, "_laid_out", slow)
    waiting = Thread(target=desks.open, args=(copy.id, MANAGER))
    waiting.start()
    assert begun.wait(30)
    assert desks.open(scenario.id, MANAGER) is ready
    go_on.set()
    waiting.join(30)
    assert desks.open(copy.id, MANAGER).id == copy.id


def test_an_older_version_is_told_as_read_only(desk):
    area = border(desk, 1, 0)
    desk.receive(MANAGER, stroke(1, 2, [area], [1]))
    told = state(desk, 1)
    assert (told["version"], told["readonly"], told["owner"][area], told["undo"]) == (1, True, 1, [])
    assert state(desk)["readonly"] is False


def test_what_others_bound_and_renamed_is_told(desk):
    key = desk.first.customers.table["key"].iloc[0]
    desk.receive(MANAGER, envelope({"kind": "bind", "n": 1, "key": key, "to": 3}, cid=OTHER))
    desk.edit(MANAGER, lambda plan: rename(plan, 1, "Noord"))
    told = answer(desk, 1, desk.receive(MANAGER, envelope()), ONE, ENGLISH)
    assert told["territories"][0]["name"] == "Noord"
    assert told["bound"]["3"] == pytest.approx(desk.tally.bound_loads(desk.current[1])[2])
    row, values = told["weights"][0]
    assert row == desk.first.area[0]
    assert values == pytest.approx(desk.tally.free_sums(desk.current[1])[row])


def test_the_same_untouched_proposal_is_kept_once(workspace, listed, made, scenario, desk):
    dataset = import_customers(workspace, listed, "klanten.csv", viewer=MANAGER)
    assert keep_proposal(workspace, dataset, made, viewer=MANAGER).id == scenario.id
    desk.edit(MANAGER, lambda plan: rename(plan, 1, "Noord"))
    assert keep_proposal(workspace, dataset, made, viewer=MANAGER).id != scenario.id
    assert len(Scenarios(workspace).list(scenario.series)) == 2


def test_a_deleted_scenario_is_opened_by_nobody_until_it_is_restored(workspace, scenario):
    scenarios, desks = Scenarios(workspace), Desks(workspace)
    desks.open(scenario.id, MANAGER)
    scenarios.delete(scenario.id)
    for open_ones in (desks, Desks(workspace)):
        with pytest.raises(StoreError, match="was deleted"):
            open_ones.open(scenario.id, MANAGER)
    scenarios.restore(scenario.id)
    assert Desks(workspace).open(scenario.id, MANAGER).current[0] == 1
