"""Bring building blocks in: official borders from their service, or a file of boundaries of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from geo.areas import Coverage, Level, official_borders, read_boundaries
from geo.errors import SettingsError
from geo.planning import shelf
from geo.planning.shelf import Kept
from geo.progress import Cancel, Progress, check, never, unheard
from geo.services import SOURCE, Patience, fetch_boundaries
from geo.store import Workspace, save_coverage
from geo.texts import Text, text
from geo.viewer import Viewer

OFFICIAL_COUNTRIES = ("NL",)
"""Countries whose official borders can be fetched."""

_FETCHED, _FITTED = 0.6, 0.95


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


def _keep(workspace: Workspace, coverage: Coverage, name: str) -> str:
    """Keep a coverage, then the note about it: without the note it is not there."""
    fingerprint = save_coverage(workspace, coverage)
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    shelf.put(
        workspace,
        Kept(fingerprint, name, coverage.kind, coverage.country, len(coverage), coverage.source, added=now),
    )
    return fingerprint
