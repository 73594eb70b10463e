"""
The solver beside its peers: `python -m benchmarks.solver`.

Towns of Zipf sizes, customers of equal and of lognormal weight, a thousand to ten million of them, 12 to 400 clusters;
and building blocks, for those that divide blocks. Prints one table and stores it with a picture of how time grows.
`--required` holds the solver to what it must reach, `--quick` is over in a minute or two.

The solver and scikit-learn's unbalanced k-means, the yardstick, run in one process; the peers in another, which may
have another interpreter (`--peers-python`, benchmarks/requirements.txt). All are called in turn and again in turn, and
the median counts. `benchmarks.solver.worker` tells how time and memory are taken. A peer that is not installed, cannot
divide a case or would take too long has its line all the same.
"""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.solver.blocks import block_cases
from benchmarks.solver.growth import draw
from benchmarks.solver.peers import METHODS
from benchmarks.solver.requirement import Verdict, required, text_verdicts
from benchmarks.solver.results import Results, write_docs
from benchmarks.solver.running import Limits, measure
from benchmarks.solver.tables import Row, text_table
from benchmarks.solver.towns import Case
from benchmarks.solver.workers import ROOT, Workers

POINTS, CLUSTERS = [1_000, 10_000, 100_000, 1_000_000, 10_000_000], [12, 40, 100, 400]
DOCS, PICTURE = ROOT / "docs" / "solver.md", ROOT / "docs" / "images" / "solver-growth.svg"


def arguments(words: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.solver", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--n", type=_whole, nargs="*", help="customers; 1e6 is understood. None: blocks only")
    parser.add_argument("--k", type=_whole, nargs="+", help="clusters")
    parser.add_argument("--weights", nargs="+", choices=["unit", "lognormal"], default=["unit", "lognormal"])
    parser.add_argument("--methods", nargs="+", choices=[m.key for m in METHODS], help="those measured; all if none")
    parser.add_argument("--repeats", type=int, default=5, help="calls of each, the median counts (5)")
    parser.add_argument("--limit", type=float, default=120, help="seconds that a call may take (120)")
    parser.add_argument("--budget", type=float, default=60, help="seconds after which a call is not repeated (60)")
    parser.add_argument("--no-blocks", action="store_true", help="leave building blocks out")
    parser.add_argument("--quick", action="store_true", help="a small set, each called once")
    parser.add_argument("--required", action="store_true", help="only what must be reached, with verdicts")
    parser.add_argument("--stored", action="store_true", help="measure nothing: print and draw what is stored")
    parser.add_argument("--write-docs", action="store_true", help="put what is stored into docs/solver.md")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results", help="where to store")
    parser.add_argument(
        "--peers-python", default=os.environ.get("PEERS_PYTHON"), help="interpreter that has the peers (PEERS_PYTHON)"
    )
    given = parser.parse_args(words)
    if given.n is None:
        given.n = [1_000, 10_000] if given.quick else POINTS
    if given.k is None:
        given.k = [12, 40] if given.quick else CLUSTERS
    if given.quick:
        given.repeats, given.limit, given.budget = 1, 20.0, 0.0
    return given


def town_cases(given: argparse.Namespace) -> list[Case]:
    """Return the cases of towns, the smallest first."""
    cases = [Case(n, k, weights) for n in given.n for weights in given.weights for k in given.k if k < n]
    return sorted(cases, key=lambda case: (case.n, case.weights != "unit", case.k))


def tell(what: str) -> None:
    """Say on the error stream what is being done."""
    print(what, file=sys.stderr, flush=True)


def table(given: argparse.Namespace, workers: Workers) -> list[Row]:
    """Measure every case."""
    methods = [method for method in METHODS if not given.methods or method.key in given.methods]
    limits = Limits(given.repeats, given.limit, given.budget)
    with TemporaryDirectory() as folder:
        blocks = [] if given.no_blocks else block_cases(given.k, Path(folder), 1_000 if given.quick else 1_000_000)
        return measure([*town_cases(given), *blocks], methods, workers, limits, tell)


def main(words: list[str] | None = None) -> int:
    """Measure, print and store; return 1 if something required is missed."""
    given = arguments(words)
    results = Results.read(given.out)
    verdicts: list[Verdict] = []
    if not given.stored:
        with closing(Workers(given.peers_python)) as workers:
            results.machine = workers.machine([method.package for method in METHODS if method.package])
            if given.required:
                results.verdicts = verdicts = required(workers, given.repeats, tell)
            else:
                results.rows = table(given, workers)
        results.write(given.out)
    print(results.heading)
    if results.rows and not given.required:
        print(text_table(results.rows))
    if results.verdicts and (given.required or given.stored):
        print(text_verdicts(results.verdicts))
    if draw(results.rows, given.out / "growth.svg"):
        print(f"\nstored in {given.out}: results.json, results.md, growth.svg")
    if given.write_docs:
        write_docs(DOCS, PICTURE, results)
    return int(not all(verdict.held for verdict in verdicts))


def _whole(word: str) -> int:
    return int(float(word))


if __name__ == "__main__":
    sys.exit(main())
