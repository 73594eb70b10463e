"""What people call the columns of a team's table, in Dutch and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo.customers import normalise

NAMES: Mapping[str, tuple[str, ...]] = {
    "name": (
        "naam", "name", "vertegenwoordiger", "medewerker", "rep", "sales rep", "representative", "accountmanager",
        "account manager", "verkoper", "buitendienstmedewerker", "employee", "salesperson", "naam vertegenwoordiger",
        "naam medewerker", "volledige naam", "full name",
    ),
    "postcode": ("postcode", "pc", "postal code", "zip", "zip code", "plz", "thuispostcode", "postcode thuis",
                 "home postcode", "woonpostcode"),
    "place": ("plaats", "woonplaats", "town", "city", "place", "standplaats", "home town", "thuisplaats"),
    "home": ("thuis", "home", "thuisadres", "woonadres", "home address", "adres", "address"),
    "lat": ("lat", "latitude", "breedtegraad", "breedte"),
    "lon": ("lon", "lng", "long", "longitude", "lengtegraad", "lengte"),
    "hours_week": (
        "uren per week", "uren week", "weekuren", "contracturen", "uren", "contract", "hours a week", "hours per week",
        "weekly hours", "hours", "contract hours",
    ),
    "weeks_year": (
        "weken per jaar", "weken jaar", "werkweken", "weken", "weeks a year", "weeks per year", "working weeks",
        "weeks",
    ),
    "field_share": (
        "in het veld", "deel in het veld", "aandeel in het veld", "buitendienst", "deel buitendienst", "velddeel",
        "in the field", "share in the field", "field share", "field time", "share of time in the field",
    ),
    "territory": (
        "rayon nu", "rayon vandaag", "huidig rayon", "rayon", "gebied", "territory today", "current territory",
        "territory", "region", "regio",
    ),
}  # fmt: skip
"""Names of each field, lower case, without accents or punctuation, the most usual first."""

_FIELD = {name.replace(" ", ""): field for field, names in NAMES.items() for name in names}


def fields_of(columns: Sequence[str]) -> dict[str, str]:
    """Return the column of each field that a table has, the first one that is called like it."""
    found: dict[str, str] = {}
    for column in columns:
        field = _FIELD.get(normalise(column).replace(" ", ""))
        if field is not None:
            found.setdefault(field, column)
    return found
