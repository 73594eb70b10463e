"""Three nested levels of Dutch building blocks."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from geo.areas import postcode_areas, united

LEVELS = ("municipality", "province")


def areas_nl(postcodes: pd.DataFrame, land: shapely.Geometry) -> dict[str, gpd.GeoDataFrame]:
    """
    Return postcode areas, municipalities and provinces, each level the union of the one below.

    Returns
    -------
    For each level its areas: code, name, the names of the levels above, and geometry in EPSG:4326.
    """
    places = postcodes[postcodes["country"] == "NL"].drop(columns="country").set_index("code")
    areas, _ = postcode_areas(places, land, "NL")
    return {"postcode": areas, **{level: united(areas, level)[0] for level in LEVELS}}
