"""
The building blocks there are to choose from: those that ship, official borders, and areas of one's own.

A choice is what `DesignSettings.areas` says: a kind, or the fingerprint of areas of one's own. Official borders, once
fetched, stand for their kind in place of the approximate ones, under the same codes; plans made before keep theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final, get_args

from geo.areas import Coverage, Kind, Level, official, official_borders, read_boundaries
from geo.customers import Customers
from geo.errors import SettingsError
from geo.gazetteer import postcode_places
from geo.planning import shelf
from geo.planning.design import usual_areas
from geo.planning.placed import country_of
from geo.planning.settings import AREAS, DesignSettings
from geo.planning.shelf import Kept
from geo.progress import Cancel, Progress, check, never, unheard
from geo.services import SOURCE, Patience, fetch_boundaries
from geo.store import Workspace, load_coverage, save_coverage
from geo.texts import Text, text
from geo.viewer import Viewer

LEVELS: Final[tuple[Level, ...]] = get_args(Level)
OFFICIAL_COUNTRIES = ("NL",)
"""Countries whose official borders can be fetched."""

_NAMES: Final[dict[str, Text]] = {
    "postcode": text("Postcode areas"),
    "municipality": text("Municipalities"),
    "province": text("Provinces"),
}
_FETCHED, _FITTED = 0.6, 0.95


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


@dataclass(frozen=True)
class Added:
    """
    What came of adding areas.

    Parameters
    ----------
    fingerprint
        Of the coverage that was kept.
    n
        Number of areas.
    remarks
        What was recognised, repaired and left out.
    columns
        Columns of the file that could name the areas.
    code_column, name_column
        Those that do, None where the areas are numbered or called by their codes.
    """

    fingerprint: str
    n: int
    remarks: tuple[Text, ...]
    columns: tuple[str, ...] = ()
    code_column: str | None = None
    name_column: str | None = None


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


def add_own(
    workspace: Workspace,
    content: bytes,
    filename: str,
    country: str = "NL",
    *,
    viewer: Viewer,
    code_column: str | None = None,
    name_column: str | None = None,
    progress: Progress = unheard,
    cancelled: Cancel = never,
) -> Added:
    """
    Read a file of boundaries and keep its areas in the workspace.

    Parameters
    ----------
    workspace
        Where to keep them.
    content
        The file's bytes.
    filename
        Its name, only to be shown.
    country
        Where the areas lie.
    viewer
        Who asks. Only a manager plans.
    code_column, name_column
        Columns that name the areas; recognised where None.
    progress, cancelled
        Hear of the work and may stop it; stopped, it leaves nothing behind.

    Raises
    ------
    InputError
        The file cannot be read.
    BoundaryError
        Its areas are not a coverage; shows where.
    StoreError
        The workspace cannot be written.
    """
    viewer.require_manager()
    read = read_boundaries(
        content,
        filename,
        country,
        code_column=code_column,
        name_column=name_column,
        progress=lambda stage, fraction: progress(stage, _FITTED * fraction),
        cancelled=cancelled,
    )
    check(cancelled)
    progress(text("Saving the areas"), _FITTED)
    name = _keep(workspace, read.coverage, read.coverage.source)
    progress(text("Done"), 1.0)
    return Added(name, len(read.coverage), read.remarks, read.columns, read.code_column, read.name_column)


def fetch_official(
    workspace: Workspace,
    level: Level,
    *,
    viewer: Viewer,
    country: str = "NL",
    patience: Patience | None = None,
    progress: Progress = unheard,
    cancelled: Cancel = never,
) -> Added:
    """
    Fetch official borders and keep them; from then on they stand for their level in new plans.

    Parameters
    ----------
    workspace
        Where to keep them.
    level
        Which borders.
    viewer
        Who asks. Only a manager plans.
    country
        Whose borders.
    patience
        Limits for the service; the usual ones where None.
    progress, cancelled
        Hear of the work and may stop it; stopped, it leaves everything as it was.

    Raises
    ------
    SettingsError
        There is no service for the country.
    ServiceError
        The service is away, or gives no whole answer; nothing was changed.
    BoundaryError
        Its borders are not a coverage of the country; nothing was changed.
    StoreError
        The workspace cannot be written.
    """
    viewer.require_manager()
    if country not in OFFICIAL_COUNTRIES:
        raise SettingsError(
            text("The official borders of {country} cannot be fetched.", country=country),
            text("Load a file of boundaries, or use the approximate ones."),
        )
    features = fetch_boundaries(
        level,
        patience=patience,
        progress=lambda stage, fraction: progress(stage, _FETCHED * fraction),
        cancelled=cancelled,
    )
    coverage, remarks = official_borders(
        features,
        level,
        country,
        SOURCE,
        progress=lambda stage, fraction: progress(stage, _FETCHED + (_FITTED - _FETCHED) * fraction),
        cancelled=cancelled,
    )
    check(cancelled)
    progress(text("Saving the areas"), _FITTED)
    name = _keep(workspace, coverage, "")
    progress(text("Done"), 1.0)
    return Added(name, len(coverage), remarks)


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


def _keep(workspace: Workspace, coverage: Coverage, name: str) -> str:
    """Keep a coverage, then the note about it: without the note it is not there."""
    fingerprint = save_coverage(workspace, coverage)
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    shelf.put(
        workspace,
        Kept(fingerprint, name, coverage.kind, coverage.country, len(coverage), coverage.source, added=now),
    )
    return fingerprint


@lru_cache(maxsize=6)
def _loaded(root: Path, fingerprint: str) -> Coverage:
    """Read a coverage once: it never changes, and what is computed of it is shared."""
    return load_coverage(Workspace(root), fingerprint)
