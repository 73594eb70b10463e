"""What somebody wrote: cut where no quotation marks stand, compared, and answered with what is near."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from geo.errors import EditError
from geo.texts import Text, spoken, text

_MARKS = '"“”„'
_HIDDEN = "\0"
COMMA = re.compile(r"\s*[,;]\s*")
SUGGESTED = 3
"""Names that are suggested for one that is not known."""
_LISTED = 20
_DIGITS = re.compile(r"\d+")
_CLOSE = 0.85
"""How alike a slip is to what was meant: two letters of a dozen."""


def cut(written: str, separator: re.Pattern[str]) -> list[str]:
    """
    Return the pieces of a line between separators, their quotation marks still around them.

    Raises
    ------
    EditError
        Where a quotation mark is opened and not closed.
    """
    pieces, start = [], 0
    for found in separators(written, separator):
        pieces.append(written[start : found.start()])
        start = found.end()
    return [*pieces, written[start:]]


def separators(written: str, separator: re.Pattern[str]) -> list[re.Match[str]]:
    """Return where separators stand outside of quotation marks; as `cut` otherwise."""
    return list(separator.finditer(_hidden(written)))


def bare(piece: str) -> str:
    """Return a piece without quotation marks around it, its white space tidied."""
    tidy = " ".join(piece.split())
    if len(tidy) > 1 and tidy[0] in _MARKS and tidy[-1] in _MARKS and not set(tidy[1:-1]) & set(_MARKS):
        return tidy[1:-1].strip()
    return tidy


def plain(name: str) -> str:
    """Return what names share that differ in accents as well."""
    apart = unicodedata.normalize("NFKD", spoken(name))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def near(names: Iterable[str], otherwise: Text) -> Text:
    """Ask whether one of some names was meant, or say something else where there are none."""
    shown = ", ".join(names)
    return text("Did you mean {names}?", names=shown) if shown else otherwise


def alike(name: str, names: Iterable[str]) -> list[str]:
    """Return which of some names another may be a slip of, the nearest first; names whose digits differ are not."""
    wanted, digits = plain(name), _DIGITS.findall(name)
    known = {plain(one): one for one in names if _DIGITS.findall(one) == digits}
    return [known[one] for one in get_close_matches(wanted, list(known), n=SUGGESTED, cutoff=_CLOSE)]


def few(names: Sequence[str]) -> str:
    """Return names one after another, no more than a reader takes in."""
    return ", ".join(names[:_LISTED]) + (", …" if len(names) > _LISTED else "")


def _hidden(written: str) -> str:
    """Return the line with everything between quotation marks, and these themselves, out of sight."""
    signs, inside = [], False
    for sign in written:
        mark = sign in _MARKS
        signs.append(_HIDDEN if inside or mark else sign)
        inside ^= mark
    if inside:
        raise EditError(
            text("A quotation mark is opened in {written} and not closed.", written=written[:80]),
            text("Put one at either end of the name."),
        )
    return "".join(signs)
