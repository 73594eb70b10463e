"""Copy a workspace as it is at one moment, without touching it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from geo.errors import StoreError, reason_of
from geo.store.database import FILE
from geo.store.failures import damaged
from geo.store.workspace import Workspace, not_written
from geo.texts import text

_OWN = f"{FILE}*"


def copy_workspace(source: Workspace, target: Workspace, *, database_only: bool = False) -> None:
    """
    Copy what a workspace keeps to another folder; no byte of the source changes, even while others write in it.

    Parameters
    ----------
    source
        The workspace.
    target
        Where the copy goes; its folder must not be there.
    database_only
        Leave out what was imported, where only the scenarios and their history are asked for.

    Raises
    ------
    StoreError
        Where there is no workspace, its database is damaged, or the copy cannot be written.
    """
    database = source.root / FILE
    if not database.is_file():
        raise StoreError(
            text("The folder {folder} is no workspace.", folder=str(source.root)),
            text("Name one that the program has written."),
        )
    try:
        if database_only:
            target.root.mkdir(parents=True)
        else:
            _copy_files(source.root, target.root)
        _copy_database(database, target.root / FILE)
    except OSError as error:
        raise not_written(target.root, reason_of(error)) from error
    except sqlite3.OperationalError as error:
        raise not_written(target.root, str(error)) from error
    except sqlite3.DatabaseError as error:
        raise damaged(database) from error


def _copy_files(source: Path, target: Path) -> None:
    """Copy what was imported; what may only be read in the source may be written in the copy."""
    skipped = shutil.ignore_patterns(_OWN, ".*")
    shutil.copytree(source, target, ignore=skipped, copy_function=shutil.copyfile)
    for folder, _, _ in os.walk(target):
        Path(folder).chmod(Path(folder).stat().st_mode | stat.S_IRWXU)


def _copy_database(source: Path, target: Path) -> None:
    # A connection to a database that nobody uses would leave files beside it; read as one that cannot change it does
    # not. In use, what was written last stands in the file beside it, which such a reading would not see.
    used = Path(f"{source}-wal").exists()
    mode = "mode=ro" if used else "immutable=1"
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?{mode}", uri=True)) as reading,
        closing(sqlite3.connect(target)) as writing,
    ):
        reading.backup(writing)
