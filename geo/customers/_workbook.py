"""Read the first sheet with data of an Excel workbook, as the texts a person sees, without artefacts."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import numpy as np
import pandas as pd
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from geo.customers._archive import safe_archive
from geo.customers._files import damaged
from geo.customers._raw import Floats, RawTable, check_size, find_header, finish, no_header
from geo.errors import InputError
from geo.texts import text

_LOOK = 60
_EXACT = 1e15


def read_workbook(content: bytes) -> RawTable:
    """
    Read a workbook: numbers, dates and booleans become plain texts, formulas give the values saved with them.

    Parameters
    ----------
    content
        Bytes of an .xlsx or .xlsm file.

    Raises
    ------
    InputError
        Where it is damaged, locked, empty, has no header, or is larger than the limits.
    """
    archive = safe_archive(content)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(archive)) as book:
            visible = [meta.name for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible]
            for name in visible or book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                if sheet.height > 1 or (sheet.height == 1 and sheet.width > 0):
                    return _read_sheet(sheet)
    except PasswordError as error:
        raise InputError(
            text("The workbook is locked with a password."), text("Save it without a password and choose it again.")
        ) from error
    except CalamineError as error:
        raise damaged() from error
    raise InputError(
        text("The workbook has no sheet with data."), text("Put the customers on the first sheet, under column names.")
    )


def _read_sheet(sheet: CalamineSheet) -> RawTable:
    top, left = sheet.start or (0, 0)
    check_size(sheet.height, 0)
    values = sheet.to_python(skip_empty_area=True)
    head = [[_written(cell) for cell in record] for record in values[:_LOOK]]
    header = find_header(head)
    if header is None:
        raise no_header(next((record for record in head if any(record)), []))
    body = values[header + 1 :]
    columns = list(zip(*body, strict=True)) if body else [() for _ in head[header]]
    used = [i for i, column in enumerate(columns) if head[header][i].strip() or any(cell != "" for cell in column)]
    check_size(len(body), len(used))
    texts = {k: pd.Series(_texts(columns[i]), dtype="str") for k, i in enumerate(used)}
    header_row = top + header + 1
    rows = np.arange(len(body), dtype=np.int64) + header_row + 1
    frame = pd.DataFrame(texts, columns=range(len(used)))
    cells = [head[header][i] for i in used]
    places = [left + i for i in used]
    table, kept, useful = finish(frame, cells, rows, header_row, places, strict=False)
    typed = {
        name: numbers[kept]
        for name, i in zip(table.names, useful, strict=True)
        if (numbers := _numbers(columns[used[i]])) is not None
    }
    return RawTable(table.frame, table.rows, table.header_row, table.shifted, typed, table.notes)


def _texts(column: Sequence[object]) -> list[str]:
    return [cell if type(cell) is str else _written(cell) for cell in column]


def _numbers(column: Sequence[object]) -> Floats | None:
    """Return the numbers stored as numbers, NaN elsewhere; None where there are none."""
    if not set(map(type, column)) & {int, float}:
        return None
    return np.array([cell if type(cell) in (int, float) else np.nan for cell in column], dtype=np.float64)


def _written(cell: object) -> str:
    """Return a cell as text: whole numbers without a decimal part, dates and times as ISO 8601 writes them."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT else repr(cell)
    match cell:
        case bool():
            return "true" if cell else "false"
        case dt.datetime() if cell.time() == dt.time():
            return cell.date().isoformat()
        case dt.datetime():
            return cell.isoformat(sep=" ")
        case dt.date() | dt.time():
            return cell.isoformat()
        case _:
            return str(cell)
