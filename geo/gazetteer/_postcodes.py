"""Postcodes as people write them, and the part of one that names an area."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geo.gazetteer._places import require_country


@dataclass(frozen=True)
class _Shape:
    """
    How a country writes its postcodes.

    Parameters
    ----------
    pattern
        What is left when spaces, the country before it and a decimal ".0" are gone; its groups are joined by a space.
    digits
        Length to which a number that lost its leading zeros is filled up; 0 where codes never begin with one.
    """

    pattern: str
    digits: int = 0


_SHAPES = {
    "NL": _Shape(r"^(?:NLD?-?)?([1-9]\d{3})([A-Z]{2})?$"),
    "BE": _Shape(r"^(?:B|BEL?)?-?([1-9]\d{3})$"),
    "LU": _Shape(r"^(?:L|LUX?)?-?([1-9]\d{3})$"),
    "DE": _Shape(r"^(?:D|DEU?)?-?(\d{4,5})$", digits=5),
    "FR": _Shape(r"^(?:F|FRA?)?-?(\d{4,5})(?:CEDEX\d{0,2})?$", digits=5),
}
_NETHERLANDS_DIGITS = 4


def normalise_postcodes(values: pd.Series, country: str) -> pd.Series:
    """
    Write postcodes the one way the program knows them.

    Parameters
    ----------
    values
        Postcodes as a file has them: "3511ab", "NL-3511 AB", "3511.0", "D-1067", "75008 CEDEX 08".
    country
        Whose postcodes they are.

    Returns
    -------
    Texts with the index of `values`: "3511 AB" or "3511", "01067", "75008"; null where the value is not shaped like a
    postcode of the country. Whether the code exists is not looked at.

    Raises
    ------
    SettingsError
        The country does not ship.
    """
    shape = _SHAPES[require_country(country)]
    numbers, distinct = pd.factorize(values.astype("str"))
    written = pd.Series(distinct, dtype="str").str.upper().str.replace(r"[\s\u00a0\u202f]+", "", regex=True)
    written = written.str.replace(r"\.0+$", "", regex=True)
    parts = written.str.extract(shape.pattern, expand=True)
    codes = parts[0].str.zfill(shape.digits)
    if parts.shape[1] > 1:
        codes = codes.where(parts[1].isna(), codes + " " + parts[1])
    taken = codes.astype("str").reindex(numbers)
    return pd.Series(taken.array, index=values.index, name=values.name)


def area_code(postcodes: pd.Series, country: str) -> pd.Series:
    """
    Return the part of normalised postcodes that names a postcode area: in the Netherlands the four digits.

    Raises
    ------
    SettingsError
        The country does not ship.
    """
    if require_country(country) == "NL":
        return postcodes.astype("str").str[:_NETHERLANDS_DIGITS]
    return postcodes.astype("str")
