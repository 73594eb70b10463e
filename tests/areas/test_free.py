"""Power cells cut to land."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.areas import metric_crs, power_cells, to_degrees
from geo.errors import GeometryError, SettingsError
from geo.gazetteer import land

RD = metric_crs("NL")
UTRECHT, ZWOLLE, EINDHOVEN = (136_000.0, 456_000.0), (203_000.0, 503_000.0), (161_000.0, 383_000.0)


def ground():
    return gpd.GeoSeries([land("NL")], crs=4326).to_crs(28992).iloc[0]


def check(coverage, centres, offsets):
    """Hold a coverage to what power cells are, by measures of its own."""
    centres, offsets = np.asarray(centres), np.asarray(offsets)
    assert coverage.areas["code"].tolist() == [str(i + 1) for i in range(len(centres))]
    assert shapely.coverage_is_valid(coverage.areas.geometry.to_numpy())
    assert shapely.coverage_is_valid(coverage.metric.to_numpy())
    covered = shapely.coverage_union_all(coverage.metric.to_numpy())
    assert covered.symmetric_difference(ground()).area / ground().area < 1e-4
    rng = np.random.default_rng(1)
    points = rng.uniform([20_000, 310_000], [275_000, 610_000], (3000, 2))
    points = points[shapely.contains_xy(ground(), points)]
    power = ((points[:, None, :] - centres) ** 2).sum(axis=2) - offsets
    row, metres = coverage.locate(*to_degrees(points, RD).T)
    best = power.min(axis=1)
    # A metre from a border either answer is right: there the powers differ by at most 2 |c_i − c_j| · 1 m.
    assert (power[np.arange(len(points)), row] - best <= 2 * 400_000).all()
    assert (power.argmin(axis=1) == row).mean() > 0.999
    assert metres.max() < 1


centre = st.tuples(st.floats(60_000, 250_000), st.floats(390_000, 560_000))


@settings(max_examples=10, deadline=None)
@given(st.lists(centre, min_size=1, max_size=12, unique=True), st.integers(0, 2**32 - 1), st.floats(0, 1))
def test_each_point_belongs_to_the_least_power_distance(centres, seed, strength):
    gaps = [np.hypot(*(np.array(a) - b)) for i, a in enumerate(centres) for b in centres[:i]]
    if gaps and min(gaps) < 20_000:
        centres = centres[:1]
    # Offsets below the squared distance to the nearest neighbour leave every centre in its own cell.
    offsets = np.random.default_rng(seed).uniform(0, strength * 19_000.0**2, len(centres))
    try:
        coverage = power_cells(np.array(centres), offsets, "NL")
    except GeometryError:
        assert not shapely.contains_xy(ground(), np.array(centres)).all()
        return
    check(coverage, centres, offsets)


@pytest.mark.parametrize("k", [40, 400])
def test_many_cells(k):
    rng = np.random.default_rng(k)
    inside = rng.uniform([20_000, 310_000], [275_000, 610_000], (4 * k, 2))
    centres = inside[shapely.contains_xy(ground(), inside)][:k]
    offsets = np.zeros(k)
    check(power_cells(centres, offsets, "NL"), centres, offsets)


def test_one_centre_has_all_the_land():
    check(power_cells(np.array([UTRECHT]), np.zeros(1), "NL"), [UTRECHT], [0])


def test_the_border_of_two_lies_midway_and_moves_with_the_offset():
    even = power_cells(np.array([UTRECHT, ZWOLLE]), np.zeros(2), "NL")
    uneven = power_cells(np.array([UTRECHT, ZWOLLE]), np.array([2e9, 0.0]), "NL")
    check(even, [UTRECHT, ZWOLLE], [0, 0])
    check(uneven, [UTRECHT, ZWOLLE], [2e9, 0])
    assert uneven.area_km2[0] > even.area_km2[0]


@pytest.mark.parametrize("step", [(9_000.0, 0.0), (0.0, 9_000.0), (5_000.0, 7_000.0)])
def test_centres_on_a_line(step):
    centres = np.array(UTRECHT) + np.outer(np.arange(-4, 5), step)
    check(power_cells(centres, np.zeros(9), "NL"), centres, np.zeros(9))


def test_centres_on_a_grid():
    east, north = np.meshgrid(np.arange(120_000.0, 240_000, 20_000), np.arange(400_000.0, 480_000, 20_000))
    centres = np.column_stack([east.ravel(), north.ravel()])
    check(power_cells(centres, np.zeros(len(centres)), "NL"), centres, np.zeros(len(centres)))


def test_far_offsets_shift_nothing_but_themselves():
    centres = np.array([UTRECHT, ZWOLLE, EINDHOVEN])
    offsets = np.array([0.0, 3e8, -2e8])
    plain, lifted = (power_cells(centres, offsets + shift, "NL") for shift in (0.0, 1e9))
    assert np.allclose(plain.area_km2, lifted.area_km2, atol=1e-3)


def test_the_same_centres_give_the_same_bytes():
    centres = np.array([UTRECHT, ZWOLLE, EINDHOVEN])
    assert power_cells(centres, np.zeros(3), "NL").fingerprint == power_cells(centres, np.zeros(3), "NL").fingerprint


def test_a_straight_border_is_straight_in_degrees_too():
    coverage = power_cells(np.array([UTRECHT, ZWOLLE]), np.zeros(2), "NL")
    border = shapely.intersection(*coverage.metric.to_numpy())
    middle = (np.array(UTRECHT) + ZWOLLE) / 2
    along = (shapely.get_coordinates(border) - middle) @ (np.array(ZWOLLE) - UTRECHT)
    assert np.abs(along / np.hypot(*(np.array(ZWOLLE) - UTRECHT))).max() < 0.1
    inner = shapely.segmentize(border, 50)
    degrees = gpd.GeoSeries([border], crs=28992).to_crs(4326).iloc[0]
    bent = gpd.GeoSeries([shapely.segmentize(degrees, 0.0005)], crs=4326).to_crs(28992).iloc[0]
    assert shapely.hausdorff_distance(inner, bent) < 30


def test_a_cell_without_land_is_refused_by_number():
    with pytest.raises(GeometryError, match=r"Territory 2 would have no land.*fewer"):
        power_cells(np.array([UTRECHT, ZWOLLE]), np.array([1e12, 0.0]), "NL")


def test_two_centres_on_one_spot_leave_one_without_land():
    with pytest.raises(GeometryError, match="no land"):
        power_cells(np.array([UTRECHT, UTRECHT, ZWOLLE]), np.zeros(3), "NL")


@pytest.mark.parametrize("centres", [np.empty((0, 2)), np.array([[np.nan, 0.0]]), np.array([[np.inf, 0.0]])])
def test_numbers_that_are_none_are_refused(centres):
    with pytest.raises(SettingsError, match="at least one centre"):
        power_cells(centres, np.zeros(len(centres)), "NL")


def test_elsewhere_the_plane_is_the_zone_of_the_country():
    crs = metric_crs("BE")
    assert crs == "EPSG:32631"
    coverage = power_cells(np.array([[500_000.0, 5_650_000.0], [650_000.0, 5_560_000.0]]), np.zeros(2), "BE")
    assert len(coverage) == 2
    assert shapely.coverage_is_valid(coverage.metric.to_numpy())
