"""How time grows with the number of customers, as a picture."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullLocator

from benchmarks.solver.tables import NAMES, Row, seconds_in_words

CLUSTERS = 40
COLOURS = {
    "ours": "#0072B2", "sklearn": "#595959", "bisection": "#007A59", "kmc": "#C24E00",
}  # fmt: skip
"""After Okabe & Ito, for the colour-blind, two of them darker so that names can be read; each has a mark as well."""
MARKS = {"ours": "o", "sklearn": "s", "bisection": "^", "kmc": "D"}
_APART = 1.45
"""Factor by which the names of two lines must be apart."""


def curves(rows: list[Row], k: int = CLUSTERS) -> dict[str, list[tuple[int, float]]]:
    """Return (points, seconds) of each method, ascending, on towns of customers who weigh the same."""
    found: dict[str, list[tuple[int, float]]] = {}
    for row in rows:
        if row.case.ground == "towns" and row.case.weights == "unit" and row.case.k == k and row.time is not None:
            found.setdefault(row.method, []).append((row.case.n, row.time))
    return {key: sorted(points) for key, points in found.items() if key in COLOURS}


def spread(ends: list[tuple[int, float]], apart: float = _APART) -> list[float]:
    """Return the heights of ends of lines, moved up as far as keeps those above one another a factor apart."""
    placed = [height for _, height in ends]
    last: dict[int, float] = {}
    for i in sorted(range(len(ends)), key=lambda i: ends[i][1]):
        placed[i] = max(placed[i], last.get(ends[i][0], 0.0) * apart)
        last[ends[i][0]] = placed[i]
    return placed


def draw(rows: list[Row], path: Path, k: int = CLUSTERS) -> bool:
    """Write the picture as SVG, its words as text; return whether there was anything to draw."""
    lines = curves(rows, k)
    if not any(len(points) > 1 for points in lines.values()):
        return False
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "growth", "font.family": "sans-serif"}):
        figure = Figure(figsize=(7.2, 4.4), layout="constrained")
        axes = figure.add_subplot()
        axes.set(xscale="log", yscale="log")
        ends = spread([points[-1] for points in lines.values()])
        for (key, points), height in zip(lines.items(), ends, strict=True):
            x, y = [n for n, _ in points], [seconds for _, seconds in points]
            ours = key == "ours"
            axes.plot(
                x, y, color=COLOURS[key], marker=MARKS[key], markersize=5, linewidth=2.6 if ours else 1.5,
                zorder=3 if ours else 2,
            )  # fmt: skip
            axes.annotate(
                NAMES[key], (x[-1], height), (9, 0), textcoords="offset points", va="center", color=COLOURS[key],
                fontsize=9, fontweight="bold" if ours else "normal", annotation_clip=False,
            )  # fmt: skip
        axes.set_xlabel("customers", loc="right")
        axes.set_title(f"Seconds to divide customers of equal weight among {k} clusters", loc="left", fontsize=11)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda n, _: f"{n:,.0f}"))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda s, _: seconds_in_words(s)))
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_minor_locator(NullLocator())
        axes.grid(color="#e4e4e4", linewidth=0.8)
        axes.set_axisbelow(True)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        axes.margins(x=0.04)
        figure.savefig(path, format="svg", metadata={"Date": None}, transparent=False)
    return True
