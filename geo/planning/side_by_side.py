"""A comparison as two maps, alike in colour where work continues; over the second lies the ground that moves."""

from __future__ import annotations

from collections.abc import Sequence

from geo.maps import Label, Layer, facing, moved, territories
from geo.palette import colour_again
from geo.planning.comparing import Comparison
from geo.planning.divisions import Division
from geo.planning.drawing import today_colours


def side_layers(compared: Comparison) -> tuple[list[Layer], list[Layer]]:
    """Return the layers of the map before and of the map after."""
    before, after = side_colours(compared)
    ground = compared.ground
    over = [moved(ground)] if not ground.is_empty.all() else []
    return [_drawn(compared.before, before)], [_drawn(compared.after, after), *over]


def side_colours(compared: Comparison) -> tuple[Sequence[int], Sequence[int]]:
    """
    Return a colour of `geo.palette.PALETTE` for each territory before and after.

    The second plan keeps the colours that it has everywhere. A territory before has the colour of the one that
    continues its work, as far as its neighbours then stay clear of each other.
    """
    after = today_colours(compared.after.proposal) if compared.after.today else compared.after.proposal.colours
    continued = dict(zip(compared.passage.successor.tolist(), after, strict=True))
    wished = [continued.get(int(holder)) for holder in compared.holders.of]
    shapes = compared.before.shapes.to_crs(compared.before.plan.coverage.crs)
    return colour_again(facing(shapes), wished), after


def _drawn(division: Division, colours: Sequence[int]) -> Layer:
    coverage = division.plan.coverage
    labels = [Label(name, colour) for name, colour in zip(division.names, colours, strict=True)]
    return territories(division.shapes, labels, source=coverage.source, approximate=coverage.approximate)
