"""Read every sheet of an Excel workbook as texts, for files whose sheets are known."""

from __future__ import annotations

import io

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from geo.customers._archive import safe_archive
from geo.customers._files import damaged
from geo.customers._raw import check_size
from geo.customers._workbook import _written
from geo.errors import InputError
from geo.texts import text


def read_sheets(content: bytes) -> dict[str, list[list[str]]]:
    """
    Return the cells of each sheet of a workbook as texts, row by row from the first one on.

    Raises
    ------
    InputError
        Where it is damaged, locked, or larger than the limits.
    """
    archive = safe_archive(content)
    found: dict[str, list[list[str]]] = {}
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(archive)) as book:
            for name in book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                check_size(sheet.height, sheet.width)
                cells = sheet.to_python(skip_empty_area=False) if sheet.height else []
                found[name] = [[cell if type(cell) is str else _written(cell) for cell in row] for row in cells]
    except PasswordError as error:
        raise InputError(
            text("The workbook is locked with a password."), text("Save it without a password and choose it again.")
        ) from error
    except CalamineError as error:
        raise damaged() from error
    return found
