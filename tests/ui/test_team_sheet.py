"""What is typed in the table of the team: understood in the reader's language, refused cell by cell."""

import pytest

from geo.sales import Rep, Team, homes_written
from geo.texts import Language
from ui.team.sheet import cells, number, typed

DUTCH, ENGLISH = Language("nl"), Language("en")
TEAM = Team(
    (
        Rep("Sietske", "3511", "Utrecht", 5.12, 52.09, 32.5, 44, 0.625, "Midden"),
        Rep("Daan", lon=6.5, lat=53.2),
        Rep("Eva"),
    )
)


def row(team, language, at=0):
    return cells(team, language).iloc[at].to_dict()


def test_cells_are_as_the_reader_writes_them():
    assert row(TEAM, DUTCH) == {
        "name": "Sietske",
        "home": "3511 Utrecht",
        "hours_week": "32,5",
        "weeks_year": "44",
        "field_share": "62,5",
        "hours": "894",
        "capacity": "0,85",
        "territory": "Midden",
    }
    assert row(TEAM, ENGLISH)["hours_week"] == "32.5"
    assert [row(TEAM, DUTCH, at)["home"] for at in (1, 2)] == ["53.200, 6.500", ""]
    assert (number(1056.0, DUTCH), number(1 / 3, DUTCH)) == ("1.056", "0,33")
    assert list(cells(Team(()), DUTCH)) == list(row(TEAM, DUTCH))


def test_what_is_typed_is_understood_with_comma_or_point():
    team, problems = typed(
        TEAM,
        {
            0: {"hours_week": " 36,25 ", "weeks_year": "44.5", "field_share": "70 %", "territory": "Zuid"},
            2: {"name": "  Eva   de Wit ", "home": "9712 AB"},
        },
        "NL",
    )
    assert problems == []
    assert (team.reps[0].hours_week, team.reps[0].weeks_year, team.reps[0].field_share) == (36.25, 44.5, 0.7)
    assert (team.reps[0].territory, team.reps[2].name) == ("Zuid", "Eva de Wit")
    assert (team.reps[2].place, round(team.reps[2].lat, 1)) == ("Groningen", 53.2)
    assert team.reps[1] == TEAM.reps[1]
    assert typed(team, {0: {"hours_week": "36,25"}}, "NL") == (team, [])


def test_a_home_that_is_emptied_is_open():
    team, problems = typed(TEAM, {0: {"home": None}, 1: {"home": ""}}, "NL")
    assert problems == []
    assert [(rep.home, rep.lon) for rep in team.reps] == [("", None)] * 3


def test_what_cannot_be_stays_what_it_was_and_is_told_by_cell():
    edits = {
        0: {"hours_week": "veel", "weeks_year": "53", "territory": "Noord"},
        1: {"name": "SIETSKE", "home": "Nergenshuizen", "field_share": "0"},
        2: {"name": ""},
        7: {"name": "nobody"},
    }
    team, problems = typed(TEAM, edits, "NL")
    assert [(p.row, p.column, p.value) for p in problems] == [
        (1, "hours_week", "veel"),
        (1, "weeks_year", "53"),
        (2, "home", "Nergenshuizen"),
        (2, "name", "SIETSKE"),
        (2, "field_share", "0"),
        (3, "name", ""),
    ]
    assert (team.reps[0].hours_week, team.reps[0].weeks_year, team.reps[0].territory) == (32.5, 44, "Noord")
    assert team.reps[1:] == TEAM.reps[1:]


def test_two_may_swap_their_names():
    team, problems = typed(TEAM, {0: {"name": "Daan"}, 1: {"name": "Sietske"}}, "NL")
    assert (team.names, problems) == (("Daan", "Sietske", "Eva"), [])


@pytest.mark.parametrize("language", [DUTCH, ENGLISH])
def test_a_table_typed_as_it_stands_changes_nothing(language):
    shown = cells(TEAM, language)
    edits = {at: shown.iloc[at][["name", "home", "hours_week", "territory"]].to_dict() for at in (0, 2)}
    assert typed(TEAM, edits, "NL") == (TEAM, [])


def test_homes_are_looked_up_all_at_once(monkeypatch):
    asked = []
    monkeypatch.setattr("ui.team.sheet.homes_written", lambda *given: asked.append(given) or homes_written(*given))
    edits = {0: {"home": "3511 Utrecht"}, 1: {"home": " 9712  AB "}, 2: {"home": "Nergenshuizen"}, 9: {"home": "Assen"}}
    team, problems = typed(TEAM, edits, "NL")
    assert asked == [(["9712 AB", "Nergenshuizen"], "NL")]
    assert [rep.place for rep in team.reps] == ["Utrecht", "Groningen", ""]
    assert [(p.row, p.value) for p in problems] == [(3, "Nergenshuizen")]


def test_a_name_that_cannot_be_seen_is_told():
    team, problems = typed(TEAM, {1: {"name": "\u200b"}, 2: {"name": "E\u200bv"}}, "NL")
    assert [(p.row, p.column, str(p.problem)) for p in problems] == [(2, "name", "There is no name.")]
    assert team.names == ("Sietske", "Daan", "Ev")


@pytest.mark.parametrize(("written", "share"), [("0,8", None), ("1", 0.01), ("0,5 %", 0.005), ("80", 0.8)])
def test_a_fraction_in_a_column_of_percentages_is_asked_back(written, share):
    team, problems = typed(TEAM, {0: {"field_share": written}}, "NL")
    assert team.reps[0].field_share == (0.625 if share is None else share)
    told = [(1, "field_share", "0,8", "That is less than 1 % of the time.")]
    assert [(p.row, p.column, p.value, str(p.problem).replace("\xa0", " ")) for p in problems] == (
        told if share is None else []
    )
