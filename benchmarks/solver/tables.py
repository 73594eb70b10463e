"""What was measured, as lines of a table: for the screen, for a file, and for the documentation."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from benchmarks.solver.peers import METHODS
from benchmarks.solver.towns import Case

MEASURED, KNOWS_NO_WEIGHTS = "measured", "counts points, knows no weights"
YARDSTICK = "sklearn"


@dataclass(frozen=True)
class Row:
    """
    What one method made of one case.

    `state` is "measured", or why there are no figures; `memory` is in megabytes above the input.
    """

    case: Case
    method: str
    state: str = MEASURED
    seconds: list[float] = field(default_factory=list)
    memory: float | None = None
    deviation: float | None = None
    inertia: float | None = None
    clusters: int | None = None

    @property
    def time(self) -> float | None:
        """Median of the seconds."""
        return median(self.seconds) if self.seconds else None

    def as_stored(self) -> dict[str, Any]:
        """Return the row as it is stored, without the path of its blocks."""
        stored = asdict(self)
        stored["case"]["blocks"] = ""
        return stored

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Row:
        """Return a row from what is stored."""
        return cls(**{**stored, "case": Case.of(stored["case"])})


HEADS = ("ground", "n", "k", "weights", "method", "seconds", "× KMeans", "MB", "deviation", "inertia ×", "")
NAMES = {method.key: method.name for method in METHODS}


def cells(rows: list[Row]) -> list[list[str]]:
    """
    Return the words of each row, under `HEADS`.

    Seconds and inertia are told beside those of the yardstick in the same case; on blocks, which it cannot divide,
    inertia is beside that of the solver.
    """
    against: dict[Case, Row] = {}
    for row in rows:
        if row.method == YARDSTICK or (row.case not in against and row.method == "allocate"):
            against[row.case] = row
    return [_words(row, against.get(row.case)) for row in rows]


def text_table(rows: list[Row]) -> str:
    """Return an aligned table."""
    return aligned([list(HEADS), *cells(rows)])


def markdown_table(rows: list[Row]) -> str:
    """Return the same as Markdown."""
    return markdown([list(HEADS), *cells(rows)])


def aligned(lines: list[list[str]]) -> str:
    """Return lines of words in columns, numbers to the right."""
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    right = [all(_is_number(line[i]) for line in lines[1:]) for i in range(len(widths))]
    return "\n".join(
        "  ".join(
            word.rjust(w) if r else word.ljust(w) for word, w, r in zip(line, widths, right, strict=True)
        ).rstrip()
        for line in lines
    )


def markdown(lines: list[list[str]]) -> str:
    """Return lines of words as a Markdown table, the first being its head."""
    right = [all(_is_number(line[i]) for line in lines[1:]) for i in range(len(lines[0]))]
    rule = ["---:" if r else "---" for r in right]
    return "\n".join(f"| {' | '.join(line)} |" for line in [lines[0], rule, *lines[1:]])


def seconds_in_words(seconds: float) -> str:
    """Return seconds to three figures."""
    return f"{seconds:.0f}" if seconds >= 100 else f"{seconds:.3g}"


def _words(row: Row, against: Row | None) -> list[str]:
    case = row.case
    start = [case.ground, f"{case.n:,}", str(case.k), case.weights, NAMES[row.method]]
    if row.state != MEASURED or row.time is None:
        return [*start, "", "", "", "", "", row.state]
    time = inertia = ""
    if against is not None and against.time and against.inertia:
        time = f"{row.time / against.time:.2f}" if against.method == YARDSTICK else ""
        inertia = f"{(row.inertia or 0.0) / against.inertia:.3f}"
    note = "" if row.clusters in (None, case.k) else f"{row.clusters} clusters"
    return [
        *start,
        seconds_in_words(row.time),
        time,
        "" if row.memory is None else f"{row.memory:.0f}",
        "" if row.deviation is None else f"{row.deviation:.2%}",
        inertia,
        note,
    ]


def _is_number(word: str) -> bool:
    return not word or word.replace(",", "").replace(".", "").removesuffix("%").isdigit()
