"""HTML whose texts are escaped by construction."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import LiteralString


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
