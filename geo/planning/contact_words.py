"""What came of a visit, in words."""

from __future__ import annotations

from collections.abc import Mapping

from geo.planning.due import Outcome
from geo.texts import Text, text

OUTCOME_WORDS: Mapping[Outcome, Text] = {
    "conversation": text("Talked"),
    "quote": text("Quote"),
    "order": text("Order"),
    "not_there": text("Not in"),
}
"""What each outcome is called, in the order in which they are offered."""


def outcome_words(code: str) -> Text:
    """Return what an outcome is called, its code where that is unknown."""
    return {str(known): words for known, words in OUTCOME_WORDS.items()}.get(code, text("{name}", name=code))
