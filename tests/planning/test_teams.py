"""The team of a list: a manager's, the same for all versions of the list, undone and brought back without end."""

import re
from dataclasses import replace

import pytest

from geo.errors import NotAllowedError
from geo.planning.datasets import import_customers
from geo.planning.teams import (
    KeptTeam,
    home_in_words,
    home_on_map,
    owners_team,
    restore_team,
    save_team,
    team_against_work,
    team_of,
    with_home,
)
from geo.sales import Rep, Team, Visits
from geo.store import TeamChangedError
from geo.viewer import MANAGER, Viewer


@pytest.fixture
def dataset(workspace, listed):
    return import_customers(workspace, listed, "klanten.csv", viewer=MANAGER)


def named(*names):
    return Team(tuple(Rep(name) for name in names))


@pytest.fixture
def kept(workspace, dataset):
    """Three states: a; a and b; b."""
    for base, names in enumerate(("a", "ab", "b")):
        save_team(workspace, dataset.id, base, named(*names), viewer=MANAGER)
    return dataset.id


def walk(workspace, dataset, way):
    now = team_of(workspace, dataset, viewer=MANAGER)
    restore_team(workspace, dataset, now.number, getattr(now, way), viewer=MANAGER)
    return "".join(team_of(workspace, dataset, viewer=MANAGER).team.names)


def test_there_is_none_before_one_is_saved(workspace, dataset):
    assert team_of(workspace, dataset.id, viewer=MANAGER) == KeptTeam(None)
    assert (KeptTeam(None).number, KeptTeam(None).team) == (0, Team(()))


def test_undo_and_redo_walk_along_the_states(workspace, kept):
    assert [walk(workspace, kept, way) for way in ("earlier", "earlier", "later", "later", "earlier")] == [
        "ab", "a", "ab", "b", "ab",
    ]  # fmt: skip
    now = team_of(workspace, kept, viewer=MANAGER)
    assert now.number == 8
    save_team(workspace, kept, 8, named("c"), viewer=MANAGER)
    now = team_of(workspace, kept, viewer=MANAGER)
    assert now.later is None
    assert [walk(workspace, kept, "earlier") for _ in range(2)] == ["ab", "a"]
    assert team_of(workspace, kept, viewer=MANAGER).earlier is None


def test_the_next_version_of_a_list_has_the_same_team(workspace, listed, kept):
    later = import_customers(workspace, listed + b"\n3511 AB;7;r1", "klanten2.csv", viewer=MANAGER)
    assert later.id != kept
    assert team_of(workspace, later.id, viewer=MANAGER).team == named("b")


def test_a_save_on_an_old_state_is_refused(workspace, kept):
    with pytest.raises(TeamChangedError, match="manager saved the team meanwhile"):
        save_team(workspace, kept, 1, named("z"), viewer=MANAGER)


@pytest.mark.parametrize("viewer", [Viewer("rep", "r1"), Viewer("meeting", scenario="x")])
def test_nobody_but_a_manager_sees_or_changes_the_team(workspace, dataset, viewer):
    for ask in (
        lambda: team_of(workspace, dataset.id, viewer=viewer),
        lambda: save_team(workspace, dataset.id, 0, named("a"), viewer=viewer),
        lambda: restore_team(workspace, dataset.id, 0, 1, viewer=viewer),
        lambda: owners_team(dataset, viewer=viewer),
        lambda: team_against_work(dataset, named("a"), viewer=viewer),
    ):
        with pytest.raises(NotAllowedError):
            ask()


def test_a_team_is_set_beside_the_work_and_the_ground(dataset):
    team = owners_team(dataset, viewer=MANAGER)
    assert team.names == ("r0", "r1", "r2")
    found = team_against_work(dataset, replace(team, visits=Visits(12, 4)), viewer=MANAGER)
    customers = dataset.customers.n_ours
    assert (found.need.hours, found.hours) == (customers * 48, 3 * 1056)
    assert found.short == (customers * 48 > 3168)
    assert 34_000 < found.need.km2 < 36_000


@pytest.mark.parametrize("hours", [";uren", ""], ids=["told", "assumed"])
def test_the_ground_that_each_would_get_is_said_wherever_the_hours_come_from(workspace, hours):
    content = f"postcode{hours}\n3511 AB;10\n8011 AA;20\n" if hours else "postcode\n3511 AB\n8011 AA\n"
    dataset = import_customers(workspace, content.encode(), "klanten.csv", viewer=MANAGER)
    found = team_against_work(dataset, named("a", "b"), viewer=MANAGER)
    assert (found.need.visits is None) == bool(hours)
    said = re.fullmatch(r"Each would get ([\d,]+) km² and 1 customer\.", str(found.each))
    assert 17_000 < int(said[1].replace(",", "")) < 18_000


def test_a_home_is_written_or_pointed_at(dataset):
    team = named("a", "b")
    written = with_home(team, "b", home_in_words(dataset, "3511 AB"))
    assert (written.reps[0], written.reps[1].home) == (Rep("a"), "3511 AB Utrecht")
    pointed = with_home(written, "b", home_on_map(dataset, 6.57, 53.22))
    assert (pointed.reps[1].place, pointed.reps[1].lon, pointed.reps[1].lat) == ("Groningen", 6.57, 53.22)
    assert with_home(pointed, "b", None) == team
