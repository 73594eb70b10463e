"""Plans to be drawn and told."""

from dataclasses import replace
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.exports.deck import Drawing, Name, Points
from geo.maps.assets import assets_folder


def pytest_collection_modifyitems(items):
    if assets_folder().is_dir():
        return
    for item in items:
        if "tests/exports" in str(item.path) and item.path.name not in ("test_tables.py",):
            item.add_marker(pytest.mark.skip(reason="python -m geo.maps.assets has not been run"))


@pytest.fixture(scope="session")
def grid() -> gpd.GeoSeries:
    """Twelve fields on Dutch ground that touch, of unlike sizes."""
    xs, ys = [4.3, 4.36, 5.2, 6.1, 6.7], [51.6, 52.0, 52.1, 52.8]
    boxes = [shapely.box(w, s, e, n) for s, n in pairwise(ys) for w, e in pairwise(xs)]
    return gpd.GeoSeries(boxes, crs=4326)


@pytest.fixture(scope="session")
def drawing(grid) -> Drawing:
    names = [Name(f"Rayon {i + 1}", i % 8, "Jan Jansen") for i in range(len(grid))]
    return Drawing("NL", grid, names, "GeoNames (CC BY 4.0)", "1 januari 2027", "Voorjaar, versie 3")


@pytest.fixture(scope="session")
def dotted(drawing) -> Drawing:
    """The same about its eighth field, with five customers and a prospect."""
    lon, lat = np.linspace(6.2, 6.6, 6), np.linspace(52.02, 52.08, 6)
    points = Points(lon, lat, np.arange(6.0), np.arange(6) == 3)
    return replace(drawing, focus=7, points=points)


@pytest.fixture(scope="session")
def long_name() -> str:
    """A name as long as names may be: sixty characters."""
    return "Noord-Holland-Noord met Kop, Westfriesland en de eilanden nu"
