"""What was measured, as it is kept in a folder and shown in the documentation."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from benchmarks.solver.growth import draw
from benchmarks.solver.peers import method
from benchmarks.solver.requirement import Verdict, markdown_verdicts
from benchmarks.solver.tables import KNOWS_NO_WEIGHTS, Row, markdown_table

BEGIN, END = "<!-- measured:begin -->", "<!-- measured:end -->"
_ALT = "Seconds against the number of customers, a line for each method"
_UNMEASURED = "Nothing is stored here: `python -m benchmarks.solver --write-docs`."


@dataclass
class Results:
    """The last table, the last verdicts, and the machine that they are of."""

    machine: dict[str, Any] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Return what a folder holds, nothing if there is none."""
        path = folder / "results.json"
        if not path.exists():
            return cls()
        stored = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            stored["machine"],
            [Row.of(row) for row in stored["rows"]],
            [Verdict(**verdict) for verdict in stored["verdicts"]],
        )

    def write(self, folder: Path) -> None:
        """Keep it in a folder, as JSON and as Markdown."""
        folder.mkdir(parents=True, exist_ok=True)
        stored = {
            "machine": self.machine,
            "rows": [row.as_stored() for row in self.rows],
            "verdicts": [asdict(verdict) for verdict in self.verdicts],
        }
        (folder / "results.json").write_text(json.dumps(stored, indent=1), encoding="utf-8")
        (folder / "results.md").write_text(self.markdown + "\n", encoding="utf-8")

    @property
    def heading(self) -> str:
        """The machine, in a line."""
        versions = ", ".join(
            f"{name} {has or '(not installed)'}" for name, has in self.machine.get("versions", {}).items()
        )
        about = (self.machine.get(what, "?") for what in ("cores", "python", "blas"))
        return "{} cores, Python {}, linear algebra for {}; ".format(*about) + versions

    @property
    def markdown(self) -> str:
        """Everything measured, as Markdown."""
        return _page(self, self.rows)


def for_docs(rows: list[Row]) -> list[Row]:
    """Return the rows worth a reader's time: weighted customers, and equal ones where a peer knows no others."""
    counted = {row.case for row in rows if row.seconds and method(row.method).unit_only}
    kept = [row for row in rows if row.case.weights != "unit" or row.case in counted]
    return [row for row in kept if row.state != KNOWS_NO_WEIGHTS]


def _page(results: Results, rows: list[Row], *pictures: str) -> str:
    tables = [markdown_verdicts(results.verdicts)] * bool(results.verdicts) + [markdown_table(rows)] * bool(rows)
    return "\n\n".join([f"Measured on {results.heading}.", *tables, *pictures]) if tables else _UNMEASURED


def filled(text: str, block: str) -> str:
    """
    Return a text with a block between its markers.

    Raises
    ------
    ValueError
        If the text does not have both markers once, in order.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end or BEGIN in after or END in after:
        msg = f"the text should have {BEGIN} and {END} once each, in this order"
        raise ValueError(msg)
    return f"{before}{BEGIN}\n\n{block}\n\n{END}{after}"


def write_docs(path: Path, picture: Path, results: Results) -> None:
    """Put what was measured into a page, with the picture in a folder beside it where there is one to be drawn."""
    shown = f"![{_ALT}]({picture.relative_to(path.parent).as_posix()})"
    block = _page(results, for_docs(results.rows), *[shown] * draw(results.rows, picture))
    path.write_text(filled(path.read_text(encoding="utf-8"), block), encoding="utf-8")
