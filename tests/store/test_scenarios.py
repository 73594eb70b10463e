import dataclasses
import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import NotAllowedError, SettingsError, StoreError
from geo.store import Entry, Outdated, Refusal, Scenarios, Workspace
from geo.store.history import SNAPSHOT_EVERY
from geo.texts import Share, plural, text
from tests.store.conftest import begin

CID, OTHER = "1" * 16, "2" * 16


def edit(delta=b"x", **kwargs):
    return Entry(kwargs.pop("kind", "edit"), kwargs.pop("words", text("An edit.")), delta, **kwargs)


def refusal(n=1, cid=CID, base=1):
    return Refusal(cid, n, base, b'{"n":1}', text("It is locked."))


def folded(scenarios, scenario, at=None):
    """Return a plan whose deltas are letters put behind one another."""
    state, deltas = scenarios.stored(scenario.id, at)
    return state + b"".join(deltas)


def test_a_scenario_reads_back_as_it_was_made(scenarios, workspace):
    made = begin(scenarios, "  Noord, { 'x' } \N{SNOWMAN}  ", state=b"plan")
    found = Scenarios(workspace).find(made.id)
    assert found == made
    assert (found.name, found.head, found.next_territory, found.deleted) == ("Noord, { 'x' } \N{SNOWMAN}", 1, 13, None)
    assert found.about == {"territories": 12, "measure": "revenue", "nested": [1, None, {"a": 1.5}]}
    assert found.created == found.changed == datetime(2026, 3, 1, tzinfo=UTC)
    assert scenarios.stored(made.id) == (b"plan", [])
    (first,) = scenarios.history(made.id)
    assert (first.number, first.kind, first.author, first.at) == (1, "made", "manager", made.created)


@pytest.mark.parametrize("name", ["", "  \n", "x" * 81, "a\ud800"])
def test_a_name_that_cannot_be_is_refused(scenarios, scenario, name):
    for call in (lambda: begin(scenarios, name), lambda: scenarios.rename(scenario.id, name)):
        with pytest.raises(SettingsError, match="1 to 80 characters"):
            call()
    with pytest.raises(SettingsError):
        scenarios.copy(scenario.id, name)
    assert scenarios.list() == [scenario]


def test_a_scenario_that_is_not_there_is_named(scenarios):
    calls = [
        lambda: scenarios.find("nowhere"),
        lambda: scenarios.stored("nowhere"),
        lambda: scenarios.history("nowhere"),
        lambda: scenarios.rename("nowhere", "x"),
        lambda: scenarios.copy("nowhere", "x"),
        lambda: scenarios.append("nowhere", 1, [edit()], author="me"),
    ]
    for call in calls:
        with pytest.raises(StoreError, match="There is no scenario nowhere"):
            call()


def test_the_list_has_what_changed_last_first_and_one_series_when_asked(scenarios):
    one, two, three = begin(scenarios, "1"), begin(scenarios, "2", "d" * 16), begin(scenarios, "3")
    assert [s.name for s in scenarios.list()] == ["3", "2", "1"]
    scenarios.append(one.id, 1, [edit()], author="me")
    renamed = scenarios.rename(two.id, "twee")
    assert [s.name for s in scenarios.list()] == ["twee", "1", "3"]
    assert [s.name for s in scenarios.list("a" * 16)] == ["1", "3"]
    assert renamed == dataclasses.replace(two, name="twee", changed=renamed.changed)
    assert scenarios.find(three.id) == three


def test_deleting_marks_and_restoring_unmarks(scenarios, scenario):
    gone = scenarios.delete(scenario.id)
    assert gone.deleted == gone.created + timedelta(minutes=1)
    assert scenarios.list() == []
    assert scenarios.list(deleted=True) == [gone] == [scenarios.find(scenario.id)]
    with pytest.raises(StoreError, match=r"'Voorstel' was deleted.*Restore it"):
        scenarios.append(scenario.id, 1, [edit()], author="me")
    back = scenarios.restore(scenario.id)
    assert back.deleted is None
    assert scenarios.list() == [back]
    assert scenarios.list(deleted=True) == []
    assert scenarios.append(scenario.id, 1, [edit()], author="me").head == 2


