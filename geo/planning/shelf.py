"""
Which areas of one's own and which official borders a workspace has.

The areas themselves are coverages in the store, which never change. Here stands what people call them, since when they
are there and whether they are offered: one small file each, written whole.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from geo.errors import StoreError
from geo.store import Workspace
from geo.texts import text

_FOLDER = "blocks"


@dataclass(frozen=True)
class Kept:
    """
    Areas that are kept.

    Parameters
    ----------
    id
        Fingerprint of the coverage.
    name
        The file they came from; empty for official borders.
    kind
        "file", or the level whose official borders they are.
    country
        ISO 3166 alpha-2 code.
    n
        Number of areas.
    source
        Attribution line.
    added
        When they came, ISO 8601 in UTC; the newest official borders of a level are the ones in use.
    hidden
        Whether they are no longer offered.
    """

    id: str
    name: str
    kind: str
    country: str
    n: int
    source: str
    added: str
    hidden: bool = False


def put(workspace: Workspace, areas: Kept) -> None:
    """
    Take note of areas; what was noted of the same before is replaced.

    Raises
    ------
    StoreError
        The workspace cannot be written.
    """
    target = workspace.path(_FOLDER, areas.id).with_suffix(".json")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(prefix=".draft-", dir=target.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(areas), file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).replace(target)
        finally:
            Path(draft).unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(
            text("The workspace {folder} cannot be written: {reason}.", folder=str(workspace.root), reason=str(error)),
            text("Free some space, or set TERRITORY_HOME to a folder that may be written."),
        ) from error


def kept(workspace: Workspace) -> list[Kept]:
    """
    Return all areas that were noted, hidden ones included, the newest first.

    Raises
    ------
    StoreError
        A note is damaged.
    """
    found = [_read(file) for file in (workspace.root / _FOLDER).glob("*.json")]
    return sorted(found, key=lambda areas: (areas.added, areas.id), reverse=True)


def hide(workspace: Workspace, name: str) -> None:
    """No longer offer areas; plans that are made of them go on working, and adding them again brings them back."""
    for areas in kept(workspace):
        if areas.id == name:
            put(workspace, replace(areas, hidden=True))


def _read(file: Path) -> Kept:
    try:
        return Kept(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise StoreError(
            text("The note {file} about areas is damaged.", file=str(file)),
            text("Move it away and load the areas again."),
        ) from error
