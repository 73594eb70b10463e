"""A comparison as two maps: a representative has one colour on both, and over the second lies the ground that moves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from geo.maps import Label, Layer, facing, moved, territories
from geo.palette import colour_again
from geo.planning.comparing import Comparison
from geo.planning.divisions import Division
from geo.planning.drawing import today_colours

Ints = npt.NDArray[np.int64]


def side_layers(compared: Comparison) -> tuple[list[Layer], list[Layer]]:
    """Return the layers of the map before and of the map after."""
    before, after = side_colours(compared)
    ground = compared.ground
    over = [moved(ground)] if not ground.is_empty.all() else []
    return [_drawn(compared.before, before)], [_drawn(compared.after, after), *over]


def side_colours(compared: Comparison) -> tuple[Sequence[int], Sequence[int]]:
    """
    Return a colour of `geo.palette.PALETTE` for each territory before and after.

    A territory before has the colour of the one that continues its work. These are the colours of the second plan
    where neighbours on both maps then stay clear of each other; else others that do.
    """
    k = len(compared.after.names)
    heirs = {int(holder): i for i, holder in reversed(list(enumerate(compared.passage.successor))) if holder >= 0}
    ends = [h for h in range(len(compared.holders)) if h not in heirs]
    node = {**heirs, **{holder: k + i for i, holder in enumerate(ends)}}
    place = np.array([node[int(holder)] for holder in compared.holders.of], dtype=np.int64)
    own = today_colours(compared.after.proposal) if compared.after.today else compared.after.proposal.colours
    n = k + len(ends)
    beside = _facing(compared.before, place, n) + _facing(compared.after, np.arange(k), n)
    found = colour_again(beside, [*own, *[None] * len(ends)])
    return [found[i] for i in place], found[:k]


def _facing(division: Division, node: Ints, n: int) -> csr_array:
    """Return which of n nodes a division shows side by side, each of its territories being one of them."""
    pairs = facing(division.shapes.to_crs(division.plan.coverage.crs)).tocoo()
    one, other = node[pairs.row], node[pairs.col]
    apart = one != other
    return csr_array((np.ones(int(apart.sum())), (one[apart], other[apart])), shape=(n, n))


def _drawn(division: Division, colours: Sequence[int]) -> Layer:
    coverage = division.plan.coverage
    labels = [Label(name, colour) for name, colour in zip(division.names, colours, strict=True)]
    return territories(division.shapes, labels, source=coverage.source, approximate=coverage.approximate)
