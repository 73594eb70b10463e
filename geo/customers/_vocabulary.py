"""What people call the columns of a customer list, in Dutch and English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

NAMES: Mapping[str, tuple[str, ...]] = {
    "key": (
        "relatienummer", "relatienr", "relnr", "rel nr", "relatie nr", "relatie nummer", "relatiecode", "relatie id",
        "klantnummer", "klantnr", "klant nr", "klant nummer", "klantcode", "klant code", "klant id", "klantid",
        "debiteurnummer", "debiteurnr", "debiteur nr", "debiteurennummer", "debiteur", "deb nr", "accountnummer",
        "account nr", "account id", "account number", "customer id", "customer number", "customer no", "customer nr",
        "customer code", "client id", "id", "nummer", "nr", "no", "number", "key", "code", "record id",
    ),
    "name": (
        "naam", "name", "relatienaam", "relatie", "klantnaam", "klant naam", "naam klant", "klant", "bedrijfsnaam",
        "bedrijf", "naam bedrijf", "organisatie", "organisatienaam", "account", "accountnaam", "account name",
        "customer name", "customer", "client", "client name", "company", "company name", "firma", "firmanaam",
        "handelsnaam", "debiteurnaam", "zoeknaam", "title",
    ),
    "status": (
        "status", "klantstatus", "relatiestatus", "account status", "type", "klanttype", "type klant", "relatietype",
        "type relatie", "soort relatie", "relatiesoort", "soort", "account type", "customer type", "stage", "fase",
    ),
    "country": ("land", "country", "landcode", "land code", "country code", "landnaam", "country name", "iso"),
    "postcode": (
        "postcode", "pc", "pc6", "pc4", "post code", "postcd", "pcode", "postalcode", "postal code", "zip", "zipcode",
        "zip code", "postnummer", "plz", "bezoekpostcode", "vestigingspostcode", "postcode bezoekadres",
        "bezoekadres postcode", "code postal", "postcode plaats", "postcode woonplaats", "postcode en plaats",
    ),
    "place": (
        "plaats", "woonplaats", "plaatsnaam", "stad", "city", "town", "place", "vestigingsplaats", "bezoekplaats",
        "plaats bezoekadres", "bezoekadres plaats", "gemeente", "municipality", "locality", "ort", "ville",
    ),
    "address": (
        "adres", "address", "straat", "straatnaam", "street", "street address", "bezoekadres", "vestigingsadres",
        "adresregel", "adresregel 1", "address line", "address 1", "straat en huisnummer", "straat huisnummer",
    ),
    "lat": (
        "lat", "latitude", "breedtegraad", "noorderbreedte", "breedte", "geo lat", "gps lat", "latitude wgs84",
        "wgs84 lat", "lat wgs84",
    ),
    "lon": (
        "lon", "lng", "long", "longitude", "lengtegraad", "oosterlengte", "lengte", "geo lon", "geo lng", "gps lon",
        "gps lng", "longitude wgs84", "wgs84 lon", "lon wgs84", "lng wgs84",
    ),
    "x": ("x", "rd x", "x rd", "x coord", "x coordinaat", "xcoord", "coord x", "rdx", "x coordinate"),
    "y": ("y", "rd y", "y rd", "y coord", "y coordinaat", "ycoord", "coord y", "rdy", "y coordinate"),
    "sector": (
        "sector", "branche", "branch", "industry", "industrie", "bedrijfstak", "sbi", "sbi omschrijving", "markt",
        "marktsegment", "segment", "doelgroep", "line of business", "vertical",
    ),
    "size": (
        "omvang", "grootte", "size", "bedrijfsgrootte", "bedrijfsomvang", "grootteklasse", "klantgrootte",
        "company size", "size class", "klasse", "abc", "abc klasse", "klantklasse", "formaat",
    ),
    "product": (
        "product", "productgroep", "product groep", "productgroup", "product group", "productlijn", "product line",
        "assortiment", "artikelgroep", "producten", "products", "product category", "productcategorie",
    ),
    "owner": (
        "vertegenwoordiger", "vert", "accountmanager", "account manager", "accountmgr", "rep", "sales rep", "salesrep",
        "sales representative", "representative", "owner", "account owner", "eigenaar", "accounteigenaar", "verkoper",
        "verkoopmedewerker", "buitendienst", "buitendienstmedewerker", "relatiebeheerder", "salesperson", "sales",
        "adviseur", "behandelaar", "rayonmanager", "vertegenw", "am", "rayon", "territory",
    ),
    "revenue": (
        "omzet", "jaaromzet", "netto omzet", "nettoomzet", "bruto omzet", "omzet totaal", "totale omzet", "revenue",
        "turnover", "sales amount", "net sales", "annual revenue", "omzet bedrag", "gerealiseerde omzet", "bedrag",
    ),
    "potential": (
        "potentieel", "potentie", "potential", "omzetpotentieel", "potentiele omzet", "potentieel omzet",
        "revenue potential", "potential revenue", "koopkracht", "verwachte omzet", "expected revenue", "pot",
    ),
    "workload": (
        "uren", "uur", "werklast", "workload", "hours", "uren per jaar", "jaaruren", "uren jaar", "hours a year",
        "hours per year", "tijdsbesteding", "tijd", "bezoekuren", "contacturen",
    ),
}  # fmt: skip
"""Names of each field, lower case, without accents or punctuation, the most usual first."""

FIELDS = tuple(NAMES)

AMOUNTS = ("revenue", "potential", "workload")
"""Fields that count something."""

_NOISE = frozenset(
    (
        "eur", "euro", "euros", "jaar", "year", "in", "van", "de", "het", "the", "of", "per", "ex", "excl", "incl",
        "btw", "vat", "totaal", "total", "bruto", "netto", "huidig", "huidige", "current", "actueel", "k", "ytd", "fy",
    )
)  # fmt: skip
_MIN_PART = 4
"""A name inside a longer one counts from this length on: "naam" in "naam vestiging", but not "id" in "id kaart"."""


@lru_cache(maxsize=4096)
def normalise(name: str) -> str:
    """Return a name in lower case, without accents, punctuation or underscores, words apart."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", name[:200])
    plain = unicodedata.normalize("NFKD", apart.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"(?<=[a-z]{3})(?=(19|20)\d\d)", " ", plain)
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def year(name: str) -> int:
    """Return the year that a name ends in or holds, 0 where there is none."""
    found = re.findall(r"\b(?:19|20)\d\d\b", normalise(name))
    return int(found[-1]) if found else 0


