"""Read any table that people keep in a spreadsheet, before anything in it is understood."""

from __future__ import annotations

from dataclasses import replace

from geo.customers._delimited import read_delimited
from geo.customers._files import open_file
from geo.customers._raw import RawTable
from geo.customers._workbook import read_workbook
from geo.progress import Cancel, check, never


def read_table(content: bytes, filename: str, cancelled: Cancel = never) -> RawTable:
    """
    Read a CSV, TSV, gzip of these, or Excel workbook as texts under unique column names.

    Parameters
    ----------
    content
        Bytes of the file.
    filename
        Its name, which is only compared with the content.
    cancelled
        Is asked whether to stop.

    Raises
    ------
    InputError
        Where the file cannot be read, or has no row of column names or no rows.
    """
    opened = open_file(content, filename)
    check(cancelled)
    table = read_workbook(opened.content) if opened.kind == "workbook" else read_delimited(opened.content, cancelled)
    check(cancelled)
    return replace(table, notes=(*opened.notes, *table.notes))
