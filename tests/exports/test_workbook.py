"""A workbook read back cell by cell, by a reader of another make."""

import io
import re
import zipfile
from datetime import UTC, datetime

import pytest
from python_calamine import CalamineWorkbook

from geo.errors import SettingsError
from geo.exports.workbook import LONGEST_NAME, LONGEST_TEXT, Column, Sheet, sheet_name, workbook

MOMENT = datetime(2027, 1, 2, 3, 4, tzinfo=UTC)


def cells(content: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))}


def test_every_cell_comes_back_as_what_it_was(hostile_texts):
    dangerous = [
        "=cmd|' /C calc'!A0",
        "+31 20",
        "-1",
        "@SUM(A1)",
        "\tx",
        "0012",
        "1e3",
        "TRUE",
        "http://x.nl",
        "_x0041_",
    ]
    texts = [*hostile_texts, *dangerous, "ё 東京 😀", "a\nb", ""]
    numbers = [float(i) * 1.25 for i in range(len(texts) - 1)] + [float("nan")]
    content = workbook(
        [Sheet("Alles", [Column("=kop", texts), Column("Omzet", numbers, "money")])], title="<b>", at=MOMENT
    )
    head, *rows = cells(content)["Alles"]
    assert head == ["=kop", "Omzet"]
    assert [row[0] for row in rows] == texts[:-1]
    assert [row[1] for row in rows] == numbers[:-1]
    sheet = parts(content)["xl/worksheets/sheet1.xml"]
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_the_header_stays_in_sight_and_can_be_filtered_by():
    content = workbook([Sheet("A", [Column("x", ["a", "b" * 30]), Column("y", [1, 2], "whole")], frozen=2)], title="")
    sheet = parts(content)["xl/worksheets/sheet1.xml"]
    assert '<autoFilter ref="A1:B3"/>' in sheet
    assert 'xSplit="2" ySplit="1"' in sheet
    widths = [float(width) for width in re.findall(r'<col [^>]*width="([\d.]+)"', sheet)]
    assert len(widths) == 2
    assert widths[0] > widths[1] > 8


def test_numbers_carry_a_format_and_shares_are_fractions():
    content = workbook([Sheet("A", [Column("x", [0.25], "share"), Column("y", [1234.5], "money")])], title="")
    assert cells(content)["A"][1] == [0.25, 1234.5]
    styles = parts(content)["xl/styles.xml"]
    assert 'formatCode="0.0%"' in styles
    assert 'formatCode="#,##0"' in styles


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Kop [van] Noord/Zuid: *?\\", "Kop van Noord Zuid"),
        ("x" * 60, "x" * LONGEST_NAME),
        ("'geciteerd'", "geciteerd"),
        ("History", "History-"),
        ("", "-"),
        ("😀" * 20, "😀" * 15),
    ],
)
def test_sheets_get_names_that_they_may_have(name, written):
    assert sheet_name(name) == written
    assert list(cells(workbook([Sheet(name, [Column("a", ["b"])])], title=""))) == [written]


def test_no_two_sheets_are_called_alike():
    long = "Noord-Holland-Noord en de eilanden"
    sheets = [Sheet(long, [Column("a", ["1"])]), Sheet(long.upper(), [Column("a", ["2"])])]
    first, second = cells(workbook(sheets, title=""))
    assert first != second
    assert second.endswith(" (2)")
    assert len(second) <= LONGEST_NAME


def test_what_is_longer_than_a_sheet_goes_on_in_another():
    values = [f"k{i}" for i in range(7)]
    found = cells(workbook([Sheet("Klanten", [Column("Klant", values)])], title="", most_rows=4))
    assert list(found) == ["Klanten", "Klanten (2)", "Klanten (3)"]
    assert [row[0] for rows in found.values() for row in rows[1:]] == values
    assert all(rows[0] == ["Klant"] for rows in found.values())


def test_a_text_longer_than_a_cell_is_cut_and_says_so():
    (cell,) = cells(workbook([Sheet("A", [Column("a", ["x" * 40_000])])], title=""))["A"][1]
    assert len(cell) == LONGEST_TEXT
    assert cell.endswith("…")


def test_more_columns_than_excel_takes_are_refused():
    with pytest.raises(SettingsError, match="16,384"):
        workbook([Sheet("A", [Column("a", [])] * 16_385)], title="")


def test_the_same_sheets_give_the_same_bytes():
    sheets = [Sheet("A", [Column("a", ["b"]), Column("n", [1.5], "number")])]
    assert workbook(sheets, title="t", at=MOMENT) == workbook(sheets, title="t", at=MOMENT)


def test_an_empty_table_keeps_its_header():
    assert cells(workbook([Sheet("A", [Column("a", []), Column("b", [])])], title=""))["A"] == [["a", "b"]]
