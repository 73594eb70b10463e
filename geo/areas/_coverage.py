"""A coverage: areas that touch, never overlap and leave no gap on land."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import CRS
from scipy import sparse

from geo.areas._borders import island_links, shared_borders
from geo.areas._metric import DEGREES, Coordinates, geometries_to_metres, metric_crs, to_metres
from geo.areas._partition import merge
from geo.gazetteer import COUNTRIES, area_code
from geo.schema import AREAS

Kind = Literal["postcode", "municipality", "province", "hexagon", "free", "file"]
Indices = npt.NDArray[np.intp]
Numbers = npt.NDArray[np.float64]

_LINK_METRES = 1.0
"""Border that a link across water counts for in the adjacency."""


@dataclass(frozen=True, eq=False)
class Coverage:
    """
    The building blocks of territories.

    Parameters
    ----------
    areas
        `geo.schema.AREAS` with `geometry`, EPSG:4326 on a grid of 1e-7 degrees, index 0 … n−1. It is the one truth:
        exactly what is tested against, drawn and exported.
    kind
        What the areas are.
    country
        ISO 3166 alpha-2 code of the country they divide.
    approximate
        Whether the borders as drawn only come near the real ones.
    source
        Attribution line for maps and exports.
    postcode_area
        Row of the area of each postcode area code, where areas are made of postcodes.
    """

    areas: gpd.GeoDataFrame
    kind: Kind
    country: str
    approximate: bool
    source: str
    postcode_area: pd.Series | None = None

    def __post_init__(self) -> None:
        """Hold the areas to their schema."""
        AREAS.validate(pd.DataFrame(self.areas.drop(columns="geometry")), lazy=True)

    def __len__(self) -> int:
        """Return the number of areas."""
        return len(self.areas)

    @cached_property
    def crs(self) -> CRS:
        """Coordinate system in which the coverage is measured, in metres."""
        return metric_crs(self.country if self.country in COUNTRIES else shapely.box(*self.areas.total_bounds))

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that name the content: codes, names and geometry."""
        digest = hashlib.sha256(f"{self.kind}\x1f{self.country}".encode())
        for column in ("code", "name"):
            digest.update("\x1f".join(self.areas[column]).encode() + b"\x1e")
        for geometry in shapely.to_wkb(self._degrees):
            digest.update(geometry)
        return digest.hexdigest()[:16]

    @cached_property
    def metric(self) -> gpd.GeoSeries:
        """The areas in metres, in `crs`."""
        return gpd.GeoSeries(geometries_to_metres(self._degrees, self.crs), crs=self.crs)

    @cached_property
    def centres(self) -> Coordinates:
        """A point for each area in metres, shape (n, 2): its centroid, or a point inside where that lies outside."""
        shapes = self.metric.to_numpy()
        middle = shapely.centroid(shapes)
        outside = ~shapely.contains(shapes, middle)
        middle[outside] = shapely.point_on_surface(shapes[outside])
        return shapely.get_coordinates(middle)

    @cached_property
    def area_km2(self) -> Numbers:
        """Ground of each area in square kilometres, shape (n,)."""
        return np.asarray(shapely.area(self.metric.to_numpy())) / 1e6

    @cached_property
    def links(self) -> Indices:
        """Pairs of an island's area and the nearest area of the mainland, shape (m, 2)."""
        return island_links(self._borders, self.metric.to_numpy())

    @cached_property
    def adjacency(self) -> sparse.csr_array:
        """Metres of shared border, symmetric, shape (n, n); connected, since a link counts as a border of 1 m."""
        island, shore = self.links.T
        shape = (len(self), len(self))
        half = sparse.coo_array((np.full(len(island), _LINK_METRES), (island, shore)), shape=shape)
        return sparse.csr_array(self._borders + half + half.T)

    def locate(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> tuple[Indices, Numbers]:
        """
        Find the area of each point.

        Parameters
        ----------
        lon, lat
            Degrees, EPSG:4326, shape (m,).

        Returns
        -------
        The row of the area that holds the point, tested in degrees against the exchanged geometry, else of the nearest
        area; and the distance to it in metres, 0 inside. A point on a border belongs to the area that comes first.
        """
        degrees = np.column_stack([np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)])
        points = np.asarray(shapely.points(degrees))
        # A tree of the points, not of the areas: so each area is prepared once for all points it may hold.
        area, point = shapely.STRtree(points).query(self._degrees, predicate="intersects")
        found = np.full(len(points), -1, dtype=np.intp)
        found[point[::-1]] = area[::-1]
        distance = np.zeros(len(points))
        outside = np.flatnonzero(found < 0)
        if len(outside):
            xy = to_metres(degrees[outside, 0], degrees[outside, 1], self.crs)
            (asked, nearest), metres = self._metric_tree.query_nearest(
                np.asarray(shapely.points(xy)), return_distance=True, all_matches=False
            )
            found[outside[asked]], distance[outside[asked]] = nearest, metres
        return found, distance

    def place(self, postcodes: pd.Series, lon: npt.ArrayLike, lat: npt.ArrayLike) -> tuple[Indices, Numbers]:
        """
        Find the area of each customer: that of its postcode where it is known, else the one it lies in or next to.

        Parameters
        ----------
        postcodes
            Normalised postcodes, null where there is none, shape (m,).
        lon, lat
            Degrees, EPSG:4326, shape (m,).

        Returns
        -------
        Row of the area and distance to it in metres; 0 where the postcode says it.
        """
        lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
        found = np.full(len(lon), -1, dtype=np.intp)
        if self.postcode_area is not None:
            rows = self.postcode_area.reindex(area_code(postcodes, self.country))
            found = rows.fillna(-1).to_numpy(dtype=np.intp, copy=True)
        distance = np.zeros(len(lon))
        unknown = np.flatnonzero(found < 0)
        found[unknown], distance[unknown] = self.locate(lon[unknown], lat[unknown])
        return found, distance

    def dissolve(self, alignment: npt.ArrayLike, n: int) -> gpd.GeoSeries:
        """
        Unite the areas of each territory.

        Parameters
        ----------
        alignment
            Territory of each area, 0 … n−1, shape (len(self),); a negative number belongs to none.
        n
            Number of territories.

        Returns
        -------
        n geometries in EPSG:4326, empty where a territory has no area. Neighbours share every point of their border.
        """
        labels = np.asarray(alignment, dtype=np.intp)
        taken = labels >= 0
        return gpd.GeoSeries(merge(self._degrees[taken], labels[taken], n), crs=DEGREES)

    @cached_property
    def _degrees(self) -> npt.NDArray[np.object_]:
        return np.asarray(self.areas.geometry.to_numpy(), dtype=object)

    @cached_property
    def _borders(self) -> sparse.csr_array:
        return shared_borders(self._degrees, self.crs)

    @cached_property
    def _metric_tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.metric.to_numpy())
