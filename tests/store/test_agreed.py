"""Which plan was agreed: appended, never changed, nobody's said over unseen."""

import threading
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from geo.errors import ConflictError, StoreError
from geo.store import Agreed, AgreedMeanwhileError, Entry, Scenarios, Workspace
from geo.texts import text
from tests.store.conftest import begin

START = datetime(2026, 3, 1, tzinfo=UTC)
SERIES, OTHER = "a" * 16, "b" * 16


@pytest.fixture
def agreed(workspace):
    """Agreements whose clock goes on by a day each time it is read."""
    days = count()
    return Agreed(workspace, lambda: START + timedelta(days=next(days)))


def edit(scenarios, scenario):
    scenarios.append(scenario.id, scenario.head, [Entry("edit", text("An edit."), b"x")], author="manager")


def test_the_last_agreement_holds_and_all_stay(agreed, scenarios, scenario, workspace):
    other = begin(scenarios, "Ander")
    elsewhere = begin(scenarios, "Elders", series=OTHER)
    assert agreed.latest(SERIES) is None
    edit(scenarios, scenario)
    first = agreed.agree(scenario.id, 2, 0, author="manager")
    second = agreed.agree(other.id, 1, 1, author="Eva")
    agreed.agree(elsewhere.id, 1, 0, author="manager")
    assert (first.number, first.scenario, first.revision, first.at, first.author) == (
        1, scenario.id, 2, START, "manager"
    )  # fmt: skip
    assert (second.number, second.scenario, second.at) == (2, other.id, START + timedelta(days=1))
    again = Agreed(Workspace(workspace.root))
    assert again.latest(SERIES) == second
    assert again.all(SERIES) == [first, second]
    assert again.latest(OTHER).scenario == elsewhere.id


def test_what_is_the_plan_already_is_agreed_once_whoever_was_first(agreed, scenario):
    first = agreed.agree(scenario.id, 1, 0, author="manager")
    assert agreed.agree(scenario.id, 1, 0, author="Eva") == first
    assert agreed.all(SERIES) == [first]


def test_a_later_version_of_the_plan_is_agreed_anew(agreed, scenarios, scenario):
    agreed.agree(scenario.id, 1, 0, author="manager")
    edit(scenarios, scenario)
    assert agreed.latest(SERIES).revision == 1
    assert agreed.agree(scenario.id, 2, 1, author="manager").revision == 2


def test_what_is_not_there_or_was_deleted_cannot_be_agreed(agreed, scenarios, scenario):
    with pytest.raises(StoreError, match="no scenario nowhere"):
        agreed.agree("nowhere", 1, 0, author="manager")
    for revision in (0, 2):
        with pytest.raises(StoreError):
            agreed.agree(scenario.id, revision, 0, author="manager")
    scenarios.delete(scenario.id)
    with pytest.raises(StoreError, match=r"'Voorstel' was deleted, so it cannot be the plan.*Restore it"):
        agreed.agree(scenario.id, 1, 0, author="manager")
    assert agreed.all(SERIES) == []


def test_the_plan_is_not_deleted_until_another_one_is_or_none(agreed, scenarios, scenario):
    other = begin(scenarios, "Ander")
    agreed.agree(scenario.id, 1, 0, author="manager")
    with pytest.raises(StoreError, match=r"'Voorstel' is the plan of this list.*First make another proposal the plan"):
        scenarios.delete(scenario.id)
    assert scenarios.find(scenario.id).deleted is None
    agreed.agree(other.id, 1, 1, author="manager")
    assert scenarios.delete(scenario.id).deleted is not None
    agreed.withdraw(SERIES, 2, author="manager")
    assert scenarios.delete(other.id).deleted is not None


