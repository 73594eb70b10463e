"""Official borders in place of the approximate ones, under the same codes."""

from __future__ import annotations

import unicodedata

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.areas._coverage import Coverage
from geo.areas._faults import BoundaryError
from geo.areas._metric import DEGREES, metric_crs
from geo.areas._official import Level, official
from geo.areas._repair import Shapes, on_grid, repaired
from geo.areas._whereabouts import require_here
from geo.gazetteer import area_code, normalise_postcodes, postcode_places
from geo.progress import Cancel, Progress, check, never, unheard
from geo.texts import Share, Text, text

_OTHER_SPELLINGS = {"fryslan": "friesland"}

WHOLE = 0.9
"""Share of a country's postcodes that must lie in its official areas."""


def official_borders(
    features: gpd.GeoDataFrame,
    level: Level,
    country: str,
    source: str,
    *,
    progress: Progress = unheard,
    cancelled: Cancel = never,
) -> tuple[Coverage, tuple[Text, ...]]:
    """
    Make a coverage of official borders.

    Parameters
    ----------
    features
        `code` and `name`, either of which may be null, and polygons in EPSG:4326, not yet a coverage.
    level
        What the areas are.
    country
        Where they lie.
    source
        Attribution line for maps and exports.
    progress, cancelled
        Hear of the work and may stop it.

    Returns
    -------
    Areas with the codes and the further columns of the approximate ones, as far as those know them; and what was
    repaired. A postcode without an area of its own has none in `postcode_area`: its customers are placed by location.

    Raises
    ------
    BoundaryError
        The borders are not a coverage, lie elsewhere or leave out a part of the country.
    """
    crs = metric_crs(country)
    named = _named(features, level, country)
    kept = named["code"].notna().to_numpy()
    shapes = on_grid(np.asarray(features.geometry.to_numpy(), dtype=object)[kept], DEGREES)
    table, shapes = _one_row_an_area(named[kept].reset_index(drop=True), shapes)
    if not len(shapes):
        raise BoundaryError(text("The official borders hold no areas that are known."), _remedy())
    require_here(shapes, table["name"].tolist(), country)
    check(cancelled)
    progress(text("Fitting the borders together"), 0.3)
    fitted = repaired(shapes, table["name"].tolist(), country, crs)
    check(cancelled)
    progress(text("Placing postcodes"), 0.9)
    seen = ~shapely.is_empty(fitted.shapes)
    areas = gpd.GeoDataFrame(
        table[seen].reset_index(drop=True), geometry=shapely.normalize(fitted.shapes[seen]), crs=DEGREES
    )
    rows = _postcode_rows(areas, level, country)
    coverage = Coverage(areas, level, country, approximate=False, source=source, postcode_area=rows)
    _require_whole(coverage)
    return coverage, fitted.remarks


def _named(features: gpd.GeoDataFrame, level: Level, country: str) -> pd.DataFrame:
    """Return the code, null where the area is not known, and the other columns of the approximate areas."""
    if level == "postcode":
        codes = area_code(normalise_postcodes(features["code"], country), country)
        places = postcode_places(country).reindex(codes)
        names = (codes + " " + places["place"].array).fillna(codes)
        above = {column: places[column].array for column in ("municipality", "province")}
        return pd.DataFrame({"code": codes, "name": names, **above}).reset_index(drop=True)
    known = official(level, country).areas
    spelled = pd.Series(known["code"].array, index=[_plain(code) for code in known["code"]])
    names = features["name"].fillna(features["code"]).reset_index(drop=True)
    codes = names.map(lambda name: _plain(str(name)), na_action="ignore").map(spelled).fillna(names).astype("str")
    found = pd.DataFrame({"code": codes, "name": names.astype("str")})
    if "province" in known:
        found["province"] = codes.map(known.set_index("code")["province"]).astype("str")
    return found


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return _OTHER_SPELLINGS.get(letters, letters)


def _one_row_an_area(table: pd.DataFrame, shapes: Shapes) -> tuple[pd.DataFrame, Shapes]:
    drawn = ~shapely.is_empty(shapes)
    table, shapes = table[drawn].reset_index(drop=True), shapes[drawn]
    order = np.argsort(table["code"].to_numpy(dtype=object).astype(str), kind="stable")
    table, shapes = table.iloc[order].reset_index(drop=True), shapes[order]
    first = ~table["code"].duplicated()
    groups = np.split(shapes, np.flatnonzero(first)[1:])
    united = np.array([group[0] if len(group) == 1 else shapely.union_all(group) for group in groups], dtype=object)
    return table[first].reset_index(drop=True), united[: int(first.sum())]


def _postcode_rows(areas: gpd.GeoDataFrame, level: Level, country: str) -> pd.Series:
    rows = pd.Series(np.arange(len(areas)), index=pd.Index(areas["code"].to_numpy(dtype=object)), name="area")
    if level == "postcode":
        return rows
    return postcode_places(country)[level].map(rows).dropna().astype("int64").rename("area")


def _require_whole(coverage: Coverage) -> None:
    places = postcode_places(coverage.country)
    _, distance = coverage.locate(places["lon"], places["lat"])
    inside = float((distance == 0).mean())
    if inside < WHOLE:
        raise BoundaryError(
            text("Only {share} of the postcodes lie in the official areas.", share=Share(inside, 0)), _remedy()
        )


def _remedy() -> Text:
    return text("Try again later, or load a file of boundaries; the approximate borders stay in use.")
