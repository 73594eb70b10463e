"""What the solver must reach, line by line: `python -m benchmarks.solver --required`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import mean, median
from typing import Any

from benchmarks.solver.peers import Method, method
from benchmarks.solver.tables import aligned, markdown
from benchmarks.solver.towns import Case
from benchmarks.solver.workers import Workers

MILLION, TENTH, TEN = 1_000_000, 100_000, 10_000_000
TIMES = {MILLION: {12: 0.5, 40: 0.25, 100: 0.3}, TENTH: {12: 1.0, 40: 1.0, 100: 2.0}}
"""At most this times the yardstick's wall time, for points and clusters."""
MEMORY, GROWTH, TOLERANCE = 250.0, 5.0, 0.005
SMALL, CLUSTERS, SEEDS, ROOM = (1_000, 5_000), (12, 40, 100), range(5), 0.01
MEAN, WORST, PART = 1.00, 1.02, 1 / 20
_PATIENCE, _ROUNDING = 600.0, 1e-6

Listener = Callable[[str], None]


@dataclass(frozen=True)
class Verdict:
    """A figure and the most that it may be; None where it could not be measured."""

    what: str
    measured: float | None
    limit: float
    note: str = ""

    @property
    def held(self) -> bool:
        """Whether it is measured and at most the limit, to rounding."""
        return self.measured is not None and self.measured <= self.limit * (1 + _ROUNDING)

    @property
    def words(self) -> list[str]:
        """The words of a line."""
        said = "not measured" if self.measured is None else f"{self.measured:.4g}"
        return [self.what, said, f"{self.limit:g}", "ok" if self.held else "MISSED", self.note]


def in_turn(
    workers: Workers, asked: list[tuple[Method, Case]], repeats: int, tell: Listener
) -> list[list[dict[str, Any]]]:
    """Return what each of some calls gives, one after the other and again (A B A B), for each its answers."""
    given: list[list[dict[str, Any]]] = [[] for _ in asked]
    for number in range(repeats):
        for place, (how, case) in enumerate(asked):
            tell(f"{case.n:,} × {case.k}, {case.weights}, seed {case.seed}: {how.name} {number + 1}/{repeats}")
            given[place].append(workers.time(how, case, _PATIENCE))
    return given


def _seconds(answers: list[dict[str, Any]]) -> float | None:
    return None if any("error" in answer for answer in answers) else median(answer["seconds"] for answer in answers)


def _ratio(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else a / b


def against_yardstick(workers: Workers, n: int, repeats: int, tell: Listener) -> list[Verdict]:
    """Time the solver beside scikit-learn's unbalanced k-means, in one process and run."""
    ours, other = method("ours"), method("sklearn")
    verdicts = []
    for weights in ("unit", "lognormal"):
        for k, limit in TIMES[n].items():
            case = Case(n, k, weights, tolerance=TOLERANCE)
            mine, theirs = in_turn(workers, [(ours, case), (other, case)], repeats, tell)
            what = f"{n:,} × {k}, {weights}"
            a, b = _seconds(mine), _seconds(theirs)
            note = "" if a is None or b is None else f"{a:.3f} s and {b:.3f} s"
            verdicts.append(Verdict(f"{what}: time / KMeans", _ratio(a, b), limit, note))
            verdicts.append(Verdict(f"{what}: deviation, %", _worst_deviation(mine), 100 * TOLERANCE))
            if n == MILLION:
                tell(f"{what}: memory")
                verdicts.append(Verdict(f"{what}: MB above input", workers.memory(ours, case, _PATIENCE), MEMORY))
    return verdicts


def growing(workers: Workers, repeats: int, tell: Listener) -> list[Verdict]:
    """Time ten million customers beside one million."""
    verdicts = []
    for weights in ("unit", "lognormal"):
        small, large = (Case(n, 40, weights, tolerance=TOLERANCE) for n in (MILLION, TEN))
        less, more = in_turn(workers, [(method("ours"), small), (method("ours"), large)], repeats, tell)
        a, b = _seconds(less), _seconds(more)
        note = "" if a is None or b is None else f"{b:.3f} s and {a:.3f} s"
        what = f"{TEN:,} × 40, {weights}"
        verdicts.append(Verdict(f"{what}: time / {MILLION:,}", _ratio(b, a), GROWTH, note))
        verdicts.append(Verdict(f"{what}: deviation, %", _worst_deviation(more), 100 * TOLERANCE))
    return verdicts


def compact(workers: Workers, tell: Listener) -> list[Verdict]:
    """Compare inertia and time with k-means-constrained, both with the same room, over seeds."""
    verdicts = []
    for n in SMALL:
        for k in CLUSTERS:
            ours, theirs = [], []
            for seed in SEEDS:
                case = Case(n, k, seed=seed, tolerance=ROOM)
                mine, other = in_turn(workers, [(method("ours"), case), (method("kmc"), case)], 1, tell)
                ours += mine
                theirs += other
            verdicts += _compared(f"{n:,} × {k}, ±1 %", ours, theirs, timed=n == max(SMALL))
    return verdicts


def _compared(what: str, ours: list[dict[str, Any]], theirs: list[dict[str, Any]], *, timed: bool) -> list[Verdict]:
    """Return what the answers over seeds come to; an error leaves every line of them unmeasured."""
    wrong = next((str(each["error"]) for each in ours + theirs if "error" in each), "")
    ratios = [] if wrong else [a["inertia"] / b["inertia"] for a, b in zip(ours, theirs, strict=True)]
    beyond = None if wrong else max(each["deviation"] / each["room"] for each in ours)
    verdicts = [
        Verdict(f"{what}: inertia / k-means-constrained, mean", mean(ratios) if ratios else None, MEAN, wrong),
        Verdict(f"{what}: the same, worst seed", max(ratios, default=None), WORST, wrong),
        Verdict(f"{what}: deviation / room", beyond, 1.0, wrong),
    ]
    if timed:
        a, b = _seconds(ours), _seconds(theirs)
        note = wrong if a is None or b is None else f"{a:.3f} s and {b:.3f} s"
        verdicts.append(Verdict(f"{what}: time / k-means-constrained", _ratio(a, b), PART, note))
    return verdicts


def _worst_deviation(answers: list[dict[str, Any]]) -> float | None:
    found = [100 * float(answer["deviation"]) for answer in answers if "error" not in answer]
    return max(found) if len(found) == len(answers) else None


def required(workers: Workers, repeats: int, tell: Listener) -> list[Verdict]:
    """Measure every line."""
    return [
        *against_yardstick(workers, MILLION, repeats, tell),
        *growing(workers, repeats, tell),
        *against_yardstick(workers, TENTH, repeats, tell),
        *compact(workers, tell),
    ]


HEADS = ["asked", "measured", "at most", "", "seconds"]


def text_verdicts(verdicts: list[Verdict]) -> str:
    """Return the verdicts as an aligned table."""
    return aligned([HEADS, *(verdict.words for verdict in verdicts)])


def markdown_verdicts(verdicts: list[Verdict]) -> str:
    """Return the verdicts as Markdown."""
    return markdown([HEADS, *(verdict.words for verdict in verdicts)])
