"""A picture in SVG that has its letters with it: as an image in a page it may fetch none."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from pathlib import Path

from geo.maps import ensure_assets

_PACKAGE = Path("@fontsource-variable") / "hanken-grotesk" / "files"
_LATIN = frozenset([*range(0x100), 0x131, 0x152, 0x153, *range(0x2000, 0x2070), 0x20AC, 0x2122, 0x2212])
"""Characters for which the font of Latin letters is enough."""


def self_lettered(svg: bytes) -> bytes:
    """
    Return a picture with the program's font in it.

    Parameters
    ----------
    svg
        A picture of `geo.exports.picture.picture`.

    Raises
    ------
    AssetsError
        The font is not on this machine and cannot be fetched.
    """
    beyond = not _LATIN.issuperset(map(ord, svg.decode("utf-8")))
    style = "".join(_face(script) for script in ("latin", "latin-ext")[: 2 if beyond else 1])
    end = svg.index(b">", svg.index(b"<svg")) + 1
    return svg[:end] + f"<style>{style}</style>".encode() + svg[end:]


@cache
def _face(script: str) -> str:
    file = ensure_assets() / _PACKAGE / f"hanken-grotesk-{script}-wght-normal.woff2"
    content = b64encode(file.read_bytes()).decode("ascii")
    ranges = "" if script == "latin" else "unicode-range:U+0100-02FF,U+0304,U+0308,U+1D00-1EFF,U+2070-20CF,U+2C60-A7FF;"
    return (
        "@font-face{font-family:'Hanken Grotesk Variable';font-weight:100 900;"
        f"{ranges}src:url(data:font/woff2;base64,{content})}}"
    )
