"""Whether the team can do the work, with the arithmetic; and a team from the owners of a list."""

import pytest

from geo.customers import read_customers
from geo.sales import Need, Rep, Team, Visits, enough, need, team_from_owners
from geo.texts import Language

ROWS = [
    "naam;postcode;status;uren;vertegenwoordiger",
    "A;3511 AB;klant;10;Sietske",
    "B;3511 AB;klant;20;sietske",
    "C;8011 AA;prospect;5;Daan",
    "D;3511 AB;klant;;Daan",
    "E;9711 AA;concurrent;99;Rival",
    "F;9711 AA;klant;1;",
]


def listed(*rows):
    return read_customers("\n".join(rows).encode(), "klanten.csv")


def test_the_work_is_what_the_list_says_without_competitors():
    found = need(listed(*ROWS), Visits())
    assert (found.hours, found.customers, found.visits) == (36, 5, None)
    assert str(found.formula) == "5 customers ask 36 hours a year, as the list says; travel is not counted"


def test_where_the_list_is_silent_visits_are_assumed_and_said():
    rows = [";".join(cell for i, cell in enumerate(row.split(";")) if i != 3) for row in ROWS]
    found = need(listed(*rows), Visits(4, 1.25))
    assert (found.hours, found.visits) == (5 * 4 * 1.25, Visits(4, 1.25))
    assert Language("nl").render(found.formula) == (
        "5 klanten × 4 bezoeken per jaar × 1,25 uur per bezoek = 25 uur per jaar; reistijd telt nog niet mee"
    )


def test_three_reps_is_not_a_plan():
    team = Team(tuple(Rep(name, hours_week=38, weeks_year=45, field_share=0.6) for name in "abc"))
    found = enough(team, Need(12_380, 4_218, km2=35_100))
    assert found.short
    assert found.reps_needed == 13
    assert str(found.heading) == "3 representatives are not enough"
    assert str(found.arithmetic) == (
        "The work asks 12,380 hours a year; the team has 3,078. At 1,026 each that takes 13 representatives."
    )
    assert str(found.each) == "Each would get 11,700 km² and 1,406 customers."
    assert Language("nl").render(found.arithmetic) == (
        "Het werk vraagt 12.380 uur per jaar; het team heeft 3.078 uur. "
        "Met 1.026 uur elk zijn dat 13 vertegenwoordigers."
    )


def test_just_enough_is_enough():
    team = Team((Rep("a"), Rep("b")))
    found = enough(team, Need(2112, 10))
    assert (found.short, found.reps_needed) == (False, 2)
    assert found.each is None
    assert str(enough(team, Need(2000, 10)).arithmetic) == (
        "The work asks 2,000 hours a year; the team has 2,112: 112 are left, also for travel."
    )
    assert enough(team, Need(2112.01, 10)).short
    assert enough(team, Need(2112.01, 10)).reps_needed == 3


@pytest.mark.parametrize(("hours", "needed"), [(0, 0), (1056, 1), (1057, 2)])
def test_nobody_is_measured_by_usual_full_time_representatives(hours, needed):
    found = enough(Team(()), Need(hours, 10, km2=100))
    assert found.reps_needed == needed
    assert found.each is None


def test_owners_are_a_team_to_begin_with():
    team = team_from_owners(listed(*ROWS))
    assert team == Team((Rep("Daan", territory="Zwolle"), Rep("Sietske", territory="Utrecht")))
    assert all(rep.lon is None and rep.hours == 1056 for rep in team.reps)


def test_a_list_without_owners_gives_nobody():
    assert team_from_owners(listed("naam;postcode", "A;3511 AB")) == Team(())


def test_an_owner_that_cannot_be_seen_is_nobody():
    rows = ("naam;postcode;vertegenwoordiger", "A;3511 AB;\u2800", "B;3511 AC;An\u200bna", "C;3511 AD;Anna")
    assert team_from_owners(listed(*rows)) == Team((Rep("Anna", territory="Utrecht"),))
