"""Areas around points: postcode areas where only the middle of each postcode is known."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.areas._checks import require_coverage
from geo.areas._metric import DEGREES, geometries_to_metres, metric_crs, to_metres
from geo.areas._partition import faces, merge
from geo.areas._power import power_borders, power_labels
from geo.areas._scraps import settle_scraps


def postcode_areas(places: pd.DataFrame, land: shapely.Geometry, country: str) -> tuple[gpd.GeoDataFrame, pd.Series]:
    """
    Divide land among postcodes: each point of it goes to the nearest postcode.

    Ground that water cuts off from its postcode goes to the area that it touches; islands keep their code.

    Parameters
    ----------
    places
        Postcodes as `geo.gazetteer.postcode_places` gives them, indexed by code.
    land
        In EPSG:4326.
    country
        Decides in which plane nearness is measured.

    Returns
    -------
    The areas with code, name, municipality and province, EPSG:4326, a valid coverage; and the row of the area of each
    code. Codes at one and the same position share the area of the first, as do codes whose cell has no land that of
    the nearest with land.
    """
    crs = metric_crs(country)
    sites = places.drop_duplicates(["lon", "lat"])
    xy = to_metres(sites["lon"], sites["lat"], crs)
    level = np.zeros(len(sites))
    frame = tuple(geometries_to_metres(np.array([land]), crs)[0].bounds)
    found, inside = faces(land, power_borders(xy, level, frame), crs)
    nearest = power_labels(inside, xy, level)
    landed = np.unique(nearest)
    cells = merge(found, np.searchsorted(landed, nearest), len(landed))
    degrees = sites[["lon", "lat"]].to_numpy()[landed]
    parts, labels = settle_scraps(cells, degrees, crs)
    shapes = shapely.normalize(merge(parts, labels, len(landed)))
    require_coverage(shapes, crs)
    kept = sites.iloc[landed].reset_index()
    areas = gpd.GeoDataFrame(
        {
            "code": kept["code"],
            "name": kept["code"] + " " + kept["place"],
            "municipality": kept["municipality"],
            "province": kept["province"],
        },
        geometry=shapes,
        crs=DEGREES,
    )
    every = to_metres(places["lon"], places["lat"], crs)
    rows = power_labels(every, xy[landed], level[landed])
    return areas, pd.Series(rows, index=places.index, name="area")


def united(areas: gpd.GeoDataFrame, column: str) -> tuple[gpd.GeoDataFrame, pd.Series]:
    """
    Unite areas that have the same name in a column, such as the province they lie in.

    Returns
    -------
    The larger areas, their code being their name, ordered by it, with the columns that are one level up; and the row
    of the larger area for each of `areas`.
    """
    rows, names = pd.factorize(areas[column], sort=True)
    shapes = merge(np.asarray(areas.geometry.to_numpy()), rows, len(names))
    larger = gpd.GeoDataFrame({"code": names, "name": names}, geometry=shapely.normalize(shapes), crs=areas.crs)
    if column == "municipality":
        firsts = areas.drop_duplicates(column).set_index(column)
        larger.insert(2, "province", firsts["province"].reindex(names).to_numpy())
    return larger, pd.Series(rows, index=areas.index)
