"""Tables as files: CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import re
from typing import Literal

import pandas as pd

Dialect = Literal["plain", "nl"]
"""`plain`: commas and points. `nl`: semicolons, decimal commas and a byte order mark, as Dutch Excel opens it."""

_FORMULA = re.compile(r"^[=+\-@\t\r]")
_HARMLESS = re.compile(r"^[+\-]?[\d\s().,/\-]+$")


def csv_bytes(frame: pd.DataFrame, dialect: Dialect = "plain") -> bytes:
    """
    Return a table as CSV, header first.

    A text that a spreadsheet would take for a formula (it begins with = + − @, a tab or a carriage return and is no
    plain number or telephone number) gets an apostrophe before it, which spreadsheets show as text; every other cell
    stays as it is. Lines end with CR LF (RFC 4180); with less, a carriage return inside a cell would not be quoted.
    """
    safe = frame.copy()
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]):
            safe[column] = _guarded(safe[column])
    safe.columns = pd.Index([_guard(str(c)) for c in safe.columns])
    mark, sep, decimal = ("\ufeff", ";", ",") if dialect == "nl" else ("", ",", ".")
    return (mark + safe.to_csv(index=False, sep=sep, decimal=decimal, lineterminator="\r\n")).encode("utf-8")


def _guarded(column: pd.Series) -> pd.Series:
    suspicious = column.astype("str").str.match(_FORMULA.pattern).fillna(value=False)
    if not suspicious.any():
        return column
    guarded = column.copy()
    guarded[suspicious] = [_guard(str(v)) for v in column[suspicious]]
    return guarded


def _guard(value: str) -> str:
    return f"'{value}" if _FORMULA.match(value) and not _HARMLESS.match(value) else value
