"""Texts of a picture in SVG: as text, literal whatever they are, and as wide as they were measured."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape

from geo.exports.fonts import FAMILY, Weight
from geo.exports.lettering import width, written_whole
from geo.exports.name_blocks import Word

_STYLE = re.compile(rb"<style\b.*?</style>", re.DOTALL)
_FAMILIES = f"'{FAMILY} Variable', '{FAMILY}', sans-serif"


def with_words(svg: bytes, words: Iterable[tuple[Word, str, float]], unit: float, wide: float, high: float) -> bytes:
    """
    Return an SVG with texts laid over it, each given with its colour and the width of its halo.

    A text whose characters the font has is as wide as it was measured, also where another font stands in.
    """
    # Without its document type it can stand in a page, without its style sheet it changes nothing else there.
    body = _STYLE.sub(b"", svg[svg.index(b"<svg") : svg.rindex(b"</svg>")])
    body = re.sub(rb' (?:width|height)="[\d.]+pt"', b"", body, count=2)
    size = f'<svg width="{wide:g}" height="{high:g}" stroke-linejoin="round" stroke-linecap="butt"'
    body = body.replace(b"<svg", size.encode(), 1)
    written = "".join(_text(word, colour, halo * unit) for word, colour, halo in words)
    group = f'<g font-family="{_FAMILIES}" stroke="#FFFFFF" stroke-opacity="0.85">{written}</g>'
    return body + group.encode("utf-8") + b"\n</svg>\n"


def _text(word: Word, colour: str, halo: float) -> str:
    weight: Weight = 600 if word.strong else 400
    long = width(word.text, word.size, weight)
    exact = f' textLength="{long:.2f}" lengthAdjust="spacingAndGlyphs"' if written_whole(word.text, weight) else ""
    return (
        f'<text x="{word.x:.2f}" y="{word.y:.2f}" font-size="{word.size:.2f}" font-weight="{weight}"'
        f' fill="{colour}" stroke-width="{2 * halo:.2f}" style="paint-order:stroke;white-space:pre"{exact}>'
        f"{escape(word.text)}</text>\n"
    )
