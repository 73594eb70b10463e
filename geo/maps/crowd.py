"""
Customers on a map, however many: points near by, hexagons with their sums far out.

Up to `FEW` travel with the document itself. Of more, the document carries hexagons only, and the map's script asks
for the points in view when it comes close enough; the whole list never travels.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from geo.maps.packing import GRID

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FEW = 5_000
"""Points that a map draws at once."""

CELL_ZOOMS = (7.0, 8.25, 9.5)
"""Zooms at which a hexagon is `CELL_PIXELS` wide; between them it grows with the map."""

CELL_PIXELS = 18.0

_PLAIN = 0.3
_MARKED_KINDS = {"customer": 0, "prospect": 1}
_WORLD_PIXELS = 256.0
_TALL = np.sqrt(3.0) / 2.0
_COLUMNS = 2.0**26
"""More than there are hexagons across the world, so that row and column make one number."""


@dataclass(frozen=True, eq=False)
class Crowd:
    """
    Customers and prospects to be drawn, the heaviest first; all arrays have shape (n,).

    Parameters
    ----------
    x, y
        Places in whole steps of 1e-5 degrees.
    size
        Radius from 0 to 100, whose square grows with the measure.
    kind
        0 a customer, 1 a prospect.
    weight
        The measure itself, never negative.
    owners
        Territory of each, −1 for none; None where all are alike.
    areas
        Row of the area of each, where the territory follows the area.
    bound
        Territory of those that are bound to one wherever they lie, −1 for the others.
    """

    x: Ints
    y: Ints
    size: Ints
    kind: Ints
    weight: Floats
    owners: Ints | None = None
    areas: Ints | None = None
    bound: Ints | None = None

    @classmethod
    def of(
        cls,
        lon: Floats,
        lat: Floats,
        status: Sequence[str],
        sizes: Floats,
        *,
        owners: Ints | None = None,
        areas: Ints | None = None,
        bound: Ints | None = None,
    ) -> Crowd:
        """Take customers and prospects; see `geo.maps.customers` for the parameters."""
        kinds = np.array([_MARKED_KINDS.get(value, -1) for value in status], dtype=np.int64)
        shown = kinds >= 0
        weight = np.clip(np.nan_to_num(sizes, nan=0.0), 0.0, None)
        radius = scaled(weight, weight[shown])
        order = np.flatnonzero(shown)[np.argsort(-radius[shown], kind="stable")]
        return cls(
            x=np.rint(lon[order] * GRID).astype(np.int64),
            y=np.rint(lat[order] * GRID).astype(np.int64),
            size=np.rint(radius[order] * 100).astype(np.int64),
            kind=kinds[order],
            weight=weight[order],
            **{
                name: None if values is None else np.asarray(values, dtype=np.int64)[order]
                for name, values in (("owners", owners), ("areas", areas), ("bound", bound))
            },
        )

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.x)

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that name the points."""
        digest = hashlib.sha256()
        for values in (self.x, self.y, self.size, self.kind, self.weight, self.owners, self.areas, self.bound):
            digest.update(b"\x1e" if values is None else values.tobytes())
        return digest.hexdigest()[:16]

    def points(self, rows: Ints | slice = slice(None)) -> dict[str, object]:
        """Return points as a document of kind `customers`: four whole numbers each, and whose they are."""
        columns = np.column_stack([self.x[rows], self.y[rows], self.size[rows], self.kind[rows]])
        return {
            "kind": "customers",
            "points": columns.ravel().tolist(),
            "owners": None if self.owners is None else self.owners[rows].tolist(),
            "areas": None if self.areas is None else self.areas[rows].tolist(),
            "bound": [] if self.bound is None else _listed(self.bound[rows]),
            "kinds": np.unique(self.kind[rows]).tolist(),
        }

    def within(self, west: float, south: float, east: float, north: float) -> dict[str, object]:
        """
        Return the points in a box of degrees, the heaviest `FEW` where they are more.

        Besides what `points` returns: `total`, how many lie there, and `hidden`, how many are left out.
        """
        inside = (self.x >= west * GRID) & (self.x <= east * GRID) & (self.y >= south * GRID) & (self.y <= north * GRID)
        rows = np.flatnonzero(inside)
        return {**self.points(rows[:FEW]), "total": len(rows), "hidden": max(0, len(rows) - FEW)}

    def hexagons(self) -> dict[str, object]:
        """
        Return hexagons as a document of kind `customers`, for a map that asks for points when it comes near.

        `cells` has a layer for each of `CELL_ZOOMS`: four whole numbers a hexagon (mean place of its customers in
        steps, how many they are, radius from 0 to 100 by their sum), and whose area or territory most of them are.
        """
        return {
            "kind": "customers",
            "points": [],
            "owners": None,
            "areas": None,
            "bound": [],
            "kinds": np.unique(self.kind).tolist(),
            "crowd": {
                "name": self.fingerprint,
                "total": len(self),
                "few": FEW,
                "sized": bool(len(self)) and bool((self.size != self.size[0]).any()),
                "layers": [self._cells(zoom) for zoom in CELL_ZOOMS],
            },
        }

    def _cells(self, zoom: float) -> dict[str, object]:
        cell = _hexagon(self.x, self.y, CELL_PIXELS / 2**zoom)
        count = np.bincount(cell)
        sums = np.bincount(cell, weights=self.weight if self.weight.sum() > 0 else None).astype(np.float64)
        columns = np.column_stack(
            [
                np.rint(np.bincount(cell, weights=self.x) / count),
                np.rint(np.bincount(cell, weights=self.y) / count),
                count,
                np.rint(scaled(sums, sums) * 100),
            ]
        ).astype(np.int64)
        return {
            "zoom": zoom,
            "pixels": CELL_PIXELS,
            "cells": columns.ravel().tolist(),
            "owners": None if self.owners is None else _commonest(cell, self.owners).tolist(),
            "areas": None if self.areas is None else _commonest(cell, self.areas).tolist(),
        }


