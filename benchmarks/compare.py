"""
How long two divisions of a million customers take to be compared: `python benchmarks/compare.py`.

Forty representatives today and forty territories on the postcode areas of the Netherlands, balanced in hours. Timed is
what a page needs of it: the comparison itself with its proven minimum, the tables of territories and of the accounts
that change hands, the words, and the ground that moves; once for one list and once for two versions of it, whose
customers are found by their keys.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from geo.areas import official
from geo.customers import Customers
from geo.planning import DesignSettings, Proposal
from geo.planning.comparing import Comparison, compare
from geo.planning.comparison_words import letter
from geo.planning.divisions import Division
from geo.territories import divide_areas
from geo.texts import ENGLISH, text
from geo.viewer import MANAGER

CUSTOMERS, TERRITORIES = 1_000_000, 40
LIMIT = 2.0


def listed(areas: pd.DataFrame, area: np.ndarray, rng: np.random.Generator) -> Customers:
    """Return a list of customers with owners by the grid of the country that they lie in."""
    n = len(area)
    places = areas.geometry.representative_point()
    lon, lat = (values.to_numpy()[area] for values in (places.x, places.y))
    owner = np.clip((lon - 3.3) / 0.5, 0, 7).astype(int) * 5 + np.clip((lat - 50.7) / 0.6, 0, 4).astype(int)
    table = pd.DataFrame(
        {
            "key": pd.Series(np.arange(n).astype(str), dtype="str"),
            "name": pd.Series(np.char.add("Customer ", np.arange(n).astype(str)), dtype="str"),
            "status": "customer",
            "country": "NL",
            "postcode": areas["code"].to_numpy()[area],
            "place": "Town",
            "lon": lon,
            "lat": lat,
            "sector": "Trade",
            "size": "Large",
            "owner": pd.Series(np.char.add("Rep ", owner.astype(str)), dtype="str"),
            "revenue": rng.lognormal(9, 1, n),
            "workload": rng.uniform(1, 40, n),
        }
    )
    bare = pd.DataFrame(index=table.index)
    issues = pd.DataFrame({"row": pd.Series(dtype="int64"), "outcome": pd.Series(dtype="str")})
    names = {"owner": "owner", "revenue": "revenue", "workload": "workload"}
    return Customers(table, bare, bare, issues, names, pd.DataFrame(), n)


def timed(what: str, call: object, limit: float | None = None) -> object:
    """Print how long something takes and return what it gives."""
    start = perf_counter()
    given = call()  # type: ignore[operator]
    seconds = perf_counter() - start
    verdict = "" if limit is None else f"  {'ok' if seconds <= limit else 'MISSED'}: at most {limit:g}"
    print(f"{what:<60}{seconds:>8.2f}{verdict}")
    return given


def compared(before: Division, after: Division, what: str) -> None:
    """Time one comparison and what is told of it."""
    found = timed(f"{what}: the comparison", lambda: compare(before, after, viewer=MANAGER), LIMIT)
    assert isinstance(found, Comparison)
    timed(f"{what}: table of territories", lambda: found.territories)
    timed(f"{what}: all accounts that change hands", lambda: found.accounts)
    timed(f"{what}: in words", lambda: letter(found).written(ENGLISH))
    timed(f"{what}: ground that moves", lambda: found.ground)
    print(found.totals.drop(columns="measure").round(3).to_string(), "\n")


def main() -> None:
    """Make the two divisions once, then time their comparison."""
    rng = np.random.default_rng(0)
    coverage = official("postcode", "NL")
    crowd = rng.lognormal(0, 1.5, len(coverage))
    area = rng.choice(len(coverage), CUSTOMERS, p=crowd / crowd.sum())
    customers = listed(coverage.areas, area, rng)
    table = customers.table
    measures = {name: table[name].to_numpy() for name in ("revenue", "workload")}
    measures = {"customers": np.ones(CUSTOMERS), **measures}
    hours = np.bincount(area, weights=measures["workload"], minlength=len(coverage))
    plan = divide_areas(coverage, hours, np.ones(TERRITORIES), tolerance=0.01, seed=0).plan
    settings = DesignSettings(TERRITORIES, measure="workload", tolerance=0.01)
    proposal = Proposal.of(settings, plan, customers, area, coverage.centres[area], measures, 0.0, {})
    after = Division(proposal, text("Plan"), dataset="one")
    print(f"{CUSTOMERS:,} customers, {TERRITORIES} territories\n")
    print(f"{'seconds':<60}")
    compared(Division.now(proposal, dataset="one"), after, "one list")
    shuffled = replace(customers, table=table.iloc[rng.permutation(CUSTOMERS)].reset_index(drop=True))
    order = shuffled.table["key"].to_numpy(dtype=np.int64)
    other = Proposal.of(
        settings, plan, shuffled, area[order], coverage.centres[area[order]],
        {name: values[order] for name, values in measures.items()}, 0.0, {},
    )  # fmt: skip
    compared(Division.now(other, dataset="two"), after, "two versions")


if __name__ == "__main__":
    main()
