"""What clumsy and hostile files become: each has one expected outcome."""

import gzip
import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
import xlsxwriter

from geo.customers import REASONS, Customers, read_customers
from geo.customers import _limits as limits
from geo.errors import InputError

HEADER = "Klantnr;Naam;Postcode;Plaats;Omzet"
GOOD = "1;Bakkerij De Korenaar;3511 AB;Utrecht;12400,00"
OTHER = "2;Bouwgroep Linde;3011 AA;Rotterdam;184250,50"
POINTS = "Klantnr;Naam;Postcode;lat;lon"


@dataclass(frozen=True)
class Refused:
    """The file is refused; the message has these words and a remedy."""

    words: str


@dataclass(frozen=True)
class Taken:
    """The file is read; counts and reasons of rows come out as given, `see` looks further."""

    accepted: int
    repaired: int = 0
    rejected: int = 0
    reasons: frozenset[str] = frozenset()
    see: Callable[[Customers], bool] = field(default=lambda _: True)


def lines(*rows: str) -> bytes:
    return ("\r\n".join(rows) + "\r\n").encode()


def workbook(*rows: tuple[object, ...]) -> bytes:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return memory.getvalue()


XLSX = workbook(("Naam", "Postcode", "Omzet"), ("Bakkerij De Korenaar", "3511 AB", 12400.0))


def archive(members: dict[str, bytes]) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return memory.getvalue()


def with_sheet(cells: bytes) -> bytes:
    """Return a real workbook whose only sheet is replaced by cells of our own."""
    memory = io.BytesIO(workbook(("Naam", "Postcode")))
    with zipfile.ZipFile(memory) as file:
        members = {name: file.read(name) for name in file.namelist()}
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    members["xl/worksheets/sheet1.xml"] = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (
        space,
        cells,
    )
    return archive(members)


def lying_zip() -> bytes:
    """Return an archive whose directory states 10 bytes for a member that unpacks to much more."""
    content = archive({"xl/workbook.xml": b" " * 1_000_000})
    place = content.rindex(b"PK\x01\x02")
    return content[: place + 24] + struct.pack("<I", 10) + content[place + 28 :]


def locked_zip() -> bytes:
    """Return an archive whose members say that they are encrypted."""
    content = bytearray(XLSX)
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = content.find(mark)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(mark, place + 1)
    return bytes(content)


PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
MANY = ";".join(f"kolom{i}" for i in range(10_000))
REFUSED = {
    "empty file": (b"", "a.csv", "empty"),
    "only blank lines": (b"\r\n \r\n\r\n", "a.csv", "empty"),
    "only a header": (lines(HEADER), "a.csv", "no rows"),
    "binary": (bytes(range(256)) * 40, "a.csv", "no table"),
    "picture named .csv": (PNG, "a.csv", "PNG"),
    "PDF named .xlsx": (b"%PDF-1.7\n" + b"x" * 99, "a.xlsx", "PDF"),
    "old .xls": (OLE + "Workbook".encode("utf-16-le"), "a.xls", "before 2007"),
    "encrypted xlsx": (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "password"),
    "truncated gzip": (gzip.compress(lines(HEADER, GOOD) * 99)[:-20], "a.csv.gz", "not complete"),
    "truncated xlsx": (XLSX[: len(XLSX) // 2], "a.xlsx", "not complete"),
    "zip that is no xlsx": (archive({"klanten.csv": lines(HEADER, GOOD)}), "a.zip", "ZIP archive"),
    "Word document": (archive({"word/document.xml": b"<w/>"}), "a.docx", "Word"),
    "zip that lies about sizes": (lying_zip(), "a.xlsx", "not complete"),
    "sheet as wide as the world": (
        with_sheet(b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'),
        "a.xlsx",
        "1,048,576",
    ),
    "sheet whose cells hide their row": (
        with_sheet(b'<row r="1"><c r="A1"><v>1</v></c><c r="AAA1000000"><v>2</v></c></row>'),
        "a.xlsx",
        "1,000,000",
    ),
    "workbook whose sheet is no xml": (with_sheet(b"<row><c><v>1</w></row>"), "a.xlsx", "not complete"),
    "workbook without a header": (workbook((1, "3511 AB"), (2, "3011 AA")), "a.xlsx", "no row of column names"),
    "archive locked with a password": (locked_zip(), "a.xlsx", "password"),
    "document type in xml": (
        archive({"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "a.xlsx",
        "not complete",
    ),
    "no place column": (lines("Klantnr;Naam;Omzet", "1;Bakkerij De Korenaar;12"), "a.csv", "Klantnr, Naam, Omzet"),
    "no header": (lines(GOOD, OTHER), "a.csv", "no row of column names"),
    "all rows bad": (lines(HEADER, "1;Bakkerij;9999 ZZ;;1", "2;Molen;onzin;;2"), "a.csv", "None of the 2 rows"),
    "only row bad": (lines(HEADER, "1;Bakkerij;9999 ZZ;;1"), "a.csv", "row 2: 9999 ZZ"),
    "huge cell": (lines(HEADER, "1;" + "x" * 40_000 + ";3511 AB;Utrecht;1"), "a.csv", "column B has 40,000"),
    "10,000 columns": (lines(MANY, MANY), "a.csv", "10,000 columns"),
    "row of 10,000 fields": (lines(HEADER, GOOD, ";" * 9_999), "a.csv", "Row 3 has 10,000 fields"),
    "unclosed quote": (lines(HEADER, GOOD, '2;"Bouwgroep;3011 AA;Rotterdam;1', GOOD), "a.csv", "opens in row 3"),
    "quote closed rows later": (
        lines(HEADER, '1;"Bakkerij;3511 AB;Utrecht;1', OTHER, '3;Molen";3011 AA;Rotterdam;1'),
        "a.csv",
        "opens in row 2",
    ),
}


@pytest.mark.parametrize(("content", "filename", "words"), REFUSED.values(), ids=REFUSED)
def test_refused(content: bytes, filename: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_customers(content, filename)
    assert words in str(caught.value)
    assert caught.value.remedy is not None


@pytest.mark.parametrize("pack", [gzip.compress, lambda b: archive({"xl/workbook.xml": b})], ids=["gzip", "zip"])
def test_bomb_is_refused(pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "UNPACKED", 100_000)
    with pytest.raises(InputError, match="unpacks to more than"):
        read_customers(pack(b"a" * 200_000), "a.csv")


def test_shared_texts_that_fill_memory_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SHEET_TEXT", 50_000)
    content = workbook(("Naam", "Postcode"), *[("lang" * 100, "3511 AB")] * 200)
    with pytest.raises(InputError, match="unpacks to more than"):
        read_customers(content, "a.xlsx")


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ROWS", 3)
    with pytest.raises(InputError, match="more than 3 rows"):
        read_customers(lines(HEADER, *[f"{i};Molen;3511 AB;Utrecht;1" for i in range(4)]), "a.csv")


def said(column: str, value: object) -> Callable[[Customers], bool]:
    return lambda customers: customers.table[column].tolist()[-1] == value


def near(lon: float, lat: float) -> Callable[[Customers], bool]:
    return lambda c: abs(c.table["lon"].iloc[-1] - lon) < 0.001 and abs(c.table["lat"].iloc[-1] - lat) < 0.001


def reasons(*names: str) -> frozenset[str]:
    return frozenset(names)


TAKEN = {
    "xlsx named .csv": (XLSX, "a.csv", Taken(1, reasons=reasons("workbook_by_content"))),
    "csv named .xlsx": (lines(HEADER, GOOD), "a.xlsx", Taken(1, reasons=reasons("delimited_by_content"))),
    "gzip without its suffix": (gzip.compress(lines(HEADER, GOOD)), "a.csv", Taken(1)),
    "coordinates 0/0": (
        lines(POINTS, "1;Molen;;0;0", "2;Anker;;52,09;5,12", "3;Ster;3511 AB;0;0"),
        "a.csv",
        Taken(2, 1, 1, reasons("coordinates_zero", "coordinates_replaced"), said("located_by", "postcode")),
    ),
    "latitude and longitude swapped": (
        lines(POINTS, "1;Molen;;52.09;5.12", "2;Anker;;5.12;52.09"),
        "a.csv",
        Taken(2, 1, reasons=reasons("coordinates_swapped"), see=near(5.12, 52.09)),
    ),
    "grid metres in one row": (
        lines(POINTS, "1;Molen;;52.09;5.12", "2;Anker;;52.10;5.13", "3;Ster;;455000;136000"),
        "a.csv",
        Taken(3, 1, reasons=reasons("coordinates_grid"), see=near(5.1100, 52.0829)),
    ),
    "degrees beside grid metres": (
        lines("Naam;lat;lon;rd_x;rd_y", "Molen;;;136000;455000", "Anker;;;137000;456000", "Ster;52,09;5,12;;"),
        "a.csv",
        Taken(3, see=near(5.12, 52.09)),
    ),
    "grid metres in the whole lat column": (
        lines(POINTS, "1;Molen;;455000;136000", "2;Anker;;456000;137000"),
        "a.csv",
        Taken(2, reasons=reasons("grid_column")),
    ),
    "coordinates that are no numbers": (
        lines(POINTS, "1;Molen;;NaN;5", "2;Anker;;inf;5", "3;Ster;;1e999;5", "4;Hoek;;abc;def", "5;Ton;;52,09;5,12"),
        "a.csv",
        Taken(1, 0, 4, reasons("coordinates_unread")),
    ),
    "coordinates out of range": (
        lines(POINTS, "1;Molen;;95;200", "2;Ton;;52,09;5,12"),
        "a.csv",
        Taken(1, 0, 1, reasons("coordinates_impossible")),
    ),
    "coordinates in another country": (
        lines(POINTS, "1;Molen;;40.42;-3.70", "2;Ton;;52,09;5,12", "3;Ster;;51.219;4.402"),
        "a.csv",
        Taken(
            1,
            0,
            2,
            reasons("coordinates_outside"),
            lambda c: c.issues["value"].tolist() == ["40.42, -3.70", "51.219, 4.402 BE"],
        ),
    ),
    "coordinates that lost their decimal sign": (
        lines(POINTS, "1;Ton;;52.090833;5.121667", "2;Molen;;52090833;5121667", "3;Ster;;52.090.833;5.121.667"),
        "a.csv",
        Taken(3, 2, reasons=reasons("coordinates_scaled"), see=near(5.121667, 52.090833)),
    ),
    "coordinates far from the postcode": (
        lines(POINTS, "1;Ton;3511 AB;53.2;6.56"),
        "a.csv",
        Taken(1, 1, reasons=reasons("coordinates_replaced"), see=said("located_by", "postcode")),
    ),
    "duplicate rows": (lines(HEADER, GOOD, GOOD), "a.csv", Taken(1, 0, 1, reasons("duplicate"))),
    "same id, other content": (
        lines(HEADER, GOOD, "1;Bakkerij Halm;3011 AA;Rotterdam;5"),
        "a.csv",
        Taken(2, 1, reasons=reasons("key_repeated"), see=said("key", "1~2")),
    ),
    "rows too short and too long": (
        lines(HEADER, GOOD, "2;Anker;3511 AB", "3;Ster;3511 AB;Utrecht;5;6;7"),
        "a.csv",
        Taken(2, 0, 1, reasons("too_many_fields")),
    ),
    "zero bytes": (
        lines(HEADER, GOOD.replace("Korenaar", "Koren\0aar"), *[f"{i}{OTHER}" for i in range(1, 5)]),
        "a.csv",
        Taken(5, reasons=reasons("nul_removed"), see=lambda c: c.table["name"][0] == "Bakkerij De Korenaar"),
    ),
    "mixed encodings": (
        lines(HEADER, "1;Café Één;3511 AB;Utrecht;1") + "2;Café Zoë;3511 AB;Utrecht;1".encode("cp1252"),
        "a.csv",
        Taken(2, reasons=reasons("encoding_mixed"), see=lambda c: c.table["name"].tolist() == ["Café Één", "Café Zoë"]),
    ),
    "Windows-1252": (
        "Klantnr;Naam;Postcode;Omzet (€)\r\n1;Café Zoë;3511 AB;5".encode("cp1252"),
        "a.csv",
        Taken(1, reasons=reasons("encoding_guessed"), see=said("name", "Café Zoë")),
    ),
    "UTF-16 with its mark": (lines(HEADER, GOOD).decode().encode("utf-16"), "a.csv", Taken(1)),
    "UTF-16 without a mark": (
        lines(HEADER, GOOD).decode().encode("utf-16-le"),
        "a.csv",
        Taken(1, reasons=reasons("encoding_guessed")),
    ),
    "formulas": (
        lines(HEADER, "1;=cmd|'/c calc'!A1;3511 AB;@SUM(1);1"),
        "a.csv",
        Taken(1, see=lambda c: c.table["name"][0] == "=cmd|'/c calc'!A1" and c.source["Plaats"][0] == "@SUM(1)"),
    ),
    "scripts and templates": (
        lines(HEADER, "1;{{7*191}}<script>alert(1)</script>;3511 AB;${7*191};1"),
        "a.csv",
        Taken(1, see=said("name", "{{7*191}}<script>alert(1)</script>")),
    ),
    "unknown postcode": (
        lines(HEADER, GOOD, "2;Ster;9999 ZZ;;1"),
        "a.csv",
        Taken(1, 0, 1, reasons("postcode_unknown")),
    ),
    "no postcode": (lines(HEADER, GOOD, "2;Ster;;Utrecht;1"), "a.csv", Taken(1, 0, 1, reasons("no_place"))),
    "nonsense postcode": (lines(HEADER, GOOD, "2;Ster;xyz;;1"), "a.csv", Taken(1, 0, 1, reasons("postcode_malformed"))),
    "unknown postcode with coordinates": (
        lines(POINTS, "1;Ster;9999 ZZ;52,09;5,12"),
        "a.csv",
        Taken(1, 1, reasons=reasons("postcode_unusable"), see=said("located_by", "coordinates")),
    ),
    "foreign address by its country": (
        lines("Naam;Postcode;Plaats;Land", "Ton;3511 AB;Utrecht;Nederland", "Ster;2000;Antwerpen;België"),
        "a.csv",
        Taken(1, 0, 1, reasons("outside_country"), lambda c: "Antwerpen België" in c.issues["value"][0]),
    ),
    "foreign address by its town": (
        lines(HEADER, GOOD, "2;Ster;2000;Antwerpen;1", "3;Hoek;D-52062;Aachen;1", "4;Kei;52062;Aachen;1"),
        "a.csv",
        Taken(1, 0, 3, reasons("outside_country"), lambda c: c.issues["value"][0] == "2000 Antwerpen BE"),
    ),
    "negative revenue": (
        lines(HEADER, GOOD, "2;Ster;3511 AB;Utrecht;-50,25"),
        "a.csv",
        Taken(2, 1, reasons=reasons("number_negative"), see=said("revenue", 0.0)),
    ),
    "revenue in words": (
        lines(HEADER, GOOD, "2;Ster;3511 AB;Utrecht;veel"),
        "a.csv",
        Taken(
            2, 1, reasons=reasons("number_unread"), see=lambda c: c.table["revenue"].isna().tolist() == [False, True]
        ),
    ),
    "revenue among text": (
        lines(HEADER, GOOD, OTHER, "3;Ster;3511 AB;Utrecht;3.150,50 euro"),
        "a.csv",
        Taken(3, 1, reasons=reasons("number_tidied"), see=said("revenue", 3150.5)),
    ),
    "other decimal sign": (
        lines(HEADER, GOOD, OTHER, "3;Ster;3511 AB;Utrecht;3150.5"),
        "a.csv",
        Taken(3, 1, reasons=reasons("number_decimal"), see=said("revenue", 3150.5)),
    ),
    "header twice": (lines(HEADER, GOOD, HEADER, OTHER), "a.csv", Taken(2, 0, 1, reasons("repeated_header"))),
    "postcode written otherwise": (
        lines(HEADER, GOOD, OTHER, "3;Ster;3704hx;Zeist;1"),
        "a.csv",
        Taken(3, 1, reasons=reasons("postcode_tidied"), see=said("postcode", "3704 HX")),
    ),
    "town far from its postcode": (
        lines(HEADER, GOOD, "2;Ster;3704 HX;Groningen;1"),
        "a.csv",
        Taken(2, 1, reasons=reasons("place_contradicts"), see=said("place", "Zeist")),
    ),
    "name that is a path": (lines(HEADER, GOOD), "../../etc/passwd", Taken(1)),
    "name of a virtual file": (lines(HEADER, GOOD), "/vsizip/a.zip/b.csv", Taken(1)),
    "name that is no name": (lines(HEADER, GOOD), "\0\n" + "x" * 5_000, Taken(1)),
}


@pytest.mark.parametrize(("content", "filename", "expected"), TAKEN.values(), ids=TAKEN)
def test_taken(content: bytes, filename: str, expected: Taken) -> None:
    customers = read_customers(content, filename)
    counts = (customers.n_accepted, customers.n_repaired, customers.n_rejected)
    assert counts == (expected.accepted, expected.repaired, expected.rejected), customers.issues.to_string()
    assert set(customers.issues["reason"]) == expected.reasons
    assert set(customers.issues["reason"]) <= set(REASONS)
    assert expected.see(customers)
