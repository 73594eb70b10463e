"""Where customers are: coordinates, postcodes, towns and the country they belong to."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from geo.customers._coordinates import read_pairs
from geo.customers._ground import apart, ground
from geo.customers._postcodes import contradicting, foreign_country, read_postcodes
from geo.gazetteer import postcode_places

HOME = ground("NL")
DUTCH = postcode_places("NL")
NOWHERE = np.array([np.nan])


def texts(*cells: str) -> pd.Series:
    return pd.Series(list(cells), dtype="str")


def place(north: float, east: float, code_lon: float = np.nan, code_lat: float = np.nan) -> tuple[float, float]:
    pairs = read_pairs(*(np.array([v]) for v in (north, east)), HOME, np.array([code_lon]), np.array([code_lat]))
    return float(pairs.lon[0]), float(pairs.lat[0])


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.integers(0, len(DUTCH) - 1), st.sampled_from(["plain", "swapped", "grid", "grid swapped", "scaled"]))
def test_every_way_of_writing_a_dutch_place_is_understood(row: int, way: str) -> None:
    lon, lat = (float(DUTCH[c].iloc[row]) for c in ("lon", "lat"))
    x, y = Transformer.from_crs(4326, 28992, always_xy=True).transform(lon, lat)
    written = {
        "plain": (lat, lon),
        "swapped": (lon, lat),
        "grid": (y, x),
        "grid swapped": (x, y),
        "scaled": (round(lat * 1e6), round(lon * 1e6)),
    }
    assert place(*written[way]) == pytest.approx((lon, lat), abs=2e-5)


@pytest.mark.parametrize(
    ("north", "east"),
    [(0, 0), (np.nan, 5), (52, np.nan), (40.4, -3.7), (95, 200), (-52.1, 5.1), (1e300, 5), (52.1, 52.1), (1e9, 1e9)],
)
def test_what_is_no_dutch_place_has_none(north: float, east: float) -> None:
    assert np.isnan(place(north, east)).all()


def test_coordinates_must_lie_near_the_rows_postcode() -> None:
    utrecht, groningen = ((float(DUTCH.loc[c, "lon"]), float(DUTCH.loc[c, "lat"])) for c in ("3511", "9712"))
    assert place(utrecht[1], utrecht[0], *utrecht) == utrecht
    assert np.isnan(place(groningen[1], groningen[0], *utrecht)).all()
    lon, lat = utrecht
    assert place(lat + 0.2, lon, *utrecht) == (lon, lat + 0.2)  # 22 km
    assert np.isnan(place(lat + 0.25, lon, *utrecht)).all()  # 28 km


def test_distances_are_in_metres() -> None:
    assert apart(*(np.array([v]) for v in (5.0, 52.0, 5.0, 53.0)))[0] == pytest.approx(111_200, rel=0.001)


def test_the_country_holds_its_postcodes_and_few_of_its_neighbours() -> None:
    assert HOME.holds(DUTCH["lon"].to_numpy(), DUTCH["lat"].to_numpy()).all()
    for neighbour in ("BE", "DE"):
        places = postcode_places(neighbour)
        assert HOME.holds(places["lon"].to_numpy(), places["lat"].to_numpy()).mean() < 0.01


@pytest.mark.parametrize(
    ("lon", "lat", "inside"),
    [
        (4.033, 51.97, True),  # Maasvlakte
        (4.780, 53.170, True),  # Texel
        (5.30, 52.55, True),  # Markermeer
        (4.402, 51.219, False),  # Antwerpen
        (6.084, 50.776, False),  # Aachen
        (4.30, 52.50, True),  # 20 km off the coast
        (4.20, 52.50, False),  # 26 km
        (3.0, 54.5, False),  # North Sea
        (5.983, 51.060, True),  # over the border, but 2 km from a Dutch postcode
        (6.067, 50.787, False),  # over the border, 4 km from one
        (np.nan, 52.0, False),
    ],
)
def test_harbours_and_islands_belong_but_towns_over_the_border_do_not(lon: float, lat: float, inside: bool) -> None:
    assert HOME.holds(np.array([lon]), np.array([lat])).tolist() == [inside]


def test_a_neighbour_is_named_as_far_as_its_ground_reaches() -> None:
    lon, lat = np.array([4.402, 6.084, 3.2, 0.0]), np.array([51.219, 50.776, 51.7, 54.0])
    assert HOME.country_of(lon, lat).tolist() == ["BE", "DE", "", ""]  # Antwerpen, Aachen, 39 km at sea, far at sea


def test_real_addresses_belong_without_their_postcode(official_data: object) -> None:
    addresses = pd.read_csv(f"{official_data}/points_nl_addresses_100k_bag.csv.gz", usecols=["lat", "lon"])
    assert (~HOME.holds(addresses["lon"].to_numpy(), addresses["lat"].to_numpy())).sum() <= 3


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3511 AB", "3511 AB"),
        ("3511ab", "3511 AB"),
        (" 3511  AB ", "3511 AB"),
        ("NL-3511 AB", "3511 AB"),
        ("3511", "3511"),
        ("3511.0", "3511"),
        ("3511 AB Utrecht", "3511 AB"),
        ("Voorstraat 12, 3511AB Utrecht", "3511 AB"),
    ],
)
def test_postcodes_are_read_however_written(text: str, code: str) -> None:
    found = read_postcodes(texts(text), "NL")
    assert found.codes.tolist() == [code]
    assert found.lon[0] == DUTCH.loc["3511", "lon"]


@pytest.mark.parametrize("text", ["9999 ZZ", "9999", "1234 AB", "0000 AA"])
def test_postcodes_that_do_not_exist(text: str) -> None:
    found = read_postcodes(texts(text), "NL")
    assert found.codes.isna().all()
    assert np.isnan(found.lon).all()


def test_the_last_postcode_is_real_with_its_own_letters() -> None:
    assert read_postcodes(texts("9999 XG"), "NL").codes.tolist() == ["9999 XG"]


def test_what_most_rows_do_is_the_files_way_of_writing() -> None:
    mostly = read_postcodes(texts("3511AB", "3011AA", "9712 AB"), "NL")
    assert not mostly.tidied.any()
    seldom = read_postcodes(texts("3511 AB", "3011 AA", "9712ab"), "NL")
    assert seldom.tidied.tolist() == [False, False, True]


def test_a_lost_leading_zero_is_put_back() -> None:
    found = read_postcodes(texts("1067", "01067"), "DE")
    assert found.codes.tolist() == ["01067", "01067"]
    assert found.padded.tolist() == [True, False]


def test_letters_and_towns_point_abroad() -> None:
    codes = texts("B-2000", "D 52062", "2000", "3511 AB", "2011", "3500")
    towns = texts("", "", "Antwerpen", "Utrecht", "Haarlem", "Hasselt")
    pointed = foreign_country(codes, towns, "NL")
    assert pointed.fillna("").tolist() == ["BE", "DE", "BE", "", "", "BE"]


def test_a_full_dutch_postcode_is_foreign_to_others() -> None:
    assert foreign_country(texts("3511 AB", "10115"), None, "DE").fillna("").tolist() == ["NL", ""]


@pytest.mark.parametrize(
    ("code", "town", "wrong"),
    [
        ("3511 AB", "Utrecht", False),
        ("3511 AB", "utrecht", False),
        ("3511 AB", "Groningen", True),
        ("3511 AB", "De Bilt", False),  # nearby
        ("3511 AB", "Utrehct", False),  # no such town: a slip of the pen, not a contradiction
        ("2511 AB", "'s-Gravenhage", False),
        ("5211 AA", "Den Bosch", False),
        ("3511 AB", "", False),
    ],
)
def test_towns_contradict_postcodes_only_from_far(code: str, town: str, wrong: bool) -> None:
    assert contradicting(texts(code), texts(town), "NL").tolist() == [wrong]