@lru_cache(maxsize=4096)
def likeness(name: str, field: str) -> float:
    """
    Return how much a column's name says that it is a field.

    Returns
    -------
    3 where the name is one of the field's, 2.5 where it is but for years, units and fill words, less than 2 where one
    of the field's names is a part of it, else 0; a little less for the field's rarer names.
    """
    words, bare = _words(name)
    best = 0.0
    for rank, known in enumerate(NAMES[field]):
        rarity = rank / 100
        squashed = known.replace(" ", "")
        if words.replace(" ", "") == squashed:
            return 3 - rarity
        if bare.replace(" ", "") == squashed:
            best = max(best, 2.5 - rarity)
        elif len(known) >= _MIN_PART and f" {known} " in f" {words} ":
            best = max(best, 0.5 + len(known) / len(words) - rarity / 10)
    return best


def _words(name: str) -> tuple[str, str]:
    """Return a normalised name, with and without years, units and fill words."""
    words = normalise(name)
    return words, " ".join(w for w in words.split() if w not in _NOISE and not re.fullmatch(r"(19|20)\d\d", w))


_KNOWN = frozenset(known.replace(" ", "") for names in NAMES.values() for known in names)


def is_known(name: str) -> bool:
    """Return whether a cell reads like the name of a column that we know."""
    return any(words.replace(" ", "") in _KNOWN for words in _words(name))
