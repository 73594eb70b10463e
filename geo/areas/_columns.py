"""Which columns of a file of boundaries name its areas."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.areas._faults import Fault, require_none
from geo.errors import InputError
from geo.texts import Text, text

CODE_COLUMNS = (
    "code", "statcode", "pc4", "postcode4", "postcode", "pc6", "pc", "plz", "zip", "zipcode", "gmcode", "gemeentecode",
    "provinciecode", "areacode", "nutsid", "id", "fid",
)  # fmt: skip
"""Columns that name an area for programs, the best first; compared without capitals, accents and underscores."""

NAME_COLUMNS = (
    "name", "naam", "statnaam", "gmnaam", "gemeentenaam", "provincienaam", "rayon", "gebied", "label", "title",
    "plaats", "place", "woonplaats", "gemeente", "municipality", "provincie", "province",
)  # fmt: skip
"""Columns that name an area for people, the best first; of those that say where it lies, the closest first."""

_MOST_LISTED = 12


@dataclass(frozen=True)
class Named:
    """
    Code and name of each feature, and where they come from.

    Parameters
    ----------
    table
        `code` and `name`, both texts without gaps, shape (n,).
    code, name
        The columns they were taken from; None where the areas were numbered, or are called by their codes.
    """

    table: pd.DataFrame
    code: str | None
    name: str | None

    @property
    def remark(self) -> Text:
        """Where codes and names come from."""
        if self.code is None:
            return text("No column names the areas, so they are numbered.")
        if self.name is None or self.name == self.code:
            return text("The column '{code}' names the areas.", code=self.code)
        return text("Codes come from the column '{code}', names from '{name}'.", code=self.code, name=self.name)


def name_features(
    features: gpd.GeoDataFrame, filename: str, code_column: str | None = None, name_column: str | None = None
) -> Named:
    """
    Return code and name of each feature.

    Parameters
    ----------
    features
        As a file has them.
    filename
        How the user calls it; only shown.
    code_column, name_column
        The columns to take; recognised where None.

    Raises
    ------
    InputError
        A column that was asked for is not there, or has gaps.
    """
    columns = columns_of(features)
    code = _asked(features, columns, code_column, filename) or _recognised(features, columns, CODE_COLUMNS)
    name = _asked(features, columns, name_column, filename) or _recognised(features, columns, NAME_COLUMNS)
    code = code if code is not None else name
    numbers = pd.Series(np.arange(1, len(features) + 1).astype(str), dtype="str")
    codes = numbers if code is None else _written(features[code])
    names = codes if name is None else _written(features[name])
    return Named(pd.DataFrame({"code": codes, "name": names}), code, name)


def columns_of(features: gpd.GeoDataFrame) -> list[str]:
    """Return the columns of a file that may name areas, as it calls them."""
    return [str(column) for column in features.columns if column != features.geometry.name]


def require_one_area_a_code(table: pd.DataFrame, shapes: npt.NDArray[np.object_]) -> None:
    """
    Refuse codes that stand for areas of different names.

    Raises
    ------
    BoundaryError
        Shows every such area.
    """
    several = table.groupby("code")["name"].transform("nunique") > 1
    require_none(
        [
            Fault(
                "duplicate",
                (str(table["name"].iloc[row]),),
                shapes[row],
                text(
                    "The code '{code}' stands for '{one}' and for '{other}'.",
                    code=table["code"].iloc[row],
                    one=table["name"].iloc[row],
                    other=_other(table, row),
                ),
            )
            for row in np.flatnonzero(several).tolist()
        ]
    )


def _other(table: pd.DataFrame, row: int) -> str:
    code, name = table.iloc[row]
    return str(table.loc[(table["code"] == code) & (table["name"] != name), "name"].iloc[0])


def _asked(features: gpd.GeoDataFrame, columns: list[str], wanted: str | None, filename: str) -> str | None:
    if wanted is None:
        return None
    if wanted not in columns:
        raise InputError(
            text("'{filename}' has no column '{column}'.", filename=filename, column=wanted[:80]),
            text("Choose one of its columns: {columns}.", columns=", ".join(columns[:_MOST_LISTED])),
        )
    if not _filled(features[wanted]):
        raise InputError(
            text("The column '{column}' is empty for some areas.", column=wanted),
            text("Fill it for every area, or choose another column."),
        )
    return wanted


def _recognised(features: gpd.GeoDataFrame, columns: list[str], known: tuple[str, ...]) -> str | None:
    found = {_plain(column): column for column in reversed(columns)}
    return next((found[name] for name in known if name in found and _filled(features[found[name]])), None)


def _filled(values: pd.Series) -> bool:
    return bool(values.notna().all()) and bool((_written(values) != "").all())


def _written(values: pd.Series) -> pd.Series:
    return values.astype("str").str.replace(r"\.0$", "", regex=True).str.strip()


def _plain(column: str) -> str:
    letters = unicodedata.normalize("NFKD", column).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", letters.lower())
