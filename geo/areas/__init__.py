"""
Building blocks of territories, as coverages: areas that touch, never overlap and leave no gap on land.

They ship (postcode areas, municipalities, provinces), are made (hexagons, free power cells), read from a file of
boundaries, or fetched as official borders. Lengths and areas are measured in metres; what is stored, drawn and
exported is EPSG:4326 on a grid of 1e-7 degrees, the one truth.
"""

from geo.areas._boundaries import Boundaries, read_boundaries
from geo.areas._coverage import Coverage, Kind
from geo.areas._faults import REASONS, BoundaryError
from geo.areas._free import power_cells
from geo.areas._hexagons import hexagon_resolution, hexagons
from geo.areas._metric import metric_crs, to_degrees, to_metres
from geo.areas._national import official_borders
from geo.areas._official import Level, official
from geo.areas._voronoi import postcode_areas, united

__all__ = [
    "REASONS",
    "Boundaries",
    "BoundaryError",
    "Coverage",
    "Kind",
    "Level",
    "hexagon_resolution",
    "hexagons",
    "metric_crs",
    "official",
    "official_borders",
    "postcode_areas",
    "power_cells",
    "read_boundaries",
    "to_degrees",
    "to_metres",
    "united",
]
