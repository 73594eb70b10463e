"""Read the first sheet with data of an Excel workbook, as the texts a person sees, without artefacts."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from geo.customers._archive import safe_archive
from geo.customers._files import damaged
from geo.customers._ledger import Note
from geo.customers._raw import Floats, RawTable, check_size, find_header, finish, no_header
from geo.errors import InputError
from geo.texts import text

_LOOK = 60
_EXACT = 1e15


def read_workbook(content: bytes, notes: Sequence[Note] = ()) -> RawTable:
    """
    Read a workbook: numbers, dates and booleans become plain texts, formulas give the values saved with them.

    Parameters
    ----------
    content
        Bytes of an .xlsx or .xlsm file.
    notes
        What was noted about the file so far.

    Raises
    ------
    InputError
        Where it is damaged, locked, empty, has no header, or is larger than the limits.
    """
    archive = safe_archive(content)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(archive)) as book:
            visible = [meta.name for meta in book.sheets_metadata if "Visible" in str(meta.visible)]
            for name in visible or book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                if sheet.height > 1 or (sheet.height == 1 and sheet.width > 0):
                    return _read_sheet(sheet, notes)
    except PasswordError as error:
        raise InputError(
            text("The workbook is locked with a password."), text("Save it without a password and choose it again.")
        ) from error
    except CalamineError as error:
        raise damaged() from error
    raise InputError(
        text("The workbook has no sheet with data."), text("Put the customers on the first sheet, under column names.")
    )


def _read_sheet(sheet: CalamineSheet, notes: Sequence[Note]) -> RawTable:
    top = sheet.start[0] if sheet.start else 0
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
    texts = {
        k: pd.Series([c if type(c) is str else _written(c) for c in columns[i]], dtype="str")
        for k, i in enumerate(used)
    }
    header_row = top + header + 1
    rows = np.arange(len(body), dtype=np.int64) + header_row + 1
    cells = [head[header][i] for i in used]
    frame = pd.DataFrame(texts, columns=range(len(used)))
    table, kept, useful = finish(frame, cells, rows, header_row, strict=False, notes=notes)
    typed = _typed([columns[used[i]] for i in useful], list(table.frame.columns), kept)
    return RawTable(table.frame, table.rows, table.header_row, table.shifted, typed, table.notes)


def _typed(columns: Sequence[Sequence[object]], names: Sequence[str], kept: npt.NDArray[np.intp]) -> dict[str, Floats]:
    """Return the numbers stored as numbers, by the names of the columns that have any."""
    found: dict[str, Floats] = {}
    for name, column in zip(names, columns, strict=True):
        numbers = np.array([c if type(c) in (int, float) else np.nan for c in column], dtype=np.float64)[kept]
        if not np.isnan(numbers).all():
            found[name] = numbers
    return found


def _written(cell: object) -> str:
    """Return a cell as text: whole numbers without a decimal part, dates and times as ISO 8601 writes them."""
    match cell:
        case str():
            return cell
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer() and abs(cell) < _EXACT:
            return str(int(cell))
        case dt.datetime() if cell.time() == dt.time():
            return cell.date().isoformat()
        case dt.datetime():
            return cell.isoformat(sep=" ")
        case dt.date() | dt.time():
            return cell.isoformat()
        case _:
            return str(cell)
