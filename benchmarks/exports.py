"""
How long each form of a hand-over takes, out and back: `python benchmarks/exports.py`.

Once for the demo company and once for 100,000 customers with six columns of their own on real Dutch postcodes, both on
postcode areas. Each form is made from a plan of which nothing is worked out yet, as the first one who asks finds it.
Limits are held in seconds of the processor, which on a machine with nothing else to do are those that one waits.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from geo.areas import official
from geo.customers import read_customers
from geo.planning import DesignSettings, Proposal, design
from geo.planning.datasets import DEMO
from geo.planning.handed import Handed
from geo.planning.handing_over import FORMATS, hand_over
from geo.planning.reading_back import read_back
from geo.texts import Language
from geo.viewer import MANAGER

DUTCH = Language("nl")
LIMITS = {"demo": 5.0, "100,000": 20.0}
BACK = ("xlsx", "areas.csv", "gpkg", "geojson")


def many(n: int) -> bytes:
    """Return a list of n customers with a number, name, place, contact, revenue and representative of each."""
    rng = np.random.default_rng(0)
    codes = official("postcode", "NL").areas["code"].to_numpy()[rng.integers(0, 4_000, n)]
    revenue, rep = rng.lognormal(9, 1, n).round(2), rng.integers(0, 30, n)
    rows = (
        f"K{i:06d};Bedrijf {i};{code} AB;contact {i}@voorbeeld.nl;{money};Vertegenwoordiger {who}"
        for i, (code, money, who) in enumerate(zip(codes, revenue, rep, strict=True))
    )
    return "\n".join(["klantnummer;naam;postcode;contact;omzet;vertegenwoordiger", *rows]).encode()


def fresh(proposal: Proposal) -> Handed:
    """Return a plan of which nothing is worked out yet."""
    return Handed(replace(proposal), "Voorstel 1", 1, datetime(2027, 1, 1, tzinfo=UTC))


def measure(what: str, proposal: Proposal, wanted: list[str]) -> None:
    """Print the seconds of each form, out and, where there is a way, back."""
    print(f"\n{what}: {len(proposal.customers.table):,} customers, {len(proposal.plan)} territories")
    print(f"{'':<18}{'seconds':>9}{'processor':>11}{'MB':>8}{'back':>9}")
    for key in wanted:
        start, work = perf_counter(), process_time()
        made = hand_over(key, fresh(proposal), viewer=MANAGER, language=DUTCH)
        seconds, worked = perf_counter() - start, process_time() - work
        back = ""
        if key in BACK:
            start = perf_counter()
            read = read_back(made.content, made.name, proposal, viewer=MANAGER, next_territory=1_000)
            back = f"{perf_counter() - start:9.2f}"
            assert np.array_equal(read.after.owners, proposal.plan.owners), key
        verdict = "" if worked <= LIMITS[what] else f"  MISSED: at most {LIMITS[what]:g}"
        print(f"{key:<18}{seconds:>9.2f}{worked:>11.2f}{len(made.content) / 1e6:>8.1f}{back}{verdict}", flush=True)


def main() -> None:
    """Make both plans, then every form of them; forms may be named."""
    wanted = sys.argv[1:] or list(FORMATS)
    demo = read_customers(DEMO.read_bytes(), DEMO.name)
    asked = DesignSettings(12, measure="revenue", areas="postcode", tolerance=0.02)
    measure("demo", design(demo, asked, viewer=MANAGER), wanted)
    crowd = read_customers(many(100_000), "klanten.csv")
    asked = DesignSettings(40, measure="revenue", areas="postcode", tolerance=0.05)
    measure("100,000", design(crowd, asked, viewer=MANAGER), wanted)


if __name__ == "__main__":
    main()
