"""Make the tables of a new database, and refuse one that is not as this program makes it."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from geo.store.failures import damaged, foreign, newer
from geo.store.tables import METADATA

SCHEMA = 3
"""Version of the tables, kept as the `user_version` of the database: 2 brought teams, links and contacts, 3 agreed."""

APPLICATION = int.from_bytes(b"Rayo")
"""Marks a database as this program's, kept as its `application_id`."""

_PATIENCE, _PAUSE = 5.0, 0.01


def prepare(connection: sqlite3.Connection, file: Path, *, check: bool) -> None:
    """
    Set a connection up, making the tables where the database is empty.

    Parameters
    ----------
    connection
        A new connection in autocommit.
    file
        The database's file, to be named.
    check
        Whether to look through the whole file for damage.

    Raises
    ------
    StoreError
        Where the database is damaged, another program's or a newer one's; it is not touched then.
    """
    if check:
        _require_whole(connection, file)
    if _number(connection, "schema_version") == 0:
        _log_ahead(connection)
        _complete(connection, was=0)
    if _number(connection, "application_id") != APPLICATION:
        raise foreign(file)
    if _number(connection, "user_version") > SCHEMA:
        raise newer(file)
    if _number(connection, "user_version") < SCHEMA:
        _complete(connection, was=_number(connection, "user_version"))
    for pragma in ("foreign_keys = ON", "synchronous = FULL", "cell_size_check = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _complete(connection: sqlite3.Connection, *, was: int) -> None:
    """Add the tables that a database of an earlier version lacks; what it has stays as it is."""
    # Whoever else completes the same database at this moment waits here, then finds it done.
    connection.execute("BEGIN IMMEDIATE")
    if _number(connection, "user_version") == was:
        here = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        for table in METADATA.sorted_tables:
            if table.name not in here:
                parts: list[CreateTable | CreateIndex] = [CreateTable(table), *map(CreateIndex, table.indexes)]
                for part in parts:
                    connection.execute(str(part.compile(dialect=sqlite.dialect())))
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {SCHEMA}")
    connection.execute("COMMIT")


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Have readers and a writer not wait for each other, a mode that stays with the file."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # Of several that begin the same file at once, SQLite turns all but one away without waiting.
            if time.monotonic() > deadline or not error.sqlite_errorname.startswith("SQLITE_BUSY"):
                raise
            time.sleep(_PAUSE)
        else:
            return


def _require_whole(connection: sqlite3.Connection, file: Path) -> None:
    (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise damaged(file)


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    (value,) = connection.execute(f"PRAGMA {pragma}").fetchone()
    return int(value)
