"""Official borders of the Netherlands: those of Statistics Netherlands (CBS), given out by PDOK."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urljoin

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.progress import Cancel, Progress, never, unheard
from geo.services._asking import Patience, ask, away, origin, require_address
from geo.texts import text

BoundaryLevel = Literal["postcode", "municipality", "province"]

PUBLIC = "https://api.pdok.nl"
ADDRESS_VARIABLE = "RAYON_PDOK_URL"
"""Environment variable with another address, such as one's own copy of the service."""

SOURCE = "CBS, Kadaster, Esri Nederland via PDOK (CC BY 4.0)"
SERVICE = "PDOK"
PAGE = 1000
"""Areas an answer holds at most; the service gives no more."""

MOST_PAGES = 60
_PLAUSIBLE = 0.5
"""Share of the usual number of areas below which an answer that does not say how many there are is not whole."""


@dataclass(frozen=True)
class _Collection:
    path: str
    year: int
    usual: int
    codes: tuple[str, ...]
    names: tuple[str, ...] = ()


_STATISTICAL = (("statcode", "code"), ("statnaam", "naam", "name"))
_COLLECTIONS: Mapping[BoundaryLevel, _Collection] = {
    "postcode": _Collection(
        "/cbs/postcode4/ogc/v1/collections/postcode4/items", 2024, 4070, ("postcode4", "postcode", "pc4")
    ),
    "municipality": _Collection(
        "/cbs/gebiedsindelingen/ogc/v1/collections/gemeente_gegeneraliseerd/items", 2025, 342, *_STATISTICAL
    ),
    "province": _Collection(
        "/cbs/gebiedsindelingen/ogc/v1/collections/provincie_gegeneraliseerd/items", 2025, 12, *_STATISTICAL
    ),
}


def fetch_boundaries(
    level: BoundaryLevel,
    *,
    patience: Patience | None = None,
    progress: Progress = unheard,
    cancelled: Cancel = never,
) -> gpd.GeoDataFrame:
    """
    Fetch the official borders of a level.

    Parameters
    ----------
    level
        Which areas.
    patience
        Limits in time and size; the usual ones where None.
    progress, cancelled
        Hear of the work, up to a fraction of 1, and may stop it.

    Returns
    -------
    `code` and `name`, null where the service gives none, and polygons in EPSG:4326 as they come: neither valid nor a
    coverage for certain, and several rows of one code where the service sends them so.

    Raises
    ------
    ServiceError
        The service is away, or its answer is not whole.
    Cancelled
        The owner of the work stopped it.
    """
    wanted = _COLLECTIONS[level]
    features: list[dict[str, Any]] = []
    matched: int | None = None
    progress(text("Asking PDOK for the official borders"), 0.0)
    for page in _pages(_first(wanted), patience or Patience(), cancelled):
        features += [f for f in _listed(page.get("features")) if isinstance(f, dict)]
        said = page.get("numberMatched")
        matched = said if isinstance(said, int) and said > 0 else matched
        about = matched or max(wanted.usual, len(features))
        progress(text("{n} of about {all} areas", n=len(features), all=about), min(len(features) / about, 1.0))
    _require_whole(len(features), matched, wanted)
    return _frame(features, wanted)


def _first(wanted: _Collection) -> str:
    base = os.environ.get(ADDRESS_VARIABLE) or PUBLIC
    require_address(base)
    return f"{base.rstrip('/')}{wanted.path}?f=json&limit={PAGE}&jaarcode={wanted.year}"


def _pages(first: str, patience: Patience, cancelled: Cancel) -> Iterator[dict[str, Any]]:
    """Give one page after another, following the service's own links, each once and only to where it was asked."""
    url: str | None = first
    seen: set[str] = set()
    while url is not None:
        if url in seen or len(seen) >= MOST_PAGES:
            raise away(SERVICE, text("its pages have no end"))
        seen.add(url)
        page = ask(url, SERVICE, patience, cancelled)
        yield page
        url = _next(url, page)


def _next(url: str, page: Mapping[str, Any]) -> str | None:
    links = [link for link in _listed(page.get("links")) if isinstance(link, dict) and link.get("rel") == "next"]
    target = links[0].get("href") if links else None
    if not isinstance(target, str) or not _listed(page.get("features")):
        return None
    try:
        found = urljoin(url, target)
        own = origin(found) == origin(url)
    except ValueError:
        own = False
    if not own:
        raise away(SERVICE, text("its next page lies elsewhere"))
    return found


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _require_whole(n: int, matched: int | None, wanted: _Collection) -> None:
    if n < (matched if matched is not None else _PLAUSIBLE * wanted.usual):
        raise away(
            SERVICE, text("it gave {n} of {all} areas", n=n, all=matched if matched is not None else wanted.usual)
        )


def _frame(features: list[dict[str, Any]], wanted: _Collection) -> gpd.GeoDataFrame:
    properties = pd.DataFrame([_properties(feature) for feature in features], dtype=object)
    written = [json.dumps(feature.get("geometry")) for feature in features]
    shapes = np.asarray(shapely.from_geojson(written, on_invalid="ignore"), dtype=object)
    drawn = np.isin(shapely.get_type_id(shapes), (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON))
    kept = drawn & _of_year(properties, wanted.year)
    table = pd.DataFrame(
        {"code": _first_known(properties, wanted.codes), "name": _first_known(properties, wanted.names)}
    )
    return gpd.GeoDataFrame(table[kept].reset_index(drop=True), geometry=shapes[kept], crs="EPSG:4326")


def _properties(feature: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plain properties of a feature, their names without capitals."""
    found = feature.get("properties")
    plain = found.items() if isinstance(found, dict) else ()
    return {str(key).lower(): value for key, value in plain if isinstance(value, str | int | float)}


def _first_known(properties: pd.DataFrame, columns: tuple[str, ...]) -> pd.Series:
    found = pd.Series(pd.NA, index=properties.index, dtype="str")
    for column in columns:
        if column in properties:
            written = properties[column].astype("str").str.replace(r"\.0$", "", regex=True).str.strip()
            found = found.where(found.notna(), written.where(properties[column].notna() & (written != "")))
    return found


def _of_year(properties: pd.DataFrame, year: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Choose the features of the year asked for where they say theirs, else of the newest year there is."""
    everything = np.ones(len(properties), dtype=bool)
    if "jaarcode" not in properties:
        return everything
    years = pd.to_numeric(properties["jaarcode"], errors="coerce")
    if not years.notna().any():
        return everything
    chosen = year if (years == year).any() else years.max()
    return np.asarray((years == chosen).to_numpy(dtype=bool))
