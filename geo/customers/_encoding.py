"""Find how the letters of a text file are coded and bring it to UTF-8."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from geo.customers._files import not_a_table
from geo.customers._ledger import Note

_SAMPLE = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_RARE = re.compile(rb"[\x81-\x90\x93-\x95\x98-\x9f]")
_LETTER = re.compile(rb"[\xc0-\xff]")
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x19\x1b-\x1f]")
_STRAY = re.compile("[\udc80-\udcff]")
_ALTERNATIVES = ["cp1252", "cp850", "mac_roman", "iso8859_15", "cp1250"]
_MOST_CONTROL = 0.01
_MOST_NUL = 0.02


def to_utf8(content: bytes) -> tuple[bytes, list[Note]]:
    """
    Return a text file in UTF-8 without a mark, and what had to be assumed about its coding.

    A mark at the start decides. Without one, zero bytes at every second place mean UTF-16; what is valid UTF-8 is
    UTF-8; where few bytes are not, they are read as Windows-1252; the rest is Windows-1252, or what
    charset-normalizer finds where the bytes do not look like that.

    Raises
    ------
    InputError
        Where it is not text at all.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            rest = content[len(mark) :]
            if encoding == "utf-8":
                return _from_bytes(rest)
            return _from_wide(rest, encoding), []
    sample = content[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half and max(even, odd) > 0.4 * half and min(even, odd) < 0.1 * half:
        encoding = "utf-16-le" if odd > even else "utf-16-be"
        return _from_wide(content, encoding), [Note("encoding_guessed", result=encoding.upper())]
    return _from_bytes(content)


def _from_wide(content: bytes, encoding: str) -> bytes:
    decoded = content.decode(encoding, errors="replace").replace("\x00", "")
    return decoded.encode("utf-8", errors="replace")


def _from_bytes(content: bytes) -> tuple[bytes, list[Note]]:
    notes: list[Note] = []
    zeros = content.count(0)
    sample = content[:_SAMPLE]
    if zeros > _MOST_NUL * len(content) or len(_CONTROL.findall(sample)) > _MOST_CONTROL * len(sample):
        raise not_a_table("binary")
    if zeros:
        content = content.replace(b"\x00", b"")
        notes.append(Note("nul_removed"))
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        decoded, note = _guess(content)
        return decoded.encode("utf-8"), [*notes, note]
    return content, notes


def _guess(content: bytes) -> tuple[str, Note]:
    loose = content.decode("utf-8", errors="surrogateescape")
    strays = len(_STRAY.findall(loose))
    several = sum(1 for c in loose if ord(c) > 0x7F) - strays if strays < len(loose) else 0
    if several > strays:
        mended = _STRAY.sub(lambda m: bytes([ord(m[0]) - 0xDC00]).decode("cp1252", errors="replace"), loose)
        return mended, Note("encoding_mixed", result="UTF-8, Windows-1252")
    encoding = "cp1252"
    lines = b"\n".join(line for line in content.splitlines() if not line.isascii())[:_SAMPLE]
    if _UNDEFINED.search(lines) or len(_RARE.findall(lines)) > len(_LETTER.findall(lines)):
        best = from_bytes(lines, cp_isolation=_ALTERNATIVES).best()
        encoding = best.encoding if best is not None else encoding
    shown = "Windows-1252" if encoding == "cp1252" else encoding.upper()
    return content.decode(encoding, errors="replace"), Note("encoding_guessed", result=shown)
