"""Files that a command names."""

from __future__ import annotations

from pathlib import Path

from geo.errors import InputError
from geo.texts import Text, text


def content_of(path: Path, wanted: Text) -> bytes:
    """
    Return the bytes of a file.

    Raises
    ------
    InputError
        Where it cannot be read; `wanted` says which file to name.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            text("The file {name} cannot be read: {reason}.", name=str(path), reason=error.strerror or "?"), wanted
        ) from error
