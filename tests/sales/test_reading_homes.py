"""Where the representatives of a file live: which column counts first, and whose words stay."""

import pytest

from geo.sales import read_team

PLACES = {"Utrecht": (5.12, 52.09), "Zwolle": (6.09, 52.51), "Assen": (6.56, 52.99)}


@pytest.mark.parametrize(
    ("row", "lives"), [("Assen;Zwolle;3511", "Utrecht"), ("Assen;Zwolle;", "Zwolle"), ("Assen;;", "Assen")]
)
def test_the_postcode_goes_before_the_home_and_the_home_before_the_town(row, lives):
    (rep,) = read_team(f"Naam;Woonplaats;Thuis;Postcode\nEva;{row}".encode(), "team.csv").team.reps
    assert (rep.lon, rep.lat) == pytest.approx(PLACES[lives], abs=0.05)


@pytest.mark.parametrize("cells", ["3511;;", "3511;52,15;5,25"])
def test_a_town_stays_as_it_was_written(cells):
    content = f"Naam;Woonplaats;Postcode;Breedtegraad;Lengtegraad\nEva;De Bilt-West;{cells}".encode()
    (rep,) = read_team(content, "team.csv").team.reps
    assert (rep.postcode, rep.place) == ("3511", "De Bilt-West")
