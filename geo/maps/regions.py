"""Borders of municipalities and provinces, to be laid over any map of a country."""

from __future__ import annotations

from typing import Literal, cast

import numpy as np
import shapely

from geo.areas import official
from geo.maps.blocks import OUTSIDE, borders
from geo.maps.document import DISPLAY_TOLERANCE, Layer
from geo.maps.packing import steps

Regions = Literal["municipality", "province"]


def regions(level: str, country: str) -> Layer:
    """
    Lay out the borders between a country's municipalities or provinces; its own outline is on the base map.

    Parameters
    ----------
    level
        "municipality" or "province".
    country
        ISO 3166 alpha-2 code.

    Raises
    ------
    SettingsError
        The country does not ship, or its municipalities are not known.
    """
    coverage = official(cast("Regions", level), country)
    lines, sides = borders(shapely.coverage_simplify(np.asarray(coverage.areas.geometry.array), DISPLAY_TOLERANCE))
    shared = lines[sides[:, 1] != OUTSIDE]
    return {
        "kind": "areas",
        "sources": coverage.source.split("; "),
        "lines": [steps(shapely.get_coordinates(line)) for line in shared],
    }
