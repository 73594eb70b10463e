"""A deck as data for the page that shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from geo.exports.deck import Bar, Deck, Slide, Table
from geo.palette import PALETTE
from geo.texts import Language, text

Address = Callable[[str, int], str]
"""Tells where a picture is, by the key of its slide and its position there."""

_WORDS = {
    "slide": text("Slide {number} of {total}", number="{number}", total="{total}"),
    "slides": text("All slides"),
    "absent": text("This picture cannot be shown just now."),
}


def deck_told(deck: Deck, address: Address, language: Language) -> dict[str, object]:
    """
    Return a deck as data: texts to be shown as they stand, colours as the browser knows them.

    What a presenter may want to say stays out of it, as whoever watches could read it.

    Parameters
    ----------
    deck
        What is told.
    address
        Tells where each picture is.
    language
        Language of the page's own words.
    """
    return {
        "title": deck.title,
        "footer": deck.footer,
        "language": language.code,
        "words": {name: language.render(words) for name, words in _WORDS.items()},
        "slides": [_slide(slide, address) for slide in deck.slides],
    }


def _slide(slide: Slide, address: Address) -> dict[str, object]:
    return {
        "key": slide.key,
        "title": slide.title,
        "line": slide.line,
        "colour": _colour(slide.colour),
        "figures": [asdict(figure) for figure in slide.figures],
        "bars_words": slide.bars_words,
        "bars": [_bar(bar) for bar in slide.bars],
        "chosen": slide.chosen,
        "table": None if slide.table is None else _table(slide.table),
        "conclusion": slide.conclusion,
        "pictures": [
            {"caption": caption, "address": address(slide.key, number)}
            for number, (caption, _) in enumerate(slide.drawings)
        ],
    }


def _bar(bar: Bar) -> dict[str, object]:
    return {**asdict(bar), "colour": _colour(bar.colour)}


def _table(table: Table) -> dict[str, object]:
    return {
        "heads": list(table.heads),
        "rows": [list(row) for row in table.rows],
        "right": list(table.right),
        "colours": [_colour(colour) for colour in table.colours],
        "beyond": list(table.beyond),
    }


def _colour(index: int | None) -> str | None:
    return None if index is None else PALETTE[index]
