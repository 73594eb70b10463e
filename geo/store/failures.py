"""What a database can say went wrong, in the words of the program and with the way on."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from geo.errors import StoreError, UnavailableError
from geo.store.workspace import not_written
from geo.texts import text

_UNWRITABLE = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_PERM")
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")


def told(error: DBAPIError, file: Path) -> StoreError | None:
    """
    Return what a failure of the database means for its owner.

    Returns
    -------
    None where the failure is a fault of the program, such as a broken constraint, which must be seen as it is.
    """
    cause = error.orig
    code = getattr(cause, "sqlite_errorname", "") if isinstance(cause, sqlite3.Error) else ""
    if code.startswith(_UNWRITABLE):
        return not_written(file.parent, str(cause))
    if code.startswith(_DAMAGED):
        return damaged(file)
    if code.startswith(_BUSY):
        return UnavailableError(
            text("Another program keeps the database {file} busy.", file=str(file)),
            text("Try again; close what else has it open where that does not help."),
        )
    return None


def damaged(file: Path) -> StoreError:
    """Return the error that the database cannot be read; nothing is deleted or mended by itself."""
    return StoreError(
        text("The database {file} is damaged; nothing in it was changed.", file=str(file)),
        text(
            "Put back a backup of it. Or move it, with the files whose names begin with {name}, to another folder and "
            "keep them: the program then begins an empty one, and your customer lists are still there.",
            name=file.name,
        ),
    )


def newer(file: Path) -> StoreError:
    """Return the error that a newer program made the database."""
    return StoreError(
        text("The database {file} was written by a newer version of the program.", file=str(file)),
        text("Update the program, or set TERRITORY_HOME to another folder."),
    )


def foreign(file: Path) -> StoreError:
    """Return the error that the database is some other program's."""
    return StoreError(
        text("The database {file} belongs to another program.", file=str(file)),
        text("Set TERRITORY_HOME to another folder."),
    )
