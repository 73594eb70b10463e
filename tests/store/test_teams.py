"""The states of a team: appended, never changed, nobody's saved over unseen."""

import threading
from datetime import UTC, datetime

import pytest

from geo.errors import ConflictError, StoreError
from geo.sales import Rep, Team, Visits
from geo.store import TeamChangedError, Teams, Workspace

SERIES, OTHER = "a" * 16, "b" * 16
ONE = Team((Rep("Sietske", "3511", "Utrecht", 5.12, 52.09),))
TWO = Team((*ONE.reps, Rep("=Daan")), Visits(4, 2))


@pytest.fixture
def teams(workspace):
    return Teams(workspace, lambda: datetime(2026, 3, 1, tzinfo=UTC))


def test_states_are_kept_one_after_another(teams, workspace):
    assert teams.latest(SERIES) is None
    first = teams.save(SERIES, 0, ONE, author="manager")
    second = teams.save(SERIES, 1, TWO, author="Eva")
    assert (first.number, second.number, second.author, second.at) == (1, 2, "Eva", datetime(2026, 3, 1, tzinfo=UTC))
    again = Teams(Workspace(workspace.root))
    assert again.latest(SERIES) == second
    assert again.states(SERIES) == [first, second]
    assert again.at(SERIES, 1).team == ONE
    assert again.latest(OTHER) is None
    with pytest.raises(StoreError, match="The team has no version 3"):
        again.at(SERIES, 3)


def test_who_saved_meanwhile_is_told_and_nothing_is_lost(teams):
    teams.save(SERIES, 0, ONE, author="manager")
    theirs = teams.save(SERIES, 1, TWO, author="Eva")
    with pytest.raises(TeamChangedError, match="Eva saved the team meanwhile; it is at version 2 now") as refused:
        teams.save(SERIES, 1, Team(()), author="manager")
    assert isinstance(refused.value, ConflictError)
    assert refused.value.now == theirs
    assert teams.latest(SERIES) == theirs
    assert teams.save(SERIES, refused.value.now.number, Team(()), author="manager").number == 3


def test_a_team_made_from_a_state_that_is_not_there_yet_is_refused(teams):
    now = teams.save(SERIES, 0, ONE, author="manager")
    with pytest.raises(TeamChangedError) as refused:
        teams.save(SERIES, 99, TWO, author="Eva")
    assert refused.value.now == now
    assert teams.states(SERIES) == [now]


def test_the_same_team_is_saved_once_whoever_was_first(teams):
    first = teams.save(SERIES, 0, ONE, author="manager")
    assert teams.save(SERIES, 1, ONE, author="Eva") == first
    assert teams.save(SERIES, 0, ONE, author="Eva") == first
    assert len(teams.states(SERIES)) == 1


def test_of_two_who_save_at_once_one_is_told(teams):
    ready, outcomes = threading.Barrier(4), []

    def work(number):
        ready.wait()
        try:
            outcomes.append(teams.save(SERIES, 0, Team((Rep(f"r{number}"),)), author=f"a{number}").number)
        except TeamChangedError as error:
            outcomes.append(error.now.author)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (state,) = teams.states(SERIES)
    assert sorted(map(str, outcomes)) == sorted(["1", *[state.author] * 3])
