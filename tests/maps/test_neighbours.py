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


def test_touching_ones_face_each_other_and_far_ones_do_not():
    west, east = shapely.box(0, 0, 20e3, 20e3), shapely.box(20e3, 0, 40e3, 20e3)
    over_water, far = shapely.box(48e3, 0, 70e3, 20e3), shapely.box(120e3, 0, 140e3, 20e3)
    assert _pairs([west, east, over_water, far]) == {(0, 1), (1, 2)}


def test_the_shores_of_a_strait_face_each_other_unless_an_island_lies_between():
    west, east = shapely.box(0, 0, 20e3, 20e3), shapely.box(50e3, 0, 70e3, 20e3)
    island, aside = shapely.box(30e3, -5e3, 40e3, 25e3), shapely.box(30e3, 40e3, 40e3, 50e3)
    assert (0, 1) in _pairs([west, east])
    assert _pairs([west, east, island]) == {(0, 2), (1, 2)}
    assert (0, 1) in _pairs([west, east, aside])


def test_territories_that_meet_at_one_corner_all_face_each_other():
    quarters = [shapely.box(x, y, x + 9e3, y + 9e3) for x in (0, 9e3) for y in (0, 9e3)]
    assert len(_pairs(quarters)) == 6


def test_an_empty_territory_faces_nobody():
    assert _pairs([shapely.box(0, 0, 9, 9), shapely.Polygon(), shapely.box(9, 0, 18, 9)]) == {(0, 2)}


def test_reach_decides():
    apart = [shapely.box(0, 0, 1e3, 1e3), shapely.box(2e3, 0, 3e3, 1e3)]
    assert _pairs(apart, reach=500.0) == set()
