"""
Make a workbook safe to hand to the spreadsheet reader.

The reader unpacks what an archive holds and lays a sheet out as one rectangle, both without limits: a file of a few
hundred bytes can ask for terabytes, which ends the process. So the archive is unpacked here, measured, and packed
anew. Every pattern below takes time in proportion to what it searches.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise

from geo.customers import _limits
from geo.customers._files import damaged, not_a_table, too_large
from geo.errors import InputError
from geo.progress import Cancel, check, never
from geo.texts import text

_OTHER_KINDS = {
    "xl/workbook.bin": "XLSB",
    "content.xml": "OpenDocument",
    "word/document.xml": "Word (DOCX)",
    "ppt/presentation.xml": "PowerPoint (PPTX)",
}
_EVERY = 20_000
"""Finds after which is asked whether to stop."""
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ROW = re.compile(rb"<(?:\w{1,20}:)?row\b[^<>]*?[\s\"']r\s*=\s*[\"'](\d{1,12})")
_PLACE = re.compile(rb"[\s\"']r\s*=\s*[\"']([A-Za-z]{1,12})(\d{1,12})")
_STRING = re.compile(rb"<(?:\w{1,20}:)?si[\s/>]")
_SHARED = re.compile(rb"[\s\"']t\s*=\s*[\"']s[\"'][^<>]{0,200}>\s*<(?:\w{1,20}:)?v>\s*(\d{1,12})")


def safe_archive(content: bytes, cancelled: Cancel = never) -> bytes:
    """
    Return a workbook holding only what a table needs, of a size that was checked.

    Parameters
    ----------
    content
        Bytes of the file.
    cancelled
        Is asked whether to stop.

    Raises
    ------
    InputError
        Where the archive is damaged, locked, no workbook, or larger than the limits once unpacked and laid out.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = _unpack(archive)
    except InputError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise damaged() from error
    check(cancelled)
    lengths = [length for part in members.values() for length in _string_lengths(part, cancelled)]
    for part in members.values():
        # Declared entities can multiply; UTF-16 would hide everything from the patterns here.
        if b"<!DOCTYPE" in part or b"\x00" in part:
            raise damaged()
        _measure(part, lengths, cancelled)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, part in members.items():
            check(cancelled)
            archive.writestr(name, part)
    return packed.getvalue()


def _unpack(archive: zipfile.ZipFile) -> dict[str, bytes]:
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        for name, kind in _OTHER_KINDS.items():
            if name in names:
                raise not_a_table(kind)
        raise InputError(
            text("The file is a ZIP archive without an Excel workbook in it."),
            text("Unpack it and choose the CSV file or Excel workbook itself."),
        )
    wanted = [info for info in archive.infolist() if _is_needed(info.filename)]
    if any(info.flag_bits & 1 for info in wanted):
        raise InputError(
            text("The workbook is locked with a password."), text("Save it without a password and choose it again.")
        )
    if any(info.compress_type not in _PACKINGS for info in wanted):
        raise damaged()
    if sum(info.file_size for info in wanted) > _limits.UNPACKED:
        raise too_large()
    # Reading stops at the size that the directory states, so the sum above holds for what really comes out.
    return {info.filename: archive.read(info) for info in wanted}


def _is_needed(name: str) -> bool:
    """Return whether a member tells of cells: not pictures, macros or printer settings."""
    return name == "[Content_Types].xml" or (name.startswith(("xl/", "_rels/")) and name.endswith((".xml", ".rels")))


def _found(pattern: re.Pattern[bytes], part: bytes, cancelled: Cancel) -> Iterator[re.Match[bytes]]:
    """Give what a pattern finds, asking now and then whether to stop; a large sheet holds it millions of times."""
    for count, match in enumerate(pattern.finditer(part)):
        if count % _EVERY == 0:
            check(cancelled)
        yield match


def _string_lengths(part: bytes, cancelled: Cancel) -> list[int]:
    """Return the size of each shared text, at least, in its order."""
    starts = [match.start() for match in _found(_STRING, part, cancelled)]
    return [end - start for start, end in pairwise([*starts, len(part)])]


def _measure(part: bytes, lengths: list[int], cancelled: Cancel) -> None:
    """Refuse a sheet whose enclosing rectangle, or whose shared texts written out, would not fit in memory."""
    rows, columns = _extent(part, cancelled)
    if rows > _limits.ROWS or rows * columns > _limits.SHEET_CELLS:
        raise InputError(
            text("A sheet of the workbook reaches to row {row} and column {column}.", row=rows, column=columns),
            text("Remove what stands far from the table, or save the table alone as CSV."),
        )
    cells = part.count(b"<c") + part.count(b":c")  # at least as many as there are
    if max(lengths, default=0) * cells > _limits.SHEET_TEXT:
        numbers = (int(match[1]) for match in _found(_SHARED, part, cancelled))
        shown = sum(lengths[number] for number in numbers if number < len(lengths))
        if shown > _limits.SHEET_TEXT:
            raise too_large()


def _extent(part: bytes, cancelled: Cancel) -> tuple[int, int]:
    """Return the last row and column, at least; what surely fits in memory is not looked at cell by cell."""
    rows = max((int(match[1]) for match in _found(_ROW, part, cancelled)), default=0)
    digits = len(str(rows))
    if 26 * 10**digits <= _limits.SHEET_CELLS:
        beyond = re.compile(rb"[\s\"']r\s*=\s*[\"'](?:[A-Za-z]{2}|[A-Za-z]\d{%d})" % (digits + 1))
        if not beyond.search(part):
            return rows, 26
    places = {match.groups() for match in _found(_PLACE, part, cancelled)}
    last = max((int(row) for _, row in places), default=0)
    return max(rows, last), max((_column(letters) for letters, _ in places), default=1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
