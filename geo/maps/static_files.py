"""
The files of the map, each kind of them as one.

The map component loads its scripts one after the other, each after the answer to the one before: with a file a script
a map waited longer for its scripts than for everything else.
"""

from __future__ import annotations

from pathlib import Path

STATIC = Path(__file__).resolve().parent / "static"
WHOLE_SCRIPT, WHOLE_STYLE = "whole.js", "whole.css"
"""Names under which all scripts and all style sheets are served, beside the files they are made of."""

SCRIPTS = (
    "rayon-geometry.js",
    "rayon-asking.js",
    "rayon-labels.js",
    "rayon-points.js",
    "rayon-crowd.js",
    "rayon-accounts.js",
    "rayon-marks.js",
    "rayon-homes.js",
    "rayon-moved.js",
    "rayon-together.js",
    "rayon-controls.js",
    "rayon-mosaic.js",
    "rayon-middles.js",
    "rayon-blocks.js",
    "rayon-journal.js",
    "rayon-parcels.js",
    "rayon-wire.js",
    "rayon-desk.js",
    "rayon-tools.js",
    "rayon-hand.js",
    "rayon-keys.js",
    "rayon-board.js",
    "rayon-density.js",
    "rayon-layers.js",
    "rayon-search.js",
    "rayon-why.js",
    "rayon-corner.js",
    "rayon.js",
)
STYLES = (
    "fonts.css",
    "rayon.css",
    "rayon-moved.css",
    "rayon-homes.css",
    "rayon-layers.css",
    "rayon-search.css",
    "rayon-why.css",
)


def whole_script() -> str:
    """Return all scripts in their order."""
    return _joined(SCRIPTS)


def whole_style() -> str:
    """Return all style sheets in their order; what they link to is named from the folder `static`."""
    return _joined(STYLES)


def _joined(names: tuple[str, ...]) -> str:
    return "\n".join((STATIC / name).read_text(encoding="utf-8") for name in names)
