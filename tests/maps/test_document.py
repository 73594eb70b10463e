"""Documents say what a map shows, as data that JSON has."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.errors import GeometryError
from geo.maps import Label, areas, customers, heading, territories
from geo.maps.packing import GRID, encode
from geo.palette import PALETTE


def _places(packed):
    return [tuple(p) for p in (np.array(packed).reshape(-1, 2).cumsum(axis=0) / GRID).tolist()]


def test_territories_are_named_coloured_and_drawn_in_order(squares, labels):
    drawn = territories(squares, labels, source="Borders; others", approximate=True)
    assert [t["name"] for t in drawn["territories"]] == ["South-west", "South-east", "North-west", "North-east"]
    assert [t["colour"] for t in drawn["territories"]] == [PALETTE[i] for i in (0, 1, 2, 4)]
    assert (drawn["sources"], drawn["approximate"]) == (["Borders", "others"], True)
    outer = _places(drawn["territories"][0]["polygons"][0][0])
    assert shapely.Polygon(outer).equals(squares.iloc[0])


def test_neighbours_keep_one_border_when_simplified(labels):
    wave = [(5.5 + 0.0002 * (i % 2), 52 + i * 0.001) for i in range(500)]
    west = shapely.Polygon([(5, 52), *wave, (5, 52.499)])
    east = shapely.Polygon([(6, 52), (6, 52.499), *wave[::-1]])
    drawn = territories(gpd.GeoSeries([west, east], crs=4326), labels[:2], source="")["territories"]
    rings = [shapely.Polygon(_places(t["polygons"][0][0])) for t in drawn]
    assert len(rings[0].exterior.coords) < 250
    assert shapely.coverage_is_valid(rings)


def test_a_territory_without_an_area_has_nothing_to_draw_or_name(squares, labels):
    shapes = gpd.GeoSeries([*squares[:3], shapely.Polygon()], crs=4326)
    empty = territories(shapes, labels, source="")["territories"][3]
    assert (empty["polygons"], empty["anchors"], empty["size"]) == ([], [], 0.0)


def test_labels_must_match_the_territories(squares, labels):
    with pytest.raises(GeometryError, match="3 labels for 4 territories"):
        territories(squares, labels[:3], source="")


@pytest.mark.parametrize("crs", [None, 28992])
def test_borders_must_be_in_degrees(squares, labels, crs):
    with pytest.raises(GeometryError, match="EPSG:4326"):
        territories(squares.set_crs(crs, allow_override=True), labels, source="")


def test_the_mesh_draws_each_shared_border_once(squares):
    drawn = [shapely.LineString(_places(line)) for line in areas(squares)["lines"]]
    assert sum(line.length for line in drawn) == pytest.approx(12 * 0.5)


def test_the_mesh_never_joins_the_parts_or_the_holes_of_an_area():
    ring = shapely.Polygon([(5, 52), (6, 52), (6, 53), (5, 53)], [[(5.4, 52.4), (5.6, 52.4), (5.6, 52.6), (5.4, 52.6)]])
    apart = gpd.GeoSeries([shapely.union(ring, shapely.box(7, 52, 8, 53))], crs=4326)
    drawn = [shapely.LineString(_places(line)) for line in areas(apart)["lines"]]
    assert sum(line.length for line in drawn) == pytest.approx(4 + 4 + 0.8)


def test_the_largest_customers_lie_lowest_and_others_are_left_out():
    drawn = customers(
        np.array([5.0, 5.1, 5.2, 5.3]),
        np.array([52.0, 52.1, 52.2, 52.3]),
        ["customer", "prospect", "competitor", "customer"],
        np.array([1.0, 100.0, 900.0, np.nan]),
        owners=np.array([0, 1, 1, -1]),
    )
    assert drawn["points"] == [510000, 5210000, 100, 1, 500000, 5200000, 10, 0, 530000, 5230000, 0, 0]
    assert drawn["owners"] == [1, 0, -1]
    assert drawn["kinds"] == [0, 1]


@pytest.mark.parametrize("weight", [0.0, 1.0])
def test_customers_that_weigh_the_same_are_small_points(weight):
    drawn = customers(np.array([5.0, 6.0]), np.array([52.0, 52.0]), ["customer"] * 2, np.full(2, weight))
    assert drawn["points"][2::4] == [30, 30]


def test_no_customers_are_no_points():
    drawn = customers(np.array([]), np.array([]), [], np.array([]))
    assert (drawn["points"], drawn["kinds"]) == ([], [])


def test_every_document_is_json(squares, labels):
    flagged = [Label("a", 0, "", np.bool_(True)), *labels[1:]]
    for layer in (territories(squares, flagged, source=""), areas(squares), heading("t", "l")):
        assert encode(layer).startswith('{"kind":')


def test_forty_real_territories_stay_small():
    from geo.areas import official

    shapes = official("municipality", "NL").areas.geometry
    groups = shapes.groupby(np.arange(len(shapes)) * 40 // len(shapes)).agg(lambda g: shapely.coverage_union_all(g))
    forty = gpd.GeoSeries(groups.to_numpy(), crs=4326)
    size = len(encode(territories(forty, [Label(f"Territory {i}", i % 8) for i in range(40)], source="")))
    assert size <= 300_000
