"""
The ways a name may be written on a picture, the most welcome first.

It is wrapped, then written smaller, then without its second line. A word is never broken unless it is wider than the
whole picture, and a name that has to be ended ends after a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.exports.deck import Name
from geo.exports.lettering import ELLIPSIS, ended, measure, tidy, words, wrapped

Floats = npt.NDArray[np.float64]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels."""

NAME_SIZE, LINE_SIZE = 30.0, 25.0
"""Sizes of a name and of its second line on a picture of 1080 pixels."""

READ_FAR_OFF = 25.0
"""Size on a picture of 1080 pixels that is read from the back of a room: what names have wherever there is room."""

LEGIBLE = 13.0
"""No name is smaller on a picture of 1080 pixels: 6.5 points on a slide, 7 on A4."""

_LEADING = 1.14
_WIDEST = 300.0
_LINE_ROOM = 10.0
_SHRINKING = (1.0, 0.88, 0.8, 0.72, 0.64, 0.58, 0.0)
_OUTSIDE = (0.8, 0.64, 0.0)
_MOST_LINES = 4
_TOLD = 4
"""Letters of a name that are kept at least where it is ended."""


@dataclass(frozen=True)
class Word:
    """
    A line of text on a picture.

    Parameters
    ----------
    text
        What is written.
    x, y
        Left end of its base line in pixels from the upper left corner.
    size
        Size in pixels.
    strong
        Whether it is heavy.
    """

    text: str
    x: float
    y: float
    size: float
    strong: bool


@dataclass(frozen=True)
class Label:
    """
    A name where it stands.

    Parameters
    ----------
    territory
        Position of the territory.
    words
        Its lines.
    box
        What they cover, in pixels.
    leader
        Ends of the line to its territory, None for a name inside.
    """

    territory: int
    words: tuple[Word, ...]
    box: Box
    leader: tuple[tuple[float, float], tuple[float, float]] | None = None


@dataclass(frozen=True)
class Block:
    """Lines of a name at one size, not yet placed."""

    lines: tuple[tuple[str, float, bool], ...]
    width: float
    height: float

    def boxes(self, centres: Floats) -> Floats:
        """Return the boxes it covers around some middles, shape (n, 4)."""
        half = np.array([self.width, self.height]) / 2
        return np.hstack([centres - half, centres + half])

    def at(self, territory: int, box: Floats) -> Label:
        """Return it in one of its boxes."""
        left, top, right, bottom = (float(v) for v in box)
        written, y = [], top
        for text, size, strong in self.lines:
            y += size * _LEADING
            wide = measure(600 if strong else 400)(text) * size
            written.append(Word(text, (left + right - wide) / 2, y - 0.3 * size, size, strong))
        return Label(territory, tuple(written), (left, top, right, bottom))


@dataclass(frozen=True)
class Type:
    """
    How large names are written on one picture.

    Parameters
    ----------
    unit
        Pixels that one is on a picture of 1080, by which legibility is meant.
    share
        How much smaller than usual all names are written, as there are many or the picture is narrow.
    width
        Pixels that a word may be wide at most.
    least
        Size on a picture of 1080 pixels that no name is smaller than.
    """

    unit: float
    share: float
    width: float
    least: float = LEGIBLE

    def sizes(self, shrinking: Sequence[float], usual: float) -> list[float]:
        """Return what one is to be multiplied by, the largest first, so that what is usually so large stays legible."""
        least = min(1.0, self.least / usual)
        return list(dict.fromkeys(max(least, self.share * shrunk) * self.unit for shrunk in shrinking))

    def room(self, wish: float, size: float) -> float:
        """Return a room at size 1 that is no wider than the picture."""
        return min(wish, self.width / (NAME_SIZE * size))


def whole_blocks(name: Name, type_: Type) -> Iterator[Block]:
    """Give the ways of `blocks` that leave the second line in."""
    return (block for block in blocks(name, type_) if not tidy(name.line) or not block.lines[-1][2])


def whole_short_blocks(name: Name, type_: Type) -> Iterator[Block]:
    """Give the ways of `short_blocks` that leave the second line in."""
    return (block for block in short_blocks(name, type_) if not tidy(name.line) or not block.lines[-1][2])


def blocks(name: Name, type_: Type) -> Iterator[Block]:
    """Give a name in the ways it may be written inside its territory, whole."""
    title, line = tidy(name.name), tidy(name.line)
    strong = measure(600)
    whole, longest = strong(title), max(map(strong, words(title)))
    rooms = [max(min(whole * share, _WIDEST / NAME_SIZE), longest) for share in (1.0, 0.58, 0.42, 0.33)]
    for second in dict.fromkeys([line, ""]):
        for size in type_.sizes(_SHRINKING, LINE_SIZE if second else NAME_SIZE):
            for lines in dict.fromkeys(tuple(wrapped(title, type_.room(r + 1e-6, size), strong)) for r in rooms):
                if len(lines) <= _MOST_LINES:
                    yield from _with_line(lines, second, size)


def short_blocks(name: Name, type_: Type) -> Iterator[Block]:
    """Give a name in the ways it may be written outside, whole: small, for many may have to stand there."""
    title, line = tidy(name.name), tidy(name.line)
    strong = measure(600)
    longest = max(map(strong, words(title)))
    for second in dict.fromkeys([line, ""]):
        for size in type_.sizes(_OUTSIDE, LINE_SIZE if second else NAME_SIZE):
            for room in (11.0, 8.0):
                lines = wrapped(title, type_.room(max(room, longest + 1e-6), size), strong)
                if len(lines) <= _MOST_LINES - 1:
                    yield from _with_line(lines, second, size)


def stubs(name: Name, type_: Type) -> Iterator[Block]:
    """Give the first words of a name, for where there is no room for all of it."""
    title, strong = tidy(name.name), measure(600)
    found = words(title)
    told = next((n for n in range(1, len(found)) if sum(map(len, found[:n])) >= _TOLD), len(found))
    first = strong(" ".join(found[:told]) + ELLIPSIS)
    size = type_.sizes((0.0,), NAME_SIZE)[0]
    for wish, most in ((11.0, 2), (8.0, 2), (6.0, 2), (first, 1)):
        yield _block(ended(title, type_.room(max(wish, first) + 1e-6, size), most, strong), [], size)


def _with_line(lines: Sequence[str], second: str, size: float) -> Iterator[Block]:
    """Give a name with its second line, which is left out where a word of it would have to be broken."""
    if not second:
        yield _block(lines, [], size)
        return
    plain, strong = measure(400), measure(600)
    room = max(max(map(strong, lines)) * NAME_SIZE / LINE_SIZE, _LINE_ROOM)
    if max(map(plain, words(second))) <= room:
        yield _block(lines, ended(second, room, 2, plain), size)


def _block(lines: Sequence[str], second: Sequence[str], unit: float) -> Block:
    plain, strong = measure(400), measure(600)
    written = [(text, NAME_SIZE * unit, True) for text in lines]
    written += [(text, LINE_SIZE * unit, False) for text in second]
    wide = max((strong if heavy else plain)(text) * size for text, size, heavy in written)
    return Block(tuple(written), wide, sum(size for _, size, _ in written) * _LEADING)
