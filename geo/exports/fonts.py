"""
The program's own font as files that pictures and reports can read.

The pages' web font is one variable file a script; here it becomes one static file a weight. They are made once, beside
the assets, in a folder named by what they are made of.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import matplotlib
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from geo.maps import ensure_assets

Weight = Literal[400, 600, 700]
WEIGHTS: tuple[Weight, ...] = (400, 600, 700)
FAMILY = "Hanken Grotesk"

_PACKAGE = Path("@fontsource-variable") / "hanken-grotesk" / "files"
_SCRIPTS = ("latin", "latin-ext")
_UNUSED = ("GDEF", "GPOS", "GSUB", "STAT", "HVAR")
"""Tables of kerning and alternates, which nobody reads here: so a text is as wide as the sum of its characters."""

_RECIPE = "2"
_ALWAYS = 3_800_000_000
"""Moment the files name as theirs, the same at every making."""


@cache
def fonts() -> Mapping[Weight, Path]:
    """
    Return the font's file of each weight, after making them where they are absent.

    Raises
    ------
    AssetsError
        The web fonts are not on this machine and cannot be fetched.
    """
    packages = ensure_assets()
    sources = [packages / _PACKAGE / f"hanken-grotesk-{script}-wght-normal.woff2" for script in _SCRIPTS]
    digest = hashlib.sha256(_RECIPE.encode())
    for source in sources:
        digest.update(source.read_bytes())
    folder = packages.parent / f"fonts-{digest.hexdigest()[:16]}"
    if not folder.is_dir():
        folder = _made(sources, folder)
    return MappingProxyType({weight: folder / _filename(weight) for weight in WEIGHTS})


def substitute(weight: Weight) -> Path:
    """Return the file of DejaVu Sans, which has characters of many more scripts."""
    name = "DejaVuSans.ttf" if weight == 400 else "DejaVuSans-Bold.ttf"
    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name


def _made(sources: list[Path], folder: Path) -> Path:
    """Make the files in a folder beside and rename it; where the place cannot be written, in one for this process."""
    try:
        work = Path(tempfile.mkdtemp(prefix=".part-", dir=folder.parent))
    except OSError:
        work = folder = Path(tempfile.mkdtemp(prefix="rayon-fonts-"))
    for weight in WEIGHTS:
        _static(sources, weight, work)
    if work != folder:
        with suppress(OSError):  # another program was first
            work.rename(folder)
    return folder


def _static(sources: list[Path], weight: Weight, folder: Path) -> None:
    parts = []
    for source in sources:
        font = TTFont(source, recalcTimestamp=False)
        for table in _UNUSED[:3]:
            if table in font:
                del font[table]
        font = instancer.instantiateVariableFont(font, {"wght": weight})
        for table in _UNUSED:
            if table in font:
                del font[table]
        font.flavor = None
        part = folder / f"{source.stem}.part"
        font.save(part)
        parts.append(part)
    whole = Merger().merge([str(part) for part in parts])
    whole["head"].created = whole["head"].modified = _ALWAYS
    whole.recalcTimestamp = False
    for record in whole["name"].names:
        if record.nameID in (3, 6):
            record.string = f"HankenGrotesk-{weight}"
        elif record.nameID == 4:
            record.string = f"{FAMILY} {weight}"
    whole.save(folder / _filename(weight))
    for part in parts:
        part.unlink()


def _filename(weight: Weight) -> str:
    return f"hanken-grotesk-{weight}.ttf"