def test_revisions_are_numbered_and_tell_what_they_are(scenarios, scenario):
    words = plural("{count} area to {name}", "{count} areas to {name}", 2, name="{x}", share=Share(0.1, 2, signed=True))
    scenarios.append(scenario.id, 1, [edit(b"a", words=words, cid=CID, n=1), edit(b"b")], author="Jansen")
    grown = scenarios.append(scenario.id, 3, [edit(b"c", kind="undo", of=2)], author="Bakker", next_territory=20)
    assert (grown.head, grown.next_territory) == (4, 20)
    assert grown == scenarios.find(scenario.id)
    second, third, fourth = scenarios.since(scenario.id, 1)
    assert (second.number, second.delta, second.cid, second.n, second.author) == (2, b"a", CID, 1, "Jansen")
    assert second.words == words
    assert second.at == third.at < fourth.at == grown.changed
    assert (fourth.kind, fourth.of, fourth.cid, fourth.n) == ("undo", 2, None, None)
    assert scenarios.since(scenario.id, 1, limit=2) == [second, third]
    assert scenarios.since(scenario.id, 4) == []
    assert scenarios.trail(scenario.id) == [
        (1, "made", None),
        (2, "edit", None),
        (3, "edit", None),
        (4, "undo", 2),
    ]


def test_an_identity_of_a_territory_is_never_given_again(scenarios, scenario):
    scenarios.append(scenario.id, 1, [edit()], author="me", next_territory=20)
    assert scenarios.append(scenario.id, 2, [edit()], author="me", next_territory=15).next_territory == 20
    assert scenarios.append(scenario.id, 3, [edit()], author="me").next_territory == 20


@pytest.mark.parametrize("kwargs", [{"kind": "paint"}, {"cid": CID}, {"n": 1}])
def test_an_entry_is_of_a_known_kind_and_an_operation_has_its_window(kwargs):
    with pytest.raises(ValueError, match="a revision of kind"):
        edit(**kwargs)


def test_history_turns_pages_and_carries_no_deltas(scenarios, scenario):
    scenarios.append(scenario.id, 1, [edit(b"%d" % i) for i in range(2, 8)], author="me")
    pages, before = [], None
    while page := scenarios.history(scenario.id, before=before, limit=3):
        pages.append([r.number for r in page])
        before = page[-1].number
        assert {r.delta for r in page} == {b""}
    assert pages == [[7, 6, 5], [4, 3, 2], [1]]


@given(sizes=st.lists(st.integers(1, 30), max_size=12), without=st.sets(st.integers(0, 11)), at=st.data())
@settings(max_examples=15, deadline=None)
def test_any_revision_is_near_a_whole_plan_that_folds_to_it(tmp_path_factory, sizes, without, at):
    scenarios = Scenarios(Workspace(tmp_path_factory.mktemp("workspace")))
    plan = b"plan:"
    scenario = begin(scenarios, state=plan)
    plans = [plan]
    for index, size in enumerate(sizes):
        entries = [edit(b"%d," % (len(plans) + i + 1)) for i in range(size)]
        for entry in entries:
            plans.append(plans[-1] + entry.delta)
        state = None if index in without else plans[-1]
        scenario = scenarios.append(scenario.id, scenario.head, entries, author="me", state=state)
    number = at.draw(st.integers(1, len(plans)))
    assert folded(scenarios, scenario, number) == plans[number - 1]
    assert folded(scenarios, scenario) == plans[-1]
    if not without:
        assert len(scenarios.stored(scenario.id)[1]) < SNAPSHOT_EVERY


@pytest.mark.parametrize("number", [0, -1, 3])
def test_a_revision_that_is_not_there_is_refused(scenarios, scenario, number):
    scenarios.append(scenario.id, 1, [edit()], author="me")
    with pytest.raises(StoreError, match=r"no revision .*between 1 and 2"):
        scenarios.stored(scenario.id, number)
    with pytest.raises(StoreError, match="no revision"):
        scenarios.copy(scenario.id, "kopie", number)
    assert len(scenarios.list()) == 1


