"""HTML whose texts are escaped by construction."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from string import punctuation
from typing import LiteralString

_MARKS = {ord(mark): f"\\{mark}" for mark in punctuation}


class Html(str):
    """Markup whose texts are escaped already."""

    __slots__ = ()


def html(template: LiteralString, **values: object) -> Html:
    """
    Fill a literal piece of markup; every value that is not `Html` itself is escaped, quotes included.

    Values may stand between tags and inside quoted attributes, nowhere else.
    """
    return Html(template.format_map({k: v if isinstance(v, Html) else escape(str(v)) for k, v in values.items()}))


def joined(parts: Iterable[Html], separator: LiteralString = "") -> Html:
    """Put pieces of markup one after another."""
    return Html(separator.join(parts))


def plain(words: str) -> str:
    """Return words for a label that Streamlit reads as Markdown, so that they are shown as they are written."""
    return words.translate(_MARKS)
