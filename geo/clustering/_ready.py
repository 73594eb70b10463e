"""Compile the inner loops when there is time for it, and know whether that has been done."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from geo.clustering import _curve as curve
from geo.clustering import _kernels as kernels
from geo.clustering import _squares as squares
from geo.clustering._frame import frame_of
from geo.clustering._frontier import jostle
from geo.clustering._grid import grid
from geo.clustering._power import inertia
from geo.clustering._swarm import assign, swarm
from geo.clustering._trading import trade

_LOOPS = (
    kernels.boxes,
    kernels.boxed,
    kernels.widths,
    kernels.blurred,
    kernels.mirror,
    kernels.winners,
    kernels.labelled,
    curve.gather,
    curve.give_back,
    kernels.about,
    kernels.inertia,
    curve.extent,
    curve.morton,
    curve.order_of,
    curve.leaves,
    curve.merged,
    squares.summed,
    squares.occupied,
    squares.owners,
    squares.claimed,
    trade,
    jostle,
)


def ready() -> bool:
    """Return whether every loop is there, so that the next call begins at once."""
    return all(loop.signatures for loop in _LOOPS)


def prepare(heard: Callable[[float], object] = lambda _fraction: None) -> None:
    """
    Have every loop compiled, or read from where it was kept; half a minute the first time on a machine.

    Numba keeps them beside the source, or in the user's cache folder where that cannot be written to.

    Parameters
    ----------
    heard
        Called with the fraction done before each part, and at the end.
    """
    points = np.random.default_rng(0).normal(size=(400, 2))
    centers, offsets = points[:3].copy(), np.zeros(3)
    crowd = swarm(points, np.ones(len(points)))
    frame = frame_of(points, crowd.weights)
    labels = np.zeros(len(points), dtype=np.intp)

    def blurred() -> None:
        tiles = crowd.tiles(50)
        tiles.loads(centers, offsets, tiles.widths(centers, offsets, np.ones(3), 0.1, 0.3))

    def labelled() -> None:
        cells = crowd.winners(centers, offsets)
        inertia(points, crowd.weights, crowd.given(cells.labels), centers)
        labels[:] = crowd.labelled(centers, offsets)[0]
        assign(points, centers, offsets, frame)

    def traded() -> None:
        limits = np.zeros(3), np.full(3, 1.0), np.full(3, 0.5)
        near = np.zeros((len(points), 3), dtype=np.intp)
        trade(points, crowd.weights, centers, offsets, *limits, near, np.ones(1), 1, labels, True)

    def jostled() -> None:
        # Three areas in a row.
        row = np.array([0, 1, 3, 4]), np.array([1, 0, 2, 1]), np.array([0, 0, 1])
        jostle(
            *row, np.ones(3), points[:3].copy(), np.ones(3), *np.ones((2, 2)), 0.1, 1.0, np.ones(1), np.ones(1), 1, 1
        )

    def gridded() -> None:
        grid(points, crowd.weights, frame, 1.0, levels=3).labelled(centers, offsets)

    parts = (blurred, labelled, traded, jostled, gridded)
    for number, part in enumerate(parts):
        heard((number + 1) / (len(parts) + 1))
        part()
    heard(1.0)
