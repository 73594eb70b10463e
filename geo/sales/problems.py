"""What is wrong in a team's table: all of it at once, each by row, column, value and remedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.errors import SettingsError
from geo.texts import Text, plural, text

COLUMNS = {
    "name": text("Name"),
    "postcode": text("Postcode"),
    "place": text("Town"),
    "home": text("Home"),
    "lat": text("Latitude"),
    "lon": text("Longitude"),
    "hours_week": text("Hours a week"),
    "weeks_year": text("Weeks a year"),
    "field_share": text("In the field"),
    "territory": text("Territory today"),
}
"""What people call the columns of a team's table, by field of `geo.sales.Rep`."""

_SHOWN = 60


@dataclass(frozen=True)
class Problem:
    """
    One thing that cannot be.

    Parameters
    ----------
    row
        Number of the row, the first is 1.
    column
        Field of `geo.sales.Rep`, a key of `COLUMNS`.
    value
        What stands there.
    problem, remedy
        What is wrong with it, and what would be right.
    """

    row: int
    column: str
    value: str
    problem: Text
    remedy: Text

    @property
    def words(self) -> Text:
        """The whole of it in one line."""
        return text(
            "Row {row}, {column}, “{value}”: {problem} {remedy}",
            row=str(self.row),
            column=COLUMNS[self.column],
            value=self.value[:_SHOWN],
            problem=self.problem,
            remedy=self.remedy,
        )


class TeamError(SettingsError):
    """
    A team cannot be as it is written.

    Parameters
    ----------
    problems
        Everything that is wrong, in the order of the table.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        first = problems[0]
        more = len(problems) - 1
        told = plural("{first} And {count} more.", "{first} And {count} more.", more, first=first.words)
        super().__init__(told if more else first.words)
        self.problems = tuple(problems)
