"""The workspace folder: what is written once there, whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from geo.errors import StoreError, UnavailableError
from geo.texts import text

_DRAFT = ".draft-"
_ABANDONED = 24 * 3600.0
"""Seconds after which a draft has no writer any more."""
_ID = re.compile(r"[0-9a-f]{16}")


class Workspace:
    """
    A folder with immutable things in it, each whole or not there at all.

    Parameters
    ----------
    root
        The folder; made when the first thing is kept.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def default(cls) -> Workspace:
        """Return the workspace that `TERRITORY_HOME` names, else `./workspace`."""
        return cls(Path(os.environ.get("TERRITORY_HOME", "workspace")))

    def path(self, kind: str, name: str) -> Path:
        """Return where a thing is kept; a name that is no fingerprint is refused, so that it can never be a path."""
        if not _ID.fullmatch(name):
            raise _unknown(kind, name[:40])
        return self.root / kind / name

    @contextmanager
    def keep(self, kind: str, name: str) -> Iterator[Path]:
        """
        Give a new folder to write in, which takes its name when the block ends well and vanishes otherwise.

        Where a thing of this name is kept already it stays, as its name says that its content is the same.
        """
        target = self.path(kind, name)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _clear(target.parent)
            draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=target.parent))
        except OSError as error:
            raise not_written(self.root, os.strerror(error.errno or 0)) from error
        ours = False
        try:
            yield draft
            if not target.exists():
                _settle(draft)
                draft.rename(target)
                ours = True
                _sync(target.parent)
        except OSError as error:
            if ours or not target.exists():
                raise not_written(self.root, os.strerror(error.errno or 0)) from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)


def _clear(folder: Path) -> None:
    """Remove what a program that was cut off began and nobody will finish."""
    for draft in folder.glob(f"{_DRAFT}*"):
        # Its writer may give it its name, or another remove it, at this very moment.
        with suppress(FileNotFoundError):
            if time.time() - draft.stat().st_mtime > _ABANDONED:
                shutil.rmtree(draft, ignore_errors=True)


def _settle(folder: Path) -> None:
    """Have the disk hold what was written: a name must never outlive a power cut that its content does not."""
    for file in folder.iterdir():
        _sync(file)
    _sync(folder)


def _sync(path: Path) -> None:
    if path.is_dir() and os.name != "posix":
        return  # elsewhere a folder cannot be opened, and its names are written at once
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unknown(kind: str, name: str) -> StoreError:
    if kind == "datasets":
        return StoreError(text("There is no dataset {name}.", name=name), text("Open the demo company or load a file."))
    return StoreError(text("There are no areas {name}.", name=name), text("Choose other areas or load a file of them."))


def not_written(root: Path, reason: str) -> UnavailableError:
    """Return the error that a workspace cannot be written, with the system's reason."""
    return UnavailableError(
        text(
            "The workspace {folder} cannot be written: {reason}.",
            folder=str(root),
            reason=reason,
        ),
        text("Free some space, or set TERRITORY_HOME to a folder that may be written."),
    )
