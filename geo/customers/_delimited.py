"""Read delimited text: CSV as spreadsheets of any language write it, and TSV."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.customers import _limits
from geo.customers._encoding import to_utf8
from geo.customers._raw import RawTable, check_size, find_header, finish, no_header
from geo.customers._vocabulary import is_known
from geo.errors import InputError
from geo.progress import Cancel, check, never
from geo.texts import text

_DELIMITERS = ";,\t|"
_SAMPLE = 1 << 18
_RECORDS = 60
_SEP_LINE = re.compile(rb"\s*\"?sep=([^\w\"\r\n])\"?[^\r\n]*(?:\r\n|\n|\r)", re.IGNORECASE)
_SAW = re.compile(r"in line (\d+), saw (\d+)")
_OPEN = re.compile(r"starting at row (\d+)")


@dataclass(frozen=True)
class _Dialect:
    delimiter: str
    records: list[list[str]]
    header: int | None
    end: int  # characters up to and including the header's line


def read_delimited(content: bytes, cancelled: Cancel = never) -> RawTable:
    """
    Read a text file of any usual coding and delimiter.

    Parameters
    ----------
    content
        Bytes of the file, unpacked.
    cancelled
        Is asked whether to stop.

    Raises
    ------
    InputError
        Where it is not text, has no header, no rows, a quotation mark that never closes, or more than the limits.
    """
    body, notes = to_utf8(content)
    check(cancelled)
    skipped = 0
    told = None
    if found := _SEP_LINE.match(body[:200]):
        told, skipped, body = found[1].decode("latin-1"), 1, body[found.end() :]
    sample = body[:_SAMPLE].decode("utf-8", errors="ignore")
    dialects = [_try(sample, delimiter) for delimiter in ([told] if told else _DELIMITERS)]
    dialect = max(dialects, key=_score)
    if dialect.header is None:
        raise no_header(next((r for r in dialect.records if any(c.strip() for c in r)), []))
    cells = dialect.records[dialect.header]
    check_size(0, len(cells))
    rest = body[len(sample[: dialect.end].encode("utf-8")) :]
    width = min(max(len(r) for r in dialect.records[dialect.header :]), _limits.COLUMNS)
    frame = _parse(rest, dialect.delimiter, width, skipped + dialect.header + 2)
    check(cancelled)
    header_row = skipped + dialect.header + 1
    rows = np.arange(len(frame), dtype=np.int64) + header_row + 1
    table, _, _ = finish(frame, cells, rows, header_row, range(frame.shape[1]), strict=True, notes=notes)
    check(cancelled)
    _check_swallowed(table, dialect.delimiter)
    return table


def _try(sample: str, delimiter: str) -> _Dialect:
    """Split the first lines by a delimiter and look for the header."""
    lines = io.StringIO(sample, newline="")
    ends: list[int] = []
    records: list[list[str]] = []
    reader = csv.reader(iter(lines.readline, ""), delimiter=delimiter)
    try:
        for record in reader:
            records.append(record)
            ends.append(lines.tell())
            if len(records) == _RECORDS:
                break
    except csv.Error as error:
        if not records:
            raise InputError(
                text("The first lines cannot be divided into columns."),
                text("Save the table as CSV or as an Excel workbook (.xlsx) and choose that file."),
            ) from error
    header = find_header(records)
    return _Dialect(delimiter, records, header, ends[header] if header is not None else 0)


def _score(dialect: _Dialect) -> tuple[int, float]:
    """Prefer the delimiter under which most column names are known, then the one with the most even rows."""
    widths = Counter(len(r) for r in dialect.records if any(c.strip() for c in r))
    if not widths:
        return 0, 0.0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    known = 0 if dialect.header is None else sum(is_known(cell) for cell in dialect.records[dialect.header])
    return known, (width - 1) * count / widths.total()


def _parse(body: bytes, delimiter: str, width: int, first_row: int) -> pd.DataFrame:
    """Return all fields; the width grows where a row further down has more fields than any before."""
    if not body:
        return pd.DataFrame(columns=range(width), dtype="str")
    for _ in range(_limits.COLUMNS):
        check_size(0, width)
        try:
            return pd.read_csv(
                io.BytesIO(body),
                sep=delimiter,
                header=None,
                names=list(range(width)),
                index_col=False,
                dtype="str",
                na_filter=False,
                skip_blank_lines=False,
                nrows=_limits.ROWS + 1,
                engine="c",
                encoding="utf-8",
            )
        except pd.errors.ParserError as error:
            if wider := _SAW.search(str(error)):
                width = _wider(int(wider[2]), int(wider[1]) + first_row - 1)
            elif unclosed := _OPEN.search(str(error)):
                raise _unclosed(int(unclosed[1]) + first_row) from error
            else:
                raise InputError(
                    text("The rows cannot be divided into columns."),
                    text("Save the table as an Excel workbook (.xlsx) and choose that file."),
                ) from error
    raise AssertionError("each round widens the table and its width is limited")


def _wider(fields: int, row: int) -> int:
    if fields > _limits.COLUMNS:
        raise InputError(
            text("Row {row} has {count} fields; up to {most} are read.", row=row, count=fields, most=_limits.COLUMNS),
            text("Look for a delimiter or quotation mark too many in that row."),
        )
    return fields


def _unclosed(row: int) -> InputError:
    return InputError(
        text("A quotation mark opens in row {row} and never closes.", row=row),
        text("Remove it, or save the table as an Excel workbook (.xlsx) and choose that file."),
    )


def _check_swallowed(table: RawTable, delimiter: str) -> None:
    """
    Refuse a cell that holds the rest of its row and more: a quotation mark that a later row closes by chance.

    Such a cell has a line break and at least as many delimiters as a row; in prose a space follows them.
    """
    least = max(len(table.names) - 1, 3)
    for name in table.names:
        column = table.frame[name]
        broken = column.str.contains("\n", regex=False).to_numpy(dtype=bool)
        if broken.any():
            swallowed = (column[broken].str.count(re.escape(delimiter) + r"[^\s]") >= least).to_numpy(dtype=bool)
            if swallowed.any():
                raise _unclosed(int(table.rows[broken][swallowed][0]))
