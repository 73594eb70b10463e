"""Account for every row: what was repaired, what was rejected, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.schema import ISSUES
from geo.texts import Text, text

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

VALUE_LENGTH = 200
"""Characters of a value that a report shows."""

REASONS: Mapping[str, Text] = {
    # Of the file or a column as a whole, on the row of its header: see `OF_THE_FILE`.
    "workbook_by_content": text("The file is an Excel workbook although its name says otherwise; it was read as one."),
    "delimited_by_content": text("The file is plain text although its name says otherwise; it was read as such."),
    "encoding_guessed": text("The file does not say how its letters are coded; the likeliest coding was used."),
    "encoding_mixed": text("Some letters are coded differently from the rest of the file; they were read one by one."),
    "nul_removed": text("Zero bytes between the letters were left out."),
    "header_repeated": text("Two columns have the same name; the later one got a number."),
    "header_missing": text("A column has no name; it is called by its letter."),
    "thousands_assumed": text("Three digits follow every point or comma in this column, so it separates thousands."),
    "grid_column": text("The coordinates are metres of the Dutch grid (RD) and were converted to degrees."),
    # Repaired.
    "postcode_tidied": text("The postcode was written differently from the others."),
    "postcode_zero": text("The postcode had lost its leading zero."),
    "postcode_found": text("The postcode stood among other text."),
    "postcode_unusable": text("The postcode does not exist; the coordinates were used."),
    "place_contradicts": text("The town is far from the postcode; the postcode was followed."),
    "coordinates_swapped": text("Latitude and longitude were the wrong way round."),
    "coordinates_grid": text("The coordinates were metres of the Dutch grid (RD), not degrees."),
    "coordinates_scaled": text("The coordinates had lost their decimal sign."),
    "coordinates_replaced": text("The coordinates cannot be right; the postcode was used."),
    "country_unread": text("The country was not recognised; the planned country was assumed."),
    "number_tidied": text("The number stood among other text."),
    "number_decimal": text("The decimal sign differs from the rest of the column."),
    "number_unread": text("This is not a number; it was left empty."),
    "number_unknown": text("It says that the number is not known; it was left empty."),
    "number_negative": text("A negative amount cannot be divided; it counts as zero."),
    "status_unread": text("The status was not recognised; the account counts as a customer."),
    "key_missing": text("The identity was empty; one was made from name and postcode."),
    "key_repeated": text("Another customer has the same identity; this one got a number."),
    # Rejected.
    "no_place": text("There is neither a postcode nor a pair of coordinates."),
    "postcode_malformed": text("This is not a postcode."),
    "postcode_unknown": text("The postcode does not exist."),
    "coordinates_unread": text("The coordinates are not a pair of numbers."),
    "coordinates_zero": text("The coordinates are zero."),
    "coordinates_impossible": text("The coordinates are not on Earth."),
    "coordinates_outside": text("The coordinates lie outside the planned country."),
    "outside_country": text("The address lies outside the planned country."),
    "duplicate": text("The same customer stands in an earlier row."),
    "repeated_header": text("The row repeats the names of the columns."),
    "too_many_fields": text("The row has more fields than there are columns, so they may have shifted."),
}
"""What each reason in a report means, by its code."""


OF_THE_FILE = frozenset(
    {
        "workbook_by_content",
        "delimited_by_content",
        "encoding_guessed",
        "encoding_mixed",
        "nul_removed",
        "header_repeated",
        "header_missing",
        "thousands_assumed",
        "grid_column",
    }
)
"""Reasons that are about the file or a column as a whole; no row counts as repaired for them."""


class Note(NamedTuple):
    """Something true of the whole file, told on the row of its header."""

    reason: str
    column: str = ""
    value: str = ""
    result: str = ""


class Ledger:
    """
    Keep the account of a file's rows while it is read.

    Parameters
    ----------
    rows
        Number of each row as a spreadsheet shows it, shape (n,), ascending.
    header_row
        Number of the row with the column names.
    """

    def __init__(self, rows: Ints, header_row: int) -> None:
        self.rows = rows
        self.header_row = header_row
        self.alive: Bools = np.ones(len(rows), dtype=bool)
        self._lines: list[pd.DataFrame] = []

    def note(self, note: Note) -> None:
        """Write down something about the file as a whole."""
        self._write(np.array([self.header_row]), note.column, note.value, "repaired", note.reason, note.result)

    def repair(self, where: Bools, column: str, values: pd.Series, reason: str, result: pd.Series | str) -> None:
        """Write down repairs in a column of rows that are still accepted; rows rejected later drop theirs."""
        where = where & self.alive
        if where.any():
            found = result if isinstance(result, str) else result[where]
            self._write(self.rows[where], column, values[where], "repaired", reason, found)

    def reject(self, where: Bools, column: str, values: pd.Series, reason: str) -> None:
        """Reject rows that are still accepted."""
        where = where & self.alive
        if where.any():
            self._write(self.rows[where], column, values[where], "rejected", reason, "")
            self.alive = self.alive & ~where

    def _write(
        self, rows: Ints, column: str, values: pd.Series | str, outcome: str, reason: str, result: pd.Series | str
    ) -> None:
        self._lines.append(
            pd.DataFrame(
                {
                    "row": np.asarray(rows, dtype=np.int64),
                    "column": column[:VALUE_LENGTH],
                    "value": _cut(values),
                    "outcome": outcome,
                    "reason": reason,
                    "result": _cut(result),
                }
            )
        )

    def issues(self) -> pd.DataFrame:
        """Return the account in order of rows: one line for each rejected row, all repairs of accepted ones."""
        if not self._lines:
            empty = {name: pd.Series([], dtype="int64" if name == "row" else "str") for name in ISSUES.columns}
            return ISSUES.validate(pd.DataFrame(empty))
        lines = pd.concat(self._lines, ignore_index=True)
        lost = lines["row"].isin(self.rows[~self.alive]) & (lines["outcome"] == "repaired")
        lines = lines[~lost].sort_values("row", kind="stable", ignore_index=True)
        text_columns = [name for name in lines if name != "row"]
        return ISSUES.validate(lines.astype(dict.fromkeys(text_columns, "str")))


def _cut(values: pd.Series | str) -> npt.NDArray[np.object_] | str:
    if isinstance(values, str):
        return values[:VALUE_LENGTH]
    return values.fillna("").str.slice(0, VALUE_LENGTH).to_numpy(dtype=object)


def summary(issues: pd.DataFrame) -> pd.DataFrame:
    """
    Count issues by reason, the most frequent first, rejected before repaired.

    Parameters
    ----------
    issues
        A table of `geo.schema.ISSUES`.

    Returns
    -------
    Columns outcome, reason, rows (how many), row, column, value and result of the first example.
    """
    first = issues.groupby(["outcome", "reason"], sort=False).agg(
        rows=("row", "nunique"),
        row=("row", "first"),
        column=("column", "first"),
        value=("value", "first"),
        result=("result", "first"),
    )
    order = {"rejected": 0, "repaired": 1}
    counted = first.reset_index()
    counted["_rank"] = counted["outcome"].map(order)
    counted = counted.sort_values(["_rank", "rows"], ascending=[True, False], kind="stable", ignore_index=True)
    return counted.drop(columns="_rank")
