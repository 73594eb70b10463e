"""Which column of a team's table is which field."""

from geo.sales.words import fields_of


def test_of_two_columns_for_one_field_the_first_counts():
    assert fields_of(["Rayon", "Naam", "Medewerker", "Regio"]) == {"territory": "Rayon", "name": "Naam"}
