"""What a division may not be: empty throughout, at odds with itself, a list of customers, or no table at all."""

import gzip
import warnings

import numpy as np
import pytest

from geo.errors import InputError
from geo.exports.tables import csv_bytes
from geo.planning.handing_over import hand_over
from geo.texts import ENGLISH, Language
from geo.viewer import MANAGER
from tests.planning.test_reading_back import back, said, sheets, table, taken

DIVISION = "Give a workbook, areas.csv, GeoPackage or GeoJSON that this program has written"


def refused(desk, content, name="crm.csv"):
    with pytest.raises(InputError) as caught:
        back(desk, content, name)
    return str(caught.value)


@pytest.mark.parametrize("columns", [["territory_name"], ["territory", "territory_name"]])
def test_a_column_of_territories_that_is_empty_throughout_is_refused(desk, columns):
    frame = table(desk)[["code", *columns]]
    frame[columns] = ""
    told = refused(desk, csv_bytes(frame))
    assert told == (
        f"The column 'territory_name' of 'crm.csv' is empty throughout: {len(frame)} areas would lose their "
        "territory. Fill in the territory of each area that keeps one; leave it empty only where an area is to have "
        "none."
    )


def test_so_is_one_of_a_workbook_by_what_its_column_is_called(desk):
    codes = desk.first.plan.coverage.areas["code"].tolist()
    content = sheets(("Gebieden", [["Code", "Nummer", "Rayon"], *([code, "", " "] for code in codes[:7])]))
    assert "The column 'Rayon' of 'crm.xlsx' is empty throughout: 7 areas" in refused(desk, content, "crm.xlsx")


def test_some_empty_names_are_areas_without_a_territory(desk):
    frame = table(desk)[["code", "territory_name"]]
    frame.loc[[0, 4], "territory_name"] = ""
    read = back(desk, csv_bytes(frame), "crm.csv")
    assert said(read) == []
    assert np.flatnonzero(read.after.owners == -1).tolist() == [0, 4]


def test_areas_that_have_none_may_be_all_that_a_file_names(edited_desk, handed):
    codes = handed.proposal.plan.coverage.areas["code"]
    content = f"code,territory_name\n{codes[0]},\n{codes[7]},\n".encode()
    assert back(edited_desk, content, "crm.csv", at=edited_desk.current[0]).same


@pytest.fixture
def odds(desk):
    """A table in which a row's number is of one territory and its name that of another, in several ways."""
    first = desk.first.plan
    rows = [int(np.flatnonzero(first.alignment == k)[0]) for k in (0, 1, 2)]
    numbers, names = first.ids.tolist(), [t.name for t in first.territories]
    frame = table(desk)
    frame.loc[rows[0], "territory_name"] = names[1]
    frame.loc[rows[1], "territory"] = str(numbers[2])
    frame.loc[rows[2], ["territory", "territory_name"]] = [str(numbers[0]), names[1]]
    return frame, rows, numbers, names


def test_rows_whose_number_and_name_differ_are_named(desk, odds):
    frame, rows, numbers, names = odds
    found = {f.row: f for f in back(desk, csv_bytes(frame), "crm.csv").findings}
    assert sorted(found) == sorted(row + 2 for row in rows)
    expected = [
        (names[1], f"is not territory {numbers[0]}, as its number says; the name counts, as only it was changed."),
        (names[1], f"is not territory {numbers[2]}, as its number says; the number counts, as only it was changed."),
        (names[1], f"is not territory {numbers[0]}, as its number says; the area stays as it is."),
    ]
    for row, (value, problem) in zip(rows, expected, strict=True):
        told = found[row + 2]
        assert (told.column, told.value, str(told.problem)) == ("territory_name", value, problem)
        assert str(told.remedy) == "Give the number and the name of the same territory, or only one of them."


def test_a_number_of_nothing_beside_a_name_is_named_and_the_name_counts(desk):
    first = desk.first.plan
    frame = table(desk)
    row = int(np.flatnonzero(first.alignment == 0)[0])
    frame.loc[row, ["territory", "territory_name"]] = ["77", first.territories[1].name]
    read = back(desk, csv_bytes(frame), "crm.csv")
    assert said(read) == [("", row + 2, "territory", "77", "is no territory; the name counts.")]
    assert read.after.owners[row] == first.ids[1]


