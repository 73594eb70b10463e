"""Write results into a folder, none of them ever half there."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from geo.errors import StoreError, reason_of
from geo.texts import text

_NOTHING: Mapping[str, Path] = {}


def write_files(files: Mapping[str, bytes], folder: Path, copies: Mapping[str, Path] = _NOTHING) -> None:
    """
    Write files into a folder so that none is ever half there: first all under a temporary name, then renamed.

    Other files in the folder stay as they are.

    Parameters
    ----------
    files
        Content by name; they take their names in this order.
    folder
        Where to; made where it is not there.
    copies
        Folders to copy by the name that they get, which nothing may have; they take it before the files.

    Raises
    ------
    StoreError
        Where the folder cannot be written, or a name in it is taken by a folder.
    """
    draft: Path | None = None
    made = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".rayon-", dir=folder))
        for name in files:
            if (folder / name).is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), name)
        for name in copies:
            if (folder / name).exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), name)
        for name, source in copies.items():
            shutil.copytree(source, draft / name)
        for name, content in files.items():
            (draft / name).write_bytes(content)
        for name in (*copies, *files):
            (draft / name).replace(folder / name)
    except OSError as error:
        raise StoreError(
            text(
                "The folder {folder} cannot be written: {reason}.",
                folder=str(folder),
                reason=reason_of(error),
            ),
            text("Name a folder that may be written and has room."),
        ) from error
    finally:
        if draft is not None:
            shutil.rmtree(draft, ignore_errors=True)
        with suppress(OSError):
            # Where nothing was written, folders made for it go as well; one that holds something stays.
            for one in made:
                one.rmdir()
