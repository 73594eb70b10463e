"""The workbook of a plan, read back cell by cell and recounted from its parts."""

import io
from dataclasses import replace

import numpy as np
import pytest
from python_calamine import CalamineWorkbook

from geo.customers import read_customers
from geo.planning import DesignSettings, design
from geo.planning.certifying import certify
from geo.planning.hand_over_sheets import plan_workbook
from geo.planning.handed import Handed, file_name
from geo.texts import Language
from geo.viewer import MANAGER

DUTCH, ENGLISH = Language("nl"), Language("en")


def read(content: bytes) -> dict[str, list[dict[str, object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found = {}
    for name in book.sheet_names:
        head, *rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        found[name] = [dict(zip(head, row, strict=True)) for row in rows]
    return found


@pytest.fixture
def sheets(handed):
    return read(plan_workbook(handed, DUTCH))


def test_a_workbook_speaks_the_readers_language(handed, sheets):
    assert list(sheets) == ["Samenvatting", "Rayons", "Gebieden", "Klanten", "Wijzigingen"]
    assert list(read(plan_workbook(handed, ENGLISH))) == ["Summary", "Territories", "Areas", "Customers", "Changes"]


def test_every_territory_has_its_figures(handed, sheets):
    table, rows = handed.proposal.table, sheets["Rayons"]
    assert [row["Rayon"] for row in rows] == [t.name for t in handed.proposal.plan.territories]
    assert [row["Nummer"] for row in rows] == table["territory"].tolist()
    assert [row["Omvang"] for row in rows] == table["load"].tolist()
    assert [row["Oppervlakte in km²"] for row in rows] == pytest.approx(table["area_km2"].tolist())
    assert [row["Capaciteit"] for row in rows] == [0.6, 1.0, 1.0, 1.0]
    assert [row["Vergrendeld"] for row in rows] == ["nee", "nee", "ja", "nee"]
    assert rows[1]["Vertegenwoordiger"] == "@Nieuw <i>Iemand</i>"


def test_the_summary_says_what_is_proved_and_what_is_not(handed, sheets):
    certified, rows = certify(handed.proposal, viewer=MANAGER), sheets["Samenvatting"]
    said = {head: [row["Dit plan"] for row in rows if row["Wat"] == head] for head in ("Bewezen", "Niet bewezen")}
    assert said["Bewezen"] == [DUTCH.render(sentence) for sentence in certified.proved]
    assert said["Niet bewezen"] == [DUTCH.render(sentence) for sentence in certified.not_proved]
    assert len(said["Bewezen"]) > 3 < len(said["Niet bewezen"])


def test_every_area_has_its_territory_and_its_representative(handed, sheets):
    plan, rows = handed.proposal.plan, sheets["Gebieden"]
    assert [row["Code"] for row in rows] == plan.coverage.areas["code"].tolist()
    for row, owner in zip(rows, plan.alignment, strict=True):
        name, rep = (plan.territories[owner].name, handed.proposal.reps[owner] or "") if owner >= 0 else ("", "")
        assert (row["Rayon"], row["Vertegenwoordiger"]) == (name, rep)
    assert rows[0]["Nummer"] == rows[7]["Nummer"] == ""


def test_customers_keep_their_own_columns_first(handed, sheets):
    rows = sheets["Klanten"]
    assert list(rows[0]) == [
        "postcode", "omzet", "vertegenwoordiger", "Gebied", "Rayon", "Oude vertegenwoordiger",
        "Nieuwe vertegenwoordiger", "Wisselt van vertegenwoordiger", "Op naam gebonden", "Klantsleutel",
    ]  # fmt: skip
    source, proposal = handed.proposal.customers.source, handed.proposal
    assert [row["postcode"] for row in rows] == source["postcode"].tolist()
    assert [row["omzet"] for row in rows] == proposal.measures["revenue"].tolist()
    territories = [*(t.name for t in proposal.plan.territories), ""]
    assert [row["Rayon"] for row in rows] == [territories[position] for position in proposal.territory]
    assert [i for i, row in enumerate(rows) if row["Op naam gebonden"] == "ja"] == [5, 30]


def test_only_those_who_change_hands_stand_in_changes(handed, sheets):
    proposal, rows = handed.proposal, sheets["Wijzigingen"]
    new = np.array([*(rep or "" for rep in proposal.reps), ""], dtype=object)[proposal.territory]
    old = proposal.customers.table["owner"].to_numpy()
    moved = proposal.today.changes.moved
    assert len(rows) == moved.sum() > 0
    assert sorted((row["Oude vertegenwoordiger"], row["Nieuwe vertegenwoordiger"]) for row in rows) == sorted(
        zip(old[moved], new[moved], strict=True)
    )
    revenue = [row["Omzet"] for row in rows]
    assert revenue == sorted(proposal.measures["revenue"][moved].tolist(), reverse=True)


def test_what_was_mended_in_the_list_stands_as_it_was_written():
    listed = "naam;postcode;omzet;Rayon\nA;1012 AB;1.200,50;Oost\nB;3511 AB;-5;West\nC;9712 AB;;=Zuid\n"
    customers = read_customers(listed.encode(), "klanten.csv")
    plan = design(customers, DesignSettings(1, areas="province"), viewer=MANAGER)
    handed = Handed(plan, "x", 1, replace_now())
    rows = read(plan_workbook(handed, DUTCH))["Klanten"]
    assert [row["omzet"] for row in rows] == [1200.5, "-5", ""]
    assert [row["Rayon"] for row in rows] == ["Oost", "West", "=Zuid"]
    assert [row["Rayon (plan)"] for row in rows] == [plan.plan.territories[0].name] * 3


def test_the_same_version_gives_the_same_bytes(handed):
    again = replace(handed)
    assert plan_workbook(handed, DUTCH) == plan_workbook(again, DUTCH)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Voorstel 1", "Voorstel 1 v4.xlsx"),
        ("../../etc/passwd", "etc passwd v4.xlsx"),
        ("C:\\CON", "C CON v4.xlsx"),
        ("Café “Noord”\u202e", "Cafe Noord v4.xlsx"),
        ("\n..", "Rayon v4.xlsx"),
        ("x" * 200, "x" * 60 + " v4.xlsx"),
        ("東京", "Rayon v4.xlsx"),
    ],
)
def test_a_file_is_called_after_its_plan_and_may_be_called_so_anywhere(name, written):
    assert file_name(name, 4, ENGLISH, ".xlsx") == written


def test_competitors_are_served_by_nobody_and_change_no_hands(field_plan):
    handed = Handed(field_plan, "Plan", 1, replace_now())
    competitor = (field_plan.customers.table["status"] == "competitor").to_numpy()
    # Nobody of the list has a territory in it, so all others do.
    assert handed.moves.tolist() == (~competitor).tolist()
    assert set(handed.old_reps[competitor]) == set(handed.new_reps[competitor]) == {""}


def replace_now():
    from datetime import UTC, datetime

    return datetime(2027, 1, 1, tzinfo=UTC)
