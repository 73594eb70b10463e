"""Dataset series: one customer list over time, each import an immutable version of it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, func, insert, select

from geo.errors import StoreError
from geo.store.database import Database
from geo.store.datasets import Dataset
from geo.store.tables import versions as table
from geo.store.workspace import Workspace
from geo.texts import text


@dataclass(frozen=True)
class Version:
    """
    One import of a customer list.

    Parameters
    ----------
    dataset
        Name of the dataset.
    series
        Name of the series, sixteen hexadecimal digits.
    number
        1, 2, 3, … within the series.
    filename
        The file's name as it was given.
    demo
        Whether it is the demo company.
    rows
        Customers in it.
    at
        When it came in, UTC.
    """

    dataset: str
    series: str
    number: int
    filename: str
    demo: bool
    rows: int
    at: datetime


def record(workspace: Workspace, dataset: Dataset, series: str | None = None, *, at: datetime | None = None) -> Version:
    """
    Make a dataset that is kept the next version of a series. One that is a version already stays what it is.

    Parameters
    ----------
    dataset
        The whole list, as a manager sees it.
    series
        The series it continues, None to begin one.
    at
        When it came in, UTC; now where that is not given.
    """
    with Database.of(workspace).writing() as connection:
        known = _find(connection, dataset.id)
        if known is not None:
            return known
        name = series or secrets.token_hex(8)
        last = connection.scalar(select(func.max(table.c.number)).where(table.c.series == name)) or 0
        made = Version(
            dataset.id,
            name,
            last + 1,
            dataset.filename,
            dataset.demo,
            dataset.customers.n_accepted,
            at or datetime.now(UTC),
        )
        connection.execute(insert(table).values(**vars(made)))
    return made


def versions(workspace: Workspace, series: str) -> list[Version]:
    """Return the versions of a series, the first import first."""
    with Database.of(workspace).reading() as connection:
        rows = connection.execute(select(table).where(table.c.series == series).order_by(table.c.number))
        return [Version(**row._mapping) for row in rows]


def version_of(workspace: Workspace, dataset_id: str) -> Version:
    """Return which version a dataset is; raise `StoreError` where it is none."""
    with Database.of(workspace).reading() as connection:
        found = _find(connection, dataset_id)
    if found is None:
        raise StoreError(
            text("The dataset {name} is not in this workspace.", name=dataset_id[:40]),
            text("Load the file again, or open the demo company."),
        )
    return found


def latest(workspace: Workspace) -> list[Version]:
    """Return the last version of each series, the newest import first."""
    last = select(table.c.series, func.max(table.c.number).label("number")).group_by(table.c.series).subquery()
    asked = (
        select(table)
        .join(last, (table.c.series == last.c.series) & (table.c.number == last.c.number))
        .order_by(table.c.at.desc(), table.c.dataset)
    )
    with Database.of(workspace).reading() as connection:
        return [Version(**row._mapping) for row in connection.execute(asked)]


def unrecorded(workspace: Workspace, names: Sequence[str]) -> list[str]:
    """Return those of the datasets that are no version of any series, in their order."""
    with Database.of(workspace).reading() as connection:
        known = set(connection.scalars(select(table.c.dataset)))
    return [name for name in names if name not in known]


def _find(connection: Connection, dataset_id: str) -> Version | None:
    row = connection.execute(select(table).where(table.c.dataset == dataset_id)).one_or_none()
    return None if row is None else Version(**row._mapping)
