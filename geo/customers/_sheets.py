"""Read every sheet of an Excel workbook as texts, for files whose sheets are known."""

from __future__ import annotations

import io

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from geo.customers._archive import safe_archive
from geo.customers._files import damaged
from geo.customers._raw import check_size
from geo.customers._workbook import _written
from geo.errors import InputError
from geo.progress import Cancel, check, never
from geo.texts import text

_EVERY = 5_000
"""Rows after which is asked whether to stop."""


def read_sheets(content: bytes, cancelled: Cancel = never) -> dict[str, list[list[str]]]:
    """
    Return the cells of each sheet of a workbook as texts, row by row from the first one on.

    Columns are counted from the first one in which something stands.

    Parameters
    ----------
    content
        Bytes of the file.
    cancelled
        Is asked whether to stop.

    Raises
    ------
    InputError
        Where it is damaged, locked, or larger than the limits.
    """
    archive = safe_archive(content, cancelled)
    found: dict[str, list[list[str]]] = {}
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(archive)) as book:
            for name in book.sheet_names:
                check(cancelled)
                sheet = book.get_sheet_by_name(name)
                check_size(sheet.height, sheet.width)
                rows: list[list[str]] = []
                for row in sheet.iter_rows():
                    if len(rows) % _EVERY == 0:
                        check(cancelled)
                    rows.append([cell if type(cell) is str else _written(cell) for cell in row])
                found[name] = rows
    except PasswordError as error:
        raise InputError(
            text("The workbook is locked with a password."), text("Save it without a password and choose it again.")
        ) from error
    except CalamineError as error:
        raise damaged() from error
    return found