def scaled(values: Floats, shown: Floats) -> Floats:
    """
    Return radii from 0 to 1 whose squares grow with values, up to the 98th percentile of those that are shown.

    Where all that are shown are equal, all are small.
    """
    most = float(np.quantile(shown, 0.98)) if shown.size else 0.0
    if most <= 0 or shown.min() == shown.max():
        return np.full(len(values), _PLAIN)
    return np.sqrt(np.minimum(values / most, 1.0))


def _listed(bound: Ints) -> list[list[int]]:
    """Return the points that are bound, each with its territory."""
    return [[row, int(bound[row])] for row in np.flatnonzero(bound >= 0).tolist()]


def _hexagon(x: Ints, y: Ints, width: float) -> Ints:
    """
    Return which hexagon of a regular grid each place lies in, numbered 0 … m−1 as they come from south-west.

    The grid is regular on the map as drawn, in Web Mercator; `width` is in pixels of zoom 0. Rows of centres lie
    √3/2 widths apart, every second one shifted by half a width; a place belongs to the nearest centre.
    """
    across = _WORLD_PIXELS * (x / GRID / 360.0 + 0.5) / width
    up = _WORLD_PIXELS * np.arctanh(np.sin(np.radians(y / GRID))) / (2.0 * np.pi) / width / _TALL
    found, nearest = np.zeros(len(x), dtype=np.int64), np.full(len(x), np.inf)
    for row in (np.floor(up), np.floor(up) + 1.0):
        shift = 0.5 * (row % 2)
        column = np.rint(across - shift)
        far = (across - shift - column) ** 2 + (_TALL * (up - row)) ** 2
        found = np.where(far < nearest, row * _COLUMNS + column, found).astype(np.int64)
        nearest = np.minimum(nearest, far)
    _, cell = np.unique(found, return_inverse=True)
    return cell.astype(np.int64)


def _commonest(cell: Ints, values: Ints) -> Ints:
    """Return for each cell the value that most of its points have, the smallest of equals."""
    least = int(values.min())
    span = int(values.max()) - least + 1
    pairs, count = np.unique(cell * span + values - least, return_counts=True)
    of, value = pairs // span, pairs % span + least
    order = np.lexsort((value, -count, of))
    _, first = np.unique(of[order], return_index=True)
    commonest: Ints = value[order[first]]
    return commonest
