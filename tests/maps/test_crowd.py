"""Customers near and far: nobody is lost between points and hexagons, and each is where it belongs."""

import gzip
import json

import numpy as np
import pytest

from geo.maps import customers, document
from geo.maps.crowd import CELL_PIXELS, CELL_ZOOMS, FEW, Crowd
from geo.maps.packing import GRID
from geo.viewer import MANAGER

N = 20_000


@pytest.fixture(scope="module")
def crowd():
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(4, 7, N), rng.uniform(51, 53, N)
    status = np.array(["customer", "prospect", "competitor"])[rng.integers(0, 3, N)]
    area = ((lon - 4) * 10).astype(int)
    return Crowd.of(lon, lat, status.tolist(), rng.exponential(1.0, N), owners=area % 7, areas=area)


def _cells(layer):
    return np.array(layer["cells"]).reshape(-1, 4)


def test_few_customers_travel_as_points_with_their_area_and_whom_they_are_bound_to():
    drawn = customers(
        np.array([5.0, 5.1, 5.2]),
        np.array([52.0, 52.1, 52.2]),
        ["customer", "customer", "prospect"],
        np.array([1.0, 4.0, 2.0]),
        areas=np.array([7, 8, 9]),
        bound=np.array([3, -1, -1]),
    )
    assert drawn["points"][::4] == [510000, 520000, 500000]
    assert drawn["areas"] == [8, 9, 7]
    assert drawn["bound"] == [[2, 3]]


def test_many_customers_travel_as_hexagons_that_hold_each_of_them_once(crowd):
    drawn = json.loads(document({"kind": "customers", "crowd": crowd}, MANAGER).text)
    assert drawn["points"] == []
    assert drawn["kinds"] == [0, 1]
    assert drawn["crowd"]["total"] == len(crowd)
    assert [layer["zoom"] for layer in drawn["crowd"]["layers"]] == list(CELL_ZOOMS)
    assert [_cells(layer)[:, 2].sum() for layer in drawn["crowd"]["layers"]] == [len(crowd)] * 3
    sizes = [len(_cells(layer)) for layer in drawn["crowd"]["layers"]]
    assert sizes == sorted(sizes)
    assert all(len(layer["areas"]) == n for layer, n in zip(drawn["crowd"]["layers"], sizes, strict=True))


@pytest.mark.parametrize("layer", [0, 1, 2])
def test_the_hexagons_of_a_map_are_no_wider_than_they_say(crowd, layer):
    zoom = CELL_ZOOMS[layer]
    one = Crowd.of(
        np.array([5.0, 5.0 + 360 * 1.2 * CELL_PIXELS / 256 / 2**zoom, 5.0]),
        np.array([52.0, 52.0, 52.0]),
        ["customer"] * 3,
        np.ones(3),
    )
    assert sorted(_cells(one.hexagons()["crowd"]["layers"][layer])[:, 2]) == [1, 2]
    drawn = _cells(crowd.hexagons()["crowd"]["layers"][layer])
    assert (np.abs(drawn[:, 0] / GRID - 5.5) <= 1.5).all()


def test_a_hexagon_grows_with_the_sum_of_the_measure_not_with_the_count():
    lon = np.array([5.0, 5.0, 5.0, 6.0])
    crowd = Crowd.of(lon, np.full(4, 52.0), ["customer"] * 4, np.array([1.0, 1.0, 2.0, 100.0]))
    cells = _cells(crowd.hexagons()["crowd"]["layers"][0])
    few, heavy = cells[cells[:, 2] == 3][0], cells[cells[:, 2] == 1][0]
    assert few[3] == 20
    assert heavy[3] == 100


def test_without_any_weight_a_hexagon_grows_with_the_count():
    crowd = Crowd.of(np.array([5.0, 5.0, 6.0]), np.full(3, 52.0), ["customer"] * 3, np.zeros(3))
    cells = _cells(crowd.hexagons()["crowd"]["layers"][0])
    assert cells[cells[:, 2] == 2][0, 3] > cells[cells[:, 2] == 1][0, 3]


def test_a_hexagon_belongs_to_the_area_of_most_of_its_customers():
    crowd = Crowd.of(
        np.full(3, 5.0), np.full(3, 52.0), ["customer"] * 3, np.array([9.0, 1.0, 1.0]), areas=np.array([4, 8, 8])
    )
    assert crowd.hexagons()["crowd"]["layers"][0]["areas"] == [8]


def test_near_by_every_point_in_view_comes_and_no_other(crowd):
    near = crowd.within(5.0, 51.5, 5.3, 51.8)
    x, y = np.array(near["points"]).reshape(-1, 4)[:, :2].T
    inside = (crowd.x >= 500000) & (crowd.x <= 530000) & (crowd.y >= 5150000) & (crowd.y <= 5180000)
    assert sorted(zip(x, y, strict=True)) == sorted(zip(crowd.x[inside], crowd.y[inside], strict=True))
    assert (near["total"], near["hidden"]) == (int(inside.sum()), 0)
    assert near["areas"] == crowd.areas[inside].tolist()


def test_of_too_many_in_view_the_heaviest_come_and_the_rest_is_counted(crowd):
    near = crowd.within(-180, -90, 180, 90)
    sizes = np.array(near["points"])[2::4]
    assert len(sizes) == FEW
    assert (near["total"], near["hidden"]) == (len(crowd), len(crowd) - FEW)
    assert sizes.min() >= np.sort(crowd.size)[::-1][FEW - 1]


def test_nobody_in_view_is_no_points(crowd):
    near = crowd.within(0, 0, 1, 1)
    assert (near["points"], near["total"], near["hidden"], near["kinds"]) == ([], 0, 0, [])


def test_lists_that_differ_in_one_point_are_different_documents(crowd):
    moved = Crowd.of(np.append(crowd.x[1:] / GRID, 4.00001), crowd.y / GRID, ["customer"] * len(crowd), crowd.weight)
    same = Crowd.of(np.append(crowd.x[1:] / GRID, 4.00002), crowd.y / GRID, ["customer"] * len(crowd), crowd.weight)
    made = {document({"kind": "customers", "crowd": one}, MANAGER).name for one in (crowd, moved, same)}
    assert len(made) == 3


def test_a_hundred_thousand_customers_are_a_small_document():
    rng = np.random.default_rng(5)
    towns = rng.uniform([3.5, 50.8], [7.1, 53.4], (1500, 2))
    places = towns[rng.zipf(1.4, 100_000) % 1500] + rng.normal(0, 0.02, (100_000, 2))
    layer = customers(places[:, 0], places[:, 1], ["customer"] * 100_000, rng.exponential(1, 100_000))
    made = document(layer, MANAGER)
    assert len(made.content) < 150_000
    assert len(gzip.decompress(made.content)) < 700_000
