"""Names stand inside their territory."""

import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.maps.anchors import MOST_ANCHORS, anchors
from geo.maps.packing import GRID


def _points(found):
    return [shapely.Point(x / GRID, y / GRID) for x, y in found]


def test_the_first_anchor_of_a_square_is_its_middle():
    (x, y), *_ = anchors(shapely.box(5, 52, 6, 53))
    assert abs(x / GRID - 5.5) < 0.05
    assert abs(y / GRID - 52.5) < 0.05


def test_a_name_stands_where_it_is_wide_rather_than_where_it_is_high():
    tall, wide = shapely.box(5, 51, 5.25, 53), shapely.box(5, 52, 6.5, 52.2)
    first = _points(anchors(shapely.union_all([tall, wide])))[0]
    assert wide.contains(first)


def test_an_empty_territory_has_none():
    assert anchors(shapely.Polygon()) == []


def test_the_main_part_is_named_before_its_islands():
    land, island = shapely.box(5, 52, 6, 53), shapely.box(4, 53, 4.2, 53.1)
    found = _points(anchors(shapely.union(land, island)))
    assert land.contains(found[0])
    assert 1 < len(found) <= MOST_ANCHORS


@given(st.lists(st.tuples(st.floats(4, 7), st.floats(51, 53)), min_size=6, max_size=12, unique=True))
def test_every_anchor_lies_inside(places):
    shape = shapely.union_all([shapely.Point(p).buffer(0.15) for p in places])
    assert all(shape.buffer(2 / GRID).contains(point) for point in _points(anchors(shape)))
