"""Hexagons cut to land."""

import geopandas as gpd
import h3
import numpy as np
import pytest
import shapely
from scipy.sparse.csgraph import connected_components

from geo.areas import hexagon_resolution, hexagons
from geo.errors import SettingsError
from geo.gazetteer import land


@pytest.mark.parametrize(("country", "resolution"), [("NL", 4), ("NL", 5), ("NL", 6), ("LU", 6)])
def test_they_are_a_coverage_of_the_land(country, resolution):
    coverage = hexagons(country, resolution)
    assert shapely.coverage_is_valid(coverage.areas.geometry.to_numpy())
    assert shapely.coverage_is_valid(coverage.metric.to_numpy())
    ground = gpd.GeoSeries([land(country)], crs=4326).to_crs(coverage.crs).iloc[0]
    covered = shapely.coverage_union_all(coverage.metric.to_numpy())
    assert covered.symmetric_difference(ground).area / ground.area < 1e-4
    assert connected_components(coverage.adjacency)[0] == 1


def test_codes_are_cells_of_the_grid_that_hold_their_ground():
    coverage = hexagons("NL", 5)
    assert coverage.areas["code"].is_unique
    for code, shape in zip(coverage.areas["code"], coverage.areas.geometry, strict=True):
        cell = shapely.Polygon([(lon, lat) for lat, lon in h3.cell_to_boundary(code)])
        assert cell.intersection(shape).area / shape.area > 0.9
    assert (coverage.areas["name"].str.len() > 0).all()


def test_crumbs_of_the_coast_belong_to_their_neighbours():
    coverage = hexagons("NL", 6)
    crumbs = np.flatnonzero(coverage.area_km2 < 0.02 * np.median(coverage.area_km2))
    islets = set(coverage.links[:, 0])
    assert set(crumbs) <= islets


@pytest.mark.parametrize(("n", "resolution"), [(1, 2), (40, 4), (200, 5), (1300, 6), (9000, 7)])
def test_the_resolution_follows_the_number(n, resolution):
    assert hexagon_resolution("NL", n) == resolution


@pytest.mark.parametrize("n", [0, 20_001])
def test_numbers_out_of_bounds_are_refused(n):
    with pytest.raises(SettingsError, match="20,000"):
        hexagon_resolution("NL", n)


@pytest.mark.parametrize("resolution", [-1, 8, 16])
def test_resolutions_out_of_bounds_are_refused(resolution):
    with pytest.raises(SettingsError, match="too small"):
        hexagons("NL", resolution)
