"""Files of all usual kinds become the same table."""

import datetime as dt
import gzip
import io

import numpy as np
import pandas as pd
import pytest
import xlsxwriter

from geo.customers import measures, read_customers
from geo.customers._delimited import read_delimited
from geo.customers._raw import letters
from geo.customers._workbook import read_workbook
from geo.errors import InputError

ROWS = [["Naam", "Postcode", "Omzet"], ["Café Zoë", "3511 AB", "12,5"], ["Bouwgroep Linde", "3011 AA", "7"]]


def delimited(delimiter: str, end: str = "\n", before: str = "") -> str:
    quoted = [[f'"{cell}"' if delimiter in cell else cell for cell in row] for row in ROWS]
    return before + end.join(delimiter.join(row) for row in quoted) + end


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252"])
def test_delimiters_line_ends_and_encodings(delimiter: str, end: str, encoding: str) -> None:
    table = read_delimited(delimited(delimiter, end).encode(encoding))
    assert [list(table.frame.columns), *table.frame.to_numpy().tolist()] == ROWS
    assert table.rows.tolist() == [2, 3]


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman"])
def test_older_encodings_are_guessed(encoding: str) -> None:
    names = ["Café Zoë", "Crêperie Hélène", "Patisserie Délice", "Één voor Één"]
    content = "Naam;Postcode\n" + "".join(f"{name};3511 AB\n" for name in names)
    assert read_delimited(content.encode(encoding)).frame["Naam"].tolist() == names


def test_separator_line_titles_and_blank_rows_count_as_a_spreadsheet_counts_them() -> None:
    text = delimited(";", before="sep=;\nKlantenlijst 2025\n\n") + "\n;;\nMolen;3511 AB;3\n"
    table = read_delimited(text.encode())
    assert table.header_row == 4
    assert table.rows.tolist() == [5, 6, 9]


def test_a_told_separator_is_followed() -> None:
    table = read_delimited(b"sep=^\nNaam^Postcode\nA;B^3511 AB\n")
    assert table.frame["Naam"].tolist() == ["A;B"]


def test_quoted_cells_keep_line_breaks_delimiters_and_quotes() -> None:
    content = b'Naam;Postcode\n"Molen\nDe ""Hoop""; Zn";3511 AB\nTon 3" buis;3011 AA\n'
    table = read_delimited(content)
    assert table.frame["Naam"].tolist() == ['Molen\nDe "Hoop"; Zn', 'Ton 3" buis']
    assert table.rows.tolist() == [2, 3]


def test_a_single_column_is_a_table() -> None:
    assert read_delimited(b"Postcode\n3511 AB\n3011 AA\n").frame["Postcode"].tolist() == ["3511 AB", "3011 AA"]


def test_a_row_far_down_may_be_wider() -> None:
    content = b"Naam;Postcode\n" + b"Molen;3511 AB\n" * 200 + b"Ster;3011 AA;x;y;z\n"
    table = read_delimited(content)
    assert table.shifted.tolist() == [False] * 200 + [True]
    assert list(table.frame.columns) == ["Naam", "Postcode"]


def test_a_header_that_is_short_of_names_loses_no_column() -> None:
    table = read_delimited(b"Naam;Postcode\nMolen;3511 AB;a\nSter;3011 AA;b\n")
    assert list(table.frame.columns) == ["Naam", "Postcode", "(C)"]
    assert not table.shifted.any()


def test_names_become_unique_and_nameless_columns_get_their_letter() -> None:
    table = read_delimited(b"Omzet;;Omzet;Postcode;\n1;x;2;3511 AB;\n3;y;4;3011 AA;\n")
    assert list(table.frame.columns) == ["Omzet", "(B)", "Omzet (2)", "Postcode"]
    assert {note.reason for note in table.notes} == {"header_repeated", "header_missing"}


