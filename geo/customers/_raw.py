"""A table as the file has it: texts only, its columns named, its rows numbered as a spreadsheet numbers them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.customers import _limits
from geo.customers._ledger import VALUE_LENGTH, Bools, Ints, Note
from geo.customers._patterns import matches
from geo.customers._vocabulary import is_known
from geo.errors import InputError
from geo.texts import text

Floats = npt.NDArray[np.float64]

_DATA = re.compile(r"\s*(?:[-+€$]?\s*\d[\d.,\s]*|\d{4}\s?[A-Za-z]{2})\s*")
_BLANK = r"^[\s\x{00a0}\x{feff}]*$"
_LOOK = 30
"""A header stands in one of this many first rows, below titles and blank rows."""


@dataclass(frozen=True, eq=False)
class RawTable:
    """
    What a file says, before anything is understood.

    Parameters
    ----------
    frame
        All texts, unique column names, index 0 … n−1; blank rows are left out.
    rows
        Number of each row as a spreadsheet shows it, shape (n,).
    header_row
        Number of the row with the column names.
    shifted
        Rows with more fields than there are columns, shape (n,).
    typed
        For columns of a workbook: the numbers that were stored as numbers, NaN elsewhere, shape (n,).
    notes
        What is worth telling about the file as a whole.
    """

    frame: pd.DataFrame
    rows: Ints
    header_row: int
    shifted: Bools
    typed: Mapping[str, Floats] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    @property
    def names(self) -> list[str]:
        """Names of the columns, in the file's order."""
        return [str(name) for name in self.frame.columns]


def find_header(records: Sequence[Sequence[str]]) -> int | None:
    """
    Return the position of the row with the column names among the first rows, None where there is none.

    It is the first row with two names that we know (one, where the table has only one column or all its cells are
    known), else the first row as wide as most of which no cell reads like data.
    """
    widths = [sum(1 for cell in record if cell.strip()) for record in records[:_LOOK]]
    for i, record in enumerate(records[:_LOOK]):
        known = sum(1 for cell in record if is_known(cell))
        if known >= 2 or (known and known == widths[i]):
            return i
    usual = Counter(w for w in widths if w).most_common(1)
    for i, record in enumerate(records[:_LOOK]):
        cells = [cell for cell in record if cell.strip()]
        if cells and len(cells) >= 0.5 * usual[0][0]:
            return None if any(_DATA.fullmatch(cell) for cell in cells) else i
    return None


def no_header(first: Sequence[str]) -> InputError:
    """Return the error for a file that starts with data."""
    cells = " · ".join(cell[:40] for cell in first if cell.strip())[:VALUE_LENGTH]
    return InputError(
        text("The file has no row of column names; it starts with: {cells}.", cells=cells),
        text("Put a row with names such as Name, Postcode, Town and Revenue above the customers."),
    )


def name_columns(cells: Sequence[str], places: Sequence[int]) -> tuple[list[str], list[Note]]:
    """Return unique names for the columns at `places` of the sheet: nameless by letter, repeated by number."""
    names: list[str] = []
    notes: list[Note] = []
    taken: set[str] = set()
    for i, place in enumerate(places):
        given = " ".join(cells[i].split())[:VALUE_LENGTH] if i < len(cells) else ""
        name = given or f"({letters(place)})"
        number = 2
        while name in taken:
            name, number = f"{given} ({number})", number + 1
        if given and name != given:
            notes.append(Note("header_repeated", given, given, name))
        taken.add(name)
        names.append(name)
    return names, notes


def letters(position: int) -> str:
    """Return the letters by which a spreadsheet calls a column: A, B, … Z, AA."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name


def check_size(rows: int, columns: int) -> None:
    """Refuse a table with more rows or columns than are read."""
    if columns > _limits.COLUMNS:
        raise InputError(
            text("The table has {count} columns; up to {most} are read.", count=columns, most=_limits.COLUMNS),
            text("Keep the columns about name, place, revenue and representative, and leave out the rest."),
        )
    if rows > _limits.ROWS:
        raise InputError(
            text("The table has more than {most} rows.", most=_limits.ROWS),
            text("Divide the list over several files."),
        )


def finish(
    frame: pd.DataFrame,
    cells: Sequence[str],
    rows: Ints,
    header_row: int,
    places: Sequence[int],
    *,
    strict: bool,
    notes: Sequence[Note] = (),
) -> tuple[RawTable, npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """
    Name the columns of a frame and leave out blank rows and columns.

    Parameters
    ----------
    frame
        All texts below the header, columns 0 … m−1.
    cells
        The cells of the header.
    rows
        Numbers of the frame's rows.
    header_row
        Number of the header.
    places
        Position of each column on the sheet, 0 is A.
    strict
        Whether a filled cell beyond the header means that its row has shifted. Where most rows have one, it does not:
        then the header is short of a name.
    notes
        What was noted so far.

    Returns
    -------
    The table, and the positions of the rows and of the columns that it kept.
    """
    filled = np.column_stack([~matches(frame[column], _BLANK) for column in frame])
    some: Bools = np.asarray(filled.any(axis=1))
    if not some.any():
        raise InputError(
            text("The file has column names but no rows."), text("Choose a file with a row for each customer.")
        )
    frame, filled = frame.loc[some], filled[some]
    check_size(len(frame), frame.shape[1])
    _check_cells(frame, rows[some], places)
    named = len(cells)
    while named and not cells[named - 1].strip():
        named -= 1
    beyond: Bools = np.asarray(filled[:, named:].any(axis=1))
    shifted = beyond if strict and beyond.mean() <= 0.5 else np.zeros(len(frame), dtype=bool)
    useful: Bools = np.asarray(filled[~shifted].any(axis=0))
    useful[:named] |= [bool(cell.strip()) for cell in cells[:named]]
    names, header_notes = name_columns(cells, places)
    frame = frame.set_axis(names, axis=1)
    nameless = [
        Note("header_missing", name, "", name)
        for i, name in enumerate(names)
        if useful[i] and name == f"({letters(places[i])})"
    ]
    table = RawTable(
        frame=frame.loc[:, useful].reset_index(drop=True),
        rows=rows[some],
        header_row=header_row,
        shifted=shifted,
        notes=(*notes, *header_notes, *nameless),
    )
    return table, np.flatnonzero(some), np.flatnonzero(useful)


def _check_cells(frame: pd.DataFrame, rows: Ints, places: Sequence[int]) -> None:
    for i, name in enumerate(frame.columns):
        lengths = frame[name].str.len()
        longest = int(lengths.max())
        if longest > _limits.CELL:
            row = int(rows[int(lengths.to_numpy().argmax())])
            raise InputError(
                text(
                    "The cell in row {row}, column {column} has {count} characters; up to {most} are read.",
                    row=row,
                    column=letters(places[i]),
                    count=longest,
                    most=_limits.CELL,
                ),
                text("Shorten the cell; where a quotation mark opens but never closes, close or remove it."),
            )
