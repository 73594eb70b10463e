"""Small drawings in tables: swatches and load bars, as SVG in data addresses."""

from __future__ import annotations

import base64

from ui.components.markup import Html, html

_BAND, _TICK, _FILL, _BEYOND = "#ECEDF1", "#1B2330", "#3B4CC0", "#C2410C"
_WIDTH, _HEIGHT = 64, 25
"""A table scales a picture to the height of its rows: so high that all of its width is within the column."""
_ARROW, _GAP = 7, 2


def data_uri(svg: str) -> str:
    """Return a drawing as an address that an image can have."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode("utf-8")).decode("ascii")


def share_bar(share: float, written: str) -> Html:
    """Return a share as a bar, for a static table, with its number beside it."""
    width = f"{100 * min(max(share, 0.0), 1.0):.1f}"
    return html(
        '<span class="share"><i><b style="width:{width}%"></b></i><span>{written}</span></span>',
        width=width,
        written=written,
    )


def swatch(colour: str, *, locked: bool = False) -> str:
    """Return a square of a territory's colour, with a padlock on it where the territory is locked."""
    padlock = (
        '<path d="M5.8 7.4V5.8a2.2 2.2 0 0 1 4.4 0v1.6" fill="none" stroke="#1B2330" stroke-width="1.3"/>'
        '<rect x="4.4" y="7.2" width="7.2" height="5" rx="1" fill="#1B2330"/>'
    )
    return data_uri(
        '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">'
        f'<rect x=".5" y=".5" width="15" height="15" rx="4" fill="{colour}" stroke="#1B2330" stroke-opacity=".28"/>'
        f"{padlock if locked else ''}</svg>"
    )


def load_bar(deviation: float, tolerance: float, scale: float) -> str:
    """
    Draw a deviation: the grey band is the tolerance, the tick the target, red is beyond.

    A bar that would go beyond the drawing ends in an arrow, set off from the bar by a gap.

    Parameters
    ----------
    deviation
        Signed deviation from target, as a fraction.
    tolerance
        Deviation that was agreed, as a fraction.
    scale
        Deviation at the ends of the drawing, the same for all bars of a table.
    """
    middle, half = _WIDTH / 2, _WIDTH / 2 - 1
    scale = max(scale, tolerance, 1e-9)
    band = half * tolerance / scale
    length = half * min(abs(deviation) / scale, 1.0)
    colour = _BEYOND if abs(deviation) > tolerance + 1e-9 else _FILL
    cut = abs(deviation) > scale + 1e-9
    side = 1 if deviation >= 0 else -1
    length -= (_ARROW + _GAP) * cut
    left = middle if deviation >= 0 else middle - length
    back, tip = (middle + side * (half - back) for back in (_ARROW, 0))
    arrow = f'<path d="M{back:.2f} 6L{tip:.2f} 12.5L{back:.2f} 19z" fill="{colour}"/>' if cut else ""
    return data_uri(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" '
        f'viewBox="0 0 {_WIDTH} {_HEIGHT}">'
        f'<rect x="{middle - band:.2f}" y="4" width="{2 * band:.2f}" height="17" rx="2" fill="{_BAND}"/>'
        f'<rect x="{left:.2f}" y="7.8" width="{length:.2f}" height="9.4" rx="1.2" fill="{colour}"/>{arrow}'
        f'<rect x="{middle - 0.9:.2f}" y="1.5" width="1.8" height="22" fill="{_TICK}"/></svg>'
    )