def test_letters_are_those_of_a_spreadsheet() -> None:
    assert [letters(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_text_is_kept_to_the_letter() -> None:
    customers = read_customers(b"Naam;Postcode;x\n  Molen ;3511AB;NA\nSter; 3011 AA;0012\n", "a.csv")
    assert customers.source.to_numpy().tolist() == [["  Molen ", "3511AB", "NA"], ["Ster", " 3011 AA", "0012"]]


def test_gzip_is_unpacked() -> None:
    assert read_customers(gzip.compress(delimited(",").encode()), "a.csv.gz").n_accepted == 2


@pytest.fixture
def book() -> tuple[io.BytesIO, xlsxwriter.Workbook]:
    memory = io.BytesIO()
    return memory, xlsxwriter.Workbook(memory, {"in_memory": True})


def test_cells_of_a_workbook_become_texts_without_artefacts(book: tuple[io.BytesIO, xlsxwriter.Workbook]) -> None:
    memory, file = book
    day = file.add_format({"num_format": "dd-mm-yyyy"})
    file.add_worksheet("Leeg")
    hidden = file.add_worksheet("Verborgen")
    hidden.write_row(0, 0, ["Naam", "Postcode"])
    hidden.hide()
    sheet = file.add_worksheet("Klanten")
    sheet.write(1, 1, "Klanten per 1 januari")
    sheet.write_row(3, 1, ["Naam", "Postcode", "Omzet", "Sinds", "Actief", "Saldo", "", "Groot"])
    sheet.write_row(4, 1, ["Ton & co", 3511, 1.234])
    sheet.write_datetime(4, 4, dt.datetime(2025, 1, 31), day)
    sheet.write_boolean(4, 5, True)
    sheet.write_formula(4, 6, "=2*3.75", None, 7.5)
    sheet.write_row(4, 7, ["opmerking", 1e12])
    sheet.write_row(6, 1, ["Molen", "3011 AA", "1.234,50"])
    file.close()
    table = read_workbook(memory.getvalue())
    assert list(table.frame.columns) == ["Naam", "Postcode", "Omzet", "Sinds", "Actief", "Saldo", "(H)", "Groot"]
    assert table.frame.iloc[0].tolist() == [
        "Ton & co",
        "3511",
        "1.234",
        "2025-01-31",
        "true",
        "7.5",
        "opmerking",
        "1000000000000",
    ]
    assert table.rows.tolist() == [5, 7]
    assert table.typed["Omzet"][0] == 1.234


def test_numbers_of_a_workbook_are_not_taken_for_thousands(book: tuple[io.BytesIO, xlsxwriter.Workbook]) -> None:
    memory, file = book
    sheet = file.add_worksheet()
    for row, cells in enumerate([["Naam", "Postcode", "Omzet"], ["A", 3511, 1.234], ["B", 3011, "1.234,50"]]):
        sheet.write_row(row, 0, cells)
    file.close()
    customers = read_customers(memory.getvalue(), "a.xlsx")
    assert customers.table["revenue"].tolist() == [1.234, 1234.5]
    assert customers.table["postcode"].tolist() == ["3511", "3011"]


def test_a_measure_of_the_file_itself_keeps_its_stored_numbers(book: tuple[io.BytesIO, xlsxwriter.Workbook]) -> None:
    memory, file = book
    sheet = file.add_worksheet()
    rows = [("Naam", "Postcode", "Tonnage"), ("A", 3511, 1.234), ("B", 3011, 2.345), ("C", 9712, "1,5"), ("D", 9711)]
    for row, cells in enumerate(rows):
        sheet.write_row(row, 0, cells)
    file.close()
    customers = read_customers(memory.getvalue(), "a.xlsx")
    expected = pd.DataFrame({"Tonnage": [1.234, 2.345, 1.5, np.nan]})
    pd.testing.assert_frame_equal(customers.own, expected)
    assert measures(customers)["Tonnage"].tolist() == [1.234, 2.345, 1.5, 0]


def test_an_empty_workbook_is_refused(book: tuple[io.BytesIO, xlsxwriter.Workbook]) -> None:
    memory, file = book
    file.add_worksheet()
    file.close()
    with pytest.raises(InputError, match="no sheet with data"):
        read_customers(memory.getvalue(), "a.xlsx")
