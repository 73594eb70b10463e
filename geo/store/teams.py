"""The team of a dataset series: every state that was saved, and who saved it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, Select, insert, select

from geo.errors import ConflictError, StoreError
from geo.sales import Team, decode_team, encode_team
from geo.store.records import Records
from geo.store.tables import teams
from geo.texts import text


@dataclass(frozen=True)
class TeamState:
    """
    A team as it was saved.

    Parameters
    ----------
    series
        The dataset series whose customers it visits.
    number
        1, 2, 3, … within the series.
    at
        When it was saved, UTC.
    author
        Who saved it.
    team
        The team.
    """

    series: str
    number: int
    at: datetime
    author: str
    team: Team


class TeamChangedError(ConflictError):
    """
    Somebody saved the team since it was read.

    Parameters
    ----------
    now
        The team as it is now, and who made it so.
    """

    def __init__(self, now: TeamState) -> None:
        super().__init__(
            text(
                "{author} saved the team meanwhile; it is at version {number} now.",
                author=now.author,
                number=now.number,
            ),
            text("Look at that version, then take it over or save yours after it."),
        )
        self.now = now


class Teams(Records):
    """Keep the teams of a workspace. A state that was saved is never changed."""

    def latest(self, series: str) -> TeamState | None:
        """Return the team as it is, None where there is none."""
        with self._database.reading() as connection:
            return last_team(connection, series)

    def at(self, series: str, number: int) -> TeamState:
        """Return an earlier state; raise `StoreError` where there is none of that number."""
        with self._database.reading() as connection:
            row = connection.execute(_of(series).where(teams.c.number == number)).one_or_none()
        if row is None:
            raise StoreError(
                text("The team has no version {number}.", number=str(number)), text("Choose one of its versions.")
            )
        return _state(row._mapping)

    def states(self, series: str) -> list[TeamState]:
        """Return all states, the first one first."""
        with self._database.reading() as connection:
            rows = connection.execute(_of(series).order_by(teams.c.number))
            return [_state(row._mapping) for row in rows]

    def save(self, series: str, base: int, team: Team, *, author: str) -> TeamState:
        """
        Save a team as the next state; one that is as the last stays what it is.

        Parameters
        ----------
        series
            The dataset series.
        base
            Number of the state that it was made from, 0 for none.
        team
            The team.
        author
            Who saves it.

        Raises
        ------
        TeamChangedError
            Where somebody saved another one since; nothing is lost on either side.
        """
        with self._database.writing() as connection:
            last = last_team(connection, series)
            if last is not None and last.team == team:
                return last
            if last is not None and last.number != base:
                raise TeamChangedError(last)
            made = TeamState(series, (last.number if last else 0) + 1, self._clock(), author, team)
            connection.execute(insert(teams).values(**{**vars(made), "team": encode_team(team)}))
        return made


def _of(series: str) -> Select[tuple[object, ...]]:
    return select(teams).where(teams.c.series == series)


def last_team(connection: Connection, series: str) -> TeamState | None:
    """Return the team of a series as it is, None where there is none."""
    row = connection.execute(_of(series).order_by(teams.c.number.desc()).limit(1)).one_or_none()
    return None if row is None else _state(row._mapping)


def _state(row: RowMapping) -> TeamState:
    return TeamState(**{**row, "team": decode_team(row["team"])})
