"""Read a team from a spreadsheet: what can be used, and an account of what was mended or refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.customers import RawTable, read_numbers, read_table
from geo.errors import InputError
from geo.sales.problems import COLUMNS
from geo.sales.reading_homes import Lives, read_homes
from geo.sales.rep import USUAL, Rep
from geo.sales.team import LONGEST_NAME, MOST_HOURS_WEEK, MOST_REPS, MOST_WEEKS_YEAR, Team, bounds
from geo.sales.words import fields_of
from geo.texts import Number, Share, Text, seen, spoken, text

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

_MOST = {"hours_week": MOST_HOURS_WEEK, "weeks_year": MOST_WEEKS_YEAR, "field_share": 1.0}
_SHOWN = 60
_PLAIN = 10.0
"""From here on a number can be nothing but a percentage: nobody writes 10 for a thousand percent."""
_SIGN = text("Write the sign too, such as {share}.", share=Share(0.6, 0))


@dataclass(frozen=True)
class Remark:
    """
    Something that was mended or refused.

    Parameters
    ----------
    row
        Row as a spreadsheet numbers it; that of the header where the whole column is meant.
    column
        Column as the file names it, empty where the whole row is meant.
    value
        What stood there.
    outcome
        "repaired" where the row is used all the same, "refused" where it is not.
    words
        Why, and what became of it.
    """

    row: int
    column: str
    value: str
    outcome: Literal["repaired", "refused"]
    words: Text


@dataclass(frozen=True)
class TeamFile:
    """
    What a file of a team became.

    Parameters
    ----------
    team
        The representatives that can be used.
    remarks
        What was mended or refused, in the order of the rows.
    """

    team: Team
    remarks: tuple[Remark, ...]


def read_team(content: bytes, filename: str, country: str = "NL") -> TeamFile:
    """
    Read a team from an Excel workbook or CSV, headers and numbers in Dutch or English.

    Rows without a name and names that stand in an earlier row are refused; hours that are missing or cannot be become
    the usual ones, homes that are not known stay open. Each is told.

    Parameters
    ----------
    content
        Bytes of the file.
    filename
        Its name, only ever shown.
    country
        Where the homes are, ISO 3166 alpha-2.

    Raises
    ------
    InputError
        Where the file cannot be read, has no column of names or no representative.
    """
    try:
        table = read_table(content, filename)
    except InputError as error:
        raise InputError(
            error.problem,
            text("Choose an Excel workbook (.xlsx) without a password, or a CSV file, with a row a representative."),
        ) from error
    columns = fields_of(table.names)
    if "name" not in columns:
        found = ", ".join(name[:40] for name in table.names[:20])
        raise InputError(
            text("No column tells who the representatives are. Columns found: {found}.", found=found),
            text("Add a column Name; the example file shows the others."),
        )
    return _Reading(table, columns, country).done()


@dataclass
class _Reading:
    table: RawTable
    columns: dict[str, str]
    country: str
    remarks: list[Remark] = field(default_factory=list)

    def done(self) -> TeamFile:
        kept = self._named()
        numbers = {name: self._numbers(name, kept) for name in _MOST}
        homes = self._homes(kept)
        territories = self._texts("territory")
        reps = tuple(
            Rep(
                self._names[i],
                *homes[i],
                hours_week=float(numbers["hours_week"][i]),
                weeks_year=float(numbers["weeks_year"][i]),
                field_share=float(numbers["field_share"][i]),
                territory=territories[i][:LONGEST_NAME],
            )
            for i in kept
        )
        if not reps:
            raise InputError(
                text("No row of the file names a representative."), text("Write a name in the column of names.")
            )
        order = sorted(self.remarks, key=lambda remark: remark.row)
        return TeamFile(Team(reps), tuple(order))

    def _texts(self, name: str) -> list[str]:
        if name not in self.columns:
            return [""] * len(self.table.rows)
        return [" ".join(str(cell).split()) for cell in self.table.frame[self.columns[name]]]

    def _named(self) -> list[int]:
        """Return the rows that are a representative, each once."""
        self._names = [seen(name)[:LONGEST_NAME].strip() for name in self._texts("name")]
        known: dict[str, int] = {}
        kept: list[int] = []
        for i, name in enumerate(self._names):
            row, alike = int(self.table.rows[i]), spoken(name)
            if self.table.shifted[i]:
                self._refuse(i, name, text("The row has more fields than there are columns."))
            elif not name:
                self._refuse(i, "", text("There is no name."))
            elif alike in known:
                self._refuse(i, name, text("Row {row} has the same name.", row=str(known[alike])))
            elif len(kept) == MOST_REPS:
                self._refuse(i, name, text("Up to {most} can be planned for.", most=MOST_REPS))
            else:
                known[alike] = row
                kept.append(i)
        return kept

    def _numbers(self, name: str, kept: Sequence[int]) -> Floats:
        """Return a column of numbers; the usual one where nothing stands there that can be."""
        usual = float(getattr(USUAL, name))
        values = np.full(len(self.table.rows), usual)
        said = Share(usual, 0) if name == "field_share" else Number(usual)
        assumed = text("Not told; {value} was assumed.", value=said)
        column = self.columns.get(name)
        if column is None:
            words = text("There is no column {column}; {value} was assumed.", column=COLUMNS[name], value=said)
            self.remarks.append(Remark(self.table.header_row, "", "", "repaired", words))
            return values
        cells = pd.Series(self._texts(name), dtype="str")
        bare = cells.str.replace("%", "", regex=False).str.strip()
        read = read_numbers(bare, self.table.typed.get(column)).values
        doubted = np.zeros(len(values), dtype=bool)
        if name == "field_share":
            signed = cells.str.contains("%", regex=False).to_numpy(dtype=bool)
            doubted = doubtful_shares(read, signed)
            read = np.where(signed | (read > 1), read / 100, read)
        good = np.isfinite(read) & (read > 0) & (read <= _MOST[name])
        for i in kept:
            if doubted[i]:
                words = text("That need not be a percentage; {value} was assumed. {remedy}", value=said, remedy=_SIGN)
                self._mend(i, column, cells[i], words)
            elif good[i]:
                values[i] = read[i]
            elif cells[i]:
                words = text(
                    "That cannot be; {value} was assumed. {remedy}", value=said, remedy=bounds(name, _MOST[name])
                )
                self._mend(i, column, cells[i], words)
            else:
                self._mend(i, column, "", assumed)
        return values

    def _homes(self, kept: Sequence[int]) -> list[Lives]:
        written = {name: self._texts(name) for name in ("postcode", "home", "place")}
        lives, told = read_homes(self.table, self.columns, self.country, written)
        meant = {self.table.header_row, *(int(self.table.rows[i]) for i in kept)}
        self.remarks += [
            Remark(row, column, value[:_SHOWN], "repaired", words) for row, column, value, words in told if row in meant
        ]
        return lives

    def _mend(self, i: int, column: str, value: str, words: Text) -> None:
        self.remarks.append(Remark(int(self.table.rows[i]), column, value[:_SHOWN], "repaired", words))

    def _refuse(self, i: int, value: str, words: Text) -> None:
        self.remarks.append(Remark(int(self.table.rows[i]), self.columns["name"], value[:_SHOWN], "refused", words))


def doubtful_shares(read: Floats, signed: Bools) -> Bools:
    """
    Return which numbers may be a percentage as well as a slip of the pen.

    A number above 1 and below 10 without a sign, such as 1.5, is a percentage where others of its column are one and
    none is a fraction.

    Parameters
    ----------
    read
        The numbers as they stand, NaN where there is none, shape (n,).
    signed
        Where a percent sign follows.
    """
    bare = ~signed
    percentages = (signed | (read >= _PLAIN)).any() and not (bare & (read < 1)).any()
    doubtful: Bools = bare & (read > 1) & (read < _PLAIN) & (not percentages)
    return doubtful
