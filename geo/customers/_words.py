"""Understand the words of a status and a country column."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from geo.customers._vocabulary import normalise

STATUS_WORDS: Mapping[str, tuple[str, ...]] = {
    "customer": (
        "klant", "customer", "client", "actief", "active", "bestaand", "bestaande klant", "existing", "klanten",
        "afnemer", "relatie", "debiteur", "key account", "a klant", "b klant", "c klant", "actieve klant", "current",
        "active customer", "k", "c",
    ),
    "prospect": (
        "prospect", "prospects", "lead", "leads", "suspect", "potentieel", "potentiele klant", "potential", "nieuw",
        "offerte", "opportunity", "kans", "doelgroep", "target", "inactief", "inactive", "slapend", "oud klant",
        "ex klant", "oude klant", "voormalig", "former", "former customer", "lost", "verloren", "gestopt", "p",
    ),
    "competitor": ("concurrent", "concurrentie", "competitor", "competition", "competitie", "rival"),
}  # fmt: skip

COUNTRY_WORDS: Mapping[str, tuple[str, ...]] = {
    "NL": ("nl", "nld", "nederland", "netherlands", "the netherlands", "holland", "niederlande", "pays bas"),
    "BE": ("be", "bel", "b", "belgie", "belgium", "belgien", "belgique"),
    "LU": ("lu", "lux", "luxemburg", "luxembourg"),
    "DE": ("de", "deu", "ger", "d", "duitsland", "germany", "deutschland", "allemagne", "brd"),
    "FR": ("fr", "fra", "f", "frankrijk", "france", "frankreich"),
    "GB": ("gb", "gbr", "uk", "verenigd koninkrijk", "united kingdom", "great britain", "groot brittannie", "engeland",
           "england", "schotland", "scotland", "wales"),
    "IE": ("ie", "irl", "ierland", "ireland"),
    "ES": ("es", "esp", "spanje", "spain", "espana"),
    "PT": ("pt", "prt", "portugal"),
    "IT": ("it", "ita", "italie", "italy", "italia"),
    "CH": ("ch", "che", "zwitserland", "switzerland", "schweiz", "suisse"),
    "AT": ("at", "aut", "oostenrijk", "austria", "osterreich"),
    "DK": ("dk", "dnk", "denemarken", "denmark", "danmark"),
    "SE": ("se", "swe", "zweden", "sweden", "sverige"),
    "NO": ("no", "nor", "noorwegen", "norway", "norge"),
    "FI": ("fi", "fin", "finland", "suomi"),
    "PL": ("pl", "pol", "polen", "poland", "polska"),
    "CZ": ("cz", "cze", "tsjechie", "czechia", "czech republic"),
    "HU": ("hu", "hun", "hongarije", "hungary"),
    "RO": ("ro", "rou", "roemenie", "romania"),
    "TR": ("tr", "tur", "turkije", "turkey", "turkiye"),
    "US": ("us", "usa", "verenigde staten", "united states", "united states of america", "amerika"),
    "CW": ("cw", "cuw", "curacao"),
    "AW": ("aw", "abw", "aruba"),
}  # fmt: skip

_STATUS = {word: status for status, words in STATUS_WORDS.items() for word in words}
_COUNTRY = {word: country for country, words in COUNTRY_WORDS.items() for word in words}


def read_statuses(texts: pd.Series) -> pd.Series:
    """Return customer, prospect or competitor for each text, null where it is another word or none."""
    return _translate(texts, _STATUS)


def read_countries(texts: pd.Series) -> pd.Series:
    """Return the ISO 3166 alpha-2 code for each text, null where it is another word or none."""
    return _translate(texts, _COUNTRY)


def _translate(texts: pd.Series, words: Mapping[str, str]) -> pd.Series:
    codes, distinct = pd.factorize(texts)
    known = pd.Series([words.get(normalise(word)) for word in distinct], dtype="str")
    return pd.Series(known.array.take(codes), index=texts.index)
