"""Tell what kind of file came, by its content, and unpack it within limits."""

from __future__ import annotations

import gzip
import io
import zlib
from dataclasses import dataclass
from typing import Literal

from geo.customers import _limits
from geo.customers._ledger import Note
from geo.errors import InputError
from geo.texts import Number, text

_CHUNK = 1 << 20

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM\x00", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"PAR1", "Parquet"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"\x7fELF", "ELF"),
    (b"MZ", "EXE"),
    (b"{\\rtf", "RTF"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_GZIP = b"\x1f\x8b"
_WORKBOOK_SUFFIXES = (".xlsx", ".xlsm")


@dataclass(frozen=True)
class Opened:
    """The unpacked content of a file, what it is, and what is worth telling about that."""

    kind: Literal["delimited", "workbook"]
    content: bytes
    notes: tuple[Note, ...] = ()


def open_file(content: bytes, filename: str) -> Opened:
    """
    Recognise a file by its content and unpack gzip.

    Parameters
    ----------
    content
        Bytes of the file.
    filename
        Its name, which is only ever shown and compared with the content.

    Raises
    ------
    InputError
        Where it is empty, too large once unpacked, damaged, locked with a password, or no table.
    """
    if content.startswith(_GZIP):
        content = _gunzip(content)
    if not content.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise InputError(
            text("The file is empty."), text("Choose a file with a row of column names and a row for each customer.")
        )
    if len(content) > _limits.UNPACKED:
        raise too_large()
    if content.startswith(_OLE):
        raise _old_or_locked(content)
    name = filename.lower().removesuffix(".gz")
    if content.startswith(_ZIP):
        expected = name.endswith(_WORKBOOK_SUFFIXES)
        return Opened("workbook", content, () if expected else (Note("workbook_by_content", value=filename),))
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            raise not_a_table(kind)
    expected = not name.endswith((*_WORKBOOK_SUFFIXES, ".xls"))
    return Opened("delimited", content, () if expected else (Note("delimited_by_content", value=filename),))


def _gunzip(content: bytes) -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
            while part := file.read(_CHUNK):
                size += len(part)
                if size > _limits.UNPACKED:
                    raise too_large()
                parts.append(part)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise damaged() from error
    return b"".join(parts)


def _old_or_locked(content: bytes) -> InputError:
    if "EncryptedPackage".encode("utf-16-le") in content or "EncryptionInfo".encode("utf-16-le") in content:
        return InputError(
            text("The workbook is locked with a password."),
            text("Open it in Excel, remove the password (File, Info, Protect Workbook) and save it."),
        )
    return InputError(
        text("The file has the old Office format of before 2007 (.xls), which is not read."),
        text("Open it in Excel and save it as an Excel workbook (.xlsx) or as CSV."),
    )


def too_large() -> InputError:
    """Return the error for a file that is too large once unpacked."""
    return InputError(
        text(
            "The file unpacks to more than {size} MB, which is more than is read.",
            size=Number(_limits.UNPACKED / 2**20),
        ),
        text("Leave out columns that are not needed, or divide the list over several files."),
    )


def damaged() -> InputError:
    """Return the error for a file that breaks off or cannot be unpacked."""
    return InputError(
        text("The file is damaged or not complete."), text("Download or export it once more and choose it again.")
    )


def not_a_table(kind: str) -> InputError:
    """Return the error for a file that holds no table."""
    return InputError(
        text("The file holds no table: its content is {kind}.", kind=kind),
        text("Choose a CSV file or an Excel workbook (.xlsx) with a row for each customer."),
    )