def test_a_copy_has_the_history_and_goes_its_own_way(scenarios, scenario):
    entries = [edit(bytes([65 + i % 26]), cid=CID, n=i + 1) for i in range(SNAPSHOT_EVERY + 20)]
    state = b"".join(e.delta for e in entries)
    full = scenarios.append(scenario.id, 1, entries, author="me", state=state, refused=[refusal(99)])
    copy = scenarios.copy(scenario.id, " Kopie ", at=60)
    whole = scenarios.copy(scenario.id, "Alles")
    assert (copy.name, copy.head, copy.next_territory) == ("Kopie", 60, full.next_territory)
    assert copy == scenarios.find(copy.id)
    for number in (1, 30, 60):
        assert folded(scenarios, copy, number) == folded(scenarios, scenario, number)
    assert folded(scenarios, whole) == state
    assert scenarios.stored(whole.id)[1] == []
    ours, theirs = scenarios.history(copy.id, limit=100), scenarios.history(scenario.id, before=61, limit=100)
    assert ours == [dataclasses.replace(r, cid=None, n=None) for r in theirs]
    assert scenarios.last(copy.id, CID) == 0
    assert scenarios.refusals(copy.id) == []
    scenarios.append(copy.id, 60, [edit(b"!", cid=CID, n=1)], author="me")
    assert folded(scenarios, scenario) == state
    scenarios.delete(scenario.id)
    assert folded(scenarios, copy) == state[:59] + b"!"


def test_an_edit_of_an_older_plan_is_outdated_and_writes_nothing(scenarios, scenario):
    scenarios.append(scenario.id, 1, [edit(b"a")], author="me")
    for base in (1, 0, 5):
        with pytest.raises(Outdated, match="at revision 2 now") as caught:
            scenarios.append(scenario.id, base, [edit(b"b", cid=CID, n=1)], author="me", refused=[refusal(2)])
        assert caught.value.head == 2
    assert (scenarios.last(scenario.id, CID), scenarios.refusals(scenario.id)) == (0, [])
    assert folded(scenarios, scenario) == b"a"


def test_of_two_hands_at_once_one_is_first(workspace, scenario):
    ready, outcomes = threading.Barrier(8), []

    def paint(name):
        mine = Scenarios(workspace)
        ready.wait()
        try:
            outcomes.append((name, mine.append(scenario.id, 1, [edit(name)], author="me").head))
        except Outdated as error:
            outcomes.append((None, error.head))

    threads = [threading.Thread(target=paint, args=(b"%d" % i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [head for _, head in outcomes] == [2] * 8
    (winner,) = [name for name, _ in outcomes if name is not None]
    assert folded(Scenarios(workspace), scenario) == winner


def test_an_operation_counts_once(scenarios, scenario):
    scenarios.append(
        scenario.id, 1, [edit(cid=CID, n=1), edit(cid=CID, n=3)], author="me", refused=[refusal(2), refusal(4)]
    )
    assert scenarios.last(scenario.id, CID) == 4
    assert [scenarios.revision_of(scenario.id, CID, n) for n in (1, 2, 3, 4)] == [2, None, 3, None]
    again = [([edit(cid=CID, n=3)], []), ([], [refusal(4)]), ([edit(cid=CID, n=4), edit(cid=CID, n=5)], [])]
    for entries, refused in again:
        with pytest.raises(Outdated):
            scenarios.append(scenario.id, 3, entries, author="me", refused=refused)
    assert scenarios.find(scenario.id).head == 3
    assert scenarios.append(scenario.id, 3, [edit(cid=CID, n=5), edit(cid=OTHER, n=1)], author="me").head == 5
    assert (scenarios.last(scenario.id, CID), scenarios.last(scenario.id, OTHER)) == (5, 1)
    other = begin(scenarios, "2")
    assert scenarios.last(other.id, CID) == 0


def test_refusals_stay_until_they_were_read_and_change_no_plan(scenarios, scenario):
    same = scenarios.append(scenario.id, 1, [], author="me", refused=[refusal(1), refusal(2)])
    assert same == scenario == scenarios.find(scenario.id)
    one, two = scenarios.refusals(scenario.id)
    assert dataclasses.replace(one, at=None) == refusal(1)
    assert one.at == two.at > scenario.changed
    scenarios.append(scenario.id, 1, [], author="me", refused=[refusal(3)])
    scenarios.settle(scenario.id, [one, two])
    assert [r.n for r in scenarios.refusals(scenario.id)] == [3]
    scenarios.settle(scenario.id)
    assert scenarios.refusals(scenario.id) == []
    assert scenarios.last(scenario.id, CID) == 3


def test_a_window_is_one_viewers(scenarios, workspace):
    scenarios.bind(CID, "Jansen")
    Scenarios(workspace).bind(CID, "Jansen")
    with pytest.raises(NotAllowedError, match="somebody else"):
        scenarios.bind(CID, "Bakker")
    scenarios.bind(OTHER, "Bakker")
