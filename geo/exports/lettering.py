"""
Room that texts take, so that none is ever clipped and none lies on another.

Widths are the sum of the characters' own; a character that the program's font lacks is taken from another, and one
that no font has is written as an empty box.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from geo.exports.fonts import Weight, fonts, substitute

MISSING = "\N{WHITE SQUARE}"
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"

Measure = Callable[[str], float]
"""Width of a text at size 1."""

_UNWRITTEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]+")
_BREAKS = re.compile(r"(?<=[-/])(?=\S)|[ \t]+")


def tidy(text: str) -> str:
    """Return a text on one line, without the characters that no file of text can hold."""
    return re.sub(r"[ \t]+", " ", _UNWRITTEN.sub(" ", text)).strip(" ")


@dataclass(frozen=True)
class Face:
    """Characters of one file: the width of each as a share of the size."""

    path: Path
    widths: dict[int, float]

    @classmethod
    def of(cls, path: Path) -> Face:
        """Read a font's file."""
        with TTFont(path, lazy=True) as font:
            upem, advances = font["head"].unitsPerEm, font["hmtx"].metrics
            return cls(path, {code: advances[glyph][0] / upem for code, glyph in font.getBestCmap().items()})


@cache
def faces(weight: Weight) -> tuple[Face, Face]:
    """Return the program's font and the one that stands in for it."""
    return Face.of(fonts()[weight]), Face.of(substitute(weight))


def runs(text: str, weight: Weight) -> list[tuple[str, Face]]:
    """Return a text in pieces, each with the font that has its characters."""
    own, other = faces(weight)
    found: list[tuple[str, Face]] = []
    for character in text:
        code = ord(character)
        face = own if code in own.widths else other
        written = character if code in face.widths else MISSING
        if found and found[-1][1] is face:
            found[-1] = (found[-1][0] + written, face)
        else:
            found.append((written, face))
    return found


def written_whole(text: str, weight: Weight) -> bool:
    """Return whether the program's own font has every character."""
    own, _ = faces(weight)
    return all(ord(character) in own.widths for character in text)


def width(text: str, size: float, weight: Weight = 400) -> float:
    """Return how wide a text is, in the unit of its size."""
    return size * sum(sum(face.widths[ord(c)] for c in piece) for piece, face in runs(text, weight))


def measure(weight: Weight) -> Measure:
    """Return the width of texts at size 1."""
    return lambda text: width(text, 1.0, weight)


def shortened(text: str, room: float, wide: Measure) -> str:
    """Return a text, cut and ended by an ellipsis where it is wider than the room at size 1."""
    if wide(text) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if wide(text[:middle].rstrip() + ELLIPSIS) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + ELLIPSIS


def wrapped(text: str, room: float, wide: Measure) -> list[str]:
    """Return a text in lines no wider than the room at size 1; a word that is wider is broken."""
    lines: list[str] = []
    line = ""
    for word, glue in _words(text):
        longer = line + (glue if line else "") + word
        if not line or wide(longer) <= room:
            line = longer
        else:
            lines.append(line)
            line = word
        while len(line) > 1 and wide(line) > room:
            cut = max(1, next((n for n in range(len(line) - 1, 0, -1) if wide(line[:n]) <= room), 1))
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line] if line else lines


def fitted(
    text: str, room: tuple[float, float], sizes: Iterable[float], wide: Measure, leading: float = 1.2
) -> tuple[float, list[str]]:
    """
    Return the largest size at which a text fits a box, and its lines.

    Parameters
    ----------
    text
        What is written.
    room
        Width and height of the box, in the unit of the sizes.
    sizes
        Sizes to try, the largest first.
    wide
        Width of a text at size 1.
    leading
        Height of a line as a share of the size.

    Returns
    -------
    Where even the smallest size is too large, the text at that size with its end left out.
    """
    size, lines = 0.0, [""]
    most = 1
    for size in sizes:
        lines = wrapped(text, room[0] / size, wide)
        most = max(1, int(room[1] / (size * leading) + 1e-9))
        if len(lines) <= most and not _broken(text, lines):
            return size, lines
    if len(lines) > most:
        lines = clamped(text, room[0] / size, most, wide)
    return size, lines


def fits(text: str, room: tuple[float, float], size: float, wide: Measure, leading: float = 1.2) -> bool:
    """Return whether a text fits a box at a size, no word of it broken and its end there."""
    lines = wrapped(text, room[0] / size, wide)
    return len(lines) <= max(1, int(room[1] / (size * leading) + 1e-9)) and not _broken(text, lines)


def clamped(text: str, room: float, most: int, wide: Measure) -> list[str]:
    """Return a text in at most so many lines no wider than the room at size 1, its end left out where it must be."""
    lines = wrapped(text, room, wide)
    if len(lines) <= most:
        return lines
    kept = lines[: most - 1]
    return [*kept, shortened(_after(text, kept), room, wide)]


def ended(text: str, room: float, most: int, wide: Measure) -> list[str]:
    """
    Return a text in at most so many lines no wider than the room at size 1, ended after a word where it must be.

    Only a word that is wider than the room by itself is broken.
    """
    lines = wrapped(text, room, wide)
    if len(lines) <= most:
        return lines
    kept, rest = lines[: most - 1], _words(_after(text, lines[: most - 1]))
    last = ""
    for word, glue in rest:
        longer = last + (glue if last else "") + word
        if wide(longer + ELLIPSIS) > room:
            break
        last = longer
    if last:
        return [*kept, last + ELLIPSIS]
    return ended(text, room, most - 1, wide) if kept else [shortened(text, room, wide)]


def words(text: str) -> list[str]:
    """Return the pieces of a text between which a line may end."""
    return [word for word, _ in _words(text)]


def _after(text: str, lines: list[str]) -> str:
    """Return what of a text comes after its first lines."""
    rest = text
    for line in lines:
        rest = rest.lstrip(" ").removeprefix(line)
    return rest.lstrip(" ")


def _broken(text: str, lines: list[str]) -> bool:
    """Return whether a word was cut in two."""
    words = {word for word, _ in _words(text)}
    return any(word not in words for line in lines for word, _ in _words(line))


def _words(text: str) -> list[tuple[str, str]]:
    """Return the words of a text, each with what glues it to the word before it: a space, or nothing."""
    found: list[tuple[str, str]] = []
    start = 0
    glue = ""
    for gap in _BREAKS.finditer(text):
        if gap.start() > start:
            found.append((text[start : gap.start()], glue))
        start, glue = gap.end(), " " if gap.group() else ""
    if start < len(text):
        found.append((text[start:], glue))
    return found
