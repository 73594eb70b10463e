"""What the parts of a workspace's database have in common: transactions and a clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from geo.store.database import Database
from geo.store.workspace import Workspace


def utc_now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


class Records:
    """
    One kind of record in a workspace; every method is one transaction.

    What a method returns from is on the disk. Errors of the database itself are `StoreError` everywhere.

    Parameters
    ----------
    workspace
        Where they are kept.
    clock
        Tells the present moment, UTC.
    """

    def __init__(self, workspace: Workspace, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = Database.of(workspace)
        self._clock = clock
