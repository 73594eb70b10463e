"""Postcodes as people write them."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import SettingsError
from geo.gazetteer import area_code, normalise_postcodes


@pytest.mark.parametrize(
    ("country", "written", "expected"),
    [
        ("NL", "3511 AB", "3511 AB"),
        ("NL", "3511ab", "3511 AB"),
        ("NL", "3511", "3511"),
        ("NL", " NL-3511  AB ", "3511 AB"),
        ("NL", "3511\u00a0AB", "3511 AB"),
        ("NL", "3511.0", "3511"),
        ("NL", 3511.0, "3511"),
        ("NL", 3511, "3511"),
        ("NL", "0999 AB", None),
        ("NL", "3511 A", None),
        ("NL", "35111", None),
        ("NL", "Utrecht", None),
        ("NL", "", None),
        ("NL", None, None),
        ("BE", "B-1000", "1000"),
        ("BE", "BE 9000", "9000"),
        ("BE", "10000", None),
        ("LU", "L-1234", "1234"),
        ("LU", "1234", "1234"),
        ("DE", "D-01067", "01067"),
        ("DE", "1067", "01067"),
        ("DE", "106", None),
        ("FR", "75008 CEDEX 08", "75008"),
        ("FR", "F-75008", "75008"),
        ("FR", 1000.0, "01000"),
    ],
)
def test_one_way_of_writing(country, written, expected):
    result = normalise_postcodes(pd.Series([written]), country)
    assert result.dtype == "str"
    assert result.isna().item() if expected is None else result.item() == expected


def test_index_and_name_stay_with_their_values():
    values = pd.Series(["1011 AB", "x", "1011AB", "9999"], index=[7, 3, 9, 1], name="PC")
    expected = pd.Series(["1011 AB", None, "1011 AB", "9999"], index=[7, 3, 9, 1], name="PC", dtype="str")
    pd.testing.assert_series_equal(normalise_postcodes(values, "NL"), expected)


def test_no_values_give_no_values():
    assert normalise_postcodes(pd.Series([], dtype="str"), "NL").empty


@pytest.mark.no_cover
@given(st.lists(st.text(max_size=12)))
def test_what_is_normalised_stays_as_it_is(values):
    once = normalise_postcodes(pd.Series(values, dtype="str"), "NL")
    pd.testing.assert_series_equal(normalise_postcodes(once, "NL"), once)


def test_the_netherlands_have_areas_of_four_digits():
    codes = area_code(pd.Series(["3511 AB", "3511", None], dtype="str"), "NL")
    assert codes.tolist()[:2] == ["3511", "3511"]
    assert codes.isna().tolist() == [False, False, True]


def test_elsewhere_the_whole_code_is_an_area():
    assert area_code(pd.Series(["01067"], dtype="str"), "DE").tolist() == ["01067"]


@pytest.mark.parametrize("function", [normalise_postcodes, area_code])
def test_an_unknown_country_names_those_that_ship(function):
    with pytest.raises(SettingsError, match=r"'XX'.*NL, BE, LU, DE, FR"):
        function(pd.Series(["1"], dtype="str"), "XX")
