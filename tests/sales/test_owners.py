"""A team to begin with: whose customers count, and what their territories are called."""

from geo.customers import read_customers
from geo.sales import Rep, Team, team_from_owners


def test_a_territory_is_named_after_customers_and_never_after_competitors():
    rows = [
        "naam;postcode;status;vertegenwoordiger",
        "A;8011 AA;klant;Daan",
        *(f"{name};9711 AA;concurrent;Daan" for name in "BCD"),
    ]
    team = team_from_owners(read_customers("\n".join(rows).encode(), "klanten.csv"))
    assert team == Team((Rep("Daan", territory="Zwolle"),))
