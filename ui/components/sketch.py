"""A small still picture of a country, where a map to move about in would be too much."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
import streamlit as st
from shapely.geometry.base import BaseGeometry

from geo.gazetteer import land, world
from ui.components.bars import data_uri
from ui.components.markup import html

SEA, FOREIGN, LAND, INK = "#DFE8ED", "#EFF0EE", "#FFFFFF", "#1B2330"
_TOLERANCE_DEGREES = 0.012
_MARGIN = 0.05
_DOT_STEP = 2
"""Customers closer together than this many units of the drawing are one dot."""


class Fill(NamedTuple):
    """A shape in EPSG:4326 and its colour."""

    shape: BaseGeometry
    colour: str


class Frame:
    """
    Turns degrees into units of a drawing that shows a country upright.

    Parameters
    ----------
    country
        ISO 3166 alpha-2 code.
    ratio
        Height of the drawing divided by its width.
    width
        Units across.
    """

    def __init__(self, country: str, ratio: float, width: int = 400) -> None:
        west, south, east, north = shapely.bounds(land(country))
        self.shrink = float(np.cos(np.radians((south + north) / 2)))
        self.width, self.height = width, round(width * ratio)
        across, up = (east - west) * self.shrink * (1 + 2 * _MARGIN), (north - south) * (1 + 2 * _MARGIN)
        self.scale = min(self.width / across, self.height / up)
        self.middle = ((west + east) / 2, (south + north) / 2)

    def place(self, lonlat: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return degrees, shape (n, 2), as units of the drawing."""
        x = (lonlat[:, 0] - self.middle[0]) * self.shrink * self.scale + self.width / 2
        y = (self.middle[1] - lonlat[:, 1]) * self.scale + self.height / 2
        return np.column_stack([x, y])

    def path(self, shape: BaseGeometry) -> str:
        """Return a polygon as an SVG path."""
        parts = []
        for part in shapely.get_parts(shape):
            for ring in (part.exterior, *part.interiors):
                steps = self.place(shapely.get_coordinates(ring)).round(1)
                parts.append("M" + "L".join(f"{x:g} {y:g}" for x, y in steps[:-1]) + "Z")
        return "".join(parts)

    @property
    def box(self) -> BaseGeometry:
        """What the drawing shows, in degrees."""
        half_x, half_y = self.width / self.scale / self.shrink / 2, self.height / self.scale / 2
        x, y = self.middle
        box: BaseGeometry = shapely.box(x - half_x, y - half_y, x + half_x, y + half_y)
        return box


def draw(
    country: str, fills: Sequence[Fill] = (), dots: npt.NDArray[np.float64] | None = None, *, ratio: float = 1.25
) -> str:
    """
    Return a picture of a country as an address that an image can have.

    Parameters
    ----------
    country
        ISO 3166 alpha-2 code.
    fills
        Shapes to fill, together a coverage.
    dots
        Degrees east and north of customers, shape (n, 2).
    ratio
        Height divided by width.
    """
    frame = Frame(country, ratio)
    shapes = shapely.coverage_simplify(np.array([f.shape for f in fills], dtype=object), _TOLERANCE_DEGREES)
    filled = "".join(
        f'<path d="{frame.path(shape)}" fill="{fill.colour}" stroke="#fff" stroke-width="1.2" stroke-linejoin="round"/>'
        for shape, fill in zip(shapes, fills, strict=True)
        if not shape.is_empty
    )
    size = f'width="{frame.width}" height="{frame.height}"'
    return data_uri(
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {frame.width} {frame.height}">'
        f'<rect {size} fill="{SEA}"/>{_around(country, ratio)}{filled}{_dots(frame, dots)}</svg>'
    )


@cache
def _around(country: str, ratio: float) -> str:
    """Return neighbouring land and the country's own, for what fills leave open."""
    frame, outlines = Frame(country, ratio), world()
    abroad = outlines.geometry[(outlines["code"] != country).fillna(value=True)]
    foreign = shapely.intersection(shapely.union_all(abroad.array), frame.box)
    own = shapely.simplify(land(country), _TOLERANCE_DEGREES)
    return (
        f'<path d="{frame.path(foreign)}" fill="{FOREIGN}"/>'
        f'<path d="{frame.path(own)}" fill="{LAND}" stroke="#D5DADF" stroke-width=".8" stroke-linejoin="round"/>'
    )


def _dots(frame: Frame, lonlat: npt.NDArray[np.float64] | None) -> str:
    if lonlat is None or not len(lonlat):
        return ""
    places = frame.place(lonlat)
    cells = (places / _DOT_STEP).round().astype(int)
    _, first, counts = np.unique(cells, axis=0, return_index=True, return_counts=True)
    shown, heavy = places[first].round(1), counts > np.quantile(counts, 0.9)
    return "".join(
        f'<path d="{"".join(f"M{x:g} {y:g}h0" for x, y in shown[chosen])}" fill="none" stroke="{INK}" '
        f'stroke-opacity=".7" stroke-width="{width}" stroke-linecap="round"/>'
        for chosen, width in ((~heavy, 1.8), (heavy, 3.0))
    )


def show(picture: str, label: str) -> None:
    """Show a picture of `draw`."""
    st.html(html('<img class="sketch" src="{picture}" alt="{label}">', picture=picture, label=label))