def test_names_that_two_territories_exchanged_are_named_once_each(desk):
    first = desk.first.plan
    one, other = first.territories[:2]
    frame = table(desk)
    swapped = {one.name: other.name, other.name: one.name}
    frame["territory_name"] = frame["territory_name"].replace(swapped)
    read = back(desk, csv_bytes(frame), "crm.csv")
    found = {f.value: f for f in read.findings}
    assert len(read.findings) == 2
    assert {f.column for f in read.findings} == {"territory_name"}
    assert found[other.name].row == np.flatnonzero(first.owners == one.id)[0] + 2
    assert str(found[other.name].problem) == (
        f"was the name of territory {other.id}; the numbers count, and territory {one.id} is called so from now on."
    )
    assert read.after.owners.tolist() == first.owners.tolist()
    assert [t.name for t in read.after.territories[:2]] == [other.name, one.name]


def test_areas_that_still_have_the_name_from_before_stay_where_names_are_exchanged(desk):
    first = desk.first.plan
    one, other = first.territories[:2]
    territories = [[one.id, other.name], [other.id, one.name], *([t.id, t.name] for t in first.territories[2:])]
    names = dict(zip(first.ids.tolist(), (t.name for t in first.territories), strict=True))
    areas = [[c, o, names[o]] for c, o in zip(first.coverage.areas["code"], first.owners.tolist(), strict=True)]
    content = sheets(
        ("Rayons", [["Nummer", "Rayon"], *territories]), ("Gebieden", [["Code", "Nummer", "Rayon"], *areas])
    )
    read = back(desk, content, "crm.xlsx")
    assert said(read) == []
    assert read.after.owners.tolist() == first.owners.tolist()
    assert [t.name for t in read.after.territories[:2]] == [other.name, one.name]


def test_our_own_customers_are_no_division_and_say_what_to_give(edited_desk, handed):
    told = refused(edited_desk, taken("customers.csv", handed), "Plan v13 - customers.csv")
    assert told == (
        "'Plan v13 - customers.csv' lists customers with their territory, not areas. "
        "Give areas.csv of the same plan, or its workbook (XLSX), GeoPackage or GeoJSON."
    )


def test_customers_that_have_a_code_of_their_own_are_none_either(desk):
    codes = desk.first.plan.coverage.areas["code"]
    for code in ("c17", codes[0]):
        content = f"Code,area,Territory_plan,territory_name\n{code},{codes[0]},1,x\n{code},{codes[1]},1,x\n".encode()
        assert "lists customers" in refused(desk, content)


def test_a_workbook_of_customers_alone_is_none_either(desk):
    content = sheets(("Klanten", [["Klantsleutel", "Rayon", "Op naam gebonden"], ["k", "x", "ja"]]))
    assert "lists customers with their territory, not areas." in refused(desk, content, "crm.xlsx")
    content = sheets(("Blad1", [["postcode", "area", "territory", "territory_name"], ["1011 AB", "x", "1", "x"]]))
    assert "lists customers with their territory, not areas." in refused(desk, content, "crm.xlsx")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "The file is empty."),
        (b"1,2,3\n4,5,6\n", "The file has no row of column names"),
        (b"code,territory_name\n", "The file has column names but no rows."),
        (b"%PDF-1.7 x", "The file holds no table: its content is PDF."),
        (gzip.compress(b"", mtime=0), "The file is empty."),
        (b"code,territory_name\n1011,\"x\n1012,x\n", "A quotation mark opens in row 2 and never closes."),
        (b"PK\x03\x04xx", "The file is damaged or not complete."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_of_a_division_and_not_of_customers(desk, content, problem):
    told = refused(desk, content)
    assert told.startswith(problem)
    assert DIVISION in told
    for word in ("customer", "Revenue", "list"):
        assert word not in told


@pytest.mark.parametrize("name", ["plan.kml", "plan.gpkg"])
def test_kml_is_named_whatever_it_is_called_and_warns_of_nothing(edited_desk, handed, name, capfd):
    content = hand_over("kml", handed, viewer=MANAGER, language=ENGLISH).content
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        told = refused(edited_desk, content, name)
    assert told.startswith(f"'{name}' is KML or other XML, from which no division is read back.")
    assert DIVISION in told
    assert caught == []
    assert capfd.readouterr() == ("", "")


def test_they_are_said_in_dutch(desk):
    with pytest.raises(InputError) as caught:
        back(desk, b"<kml/>", "plan.kml")
    assert caught.value.say(Language("nl")).startswith("'plan.kml' is KML of andere XML")
