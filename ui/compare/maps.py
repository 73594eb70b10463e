"""The two maps of a comparison, which move together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from geo.maps import Document, document
from geo.planning.comparing import Comparison
from geo.planning.side_by_side import side_colours, side_layers
from geo.viewer import Viewer
from ui.components.map_view import map_view
from ui.state import current

_HEIGHT = 520
_KEPT = 6


def map_before(compared: Comparison) -> None:
    """Show the first division; a choice on it is the territory after that continues the work."""
    state = current()
    successor, of = compared.passage.successor, compared.holders.of
    heir = {int(holder): position for position, holder in reversed(list(enumerate(successor))) if holder >= 0}
    chosen = None if state.pair is None or state.pair >= len(successor) else int(successor[state.pair])
    mine = np.flatnonzero(of == chosen) if chosen is not None and chosen >= 0 else of[:0]

    def choose(number: int | None) -> None:
        state.pair = None if number is None or number >= len(of) else heir.get(int(of[number]))

    map_view(
        _documents(compared, state.viewer)[0],
        key="compare-before",
        selected=int(mine[0]) if len(mine) else None,
        on_select=choose,
        language=state.language.code,
        country=compared.before.plan.coverage.country,
        height=_HEIGHT,
    )


def map_after(compared: Comparison) -> None:
    """Show the second division, and over it the ground that changes hands."""
    state = current()

    def choose(number: int | None) -> None:
        state.pair = number

    map_view(
        _documents(compared, state.viewer)[1],
        key="compare-after",
        selected=state.pair,
        on_select=choose,
        language=state.language.code,
        country=compared.after.plan.coverage.country,
        height=_HEIGHT,
    )


@lru_cache(maxsize=_KEPT)
def colours_after(compared: Comparison) -> Sequence[int]:
    """Return the colour of each territory after."""
    return side_colours(compared)[1]


@lru_cache(maxsize=_KEPT)
def _documents(compared: Comparison, viewer: Viewer) -> tuple[Sequence[Document], Sequence[Document]]:
    before, after = side_layers(compared)
    return [document(layer, viewer) for layer in before], [document(layer, viewer) for layer in after]