def test_a_plan_is_withdrawn(agreed, scenario):
    with pytest.raises(StoreError, match="No proposal of this list is the plan"):
        agreed.withdraw(SERIES, 0, author="manager")
    agreed.agree(scenario.id, 1, 0, author="manager")
    gone = agreed.withdraw(SERIES, 1, author="Eva")
    assert (gone.number, gone.scenario, gone.revision, gone.author) == (2, None, None, "Eva")
    assert agreed.latest(SERIES) == gone
    with pytest.raises(StoreError, match="No proposal of this list is the plan"):
        agreed.withdraw(SERIES, 2, author="manager")


def test_what_is_taken_back_says_again_since_when_and_by_whom(agreed, scenarios, scenario):
    other = begin(scenarios, "Ander")
    with pytest.raises(StoreError, match="No proposal of this list is the plan"):
        agreed.take_back(SERIES, 0, author="manager")
    first = agreed.agree(scenario.id, 1, 0, author="Eva")
    agreed.agree(other.id, 1, 1, author="manager")
    back = agreed.take_back(SERIES, 2, author="manager")
    assert (back.number, back.scenario, back.at, back.author) == (3, scenario.id, first.at, "Eva")
    agreed.withdraw(SERIES, 3, author="manager")
    assert agreed.take_back(SERIES, 4, author="manager").scenario == scenario.id
    assert [one.number for one in agreed.all(SERIES)] == [1, 2, 3, 4, 5]


def test_the_first_agreement_taken_back_leaves_no_plan(agreed, scenario):
    agreed.agree(scenario.id, 1, 0, author="manager")
    assert agreed.take_back(SERIES, 1, author="Eva").scenario is None


def test_a_former_plan_that_was_deleted_does_not_come_back(agreed, scenarios, scenario):
    other = begin(scenarios, "Ander")
    agreed.agree(scenario.id, 1, 0, author="manager")
    agreed.agree(other.id, 1, 1, author="manager")
    scenarios.delete(scenario.id)
    with pytest.raises(StoreError, match="'Voorstel' was deleted, so it cannot be the plan"):
        agreed.take_back(SERIES, 2, author="manager")
    assert agreed.latest(SERIES).scenario == other.id


def test_who_agreed_meanwhile_is_told_and_nothing_is_written(agreed, scenarios, scenario):
    other = begin(scenarios, "Ander")
    theirs = agreed.agree(other.id, 1, 0, author="Eva")
    for call in (
        lambda: agreed.agree(scenario.id, 1, 0, author="manager"),
        lambda: agreed.withdraw(SERIES, 0, author="manager"),
        lambda: agreed.take_back(SERIES, 0, author="manager"),
    ):
        with pytest.raises(AgreedMeanwhileError, match="Eva changed which proposal is the plan meanwhile") as refused:
            call()
        assert isinstance(refused.value, ConflictError)
        assert refused.value.now == theirs
    assert agreed.all(SERIES) == [theirs]


def test_an_agreement_after_one_that_is_not_there_yet_is_refused(agreed, scenarios, scenario):
    other = begin(scenarios, "Ander")
    now = agreed.agree(other.id, 1, 0, author="manager")
    for call in (
        lambda: agreed.agree(scenario.id, 1, 99, author="Eva"),
        lambda: agreed.withdraw(SERIES, 99, author="Eva"),
        lambda: agreed.take_back(SERIES, 99, author="Eva"),
    ):
        with pytest.raises(AgreedMeanwhileError):
            call()
    assert agreed.all(SERIES) == [now]


def test_of_several_who_agree_at_once_one_is_heard(agreed, scenarios, workspace):
    made = [begin(scenarios, f"Voorstel {n}") for n in range(4)]
    ready, outcomes = threading.Barrier(4), []

    def work(scenario):
        ready.wait()
        try:
            outcomes.append(Agreed(workspace).agree(scenario.id, 1, 0, author="manager").number)
        except AgreedMeanwhileError:
            outcomes.append(None)

    threads = [threading.Thread(target=work, args=(scenario,)) for scenario in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes, key=str) == [1, None, None, None]
    assert len(Scenarios(workspace).list(SERIES)) == 4
    assert len(agreed.all(SERIES)) == 1
