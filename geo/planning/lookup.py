"""Find a place, a postcode, an area or a customer by what somebody types."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.areas import Coverage, to_degrees
from geo.customers import Customers
from geo.gazetteer import area_code, normalise_postcodes, postcode_places
from geo.planning.placed import country_of
from geo.planning.proposal import Proposal
from geo.planning.reasons import Place, Reason, why

__all__ = ["MOST_HITS", "Hit", "Place", "Reason", "find", "find_places", "why"]

MOST_HITS = 8
_EACH = 3
"""Hits of one kind before those of others, so that a street of customers does not hide the town."""

Kind = Literal["place", "postcode", "area", "customer"]
_ORDER: tuple[Kind, ...] = ("place", "postcode", "area", "customer")


@dataclass(frozen=True)
class Hit:
    """
    Something that was found.

    Parameters
    ----------
    kind
        What it is.
    name
        What people call it.
    about
        What tells it from others of that name; names only, no sentence.
    lon, lat
        Where it is, degrees, EPSG:4326.
    area
        Row of the area it is or lies in, None where that was not asked.
    key
        Key of a customer.
    """

    kind: Kind
    name: str
    about: str
    lon: float
    lat: float
    area: int | None = None
    key: str | None = None


Ranked = tuple[int, Hit]
"""How well a hit fits: 0 called exactly so, 1 begins so, 2 a word of it does, 3 has it in it."""


def find(proposal: Proposal, query: str, *, limit: int = MOST_HITS) -> list[Hit]:
    """
    Find what a plan's map shows.

    Parameters
    ----------
    proposal
        The plan; its customers are those that the viewer may see.
    query
        What was typed: the beginning or a part of a name or code, in any case, with or without accents.
    limit
        Hits at most. What is called exactly so comes first, then what begins so, then what has it in it.
    """
    country = country_of(proposal.customers)
    coverage = proposal.plan.coverage
    codes = () if coverage.kind != "postcode" else coverage.areas["code"]
    return _best(
        [
            *_places(country, query),
            *(hit for hit in _postcodes(country, query) if hit[1].name not in set(codes)),
            *_areas(coverage, query),
            *_customers(proposal, query),
        ],
        limit,
    )


def find_places(country: str, query: str, *, limit: int = MOST_HITS) -> list[Hit]:
    """
    Find towns and postcodes of a country.

    Raises
    ------
    SettingsError
        The country does not ship.
    """
    return _best([*_places(country, query), *_postcodes(country, query)], limit)


def _best(found: Iterable[Ranked], limit: int) -> list[Hit]:
    """Return the best hits, at most `_EACH` of a kind as long as there are others."""
    ranked = sorted(found, key=lambda hit: (hit[0], _ORDER.index(hit[1].kind)))
    count = dict.fromkeys(_ORDER, 0)
    first: list[int] = []
    later: list[int] = []
    for position, (_, hit) in enumerate(ranked):
        count[hit.kind] += 1
        (first if count[hit.kind] <= _EACH else later).append(position)
    return [ranked[position][1] for position in sorted([*first, *later][:limit])]


def _places(country: str, query: str) -> Iterator[Ranked]:
    towns = _towns(country)
    for rank, row in _matches(towns["folded"], query):
        town = towns.iloc[row]
        regions = dict.fromkeys(str(town[level]) for level in ("municipality", "province") if pd.notna(town[level]))
        about = ", ".join(name for name in regions if name != town["place"])
        yield rank, Hit("place", str(town["place"]), about, float(town["lon"]), float(town["lat"]))


def _postcodes(country: str, query: str) -> Iterator[Ranked]:
    """Yield the postcodes that begin so; a full postcode is found by the part that names its area."""
    known = postcode_places(country)
    typed = area_code(normalise_postcodes(pd.Series([query]), country), country).iloc[0]
    wanted = typed if isinstance(typed, str) and typed in known.index else query.strip().upper()
    if not wanted:
        return
    for row in np.flatnonzero(known.index.str.startswith(wanted))[:MOST_HITS]:
        place = known.iloc[row]
        rank = 0 if known.index[row] == wanted else 1
        yield (
            rank,
            Hit("postcode", str(known.index[row]), str(place["place"]), float(place["lon"]), float(place["lat"])),
        )


def _areas(coverage: Coverage, query: str) -> Iterator[Ranked]:
    codes, names = _area_names(coverage)
    ranks: dict[int, int] = {}
    for rank, row in [*_matches(codes, query), *_matches(names, query)]:
        ranks[row] = min(rank, ranks.get(row, rank))
    rows = sorted(ranks, key=lambda row: (ranks[row], row))[:MOST_HITS]
    centres = to_degrees(coverage.centres[rows], coverage.crs)
    for row, (lon, lat) in zip(rows, centres.tolist(), strict=True):
        code, name = coverage.areas["code"].iloc[row], coverage.areas["name"].iloc[row]
        yield ranks[row], Hit("area", str(name), "" if code in name else str(code), lon, lat, area=row)


def _customers(proposal: Proposal, query: str) -> Iterator[Ranked]:
    keys, names = _customer_names(proposal.customers)
    table = proposal.customers.table
    ranks: dict[int, int] = {}
    for rank, row in [*_matches(names, query), *((r, row) for r, row in _matches(keys, query) if r < 2)]:
        ranks[row] = min(rank, ranks.get(row, rank))
    territories = [territory.name for territory in proposal.plan.territories]
    for row in sorted(ranks, key=lambda row: (ranks[row], row))[:MOST_HITS]:
        customer = table.iloc[row]
        territory = int(proposal.territory[row])
        about = [
            *([str(customer["place"])] if pd.notna(customer["place"]) else []),
            *([territories[territory]] if territory >= 0 else []),
        ]
        yield (
            ranks[row],
            Hit(
                "customer",
                str(customer["name"] if pd.notna(customer["name"]) else customer["key"]),
                " · ".join(about),
                float(customer["lon"]),
                float(customer["lat"]),
                area=int(proposal.area[row]),
                key=str(customer["key"]),
            ),
        )


def _matches(folded: pd.Series, query: str) -> list[tuple[int, int]]:
    """Return how well the rows fit that have a query in them, the best first."""
    wanted = _folded(query)
    if not wanted:
        return []
    rows = np.flatnonzero(folded.str.contains(wanted, regex=False).to_numpy(dtype=bool))
    texts = [f" {folded.iloc[row]} " for row in rows]
    ranks = [
        0 if f" {wanted} " == text else 1 if text.startswith(f" {wanted}") else 2 if f" {wanted}" in text else 3
        for text in texts
    ]
    return sorted(zip(ranks, rows.tolist(), strict=True))[:MOST_HITS]


def _folded(text: str) -> str:
    """Return a text without case, accents and signs, its words one space apart."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", plain.casefold()).strip()


def _series(texts: Iterable[object]) -> pd.Series:
    return pd.Series([_folded(text) if isinstance(text, str) else "" for text in texts], dtype="str")


@lru_cache(maxsize=8)
def _towns(country: str) -> pd.DataFrame:
    """Return the places of a country, those of most postcodes first, in the middle of their postcodes."""
    grouped = postcode_places(country).groupby(["place", "municipality", "province"], dropna=False, sort=True)
    towns = grouped[["lon", "lat"]].mean().assign(n=grouped.size()).reset_index()
    towns = towns.sort_values("n", ascending=False, kind="stable").reset_index(drop=True)
    return towns.assign(folded=_series(towns["place"]))


@lru_cache(maxsize=8)
def _area_names(coverage: Coverage) -> tuple[pd.Series, pd.Series]:
    return _series(coverage.areas["code"]), _series(coverage.areas["name"])


@lru_cache(maxsize=4)
def _customer_names(customers: Customers) -> tuple[pd.Series, pd.Series]:
    """Return keys and names of our accounts; those of competitors are empty and never found."""
    ours: npt.NDArray[np.bool_] = customers.ours
    keys, names = (customers.table[column].where(ours) for column in ("key", "name"))
    return _series(keys), _series(names)
