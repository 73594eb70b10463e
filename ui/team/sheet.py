"""A team as the cells of a table in the reader's language, and what was typed there as a team again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from geo.sales import Home, Problem, Rep, Team, checked, homes_written
from geo.texts import Language, Share, Text, read_number, seen, text

EDITED = ("name", "home", "hours_week", "weeks_year", "field_share", "territory")
"""Columns that can be typed in; `hours` and `capacity` follow from them."""

Edits = Mapping[int, Mapping[str, object]]
"""Row → column → what was typed there."""


def cells(team: Team, language: Language) -> pd.DataFrame:
    """Return a row a representative, every number as the reader writes it."""
    rows = [
        {
            "name": rep.name,
            "home": rep.home or (f"{rep.lat:.3f}, {rep.lon:.3f}" if rep.lat is not None else ""),
            "hours_week": number(rep.hours_week, language),
            "weeks_year": number(rep.weeks_year, language),
            "field_share": number(rep.field_share * 100, language),
            "hours": language.number(rep.hours),
            "capacity": language.number(capacity, 2),
            "territory": rep.territory,
        }
        for rep, capacity in zip(team.reps, team.capacities, strict=True)
    ]
    columns = [*EDITED[:-1], "hours", "capacity", "territory"]
    return pd.DataFrame(rows, columns=columns, dtype="str")


def number(value: float, language: Language) -> str:
    """Return a number with no more decimals than it needs, two at most."""
    digits = next(d for d in (0, 1, 2) if d == 2 or abs(round(value, d) - value) < 1e-9)
    return language.number(value, digits)


def typed(team: Team, edits: Edits, country: str) -> tuple[Team, list[Problem]]:
    """
    Return a team with what was typed, and what of it cannot be; there the cell stays what it was.

    Parameters
    ----------
    team
        The team that the table was drawn from.
    edits
        What was typed since, by row and column.
    country
        Where the homes are.
    """
    problems: list[Problem] = []
    reps = list(team.reps)
    changes = [
        (row, column, " ".join(str(value or "").split()))
        for row, changed in sorted(edits.items())
        if row < len(reps)
        for column, value in changed.items()
    ]
    asked = [w for row, column, w in changes if column == "home" and w not in ("", reps[row].home)]
    homes = dict(zip(asked, homes_written(asked, country), strict=True)) if asked else {}
    for row, column, written in changes:
        try:
            reps[row] = _set(reps[row], column, written, homes)
        except _UnreadError as error:
            problems.append(Problem(row + 1, column, written, error.problem, error.remedy))
    # A cell that cannot be goes back to what it was, which can: so this ends.
    while found := checked(reps):
        for problem in found:
            row = problem.row - 1
            if problem not in problems:
                problems.append(problem)
            fields = ("lon", "lat") if problem.column == "home" else (problem.column,)
            reps[row] = replace(reps[row], **{name: getattr(team.reps[row], name) for name in fields})
    order = sorted(problems, key=lambda problem: problem.row)
    return replace(team, reps=tuple(reps)), order


class _UnreadError(Exception):
    def __init__(self, problem: Text, remedy: Text) -> None:
        super().__init__(problem, remedy)
        self.problem, self.remedy = problem, remedy


def _set(rep: Rep, column: str, written: str, homes: Mapping[str, Home | None]) -> Rep:
    match column:
        case "name":
            return replace(rep, name=seen(written))
        case "territory":
            return replace(rep, territory=written)
        case "home":
            return _at_home(rep, written, homes)
        case "hours_week":
            return replace(rep, hours_week=_read(written))
        case "weeks_year":
            return replace(rep, weeks_year=_read(written))
        case "field_share":
            return replace(rep, field_share=_share(written))
        case _:
            return rep


def _read(written: str) -> float:
    try:
        return read_number(written)
    except ValueError as error:
        raise _UnreadError(text("That is no number."), text("Write digits, such as 37,5.")) from error


def _share(written: str) -> float:
    percent = _read(written.replace("%", ""))
    # The column is one of percentages: whoever writes 0.8 there means 80 of them, or does not know.
    if 0 < percent < 1 and "%" not in written:
        raise _UnreadError(
            text("That is less than {least} of the time.", least=Share(0.01, 0)),
            text("Write a share of the time, more than 0 and up to 100, such as 60."),
        )
    return percent / 100


def _at_home(rep: Rep, written: str, homes: Mapping[str, Home | None]) -> Rep:
    if not written:
        return replace(rep, postcode="", place="", lon=None, lat=None)
    if written == rep.home:
        return rep
    home = homes[written]
    if home is None:
        raise _UnreadError(
            text("No such postcode or town is known."), text("Write a postcode or a town, or click on the map.")
        )
    return replace(rep, postcode=home.postcode, place=home.place, lon=home.lon, lat=home.lat)
