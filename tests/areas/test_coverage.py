"""Neighbours, islands, locating and uniting on a coverage small enough to check by hand."""

import numpy as np
import pandas as pd
import pytest
import shapely
from pandera.errors import SchemaErrors
from scipy.sparse.csgraph import connected_components

from geo.areas import to_degrees
from tests.areas.shapes import RD, coverage_of, rectangle


def at(x, y):
    """Return degrees of a point given in kilometres from the middle of the Netherlands."""
    return to_degrees(np.array([[155_000.0 + 1000.0 * x, 463_000.0 + 1000.0 * y]]), RD)[0]


def test_neighbours_share_their_border_in_metres(three_and_an_island):
    borders = three_and_an_island.adjacency.toarray()
    assert np.allclose(borders, borders.T)
    assert borders[0, 1] == pytest.approx(2000, abs=0.1)
    assert borders[1, 2] == pytest.approx(2000, abs=0.1)
    assert borders[0, 2] == borders[0, 0] == 0


def test_an_island_joins_the_nearest_mainland_area(three_and_an_island):
    assert three_and_an_island.links.tolist() == [[3, 2]]
    assert three_and_an_island.adjacency[3, 2] == three_and_an_island.adjacency[2, 3] == 1.0
    assert connected_components(three_and_an_island.adjacency)[0] == 1


def test_touching_at_a_corner_is_no_border():
    corner = coverage_of([rectangle(0, 0, 1, 1), rectangle(1, 1, 2, 2)])
    assert len(corner.links) == 1
    assert corner.adjacency[0, 1] == 1.0


def test_a_coverage_of_one_area_has_no_neighbours():
    alone = coverage_of([rectangle(0, 0, 1, 1)])
    assert alone.adjacency.nnz == 0
    assert alone.links.shape == (0, 2)


def test_ground_and_centres_are_measured_in_metres(three_and_an_island):
    assert three_and_an_island.area_km2 == pytest.approx([2, 2, 2, 1], rel=1e-4)
    expected = [[155_500, 464_000], [156_500, 464_000], [157_500, 464_000], [161_500, 463_500]]
    assert np.allclose(three_and_an_island.centres, expected, atol=1)
    assert three_and_an_island.metric.crs == RD


def test_the_centre_of_a_crescent_lies_inside_it():
    crescent = shapely.difference(rectangle(0, 0, 3, 3), rectangle(0.5, 0.5, 3, 2.5))
    coverage = coverage_of([crescent])
    assert coverage.metric.contains(shapely.Point(coverage.centres[0])).all()


def test_points_are_located_in_their_area_or_next_to_the_nearest(three_and_an_island):
    lon, lat = np.array([at(0.5, 1), at(2.5, 0.1), at(1.5, 2.5), at(6.5, 0.5), at(5.5, 0.5)]).T
    rows, metres = three_and_an_island.locate(lon, lat)
    assert rows.tolist() == [0, 2, 1, 3, 3]
    assert metres == pytest.approx([0, 0, 500, 0, 500], abs=0.1)


def test_a_point_on_a_border_belongs_to_the_first_area(three_and_an_island):
    lon, lat = three_and_an_island.areas.geometry.iloc[0].exterior.coords[1]
    assert three_and_an_island.locate([lon], [lat])[0].tolist() == [0]


def test_no_points_are_located_nowhere(three_and_an_island):
    rows, metres = three_and_an_island.locate([], [])
    assert len(rows) == len(metres) == 0


def test_a_known_postcode_decides_and_location_the_rest():
    codes = pd.Series([1, 0], index=["3511", "3512"])
    coverage = coverage_of([rectangle(0, 0, 1, 1), rectangle(1, 0, 2, 1)], postcode_area=codes)
    lon, lat = np.array([at(0.5, 0.5)] * 4).T
    postcodes = pd.Series(["3511 AB", "3512", "9999", None], index=[9, 8, 7, 6], dtype="str")
    rows, metres = coverage.place(postcodes, lon, lat)
    assert rows.tolist() == [1, 0, 0, 0]
    assert metres.tolist() == [0, 0, 0, 0]


def test_without_postcode_areas_location_decides(three_and_an_island):
    lon, lat = np.array([at(1.5, 0.5)]).T
    assert three_and_an_island.place(pd.Series(["3511"], dtype="str"), lon, lat)[0].tolist() == [1]


def test_territories_are_united_without_a_seam(three_and_an_island):
    territories = three_and_an_island.dissolve([0, 0, 2, -1], 3)
    assert territories.crs == "EPSG:4326"
    assert territories.is_empty.tolist() == [False, True, False]
    assert territories.iloc[0].geom_type == "Polygon"
    assert territories.iloc[0].equals(shapely.union_all(three_and_an_island.areas.geometry.iloc[:2]))
    assert shapely.coverage_is_valid(territories.to_numpy())


def test_the_fingerprint_names_the_content(three_and_an_island):
    same = coverage_of(list(three_and_an_island.areas.geometry))
    moved = coverage_of([rectangle(0, 0, 1, 2.1), *three_and_an_island.areas.geometry.iloc[1:]])
    assert same.fingerprint == three_and_an_island.fingerprint
    assert len({same.fingerprint, moved.fingerprint}) == 2
    assert len(same.fingerprint) == 16


def test_two_areas_of_one_code_are_refused(three_and_an_island):
    doubled = three_and_an_island.areas.assign(code=["a", "a", "b", "c"])
    with pytest.raises(SchemaErrors, match="code"):
        type(three_and_an_island)(doubled, "file", "NL", approximate=False, source="test")
