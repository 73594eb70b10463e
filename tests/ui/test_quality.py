"""What is said of a file, recounted from its rows."""

import re

import pytest

from geo.customers import read_customers
from ui import quality

pytestmark = pytest.mark.usefixtures("visitor")

LIST = """naam;postcode;omzet;iets
Ahorn;3511 AB;800;a
Berk;3512ab;150;b
Den;9712 AB;50;c
Foelie;0000 ZZ;10;d
Ginkgo;;10;e
"""


@pytest.fixture(scope="module")
def found():
    return read_customers(LIST.encode(), "klanten.csv")


def test_rows_are_counted_as_in_order_repaired_and_rejected(found):
    said = quality.rows_bar(found)
    fine = found.n_accepted - found.n_repaired
    assert found.n_rejected == 2
    numbers = [int(n) for n in re.findall(r"<strong>(\d+)</strong>", said)]
    assert numbers == [fine, found.n_repaired, 2]
    assert sum(numbers) == 5
    assert re.findall(r'class="(\w+)" style="flex-grow:(\d+)"', said) == [
        (kind, str(n)) for kind, n in zip(["fine", "repaired", "rejected"], numbers, strict=True) if n
    ]


def test_rejected_rows_are_told_with_their_number(found, cells):
    _, *rows = cells(quality.reasons_table(found))
    rejected = [row for row in rows if row[0] == "Rejected"]
    assert sum(int(row[1]) for row in rejected) == 2
    assert any("row 5" in row[3] and "0000 ZZ" in row[3] for row in rejected)


def test_what_is_about_the_whole_file_is_no_repaired_row(cells):
    listed = read_customers(b"naam;postcode;omzet\nAhorn;3511 AB;1.000\nBerk;3512 AB;2.000\n", "klanten.csv")
    assert listed.n_repaired == 0
    assert "repaired" not in quality.rows_bar(listed)
    _, *rows = cells(quality.reasons_table(listed))
    assert [row[:2] for row in rows] == [["Whole file", "–"]]


def test_an_amount_that_is_said_to_be_unknown_stands_in_the_report(cells):
    listed = read_customers(
        b"naam;postcode;omzet\nAhorn;3511 AB;onbekend\nBerk;3512 AB;2\nCeder;3513 AB;-\nDen;3514 AB;N.v.t.\n",
        "klanten.csv",
    )
    assert listed.n_repaired == 2
    _, *rows = cells(quality.reasons_table(listed))
    assert [(row[0], row[1]) for row in rows] == [("Repaired", "2")]
    assert "onbekend" in rows[0][3]
    assert listed.table["revenue"].isna().tolist() == [True, False, True, True]


def test_columns_are_counted_that_were_recognised(found):
    assert str(quality.recognised(found)).startswith("3 recognised")


def test_classes_are_told_with_what_they_bring(found, cells):
    assert quality.ranked_measure(found) == "revenue"
    _, *rows = cells(quality.abc_table(found, "revenue"))
    assert [row[0] for row in rows] == ["A", "B", "C"]
    assert sum(int(row[1]) for row in rows) == 3
    assert rows[0][1:] == ["1", "€800", "80\u00a0%"]
