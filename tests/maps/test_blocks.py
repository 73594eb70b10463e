"""Areas to be painted one by one, and the borders between them."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.areas import Coverage, official
from geo.maps import blocks
from geo.maps.blocks import borders
from geo.maps.packing import encode


def _places(steps):
    return np.cumsum(np.array(steps).reshape(-1, 2), axis=0)


def _closed(ring):
    places = _places(ring)
    return np.vstack([places, places[:1]])


@pytest.fixture(scope="module")
def four(squares, hostile_texts):
    table = gpd.GeoDataFrame(
        {"code": ["a", "b", "c", "d"], "name": hostile_texts[:4]}, geometry=squares.to_numpy(), crs=4326
    )
    return Coverage(table, "file", "NL", approximate=True, source="One; Two")


@pytest.fixture(scope="module")
def whole():
    return official("municipality", "NL")


@pytest.fixture(scope="module")
def drawn(whole):
    return blocks(whole)


def test_areas_keep_their_order_codes_and_names(four, hostile_texts):
    layer = blocks(four)
    assert (layer["kind"], layer["codes"], layer["names"]) == ("blocks", list("abcd"), hostile_texts[:4])
    assert (layer["sources"], layer["approximate"]) == (["One", "Two"], True)
    assert not set("<>{}`$") & set(encode(layer["names"]))
    for row, polygons in enumerate(layer["polygons"]):
        shape = shapely.Polygon(_places(polygons[0][0]) / 1e5)
        assert shapely.equals(shape, four.areas.geometry.iloc[row])


def test_each_shared_border_is_there_once_with_both_areas(four):
    layer = blocks(four)
    shared = [tuple(pair) for pair in layer["sides"] if pair[1] >= 0]
    assert len(shared) == len(set(shared)) == 4
    for line, (one, other) in zip(layer["lines"], layer["sides"], strict=True):
        drawn = shapely.LineString(_places(line) / 1e5)
        rows = [one] if other < 0 else [one, other]
        assert all(shapely.covers(shapely.boundary(four.areas.geometry.iloc[row]), drawn) for row in rows)
    assert sum(shapely.LineString(_places(line)).length for line in layer["lines"]) == pytest.approx(12 * 0.5 * 1e5)


def test_the_borders_around_each_area_are_the_rings_of_its_polygons(drawn):
    around = np.zeros(len(drawn["polygons"]))
    for line, sides in zip(drawn["lines"], drawn["sides"], strict=True):
        length = shapely.LineString(_places(line)).length
        for row in sides:
            if row >= 0:
                around[row] += length
    rings = [
        sum(shapely.LinearRing(_closed(ring)).length for rings in polygons for ring in rings)
        for polygons in drawn["polygons"]
    ]
    assert around == pytest.approx(rings)


def test_neighbours_share_every_vertex(drawn):
    shapes = [
        shapely.MultiPolygon([(_closed(rings[0]), [_closed(hole) for hole in rings[1:]]) for rings in polygons])
        for polygons in drawn["polygons"]
    ]
    assert shapely.coverage_is_valid(np.array(shapes))


def test_an_area_within_another_has_one_border_with_it():
    inner = shapely.box(5.4, 52.4, 5.6, 52.6)
    outer = shapely.difference(shapely.box(5, 52, 6, 53), inner)
    lines, sides = borders(np.array([outer, inner]))
    lengths = dict(zip(map(tuple, sides.tolist()), shapely.length(lines), strict=True))
    assert lengths == {(0, -1): pytest.approx(4.0), (0, 1): pytest.approx(0.8)}


def test_what_rounding_folds_up_is_no_border():
    sliver = shapely.Polygon([(5, 52), (5.5, 52), (5.5, 52.5), (5.5, 52.000001)])
    lines, _ = borders(np.array([sliver]))
    assert len(lines) == 0


def test_a_country_of_areas_is_a_small_document(drawn):
    assert len(encode(drawn)) <= 400_000
