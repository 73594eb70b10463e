"""The workspace's database: SQLite, its transactions all or nothing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from geo.store.failures import told
from geo.store.schema import prepare
from geo.store.workspace import Workspace, not_written

FILE = "rayon.db"
PATIENCE = 10.0
"""Seconds to wait for another writer."""

_IMMEDIATE = "rayon_immediate"
_PLACE = "place"
_engines: dict[tuple[int, Path], Engine] = {}


class Database:
    """
    Transactions on the database of a workspace.

    Any number of threads and processes may share one: readers see the state as it was when they began, writers
    follow one another. A transaction that ended well is on the disk.

    Parameters
    ----------
    file
        Where it is kept; made, with its folder, when it is first used.
    """

    def __init__(self, file: Path) -> None:
        self.file = file

    @classmethod
    def of(cls, workspace: Workspace) -> Database:
        """Return the database of a workspace."""
        return cls(workspace.root.resolve() / FILE)

    def close(self) -> None:
        """Let go of the file, which then holds everything by itself and may be copied or moved."""
        engine = _engines.pop((os.getpid(), self.file), None)
        if engine is not None:
            engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """
        Give a connection that sees one state of the database.

        Raises
        ------
        StoreError
            Where the database is damaged or not this program's, or its folder cannot be used.
        """
        with self._connected() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """
        Give the one connection that may write; what it did is kept when the block ends well and undone otherwise.

        Raises
        ------
        StoreError
            As for reading, where the disk is full, or where another program writes for longer than `PATIENCE`.
        """
        with self._connected() as connection:
            writer = connection.execution_options(**{_IMMEDIATE: True})
            with writer.begin():
                yield writer

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        engine = self._engine()
        try:
            with engine.connect() as connection:
                yield connection
        except DBAPIError as error:
            failure = told(error, self.file)
            if failure is None:
                raise
            # Whoever mends what was wrong gets connections that have seen nothing of it.
            engine.dispose()
            raise failure from error

    def _engine(self) -> Engine:
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise not_written(self.file.parent, os.strerror(error.errno or 0)) from error
        # Connections must not cross a fork: the process is part of the key, so that a child opens its own.
        key = (os.getpid(), self.file)
        return _engines.get(key) or _engines.setdefault(key, _make(self.file))


def _make(file: Path) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(file)),
        connect_args={"timeout": PATIENCE, "isolation_level": None},
        max_overflow=-1,  # as many as there are threads, which their servers bound
    )
    checked: set[tuple[int, int]] = set()

    def connect(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
        place = _place(file)
        prepare(connection, file, check=place not in checked)
        checked.add(place)
        entry.info[_PLACE] = place

    def checkout(connection: sqlite3.Connection, entry: ConnectionPoolEntry, proxy: object) -> None:
        # A file that was moved away or replaced keeps its connections: what they write would be lost.
        if entry.info[_PLACE] != _place(file):
            raise InvalidatePoolError

    event.listen(engine, "connect", connect)
    event.listen(engine, "checkout", checkout)
    event.listen(engine, "begin", _begin)
    return engine


def _place(file: Path) -> tuple[int, int]:
    if not file.exists():
        return 0, 0
    found = file.stat()
    return found.st_dev, found.st_ino


def _begin(connection: Connection) -> None:
    # The driver begins nothing by itself (`isolation_level` None). A writer takes its lock at once: one that read first
    # could find that somebody else wrote meanwhile, and could not wait.
    immediate = connection.get_execution_options().get(_IMMEDIATE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
