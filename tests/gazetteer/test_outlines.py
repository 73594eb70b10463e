"""Land and the outlines of the world."""

import geopandas as gpd
import pytest
import shapely

from geo.errors import SettingsError
from geo.gazetteer import COUNTRIES, land, land_source, postcode_places, world

WATER = {"IJsselmeer": (5.35, 52.78), "Waddenzee": (5.25, 53.2), "Oosterschelde": (3.9, 51.6), "Noordzee": (4.0, 52.3)}
LAND = {"Dom": (5.1214, 52.0907), "Terschelling": (5.3, 53.4), "Schouwen": (3.83, 51.7), "Urk": (5.62, 52.665)}


@pytest.mark.parametrize("country", COUNTRIES)
def test_land_is_valid_and_holds_most_postcodes(country):
    outline = land(country)
    assert outline.is_valid
    places = postcode_places(country)
    inside = shapely.contains_xy(outline, places["lon"], places["lat"])
    assert inside.mean() > 0.96


@pytest.mark.parametrize("place", WATER)
def test_wide_dutch_water_is_water(place):
    assert not land("NL").covers(shapely.Point(WATER[place]))


@pytest.mark.parametrize("place", LAND)
def test_dutch_land_and_islands_are_land(place):
    assert land("NL").covers(shapely.Point(LAND[place]))


def test_dutch_land_agrees_with_the_official_outline(official_data):
    official = gpd.read_file(official_data / "nl_country_land.geojson").to_crs(28992).union_all()
    ours = gpd.GeoSeries([land("NL")], crs=4326).to_crs(28992).iloc[0]
    assert ours.symmetric_difference(official).area / official.area < 0.025


def test_france_is_the_part_with_french_postcodes():
    west, south, east, north = land("FR").bounds
    assert (west > -6, south > 41, east < 10, north < 52) == (True, True, True, True)


def test_the_world_is_there():
    outlines = world()
    assert outlines.crs == "EPSG:4326"
    assert outlines.is_valid.all()
    assert set(COUNTRIES) <= set(outlines["code"])
    assert outlines["code"].dropna().is_unique


def test_sources_are_named():
    assert "OpenStreetMap" in land_source("NL")
    assert land_source("BE") == "Natural Earth"


@pytest.mark.parametrize("function", [land, land_source])
def test_an_unknown_country_names_those_that_ship(function):
    with pytest.raises(SettingsError, match=r"'XX'.*NL, BE, LU, DE, FR"):
        function("XX")
