"""Which plan of a dataset series was agreed: every agreement that was made, and who made it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, RowMapping, Select, insert, select

from geo.errors import ConflictError, StoreError
from geo.store import history
from geo.store.records import Records
from geo.store.scenario import Scenario, find
from geo.store.tables import agreed
from geo.texts import text


@dataclass(frozen=True)
class Agreement:
    """
    What was agreed of a dataset series.

    Parameters
    ----------
    series
        The dataset series.
    number
        1, 2, 3, … within the series.
    scenario, revision
        The scenario that is the plan, and the number of the revision that was agreed; None where there is no plan any
        more.
    at
        Since when that is so, UTC; one that was brought back says it as it did before.
    author
        Who agreed, or withdrew.
    """

    series: str
    number: int
    scenario: str | None
    revision: int | None
    at: datetime
    author: str


class AgreedMeanwhileError(ConflictError):
    """
    Somebody agreed or withdrew a plan since it was looked at.

    Parameters
    ----------
    now
        What is agreed now.
    """

    def __init__(self, now: Agreement) -> None:
        super().__init__(
            text("{author} changed which proposal is the plan meanwhile.", author=now.author),
            text("Look at what is the plan now, then do yours again."),
        )
        self.now = now


class Agreed(Records):
    """The agreed plans of a workspace. An agreement is never changed; the last of a series is what holds."""

    def latest(self, series: str) -> Agreement | None:
        """Return the last agreement, also one that says that there is no plan any more; None where there was none."""
        with self._database.reading() as connection:
            return last_agreement(connection, series)

    def all(self, series: str) -> list[Agreement]:
        """Return every agreement of a series, the first one first."""
        with self._database.reading() as connection:
            rows = connection.execute(_of(series).order_by(agreed.c.number))
            return [_made(row._mapping) for row in rows]

    def agree(self, scenario: str, revision: int, base: int, *, author: str) -> Agreement:
        """
        Make a revision of a scenario the plan of its series; where it is so already, nothing is written.

        Parameters
        ----------
        scenario, revision
            What is agreed.
        base
            Number of the last agreement of the series that the caller knows, 0 for none.
        author
            Who agrees.

        Raises
        ------
        AgreedMeanwhileError
            Where another agreement came after `base`.
        StoreError
            Where there is no such scenario or revision, or the scenario was deleted.
        """
        with self._database.writing() as connection:
            found = _kept(connection, scenario)
            history.require_revision(revision, found.head)
            last = last_agreement(connection, found.series)
            if last is not None and (last.scenario, last.revision) == (scenario, revision):
                return last
            return _write(connection, last, base, Agreement(found.series, 0, scenario, revision, self._clock(), author))

    def withdraw(self, series: str, base: int, *, author: str) -> Agreement:
        """
        Say that a series has no plan any more.

        Raises
        ------
        AgreedMeanwhileError
            Where another agreement came after `base`.
        StoreError
            Where nothing is agreed.
        """
        with self._database.writing() as connection:
            last = last_agreement(connection, series)
            if last is None or last.scenario is None:
                raise StoreError(text("No proposal of this list is the plan."), text("Make one the plan first."))
            return _write(connection, last, base, Agreement(series, 0, None, None, self._clock(), author))

    def take_back(self, series: str, base: int, *, author: str) -> Agreement:
        """
        Bring back what was agreed before the last agreement, as it was then; where nothing was, there is no plan.

        Raises
        ------
        AgreedMeanwhileError
            Where another agreement came after `base`.
        StoreError
            Where there was no agreement, or the former plan was deleted.
        """
        with self._database.writing() as connection:
            last = last_agreement(connection, series)
            if last is None:
                raise StoreError(text("No proposal of this list is the plan."), text("Make one the plan first."))
            row = connection.execute(_of(series).where(agreed.c.number == last.number - 1)).one_or_none()
            former = Agreement(series, 0, None, None, self._clock(), author) if row is None else _made(row._mapping)
            if former.scenario is not None:
                _kept(connection, former.scenario)
            return _write(connection, last, base, former)


def last_agreement(connection: Connection, series: str) -> Agreement | None:
    """Return the last agreement of a series, None where there was none."""
    row = connection.execute(_of(series).order_by(agreed.c.number.desc()).limit(1)).one_or_none()
    return None if row is None else _made(row._mapping)


def _kept(connection: Connection, scenario: str) -> Scenario:
    found = find(connection, scenario)
    if found.deleted is not None:
        raise StoreError(
            text("The scenario '{name}' was deleted, so it cannot be the plan.", name=found.called),
            text("Restore it first."),
        )
    return found


def _write(connection: Connection, last: Agreement | None, base: int, made: Agreement) -> Agreement:
    """Write an agreement as the one after the last, which has to be the one that the caller knows."""
    if last is not None and last.number != base:
        raise AgreedMeanwhileError(last)
    made = replace(made, number=(last.number if last else 0) + 1)
    connection.execute(insert(agreed).values(**vars(made)))
    return made


def _of(series: str) -> Select[tuple[object, ...]]:
    return select(agreed).where(agreed.c.series == series)


def _made(row: RowMapping) -> Agreement:
    return Agreement(**row)
