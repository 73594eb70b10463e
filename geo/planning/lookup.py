"""Find a place, a postcode, an area or a customer by what somebody types."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.areas import Coverage, to_degrees
from geo.customers import Customers
from geo.gazetteer import area_code, normalise_postcodes, postcode_places
from geo.planning.placed import country_of
from geo.planning.proposal import Proposal
from geo.planning.reasons import Place, Reason, why
from geo.texts import Text, text

__all__ = ["MOST_HITS", "Found", "Hit", "Place", "Reason", "find", "find_customers", "find_places", "why"]

MOST_HITS = 8
"""Hits that are shown at first."""
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
    namesakes
        Whether other customers are called the same, so that only the key tells them apart.
    within
        The regions that a place lies in, said as what they are: a province is often called as a town is.
    """

    kind: Kind
    name: str
    about: str
    lon: float
    lat: float
    area: int | None = None
    key: str | None = None
    namesakes: bool = False
    within: Text | None = None


@dataclass(frozen=True)
class Found:
    """
    What was found.

    Parameters
    ----------
    hits
        The best, in order; those of a smaller limit come first in the same order.
    total
        How many there are in all.
    """

    hits: tuple[Hit, ...]
    total: int


class _Match(NamedTuple):
    """Something that fits, and how well: 0 called exactly so, 1 begins so, 2 a word of it does, 3 has it in it."""

    rank: int
    kind: Kind
    row: int
    hit: Callable[[int], Hit]


def find(proposal: Proposal, query: str, *, limit: int = MOST_HITS) -> Found:
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
    codes = set(coverage.areas["code"]) if coverage.kind == "postcode" else set()
    return _best(
        [
            *_places(country, query),
            *_postcodes(country, query, codes),
            *_areas(coverage, query),
            *_customers(proposal, query),
        ],
        limit,
    )


def find_places(country: str, query: str, *, limit: int = MOST_HITS) -> Found:
    """
    Find towns and postcodes of a country.

    Raises
    ------
    SettingsError
        The country does not ship.
    """
    return _best([*_places(country, query), *_postcodes(country, query)], limit)


def find_customers(proposal: Proposal, query: str, *, limit: int = MOST_HITS) -> Found:
    """Find customers of a plan by name or by the beginning of their key; see `find`."""
    return _best(_customers(proposal, query), limit)


def _best(found: Iterable[_Match], limit: int) -> Found:
    """Return the best hits, at most `_EACH` of a kind as long as there are others."""
    ranked = sorted(found, key=lambda match: (match.rank, _ORDER.index(match.kind)))
    count = dict.fromkeys(_ORDER, 0)
    first: list[int] = []
    later: list[int] = []
    for position, match in enumerate(ranked):
        count[match.kind] += 1
        (first if count[match.kind] <= _EACH else later).append(position)
    order = [*first, *later]
    order = [*sorted(order[:MOST_HITS]), *sorted(order[MOST_HITS:])]
    return Found(tuple(ranked[at].hit(ranked[at].row) for at in order[:limit]), len(ranked))


def _places(country: str, query: str) -> list[_Match]:
    towns = _towns(country)

    def hit(row: int) -> Hit:
        town = towns.iloc[row]
        name = str(town["place"])
        levels = {level: str(town[level]) for level in ("municipality", "province") if pd.notna(town[level])}
        regions = dict.fromkeys(called for called in levels.values() if called != name)
        return Hit(
            "place",
            name,
            ", ".join(regions),
            float(town["lon"]),
            float(town["lat"]),
            within=_within(country, name, levels),
        )

    return [_Match(rank, "place", row, hit) for rank, row in _matches(towns["folded"], query)]


def _within(country: str, name: str, levels: Mapping[str, str]) -> Text | None:
    municipality, province = levels.get("municipality"), levels.get("province")
    if province is None:
        return None
    if country != "NL":
        return text("in {region}", region=province)
    if municipality is None or municipality == name:
        return text("province of {province}", province=province)
    return text("municipality of {municipality}, province of {province}", municipality=municipality, province=province)


def _postcodes(country: str, query: str, but: Container[str] = ()) -> list[_Match]:
    """Return the postcodes that begin so; a full postcode is found by the part that names its area."""
    known = postcode_places(country)
    typed = area_code(normalise_postcodes(pd.Series([query]), country), country).iloc[0]
    wanted = typed if isinstance(typed, str) and typed in known.index else query.strip().upper()
    if not wanted:
        return []

    def hit(row: int) -> Hit:
        place = known.iloc[row]
        return Hit("postcode", str(known.index[row]), str(place["place"]), float(place["lon"]), float(place["lat"]))

    return [
        _Match(0 if known.index[row] == wanted else 1, "postcode", row, hit)
        for row in np.flatnonzero(known.index.str.startswith(wanted)).tolist()
        if known.index[row] not in but
    ]


def _areas(coverage: Coverage, query: str) -> list[_Match]:
    codes, names = _area_names(coverage)

    def hit(row: int) -> Hit:
        lon, lat = to_degrees(coverage.centres[[row]], coverage.crs)[0].tolist()
        code, name = coverage.areas["code"].iloc[row], coverage.areas["name"].iloc[row]
        return Hit("area", str(name), "" if code in name else str(code), lon, lat, area=row)

    ranks = _best_ranks([*_matches(codes, query), *_matches(names, query)])
    return [_Match(rank, "area", row, hit) for rank, row in ranks]


def _customers(proposal: Proposal, query: str) -> list[_Match]:
    customers = proposal.customers
    keys, names = _customer_names(customers)
    table, alike = customers.table, _namesakes(customers)

    def hit(row: int) -> Hit:
        customer, territory = table.iloc[row], int(proposal.territory[row])
        about = [
            *([str(customer["place"])] if pd.notna(customer["place"]) else []),
            *([proposal.plan.territories[territory].name] if territory >= 0 else []),
        ]
        return Hit(
            "customer",
            str(customer["name"] if pd.notna(customer["name"]) else customer["key"]),
            " · ".join(about),
            float(customer["lon"]),
            float(customer["lat"]),
            area=int(proposal.area[row]),
            key=str(customer["key"]),
            namesakes=bool(alike[row]),
        )

    by_key = [(rank, row) for rank, row in _matches(keys, query) if rank < 2]
    ranks = _best_ranks([*_matches(names, query), *by_key])
    return [_Match(rank, "customer", row, hit) for rank, row in ranks]


def _best_ranks(matches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return each row once, by how well it fits at best and then as rows come."""
    ranks: dict[int, int] = {}
    for rank, row in matches:
        ranks[row] = min(rank, ranks.get(row, rank))
    return sorted((rank, row) for row, rank in ranks.items())


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
    return sorted(zip(ranks, rows.tolist(), strict=True))


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


@lru_cache(maxsize=4)
def _namesakes(customers: Customers) -> npt.NDArray[np.bool_]:
    """Return which of our accounts share their name with another, shape (n,)."""
    _, names = _customer_names(customers)
    return ((names != "") & names.duplicated(keep=False)).to_numpy(dtype=bool)
