"""The team: representatives by name, what each can carry, and what cannot be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from geo.errors import SettingsError
from geo.sales.problems import Problem, TeamError
from geo.sales.rep import FULL_TIME_HOURS, Rep
from geo.sales.visits import Visits
from geo.territories import LEAST_CAPACITY, MOST_CAPACITY
from geo.texts import Number, Text, seen, spoken, text

Floats = npt.NDArray[np.float64]

MOST_REPS = 1000
"""As many as territories can be made."""

MOST_HOURS_WEEK, MOST_WEEKS_YEAR = 80.0, 52.0
LONGEST_NAME = 80


@dataclass(frozen=True)
class Team:
    """
    Who visits the customers of a list, checked when made.

    Parameters
    ----------
    reps
        The representatives, in the order of the table.
    visits
        What is assumed of the work where the list does not say it.

    Raises
    ------
    TeamError
        Where something cannot be, naming all of it at once.
    """

    reps: tuple[Rep, ...]
    visits: Visits = field(default_factory=Visits)

    def __post_init__(self) -> None:
        """Refuse names that are missing or twice there, and numbers out of bounds."""
        if len(self.reps) > MOST_REPS:
            raise SettingsError(
                text("The team has {count} representatives.", count=len(self.reps)),
                text("Up to {most} can be planned for.", most=MOST_REPS),
            )
        found = checked(self.reps)
        if found:
            raise TeamError(found)

    def __len__(self) -> int:
        """Return the number of representatives."""
        return len(self.reps)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the representatives."""
        return tuple(rep.name for rep in self.reps)

    @property
    def hours(self) -> Floats:
        """Hours a year in the field of each, shape (n,)."""
        return np.array([rep.hours for rep in self.reps], dtype=np.float64)

    @property
    def capacities(self) -> tuple[float, ...]:
        """
        What each can carry relative to a full-time representative.

        1 is a usual full-time one (`FULL_TIME_HOURS`), as everywhere in the program, and not the mean of the team: so a
        number means the same from year to year, and who works less changes nobody else's. Rounded to hundredths.
        """
        relative = np.round(self.hours / FULL_TIME_HOURS, 2).clip(LEAST_CAPACITY, MOST_CAPACITY)
        return tuple(float(value) for value in relative)


def checked(reps: Sequence[Rep]) -> list[Problem]:
    """Return all that cannot be in a table of representatives, row by row."""
    found: list[Problem] = []
    first: dict[str, int] = {}
    for row, rep in enumerate(reps, start=1):
        found += _name(row, rep, first)
        found += _bounded(row, "hours_week", rep.hours_week, MOST_HOURS_WEEK)
        found += _bounded(row, "weeks_year", rep.weeks_year, MOST_WEEKS_YEAR)
        found += _bounded(row, "field_share", rep.field_share, 1.0)
        found += _place(row, rep)
    return found


def bounds(column: str, most: float) -> Text:
    """Say between what a number of a column lies."""
    if column == "field_share":
        return text("Write a share of the time, more than 0 and up to 100, such as 60.")
    return text("Write a number of more than 0 and up to {most}.", most=Number(most))


def _name(row: int, rep: Rep, first: dict[str, int]) -> list[Problem]:
    name = rep.name
    if not seen(name):
        return [Problem(row, "name", name, text("There is no name."), text("Write what people call them."))]
    if len(name) > LONGEST_NAME:
        problem = text("The name has {length} characters.", length=len(name))
        return [
            Problem(row, "name", name, problem, text("Choose one of at most {most} characters.", most=LONGEST_NAME))
        ]
    earlier = first.setdefault(spoken(name), row)
    if earlier == row:
        return []
    problem = text("Row {row} has the same name.", row=str(earlier))
    return [Problem(row, "name", name, problem, text("Add an initial or a second name."))]


def _bounded(row: int, column: str, value: float, most: float) -> list[Problem]:
    if math.isfinite(value) and 0 < value <= most:
        return []
    shown = f"{value * 100:g}" if column == "field_share" else f"{value:g}"
    return [Problem(row, column, shown, text("That cannot be."), bounds(column, most))]


def _place(row: int, rep: Rep) -> list[Problem]:
    lon, lat = rep.lon, rep.lat
    if lon is None and lat is None:
        return []
    if lon is not None and lat is not None and abs(lon) <= 180 and abs(lat) <= 90:
        return []
    shown = f"{lat}, {lon}"
    return [
        Problem(
            row,
            "home",
            shown,
            text("That is no place on Earth."),
            text("Write a postcode or a town, or click on the map."),
        )
    ]
