"""Two hands on one plan: what was refused is told beside what stands, and either can be kept."""

import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from geo.errors import NotAllowedError, StoreError
from geo.planning.conflicts import conflict, keep_mine, take_theirs
from geo.planning.presence import SILENCE, Presence
from geo.planning.strokes import read_envelope
from geo.store import Scenarios
from geo.territories import encode_plan, lock
from geo.texts import text
from geo.viewer import MANAGER, Viewer

ME, OTHER = "0000000000000001", "0000000000000002"


@pytest.fixture
def ground(desk):
    """Areas of the first territory that have customers."""
    return np.flatnonzero((desk.current[1].owners == 1) & (desk.tally.sums[:, 0] > 0)).tolist()


def send(desk, cid, base, *ops):
    return desk.receive(MANAGER, read_envelope(json.dumps({"cid": cid, "base": base, "ops": ops}).encode()))


def stroke(n, to, areas, origin=1):
    return {"kind": "assign", "n": n, "to": to, "areas": areas, "from": [origin] * len(areas)}


@pytest.fixture
def disagreement(desk, ground):
    """Mine: two areas to 2, then two more to 3 and one to 2; the others took one of those to 2 before."""
    a, b, c, d, e = ground[:5]
    send(desk, OTHER, 1, stroke(1, 2, [c]))
    send(desk, ME, 1, stroke(1, 2, [a, b]), stroke(2, 3, [c, d]), stroke(3, 2, [e]))
    return a, b, c, d, e


@pytest.fixture
def later(desk):
    """Let time pass since what was sent."""

    def pass_by(time):
        desk.presence = Presence(lambda: datetime.now(UTC) + time)

    return pass_by


def test_what_was_refused_is_told_to_its_own_window_and_to_no_other(workspace, desk, disagreement):
    assert conflict(workspace, desk, [OTHER]) is None
    assert conflict(workspace, desk) is None
    assert [refusal.cid for refusal in conflict(workspace, desk, [OTHER, ME]).refusals] == [ME]


def test_each_window_settles_its_own(workspace, desks, desk, disagreement):
    *_, e = disagreement
    send(desk, OTHER, 1, stroke(2, 3, [e]))
    theirs = conflict(workspace, desk, [OTHER])
    take_theirs(workspace, desk, theirs, viewer=MANAGER)
    mine = conflict(workspace, desk, [ME])
    assert [(r.cid, r.n) for r in (*theirs.refusals, *mine.refusals)] == [(OTHER, 2), (ME, 2)]
    kept = keep_mine(workspace, desks, mine, desk, viewer=MANAGER, name="Mijn")
    assert desks.open(kept.id, MANAGER).current[1].owners[list(disagreement)].tolist() == [2, 2, 3, 3, 2]


def test_what_was_refused_to_a_window_that_is_gone_comes_to_whoever_asks_next(workspace, desk, disagreement, later):
    later(SILENCE - timedelta(minutes=1))
    assert conflict(workspace, desk) is None
    later(SILENCE + timedelta(minutes=1))
    assert [refusal.cid for refusal in conflict(workspace, desk).refusals] == [ME]
    desk.presence.hear(ME)
    assert conflict(workspace, desk) is None


def test_a_window_that_sends_is_there(workspace, desk, ground, disagreement, later):
    later(SILENCE + timedelta(minutes=1))
    send(desk, ME, 4, stroke(4, 2, ground[5:6]))
    assert conflict(workspace, desk) is None


def test_where_nothing_was_refused_there_is_no_conflict(workspace, desk, ground):
    send(desk, ME, 1, stroke(1, 2, ground[:2]))
    assert conflict(workspace, desk, [ME]) is None


def test_both_sides_are_told_from_the_revision_they_have_in_common(workspace, desk, disagreement):
    found = conflict(workspace, desk, [ME])
    assert (found.base, found.head) == (1, 4)
    assert (found.theirs.areas, found.mine.areas) == (4, 5)
    assert [refusal.n for refusal in found.refusals] == [2]
    loads = desk.proposal.balance
    assert found.theirs.deviation == pytest.approx(loads.deviation)
    assert found.mine.deviation != found.theirs.deviation
    assert found.at == Scenarios(workspace).history(desk.id, limit=1)[0].at


def test_mine_becomes_a_proposal_of_its_own_with_what_was_taken_and_what_was_refused(
    workspace, desks, desk, disagreement
):
    a, b, c, d, e = disagreement
    found, theirs = conflict(workspace, desk, [ME]), encode_plan(desk.current[1])
    kept = keep_mine(workspace, desks, found, desk, viewer=MANAGER, name="Die van mij")
    own = desks.open(kept.id, MANAGER)
    owners = own.current[1].owners
    assert [owners[i] for i in (a, b, c, d, e)] == [2, 2, 3, 3, 2]
    assert kept.name == "Die van mij"
    assert kept.head == own.current[0] == 4
    assert own.proposal.balance.deviation == pytest.approx(found.mine.deviation)
    assert encode_plan(desk.current[1]) == theirs
    assert conflict(workspace, desk, [ME]) is None


def test_taking_theirs_leaves_the_scenario_and_forgets_the_refusals(workspace, desk, disagreement):
    before = encode_plan(desk.current[1])
    take_theirs(workspace, desk, conflict(workspace, desk, [ME]), viewer=MANAGER)
    assert encode_plan(desk.current[1]) == before
    assert Scenarios(workspace).refusals(desk.id) == []


def test_a_refusal_that_left_no_trace_is_forgotten(workspace, desk, ground):
    send(desk, OTHER, 1, stroke(1, 2, ground[:2]))
    send(desk, ME, 1, stroke(1, 2, ground[:2]))
    assert len(Scenarios(workspace).refusals(desk.id)) == 1
    assert conflict(workspace, desk, [ME]) is None
    assert Scenarios(workspace).refusals(desk.id) == []


