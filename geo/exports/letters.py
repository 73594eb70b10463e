"""Texts on the axes of a picture: as outlines, which is quick, or typed, so that they can be searched for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.patheffects import Stroke
from matplotlib.textpath import text_to_path

from geo.exports.lettering import Face, runs
from geo.exports.name_blocks import Word

_ON_TOP = 1e6
_HALO, _HALO_ALPHA = "#FFFFFF", 0.85
_KEPT = 2000

Written = tuple[Word, str, float]
"""A text, its colour and the width of its halo in pixels."""


def outlined(axes: Axes, written: Iterable[Written]) -> None:
    """Draw texts as outlines, all halos below all letters; the axes' unit is the pixel, downwards."""
    shapes, colours, halos = [], [], []
    for word, colour, halo in written:
        shape = _outline(word)
        if shape is not None:
            shapes.append(shape)
            colours.append(colour)
            halos.append(2 * halo)
    if not shapes:
        return
    around = PathCollection(
        shapes,
        facecolors="none",
        edgecolors=_HALO,
        linewidths=halos,
        alpha=_HALO_ALPHA,
        joinstyle="round",
        zorder=_ON_TOP,
    )
    ink = PathCollection(shapes, facecolors=colours, edgecolors="none", linewidths=0.0, zorder=_ON_TOP + 1)
    for layer in (around, ink):
        axes.add_collection(layer, autolim=False)


def typed(axes: Axes, written: Iterable[Written]) -> None:
    """Write texts, character by character of the font that has it: first all of the halo, then the ink."""
    for word, colour, halo in written:
        pieces, x = [], word.x
        for text, face in _runs(word):
            pieces.append((x, text, FontProperties(fname=str(face.path), size=word.size)))
            x += word.size * _wide(text, face)
        for halo_of in (True, False):
            for left, text, font in pieces:
                if not text.strip():
                    continue
                drawn = axes.text(
                    left, word.y, text, fontproperties=font, color=colour, va="baseline", ha="left", parse_math=False
                )
                drawn.set_zorder(_ON_TOP)
                if halo_of:
                    stroke = Stroke(linewidth=2 * halo, foreground=_HALO, alpha=_HALO_ALPHA, joinstyle="round")
                    drawn.set_path_effects([stroke])


def _runs(word: Word) -> list[tuple[str, Face]]:
    return runs(word.text, 600 if word.strong else 400)


def _wide(text: str, face: Face) -> float:
    return sum(face.widths[ord(c)] for c in text)


def _outline(word: Word) -> Path | None:
    """Return the letters of a text where they stand, None where there is nothing to be seen."""
    points: list[npt.NDArray[np.float64]] = []
    codes: list[npt.NDArray[np.uint8]] = []
    x = 0.0
    for text, face in _runs(word):
        found = _letters(text, str(face.path))
        if len(found[0]):
            points.append(found[0] + [x, 0.0])
            codes.append(found[1])
        x += _wide(text, face)
    if not points:
        return None
    return Path(np.vstack(points) * [word.size, -word.size] + [word.x, word.y], np.concatenate(codes))


@lru_cache(maxsize=_KEPT)
def _letters(text: str, font: str) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.uint8]]:
    """Return the outlines of letters at size 1, upwards from the base line: the same names are on many pictures."""
    xy, codes = text_to_path.get_text_path(FontProperties(fname=font), text, ismath=False)
    points = np.asarray(xy, dtype=np.float64).reshape(-1, 2) / text_to_path.FONT_SCALE
    return points, np.asarray(codes, dtype=np.uint8)
