"""Homes: which postcode is nearest, how far off shore nobody lives, and which of two towns of one name is meant."""

import pytest

from geo.errors import EditError
from geo.sales import home_at, home_written


def test_nobody_lives_fifteen_kilometres_off_shore():
    assert home_at(4.62, 52.62).place == "Egmond aan Zee"
    with pytest.raises(EditError, match="no postcode is near"):
        home_at(4.40, 52.62)


def test_a_degree_east_is_shorter_than_one_north():
    # In degrees Hilversum is nearer, in kilometres Bussum.
    assert home_at(5.195763, 52.253671).place == "Bussum"


def test_of_two_towns_of_one_name_the_largest_is_meant():
    home = home_written("Hengelo")
    assert (home.lon, home.lat) == pytest.approx((6.793, 52.266), abs=0.01)


def test_a_number_behind_a_street_is_no_postcode():
    assert home_written("Kerkstraat 1012") is None
    assert home_written("1012 Kerkstraat").postcode == "1012"
