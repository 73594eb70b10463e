"""Recognise which column of a file is which field, by its name and by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.customers._numbers import read_numbers
from geo.customers._patterns import matches
from geo.customers._raw import RawTable
from geo.customers._vocabulary import AMOUNTS, FIELDS, likeness, normalise, year
from geo.customers._words import read_countries, read_statuses
from geo.errors import InputError
from geo.gazetteer import COUNTRIES, normalise_postcodes
from geo.texts import text

DUTCH_POSTCODE = r"(?:^|[^\dA-Za-z])([1-9]\d{3}\s?[A-Za-z]{2})(?:$|[^\dA-Za-z])"
"""A full Dutch postcode among other text."""

_SAMPLE = 400
_CERTAIN = 2.0
_AS_GOOD = 0.15
_MOST = 0.5
_SOME = 0.1
_FEW_ROWS = 20
_NO_MEASURE = re.compile(
    r"\b(tel|telefoon\w*|phone|mobiel|fax|kvk\w*|btw\w*|vat|iban|rekening\w*|bank\w*|jaar|year|huisnr|huisnummer|"
    r"house number|nummer|number|nr|no|code|id|datum|date|lat|lon|lng|x|y|postcode|zip|sbi|rij|row|index|ean|gln|week|"
    r"maand|month|volgnr|volgnummer|toevoeging)\b"
)
_COUNT = re.compile(r"(aantal|number of|no of)\b")


@dataclass(frozen=True, eq=False)
class Columns:
    """
    Which column is which field.

    Parameters
    ----------
    fields
        Field to column.
    sure
        Columns about which there is no doubt.
    """

    fields: Mapping[str, str]
    sure: frozenset[str]


def recognise(table: RawTable) -> Columns:
    """
    Match columns and fields: the best likeness of names first, as long as the content fits.

    A column is sure where its name is one of the field's, its content fits, and no other column fits as well; or
    where it resembles no field at all.

    Raises
    ------
    InputError
        Where no column tells the place of a customer.
    """
    samples = {name: _sample(table.frame[name]) for name in table.names}
    claims = [(likeness(name, field), field, name) for name in samples for field in FIELDS if likeness(name, field) > 0]
    order = {name: i for i, name in enumerate(samples)}
    claims.sort(key=lambda c: (-round(c[0], 1), -year(c[2]), -c[0], order[c[2]]))
    fields: dict[str, str] = {}
    taken: dict[str, float] = {}
    doubted: set[str] = set()
    for strength, field, name in claims:
        if name in fields.values():
            continue
        fits = _fits(field, samples[name])
        if field in fields:
            if fits and strength >= max(_CERTAIN, taken[field] - _AS_GOOD):
                doubted |= {name, fields[field]}
        elif fits:
            fields[field] = name
            taken[field] = strength
            if strength < _CERTAIN:
                doubted.add(name)
        elif strength >= _CERTAIN and len(samples[name]):
            doubted.add(name)
    doubted |= _by_content(fields, samples)
    if "postcode" not in fields and not {"lat", "lon"} <= set(fields) and not {"x", "y"} <= set(fields):
        raise _no_place(list(samples))
    return Columns(fields, frozenset(samples) - doubted)


def is_measure(name: str, texts: pd.Series) -> bool:
    """Return whether a column that is no field counts something: numbers, and not the kind that only names things."""
    sample = _sample(texts)
    words = normalise(name)
    if not len(sample) or (_NO_MEASURE.search(words) and not _COUNT.match(words)):
        return False
    if any(likeness(name, field) >= _CERTAIN for field in FIELDS if field not in AMOUNTS):
        return False
    if matches(sample, r"^0\d").any():
        return False
    whole = matches(sample, r"^\d{4,}$").all()
    if whole and sample.is_unique and sample.str.len().nunique() == 1 and len(sample) > 2:
        return False
    return not bool(read_numbers(sample).unread.mean() > 0.1)


def profile(table: RawTable, columns: Columns, decimals: Mapping[str, str]) -> pd.DataFrame:
    """
    Return what each column of the file holds.

    Returns
    -------
    Columns column, examples (up to three different values), filled (share of rows), field (empty where it is none),
    sure, and decimal: the decimal sign where the column is read as numbers, else empty.
    """
    field_of = {name: field for field, name in columns.fields.items()}
    rows = []
    for name in table.names:
        texts = table.frame[name]
        rows.append(
            {
                "column": name,
                "examples": examples(texts),
                "filled": filled(texts),
                "field": field_of.get(name, ""),
                "sure": name in columns.sure,
                "decimal": decimals.get(name, ""),
            }
        )
    return pd.DataFrame(rows).astype({"column": "str", "field": "str", "decimal": "str"})


def examples(texts: pd.Series) -> list[str]:
    """Return up to three different texts of a column, cut at 80 characters."""
    return [value[:80] for value in _sample(texts).drop_duplicates()[:3]]


def filled(texts: pd.Series) -> float:
    """Return the share of cells that are not blank."""
    return float((texts.str.strip() != "").mean()) if len(texts) else 0.0


def _sample(texts: pd.Series) -> pd.Series:
    """Return up to 400 filled cells, spread evenly."""
    step = max(1, len(texts) // (4 * _SAMPLE))
    some = texts.iloc[::step].str.strip()
    some = some[some != ""]
    if not len(some):
        some = texts[texts.str.strip() != ""].str.strip()
    return some.iloc[:: max(1, len(some) // _SAMPLE)][:_SAMPLE].reset_index(drop=True)


def _fits(field: str, sample: pd.Series) -> bool:
    """Return whether what stands in a column can be a field; an empty column can be anything but a place."""
    if not len(sample):
        return field not in ("postcode", "lat", "lon", "x", "y")
    match field:
        case "postcode":
            return _postcode_share(sample) >= _MOST
        case "lat" | "lon" | "x" | "y":
            return _numeric_share(sample) >= _SOME
        case "revenue" | "potential" | "workload":
            return _numeric_share(sample) >= _MOST
        case "status":
            return float(read_statuses(sample).notna().mean()) >= _MOST
        case "country":
            return float(read_countries(sample).notna().mean()) >= _MOST
        case "name" | "place" | "address":
            return _numeric_share(sample) < _MOST
        case "owner" | "sector" | "product" | "size":
            repeats = len(sample) < _FEW_ROWS or sample.nunique() <= _MOST * len(sample)
            return repeats or (field == "owner" and _numeric_share(sample) < _MOST)
        case _:
            return bool(sample.nunique() >= _MOST * len(sample))


def _numeric_share(sample: pd.Series) -> float:
    return float((~read_numbers(sample, coordinates=True).unread).mean())


def _postcode_share(sample: pd.Series) -> float:
    """Return the share that is a postcode of a country that ships, or holds a full Dutch one."""
    good = matches(sample, DUTCH_POSTCODE)
    for country in COUNTRIES:
        good |= normalise_postcodes(sample, country).notna().to_numpy()
    return float(np.mean(good))


def _by_content(fields: dict[str, str], samples: Mapping[str, pd.Series]) -> set[str]:
    """Find full Dutch postcodes in a column whose name does not say so, where nothing else tells the place."""
    if "postcode" in fields or {"lat", "lon"} <= set(fields) or {"x", "y"} <= set(fields):
        return set()
    shares = {name: float(matches(sample, DUTCH_POSTCODE).mean()) for name, sample in samples.items() if len(sample)}
    best = max(shares, key=lambda name: shares[name], default="")
    if not best or shares[best] < _MOST:
        return set()
    for field in [f for f, name in fields.items() if name == best]:
        del fields[field]
    fields["postcode"] = best
    return {best}


def _no_place(names: list[str]) -> InputError:
    found = ", ".join(name[:40] for name in names[:30])
    return InputError(
        text("No column tells where the customers are. Columns found: {found}.", found=found),
        text(
            "Add a column Postcode with values such as 3511 AB, or two columns Latitude and Longitude "
            "with values such as 52.09 and 5.12."
        ),
    )
