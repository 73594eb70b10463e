"""Borders of municipalities and provinces."""

import numpy as np
import pytest
import shapely

from geo.areas import official
from geo.errors import SettingsError
from geo.maps.packing import GRID
from geo.maps.regions import regions


def _drawn(layer):
    return [shapely.LineString(np.array(line).reshape(-1, 2).cumsum(axis=0) / GRID) for line in layer["lines"]]


def test_only_borders_between_provinces_are_drawn():
    whole = shapely.union_all(_drawn(regions("province", "NL")))
    provinces = official("province", "NL").areas.geometry
    coast = shapely.boundary(provinces.union_all())
    assert 8 < whole.length < 25
    assert shapely.intersection(whole, shapely.buffer(coast, 1e-3)).length < 0.1 * whole.length


def test_municipalities_have_more_borders_than_provinces():
    many, few = (sum(line.length for line in _drawn(regions(k, "NL"))) for k in ("municipality", "province"))
    assert many > 3 * few


@pytest.mark.parametrize("level", ["postcodes", "hexagon", ""])
def test_other_levels_are_not_known(level):
    with pytest.raises(SettingsError, match="not known"):
        regions(level, "NL")
