"""Go through the cases, all methods in turn and again in turn, and leave out what would take too long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from benchmarks.solver.peers import Method
from benchmarks.solver.tables import KNOWS_NO_WEIGHTS, MEASURED, Row
from benchmarks.solver.towns import Case
from benchmarks.solver.workers import Workers


@dataclass(frozen=True)
class Limits:
    """Calls of each method, seconds that one may take, and seconds of one case after which it is not repeated."""

    repeats: int = 5
    call: float = 120.0
    budget: float = 60.0


@dataclass
class Memory:
    """What earlier cases took, from which it is judged whether a larger one can be done."""

    took: dict[tuple[str, str], list[tuple[float, float]]] = field(default_factory=dict)

    def note(self, method: Method, case: Case, seconds: float) -> None:
        """Remember what a case took, or at least took."""
        self.took.setdefault((method.key, case.ground), []).append((case.size, seconds))

    def expected(self, method: Method, case: Case) -> float:
        """Return the seconds that a case will take at least, if time grows no slower than points times clusters."""
        known = [(size, took) for size, took in self.took.get((method.key, case.ground), []) if size <= case.size]
        if not known:
            return 0.0
        size, took = max(known)
        return took * case.size / size


def reason(method: Method, case: Case, version: str | None, expected: float, limit: float) -> str:
    """Return why a method is not tried on a case, empty if it is."""
    if version is None:
        return "not installed"
    if method.unit_only and case.weights != "unit":
        return KNOWS_NO_WEIGHTS
    if case.size > method.most:
        return f"not tried above {method.most:,.0f} points × clusters"
    if expected > limit:
        return f"not tried: about {expected:,.0f} s or more"
    return ""


def measure(
    cases: list[Case], methods: list[Method], workers: Workers, limits: Limits, tell: Callable[[str], None]
) -> list[Row]:
    """
    Measure every case with every method that divides its kind.

    Returns
    -------
    rows
        One for each, in order; those that were not measured say why.
    """
    memory = Memory()
    versions = workers.installed([method.package for method in methods if method.package])
    rows: list[Row] = []
    for case in cases:
        wanted = [method for method in methods if method.blocks == bool(case.blocks)]
        rows += _case(case, wanted, versions, memory, workers, limits, tell)
    return rows


def _case(
    case: Case,
    methods: list[Method],
    versions: dict[str, str | None],
    memory: Memory,
    workers: Workers,
    limits: Limits,
    tell: Callable[[str], None],
) -> list[Row]:
    """Measure one case, A B A B."""
    what = f"{case.ground} {case.n:,} × {case.k}, {case.weights}"
    found = {method.key: Row(case, method.key) for method in methods}
    for method in methods:
        version = versions[method.package] if method.package else ""
        why = reason(method, case, version, memory.expected(method, case), limits.call)
        found[method.key] = Row(case, method.key, why or MEASURED)
    for number in range(limits.repeats):
        for method in methods:
            row = found[method.key]
            if row.state != MEASURED or sum(row.seconds) > limits.budget:
                continue
            tell(f"{what}: {method.name} {number + 1}/{limits.repeats}")
            found[method.key] = _called(row, method, memory, workers, limits)
    for method in methods:
        row = found[method.key]
        if row.seconds:
            tell(f"{what}: memory of {method.name}")
            found[method.key] = replace(row, memory=workers.memory(method, case, limits.call))
    return list(found.values())


def _called(row: Row, method: Method, memory: Memory, workers: Workers, limits: Limits) -> Row:
    """Return the row with one more call."""
    answer = workers.time(method, row.case, limits.call)
    if "error" in answer:
        if answer.get("late"):
            memory.note(method, row.case, 1.01 * limits.call)
        return Row(row.case, row.method, answer["error"])
    memory.note(method, row.case, answer["seconds"])
    return Row(
        row.case, row.method, MEASURED, [*row.seconds, answer["seconds"]], None, answer["deviation"],
        answer["inertia"], answer["clusters"],
    )  # fmt: skip
