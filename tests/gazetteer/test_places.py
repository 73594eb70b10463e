"""The postcodes and towns that ship."""

import numpy as np
import pandas as pd
import pytest

from geo.errors import SettingsError
from geo.gazetteer import COUNTRIES, area_code, normalise_postcodes, postcode_places, towns


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_code_is_placed_once_and_written_the_one_way(country):
    places = postcode_places(country)
    assert places.index.is_unique
    assert list(places.columns) == ["place", "municipality", "province", "lon", "lat"]
    assert places[["place", "lon", "lat"]].notna().all(axis=None)
    codes = pd.Series(places.index, dtype="str")
    written = area_code(normalise_postcodes(codes, country), country)
    pd.testing.assert_series_equal(written, codes, check_names=False)


def test_the_netherlands_are_complete():
    places = postcode_places("NL")
    assert len(places) == 4071
    assert places["municipality"].nunique() == 342
    assert places["province"].nunique() == 12
    assert places.notna().all(axis=None)


def test_names_are_in_the_local_language():
    places = postcode_places("NL")
    assert places.loc["2513", ["place", "municipality"]].tolist() == ["Den Haag", "'s-Gravenhage"]
    assert places.loc["5211", "place"] == "'s-Hertogenbosch"
    assert {"Den Haag", "Almere", "'s-Hertogenbosch"} <= set(towns("NL")["name"])
    assert {"Antwerpen", "Gent", "Brugge", "Liège"} <= set(towns("BE")["name"])
    assert {"München", "Köln"} <= set(towns("DE")["name"])


def test_a_reader_may_change_its_copy():
    places, largest = postcode_places("NL"), towns("NL")
    places.loc["1011", "place"] = "changed"
    largest.loc[0, "name"] = "changed"
    assert postcode_places("NL").loc["1011", "place"] == "Amsterdam"
    assert towns("NL").loc[0, "name"] != "changed"


@pytest.mark.parametrize("country", COUNTRIES)
def test_towns_are_ranked_and_the_largest_come_first(country):
    table = towns(country)
    assert table["population"].is_monotonic_decreasing
    assert table["rank"].between(1, 6).all()
    assert (table["rank"] <= 2).sum() >= 1


def test_positions_agree_with_the_mean_of_the_addresses(official_data):
    official = pd.read_csv(official_data / "nl_pc4_centroids.csv", dtype={"pc4": "str"}).set_index("pc4")
    places = postcode_places("NL")
    assert set(places.index) == set(official.index)
    both = places.join(official.add_suffix("_official"))
    metres = np.hypot((both["lon"] - both["lon_official"]) * 68_200, (both["lat"] - both["lat_official"]) * 111_200)
    assert metres.median() < 20
    assert metres.quantile(0.95) < 230
    assert metres.max() < 10_000
    assert (both["province"].replace({"Friesland": "Fryslân"}) == both["province_official"]).mean() > 0.999
    assert (both["municipality"] == both["municipality_official"]).mean() > 0.998


@pytest.mark.parametrize("function", [postcode_places, towns])
def test_an_unknown_country_names_those_that_ship(function):
    with pytest.raises(SettingsError, match=r"'XX'.*NL, BE, LU, DE, FR"):
        function("XX")
