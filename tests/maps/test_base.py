"""The base map tells land from water."""

import numpy as np
import pytest
import shapely

from geo.errors import SettingsError
from geo.maps import base
from geo.maps.packing import GRID, encode


def _shape(packed):
    def places(ring):
        return np.array(ring).reshape(-1, 2).cumsum(axis=0) / GRID

    return shapely.union_all(
        [shapely.make_valid(shapely.Polygon(places(r[0]), list(map(places, r[1:])))) for r in packed]
    )


@pytest.fixture(scope="module")
def netherlands():
    return base("NL")


@pytest.mark.parametrize(
    ("where", "lon", "lat"),
    [("IJsselmeer", 5.35, 52.75), ("Markermeer", 5.2, 52.55), ("Wadden Sea", 5.45, 53.3), ("North Sea", 3.8, 52.5)],
)
def test_water_is_neither_land_nor_foreign(netherlands, where, lon, lat):
    point = shapely.Point(lon, lat)
    assert not _shape(netherlands["land"]).contains(point), where
    assert not _shape(netherlands["foreign"]).contains(point), where


@pytest.mark.parametrize(("where", "lon", "lat"), [("Utrecht", 5.12, 52.09), ("Texel", 4.82, 53.08)])
def test_the_country_is_land(netherlands, where, lon, lat):
    assert _shape(netherlands["land"]).contains(shapely.Point(lon, lat)), where


@pytest.mark.parametrize(
    ("where", "lon", "lat"), [("Antwerp", 4.4, 51.22), ("Bremen", 8.8, 53.07), ("Aachen", 6.08, 50.77)]
)
def test_neighbours_are_foreign(netherlands, where, lon, lat):
    assert _shape(netherlands["foreign"]).contains(shapely.Point(lon, lat)), where


def test_no_sea_shows_between_the_country_and_germany(netherlands):
    ground = shapely.union(_shape(netherlands["land"]), _shape(netherlands["foreign"]))
    along = shapely.box(6.7, 52.0, 7.3, 53.1)
    gap = shapely.difference(along, ground)
    assert gap.area < 2e-3
    assert shapely.buffer(gap, -0.005).area == 0


def test_towns_come_by_rank_then_by_people(netherlands):
    ranks = [rank for *_, rank in netherlands["towns"]]
    assert ranks == sorted(ranks)
    names = [name for name, *_ in netherlands["towns"]]
    assert {"Amsterdam", "Den Haag", "'s-Hertogenbosch"} <= set(names)
    assert names.index("Amsterdam") < names.index("Den Haag")


def test_the_sources_are_named_and_it_is_small(netherlands):
    assert netherlands["sources"] == ["© OpenStreetMap contributors (ODbL)", "Natural Earth", "GeoNames (CC BY 4.0)"]
    assert len(encode(netherlands)) < 300_000


def test_a_country_that_is_not_shipped_is_refused():
    with pytest.raises(SettingsError):
        base("ZZ")
