"""Territories that a reader sees side by side."""

import geopandas as gpd
import shapely

from geo.maps import facing


def _pairs(shapes, **options):
    matrix = facing(gpd.GeoSeries(shapes, crs=28992), **options)
    assert matrix.shape == (len(shapes), len(shapes))
    assert (matrix != matrix.T).nnz == 0
    rows, columns = matrix.nonzero()
    return {(int(a), int(b)) for a, b in zip(rows, columns, strict=True) if a < b}


def test_touching_and_near_ones_face_each_other_and_far_ones_do_not():
    west, east = shapely.box(0, 0, 20e3, 20e3), shapely.box(20e3, 0, 40e3, 20e3)
    over_water, far = shapely.box(48e3, 0, 70e3, 20e3), shapely.box(100e3, 0, 120e3, 20e3)
    assert _pairs([west, east, over_water, far]) == {(0, 1), (1, 2)}


def test_an_empty_territory_faces_nobody():
    assert _pairs([shapely.box(0, 0, 9, 9), shapely.Polygon(), shapely.box(9, 0, 18, 9)]) == {(0, 2)}


def test_reach_decides():
    apart = [shapely.box(0, 0, 1e3, 1e3), shapely.box(2e3, 0, 3e3, 1e3)]
    assert _pairs(apart, reach=500.0) == set()
