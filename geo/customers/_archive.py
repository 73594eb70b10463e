"""
Make a workbook safe to hand to the spreadsheet reader.

The reader unpacks what an archive holds and lays a sheet out as one rectangle, both without limits: a file of a few
hundred bytes can ask for terabytes and end the process. So the archive is unpacked here, measured, and packed anew.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from geo.customers import _limits
from geo.customers._files import damaged, not_a_table, too_large
from geo.errors import InputError
from geo.texts import text

_NEEDED = re.compile(r"(xl/.*|_rels/.*|\[Content_Types\])\.?(xml|rels)?$")
_OTHER_KINDS = {
    "xl/workbook.bin": "XLSB",
    "content.xml": "OpenDocument",
    "word/document.xml": "Word (DOCX)",
    "ppt/presentation.xml": "PowerPoint (PPTX)",
}
_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br\s*=\s*[\"'](\d+)")
_PLACE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]+)(\d+)")
_WIDE = re.compile(rb"\sr\s*=\s*[\"'][A-Za-z]{2}")
_CELLS = (b"<c ", b"<c>", b"<c/", b":c ", b":c>", b":c/")
_STRING = re.compile(rb"<(?:\w+:)?si[\s/>].*?</(?:\w+:)?si>", re.DOTALL)
_SHARED = re.compile(rb"\st=[\"']s[\"'][^>]*>\s*<(?:\w+:)?v>\s*(\d+)")
_DTD = re.compile(rb"<!DOCTYPE", re.IGNORECASE)


def safe_archive(content: bytes) -> bytes:
    """
    Return a workbook holding only what a table needs, of a size that was checked.

    Raises
    ------
    InputError
        Where the archive is damaged, locked, no workbook, or larger than the limits once unpacked and laid out.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = _unpack(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise damaged() from error
    strings = [part for name, part in members.items() if name.lower().endswith("sharedstrings.xml")]
    lengths = [len(m) for part in strings for m in _STRING.findall(part)]
    for name, part in members.items():
        if _DTD.search(part):
            raise damaged()
        if "sheet" in name.rsplit("/", 2)[-2 if "/" in name else -1].lower():
            _measure(part, lengths)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, part in members.items():
            archive.writestr(name, part)
    return packed.getvalue()


def _unpack(archive: zipfile.ZipFile) -> dict[str, bytes]:
    names = set(archive.namelist())
    for name, kind in _OTHER_KINDS.items():
        if name in names and "xl/workbook.xml" not in names:
            raise not_a_table(kind)
    if "xl/workbook.xml" not in names:
        raise InputError(
            text("The file is a ZIP archive without an Excel workbook in it."),
            text("Unpack it and choose the CSV file or Excel workbook itself."),
        )
    wanted = [info for info in archive.infolist() if _NEEDED.match(info.filename) and not info.is_dir()]
    if any(info.flag_bits & 1 for info in wanted):
        raise InputError(
            text("The workbook is locked with a password."), text("Save it without a password and choose it again.")
        )
    if sum(info.file_size for info in wanted) > _limits.UNPACKED:
        raise too_large()
    # Reading stops at the size that the directory states, so the sum above holds for what really comes out.
    return {info.filename: archive.read(info) for info in wanted}


def _measure(sheet: bytes, lengths: list[int]) -> None:
    """Refuse a sheet whose enclosing rectangle, or whose shared texts written out, would not fit in memory."""
    cells = sum(sheet.count(mark) for mark in _CELLS)
    rows, columns = _extent(sheet)
    if rows > _limits.ROWS or rows * columns > _limits.SHEET_CELLS:
        raise InputError(
            text("A sheet of the workbook reaches to row {row} and column {column}.", row=rows, column=columns),
            text("Remove what stands far from the table, or save the table alone as CSV."),
        )
    if max(lengths, default=0) * cells > _limits.SHEET_TEXT:
        shown = sum(lengths[int(i)] for i in _SHARED.findall(sheet) if int(i) < len(lengths))
        if shown > _limits.SHEET_TEXT:
            raise too_large()


def _extent(sheet: bytes) -> tuple[int, int]:
    """Return the last row and column, at least; what surely fits in memory is not looked at cell by cell."""
    rows = max((int(row) for row in _ROW.findall(sheet)), default=0)
    beyond = re.compile(rb"\sr\s*=\s*[\"'][A-Za-z]+\d{%d}" % (len(str(rows)) + 1))
    if not _WIDE.search(sheet) and not beyond.search(sheet):
        most = 26 * 10 ** len(str(rows))
        if most <= _limits.SHEET_CELLS:
            return rows, 26
    places = set(_PLACE.findall(sheet))
    last = max((int(row) for _, row in places), default=0)
    return max(rows, last), max((_column(letters) for letters, _ in places), default=1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:8]:
        number = number * 26 + letter - 64
    return number
