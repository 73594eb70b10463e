"""
The building blocks there are to choose from: those that ship, official borders, and areas of one's own.

A choice is what `DesignSettings.areas` says: a kind, or the fingerprint of areas of one's own. Official borders, once
fetched, stand for their kind in place of the approximate ones, under the same codes; plans made before keep theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, get_args

from geo.areas import Coverage, Kind, Level, official
from geo.customers import Customers
from geo.errors import SettingsError
from geo.gazetteer import postcode_places
from geo.planning import shelf
from geo.planning.design import usual_areas
from geo.planning.gathering import OFFICIAL_COUNTRIES, Added, add_own, fetch_official
from geo.planning.placed import country_of
from geo.planning.settings import AREAS, DesignSettings
from geo.planning.shelf import Kept
from geo.store import Workspace, load_coverage
from geo.texts import Text, text
from geo.viewer import Viewer

__all__ = [
    "LEVELS",
    "OFFICIAL_COUNTRIES",
    "Added",
    "Blocks",
    "add_own",
    "available",
    "chosen",
    "coverage_of",
    "edition",
    "fetch_official",
    "hide",
]

LEVELS: Final[tuple[Level, ...]] = get_args(Level)
_NAMES: Final[dict[str, Text]] = {
    "postcode": text("Postcode areas"),
    "municipality": text("Municipalities"),
    "province": text("Provinces"),
}


@dataclass(frozen=True)
class Blocks:
    """
    Building blocks to choose.

    Parameters
    ----------
    id
        What `DesignSettings.areas` says to choose them.
    name
        What people call them.
    kind
        What the areas are.
    n
        Number of areas.
    approximate
        Whether their borders only come near the real ones.
    source
        Attribution line.
    own
        Whether they came from a file of one's own.
    """

    id: str
    name: Text
    kind: Kind
    n: int
    approximate: bool
    source: str
    own: bool


def available(workspace: Workspace, viewer: Viewer, country: str = "NL") -> list[Blocks]:
    """
    Return the building blocks for a country.

    Returns
    -------
    The levels it has, the smallest first, then areas of one's own, the newest first.

    Raises
    ------
    NotAllowedError
        Where a rep asks.
    StoreError
        What was noted of them is damaged.
    """
    viewer.require_manager()
    notes = [note for note in shelf.kept(workspace) if note.country == country and not note.hidden]
    found = [_level(workspace, level, country) for level in LEVELS if _known(workspace, level, country)]
    own = [
        Blocks(note.id, text("{name}", name=note.name), "file", note.n, approximate=False, source=note.source, own=True)
        for note in notes
        if note.kind == "file"
    ]
    return found + own


def hide(workspace: Workspace, name: str, *, viewer: Viewer) -> None:
    """No longer offer areas of one's own; plans made of them go on working."""
    viewer.require_manager()
    shelf.hide(workspace, name)


def coverage_of(workspace: Workspace, choice: str, country: str = "NL") -> Coverage:
    """
    Return the coverage that a choice stands for.

    Parameters
    ----------
    workspace
        Where official borders and areas of one's own are kept.
    choice
        A level, or the fingerprint of areas that are kept.
    country
        The country that is planned.

    Raises
    ------
    SettingsError
        The choice is neither, or the areas lie in another country.
    StoreError
        The areas are not in the workspace, or damaged.
    """
    if choice in LEVELS:
        note = _official(workspace, choice, country)
        return official(choice, country) if note is None else _loaded(workspace.root, note.id)
    if not DesignSettings(1, areas=choice).own_areas:
        raise SettingsError(
            text("There are no areas of the kind {kind}.", kind=choice[:80]),
            text("Choose one of {kinds}.", kinds=", ".join(AREAS)),
        )
    coverage = _loaded(workspace.root, choice)
    if coverage.country != country:
        raise SettingsError(
            text("These areas lie in {other}, the customers in {country}.", other=coverage.country, country=country),
            text("Choose other building blocks."),
        )
    return coverage


def chosen(workspace: Workspace, settings: DesignSettings, customers: Customers) -> Coverage | None:
    """
    Return the coverage that `design` needs for settings, None where it makes the areas by itself.

    Raises
    ------
    SettingsError, StoreError
        As `coverage_of`.
    """
    choice = usual_areas(customers) if settings.areas == "auto" else settings.areas
    if choice in LEVELS or settings.own_areas:
        return coverage_of(workspace, choice, country_of(customers))
    return None


def edition(workspace: Workspace, choice: str, country: str = "NL") -> str:
    """
    Return what a choice stands for at present, to tell plans made before and after official borders came.

    Returns
    -------
    The fingerprint of official borders in use; "auto" looks at those of the postcode areas. Empty for anything else.
    """
    level = "postcode" if choice == "auto" else choice
    note = _official(workspace, level, country) if level in LEVELS else None
    return "" if note is None else note.id


def _known(workspace: Workspace, level: Level, country: str) -> bool:
    """Return whether a country's level can be told from what ships, or has official borders."""
    shipped = level != "municipality" or not postcode_places(country)["municipality"].isna().any()
    return shipped or _official(workspace, level, country) is not None


def _level(workspace: Workspace, level: Level, country: str) -> Blocks:
    note = _official(workspace, level, country)
    if note is not None:
        return Blocks(level, _NAMES[level], level, note.n, approximate=False, source=note.source, own=False)
    shipped = official(level, country)
    return Blocks(
        level, _NAMES[level], level, len(shipped), approximate=shipped.approximate, source=shipped.source, own=False
    )


def _official(workspace: Workspace, level: str, country: str) -> Kept | None:
    """Return the official borders of a level that are in use, None where there are none."""
    notes = (n for n in shelf.kept(workspace) if n.kind == level and n.country == country and not n.hidden)
    return next(notes, None)


@lru_cache(maxsize=6)
def _loaded(root: Path, fingerprint: str) -> Coverage:
    """Read a coverage once: it never changes, and what is computed of it is shared."""
    return load_coverage(Workspace(root), fingerprint)
