"""
What ships with the program: postcodes with their places, towns, land and the outlines of the world.

Everything is read once and kept; the first start needs no network. `data/README.md` names the sources, and
`data/build.py` makes the files anew.
"""

from geo.gazetteer._outlines import land, land_source, world
from geo.gazetteer._places import COUNTRIES, DATA, SOURCE, postcode_places, require_country, towns
from geo.gazetteer._postcodes import area_code, normalise_postcodes

__all__ = [
    "COUNTRIES",
    "DATA",
    "SOURCE",
    "area_code",
    "land",
    "land_source",
    "normalise_postcodes",
    "postcode_places",
    "require_country",
    "towns",
    "world",
]