def test_what_a_locked_territory_refused_is_nothing_to_keep(workspace, desk, ground):
    desk.edit(MANAGER, lambda plan: lock(plan, 2, True))
    send(desk, ME, 2, stroke(1, 2, ground[:1]))
    assert conflict(workspace, desk, [ME]) is None


def test_a_rep_decides_nothing(workspace, desks, desk, disagreement):
    found = conflict(workspace, desk, [ME])
    with pytest.raises(NotAllowedError):
        keep_mine(workspace, desks, found, desk, viewer=Viewer("rep", "r1"), name="x")
    with pytest.raises(NotAllowedError):
        take_theirs(workspace, desk, found, viewer=Viewer("rep", "r1"))
    assert len(Scenarios(workspace).list()) == 1


def test_what_a_window_took_back_is_not_in_its_picture(workspace, desks, desk, ground):
    a, b, c = ground[:3]
    send(desk, OTHER, 1, stroke(1, 2, [c]))
    undo = {"kind": "undo", "n": 2, "of": {"n": 1}}
    send(desk, ME, 1, stroke(1, 2, [a]), undo, stroke(3, 3, [b, c]))
    kept = keep_mine(workspace, desks, conflict(workspace, desk, [ME]), desk, viewer=MANAGER, name="Die van mij")
    owners = desks.open(kept.id, MANAGER).current[1].owners
    assert [owners[i] for i in (a, b, c)] == [1, 3, 3]


def test_an_edit_elsewhere_is_no_quarrel(workspace, desk, ground):
    """The refused stroke wanted what is so by now; that something else was changed is nobody's dispute."""
    a, b = ground[:2]
    send(desk, OTHER, 1, stroke(1, 2, [a]))
    send(desk, ME, 1, stroke(1, 2, [a]))
    desk.edit(MANAGER, lambda plan: lock(plan, 3, True))
    send(desk, OTHER, 2, stroke(2, 2, [b]))
    assert Scenarios(workspace).refusals(desk.id)
    assert conflict(workspace, desk, [ME]) is None
    assert Scenarios(workspace).refusals(desk.id) == []


def test_both_sides_stand_on_the_version_that_a_stroke_was_made_on(workspace, desks, desk, ground):
    """It was painted before somebody else's stroke was seen, and sent after."""
    a, b = ground[:2]
    send(desk, OTHER, 1, stroke(1, 2, [a]))
    send(desk, ME, 2, {**stroke(1, 3, [a, b]), "base": 1})
    found = conflict(workspace, desk, [ME])
    assert (found.base, found.head, found.mine.areas) == (1, 2, 2)
    owners = desks.open(keep_mine(workspace, desks, found, desk, viewer=MANAGER, name="Mijn").id, MANAGER).current[1]
    assert owners.owners[[a, b]].tolist() == [3, 3]


@pytest.mark.parametrize("base", [{}, {"base": None}])
def test_a_stroke_that_does_not_know_its_version_stands_on_the_one_it_was_sent_on(workspace, desk, ground, base):
    send(desk, OTHER, 1, stroke(1, 2, ground[:1]))
    send(desk, ME, 1, {**stroke(1, 3, ground[:1]), **base})
    assert conflict(workspace, desk, [ME]).base == 1


def test_a_version_that_is_not_there_yet_shuts_no_panel(workspace, desk, ground):
    send(desk, OTHER, 1, stroke(1, 2, ground[:1]))
    send(desk, ME, 1, {**stroke(1, 3, ground[:1]), "base": 99})
    assert conflict(workspace, desk, [ME]).base == 2


def bind(n, key, to):
    return {"kind": "bind", "n": n, "key": key, "to": to}


def test_a_customer_that_somebody_else_bound_meanwhile_is_both_sides_to_choose_from(workspace, desks, desk):
    key = desk.tally.keys.iloc[0]
    send(desk, OTHER, 1, bind(1, key, 2))
    send(desk, ME, 2, {**bind(1, key, 3), "base": 1})
    assert desk.current[1].overrides == {key: 2}
    found = conflict(workspace, desk, [ME])
    kept = keep_mine(workspace, desks, found, desk, viewer=MANAGER, name="Mijn")
    assert desks.open(kept.id, MANAGER).current[1].overrides == {key: 3}


def test_a_customer_is_bound_again_by_the_hand_that_bound_it_or_saw_it_bound(desk):
    key = desk.tally.keys.iloc[0]
    send(desk, ME, 1, bind(1, key, 2))
    send(desk, ME, 1, {**bind(2, key, 3), "base": 1})
    send(desk, OTHER, 3, {**bind(1, key, 2), "base": 3})
    assert desk.current[1].overrides == {key: 2}


def test_an_undo_of_what_was_taken_back_already_is_no_quarrel(workspace, desk, ground):
    send(desk, OTHER, 1, stroke(1, 2, ground[:1]))
    desk.undo(MANAGER)
    assert send(desk, ME, 2, {"kind": "undo", "n": 1, "of": 2}).refused
    assert conflict(workspace, desk, [ME]) is None


def test_a_picture_that_cannot_be_kept_leaves_no_half(workspace, desks, desk, disagreement, monkeypatch):
    found = conflict(workspace, desk, [ME])

    def full(*args):
        raise StoreError(text("The disk is full."))

    monkeypatch.setattr("geo.planning.desk.Desk.commit", full)
    with pytest.raises(StoreError):
        keep_mine(workspace, desks, found, desk, viewer=MANAGER, name="Die van mij")
    assert [s.id for s in Scenarios(workspace).list()] == [desk.id]
