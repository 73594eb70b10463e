"""The team: what cannot be is told all at once, and hours follow a formula that is shown."""

from dataclasses import replace

import pytest

from geo.errors import SettingsError
from geo.sales import FULL_TIME_HOURS, Rep, Team, TeamError, Visits, checked, decode_team, encode_team
from geo.texts import Language

NAMES = ("Sietske Hoekstra", "Daan Visser")


def test_hours_are_week_times_year_times_field():
    rep = Rep("Sietske", hours_week=32, weeks_year=45, field_share=0.65)
    assert rep.hours == pytest.approx(32 * 45 * 0.65)
    assert FULL_TIME_HOURS == Rep("x").hours == 1056
    assert (
        str(rep.formula).replace("\xa0", " ")
        == "32 hours a week × 45 weeks a year × 65 % in the field = 936 hours a year"
    )
    dutch = Language("nl").render(replace(rep, hours_week=37.5, field_share=0.625).formula)
    assert (
        dutch.replace("\xa0", " ") == "37,5 uur per week × 45 weken per jaar × 62,5 % in het veld = 1.055 uur per jaar"
    )


def test_one_is_a_usual_full_time_representative():
    team = Team((Rep("a"), Rep("b", hours_week=32), Rep("c", field_share=0.0001)))
    assert team.capacities == (1.0, 0.8, 0.01)
    assert team.hours.tolist() == pytest.approx([1056, 844.8, 0.176])


def test_a_home_is_written_as_people_do():
    assert Rep("a", "3511 AB", "Utrecht").home == "3511 AB Utrecht"
    assert (Rep("a", place="Utrecht").home, Rep("a").home) == ("Utrecht", "")


def test_everything_that_cannot_be_is_told_at_once_by_row_column_value_and_remedy():
    reps = (
        Rep("Sietske"),
        Rep(" "),
        Rep("SIETSKE ", hours_week=81, weeks_year=0, field_share=1.01),
        Rep("x" * 81, lon=5.0),
        Rep("Daan", lon=5.0, lat=91.0, weeks_year=float("nan")),
        Rep("Eva", hours_week=80, weeks_year=52, field_share=1.0, lon=-180.0, lat=90.0),
    )
    found = [(p.row, p.column, p.value) for p in checked(reps)]
    assert found == [
        (2, "name", " "),
        (3, "name", "SIETSKE "),
        (3, "hours_week", "81"),
        (3, "weeks_year", "0"),
        (3, "field_share", "101"),
        (4, "name", "x" * 81),
        (4, "home", "None, 5.0"),
        (5, "weeks_year", "nan"),
        (5, "home", "91.0, 5.0"),
    ]
    with pytest.raises(TeamError) as refused:
        Team(reps)
    assert [(p.row, p.column, p.value) for p in refused.value.problems] == found
    assert str(refused.value) == ("Row 2, Name, “ ”: There is no name. Write what people call them. And 8 more.")
    assert str(checked(reps)[2].words) == (
        "Row 3, Hours a week, “81”: That cannot be. Write a number of more than 0 and up to 80."
    )
    assert Language("nl").render(checked(reps)[1].words) == (
        "Rij 3, Naam, “SIETSKE ”: Rij 1 heeft dezelfde naam. Voeg een voorletter of achternaam toe."
    )


def test_a_team_has_no_more_than_can_be_planned_for():
    assert len(Team(tuple(Rep(f"r{i}") for i in range(1000)))) == 1000
    with pytest.raises(SettingsError, match=r"1,001 representatives\. Up to 1,000"):
        Team(tuple(Rep(f"r{i}") for i in range(1001)))


def test_a_team_survives_being_written():
    team = Team((Rep("=1+1 “é”", "3511", "Utrecht", 5.1, 52.1, 32.5, 45, 0.65, "Noord"), Rep("Daan")), Visits(4, 0.75))
    assert decode_team(encode_team(team)) == team


@pytest.mark.parametrize(("a_year", "hours"), [(0, 1), (367, 1), (1, 0), (1, 25), (float("nan"), 1)])
def test_visits_that_cannot_be_are_refused(a_year, hours):
    with pytest.raises(SettingsError, match="cannot be"):
        Visits(a_year, hours)


@pytest.mark.parametrize("name", ["\u200b", "\u2800", "\u00ad"])
def test_a_name_that_cannot_be_seen_is_no_name(name):
    (problem,) = checked((Rep(name), Rep("Anna")))
    assert (problem.row, problem.column, str(problem.problem)) == (1, "name", "There is no name.")


def test_signs_that_cannot_be_seen_make_no_other_name():
    found = checked((Rep("Anna"), Rep("An\u200bn\u00ada"), Rep("Anna\u2800"), Rep("An na")))
    assert [(p.row, str(p.problem)) for p in found] == [(n, "Row 1 has the same name.") for n in (2, 3)]
