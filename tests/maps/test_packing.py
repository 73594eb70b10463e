"""Coordinates and texts survive the way to the browser, and no text can be read as anything else."""

import json
import re

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.maps.packing import GRID, bounds, encode, lines, polygons, steps

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_what_is_encoded_reads_back_the_same(data):
    assert json.loads(encode(data)) == data


@given(st.text() | st.text(alphabet="<>&{}$`'\"\\%#/ab\u2028\u2029é"))
def test_a_text_holds_no_character_with_a_meaning_elsewhere(value):
    inside = encode(value)[1:-1]
    assert not re.search(r"[<>&{}$`'\"]|[^\x20-\x7e]", inside)


def test_no_template_can_open_in_a_whole_document(hostile_texts):
    encoded = encode({"kind": "x", "names": [{"name": text, text: [{}, {"a": {}}]} for text in hostile_texts]})
    assert not any(sign in encoded for sign in ("{{", "{%", "{#", "<", ">", "`", "'", "&"))


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_json_does_not_have_is_refused(number):
    with pytest.raises(ValueError, match="JSON"):
        encode([number])


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=30))
def test_steps_lead_back_to_the_places_within_half_a_step(places):
    packed = np.array(steps(np.array(places))).reshape(-1, 2)
    found = packed.cumsum(axis=0) / GRID
    wanted = np.rint(np.array(places) * GRID) / GRID
    kept = np.concatenate([[True], (np.diff(wanted, axis=0) != 0).any(axis=1)])
    assert np.allclose(found, wanted[kept], atol=1e-9)


def test_a_polygon_keeps_its_holes_and_drops_its_closing_point():
    ring = shapely.Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [[(1, 1), (2, 1), (2, 2)]])
    assert polygons(ring) == [[[0, 0, 400000, 0, 0, 400000, -400000, 0], [100000, 100000, 100000, 0, 0, 100000]]]


def test_what_has_no_area_is_no_polygon():
    nothing = [shapely.Polygon(), shapely.LineString([(0, 0), (1, 1)]), shapely.box(0, 0, 1e-7, 1e-7)]
    assert [polygons(shape) for shape in nothing] == [[], [], []]


def test_lines_of_polygons_are_their_rings():
    assert lines(shapely.box(0, 0, 1, 1)) == [[100000, 0, 0, 100000, -100000, 0, 0, -100000, 100000, 0]]


def test_bounds_are_those_of_all_together():
    assert bounds([shapely.Point(5, 52), shapely.Point(6, 51)]) == [5.0, 51.0, 6.0, 52.0]
