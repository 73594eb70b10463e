"""
Tables as an Excel workbook: texts as texts, numbers as numbers, and nothing that a spreadsheet would run.

A text is written with the type of a text, so a name that begins with = + − or @ is shown as it stands and needs no
apostrophe before it. The same sheets and moment give the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import xlsxwriter

from geo.errors import SettingsError
from geo.texts import text

Kind = Literal["text", "plain", "whole", "number", "money", "share", "signed share"]
Cell = str | float | int | None

MOST_ROWS = 1_048_576
"""Rows of a sheet, its header among them."""
MOST_COLUMNS = 16_384
LONGEST_TEXT = 32_767
LONGEST_NAME = 31

_FORMATS: dict[Kind, str] = {
    "text": "@",
    "plain": "General",
    "whole": "#,##0",
    "number": "#,##0.00",
    "money": "#,##0",
    "share": "0.0%",
    "signed share": "+0.0%;\N{MINUS SIGN}0.0%;0.0%",
}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LOOKED_AT = 400
"""Rows that tell how wide a column is."""
_NARROWEST, _WIDEST = 9, 44


@dataclass(frozen=True)
class Column:
    """
    A column of a sheet.

    Parameters
    ----------
    head
        Its title, as it is to be read.
    values
        A cell a row. A text is always written as a text and a number as a number; None and NaN leave a cell empty.
    kind
        How its numbers are shown: "share" as a percentage of one, "plain" with the decimals that they have.
    """

    head: str
    values: Sequence[Cell]
    kind: Kind = "text"


@dataclass(frozen=True)
class Sheet:
    """
    A sheet with a header that stays in sight and can be filtered by.

    Parameters
    ----------
    name
        What it is called; signs that sheets may not have are replaced, and what is too long is cut.
    columns
        Its columns, all of one length.
    frozen
        Columns from the left that stay in sight.
    table
        Whether it can be filtered.
    """

    name: str
    columns: Sequence[Column]
    frozen: int = 1
    table: bool = True


def workbook(
    sheets: Sequence[Sheet], *, title: str, at: datetime = datetime(2000, 1, 1, tzinfo=UTC), most_rows: int = MOST_ROWS
) -> bytes:
    """
    Return sheets as a workbook (XLSX).

    Parameters
    ----------
    sheets
        The sheets in their order. One with more rows than a sheet can have goes on in others, "(2)", "(3)" behind its
        name, each with the header.
    title
        Title of the file.
    at
        The moment that the file says it was made.
    most_rows
        Rows that a sheet can have.

    Raises
    ------
    SettingsError
        Where a sheet has more columns than Excel takes.
    """
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file,
        {
            "in_memory": True,
            "constant_memory": False,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": title, "author": "Rayon", "created": at.astimezone(UTC).replace(tzinfo=None)})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#F5F6F8"})
    formats = {
        kind: book.add_format({"num_format": pattern})
        for kind, pattern in _FORMATS.items()
        if kind not in ("text", "plain")
    }
    taken: set[str] = set()
    for sheet in sheets:
        _check(sheet)
        rows = len(sheet.columns[0].values) if sheet.columns else 0
        for part, start in enumerate(range(0, max(rows, 1), most_rows - 1), start=1):
            name = sheet_name(sheet.name if part == 1 else f"{sheet.name} ({part})", taken)
            taken.add(name)
            _write(book.add_worksheet(name), sheet, slice(start, start + most_rows - 1), head, formats)
    book.close()
    return file.getvalue()


def sheet_name(name: str, taken: Collection[str] = ()) -> str:
    """Return a name that a sheet may have and none of some others has, whatever the case."""
    known = {other.casefold() for other in taken}
    tidy = " ".join(_FORBIDDEN.sub(" ", name).split()).strip("'") or "-"
    # Excel keeps this one for itself.
    tidy = f"{tidy}-" if tidy.casefold() == "history" else tidy
    number = re.search(r" \(\d+\)$", tidy)
    tail, body = (number.group(), tidy[: number.start()]) if number else ("", tidy)
    found, count = _cut(body, tail), 1
    while found.casefold() in known:
        count += 1
        found = _cut(body, f" ({count})")
    return found


def _cut(body: str, tail: str) -> str:
    # Excel counts UTF-16 units, in which some signs are two.
    kept = body
    while len(f"{kept}{tail}".encode("utf-16-le")) // 2 > LONGEST_NAME:
        kept = kept[:-1]
    return kept.rstrip(" '") + tail


def _check(sheet: Sheet) -> None:
    if len(sheet.columns) > MOST_COLUMNS:
        raise SettingsError(
            text("The sheet {name} would have {count} columns.", name=sheet.name, count=len(sheet.columns)),
            text("Excel takes {most}; take the table along as CSV.", most=MOST_COLUMNS),
        )


def _write(page: Any, sheet: Sheet, rows: slice, head: Any, formats: dict[Kind, Any]) -> None:
    for at, column in enumerate(sheet.columns):
        page.write_string(0, at, _shown(column.head), head)
        values = column.values[rows]
        look = formats.get(column.kind)
        page.set_column(at, at, _width(column.head, values[:_LOOKED_AT], column.kind))
        _fill(page.write_string, page.write_number, at, values, look)
    count = len(sheet.columns[0].values[rows]) if sheet.columns else 0
    if sheet.table:
        page.freeze_panes(1, sheet.frozen)
        if sheet.columns:
            page.autofilter(0, 0, max(count, 1), len(sheet.columns) - 1)
            page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _fill(
    write_text: Callable[..., int], write_number: Callable[..., int], at: int, values: Sequence[Cell], look: Any
) -> None:
    for row, value in enumerate(values, start=1):
        if type(value) is str:
            if value:
                write_text(row, at, _shown(value))
        # NaN is no number that equals itself.
        elif value is not None and value == value:
            write_number(row, at, value, look)


def _shown(value: str) -> str:
    """Return a text no longer than a cell takes."""
    return value if len(value) <= LONGEST_TEXT else value[: LONGEST_TEXT - 1] + "…"


def _width(head: str, values: Sequence[Cell], kind: Kind) -> float:
    """Return how wide a column is drawn, in characters; a long title wraps."""
    longest = max((len(v) if isinstance(v, str) else _digits(v, kind) for v in values if v is not None), default=0)
    return float(min(_WIDEST, max(_NARROWEST, longest + 2, min(len(head) + 4, 20))))


def _digits(value: float, kind: Kind) -> int:
    if value != value or abs(value) > 1e18:
        return 0
    return len(f"{value:,.2f}" if kind == "number" else f"{value:g}" if kind == "plain" else f"{value:,.0f}")
