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


TWO = Team((Rep("a"), Rep("b")))
"""They have 2,112 hours, of which a tenth is 211.2."""


def test_just_enough_is_not_too_few():
    found = enough(TWO, Need(2112, 10))
    assert (found.short, found.reps_needed) == (False, 2)
    assert found.each is None
    assert enough(TWO, Need(2112.01, 10)).short
    assert enough(TWO, Need(2112.01, 10)).reps_needed == 3


def test_what_is_left_is_told_a_representative():
    assert str(enough(TWO, Need(1500, 10)).heading) == "2 representatives can do it"
    assert str(enough(TWO, Need(1500, 10)).arithmetic) == (
        "The work asks 1,500 hours a year; the team has 2,112. "
        "That leaves 306 hours a year a representative for all travel, which is not counted yet."
    )


@pytest.mark.parametrize(
    ("asked", "tight"), [(2112.01, False), (2112, True), (1901, True), (1900.8, False), (1900, False)]
)
def test_a_team_with_less_than_a_tenth_left_for_travel_is_not_said_to_be_enough(asked, tight):
    found = enough(TWO, Need(asked, 10))
    assert found.tight is tight
    said = Language("nl").render(found.heading)
    assert (said == "2 vertegenwoordigers houden bijna geen tijd over om te reizen") is tight


def test_what_is_assumed_is_said_with_the_verdict():
    found = enough(TWO, Need(1800, 200, Visits(6, 1.5)))
    assert (
        Language("nl")
        .render(found.arithmetic)
        .startswith(
            "Het werk vraagt 1.800 uur per jaar als elke klant 6 bezoeken van 1,5 uur krijgt, wat is aangenomen; "
            "het team heeft 2.112 uur."
        )
    )
    assert "aangenomen" not in Language("nl").render(enough(TWO, Need(1800, 200)).arithmetic)
    assert "which is assumed; the team has" in str(enough(TWO, Need(9000, 1000, Visits())).arithmetic)


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
