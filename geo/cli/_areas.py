"""What `--areas` may say: a kind, official borders, areas kept in the workspace, or a file of boundaries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from geo.areas import Coverage, read_boundaries
from geo.cli._reading import content_of
from geo.customers import Customers
from geo.errors import SettingsError
from geo.planning import AREAS, DesignSettings
from geo.planning.blocks import LEVELS, chosen, edition, fetch_official
from geo.progress import Progress
from geo.store import Workspace
from geo.texts import Text, text
from geo.viewer import MANAGER

OFFICIAL = "official:"
HELP = (
    "postcode, municipality, province, hexagon or free; official:postcode and so on to fetch official borders; "
    "a file of boundaries; or the fingerprint of areas in the workspace."
)


@dataclass(frozen=True)
class Asked:
    """
    What `--areas` asks for.

    Parameters
    ----------
    areas
        What `DesignSettings.areas` says.
    file
        The coverage that a file became, None where none was named.
    remarks
        What is worth telling about the file, or about official borders that were fetched.
    """

    areas: str
    file: Coverage | None = None
    remarks: tuple[Text, ...] = ()

    def coverage(self, settings: DesignSettings, customers: Customers) -> Coverage | None:
        """Return the coverage to design with, None where `design` makes the areas by itself."""
        return self.file or chosen(Workspace.default(), replace(settings, areas=self.areas), customers)


def asked_areas(written: str, country: str, progress: Progress) -> Asked:
    """
    Read what `--areas` says; official borders that the workspace does not have yet are fetched.

    Raises
    ------
    SettingsError
        It is none of what may be said.
    InputError, BoundaryError
        The file cannot be used.
    ServiceError
        Official borders cannot be fetched.
    """
    if written in (*AREAS, "auto"):
        return Asked(written)
    if written.startswith(OFFICIAL):
        return _official(written.removeprefix(OFFICIAL), country, progress)
    path = Path(written)
    if path.is_file():
        read = read_boundaries(
            content_of(path, text("Name a file of boundaries.")), path.name, country, progress=progress
        )
        return Asked("file", read.coverage, read.remarks)
    try:
        return Asked(DesignSettings(1, areas=written).areas)
    except SettingsError as error:
        raise SettingsError(
            text("There are no areas of the kind {kind}, nor a file of that name.", kind=written),
            text("Choose one of {kinds}, or name a file of boundaries.", kinds=", ".join(AREAS)),
        ) from error


def _official(wanted: str, country: str, progress: Progress) -> Asked:
    level = next((level for level in LEVELS if level == wanted), None)
    if level is None:
        raise SettingsError(
            text("There are no official borders of the kind {kind}.", kind=wanted[:80]),
            text("Choose one of {kinds}.", kinds=", ".join(OFFICIAL + level for level in LEVELS)),
        )
    workspace = Workspace.default()
    if edition(workspace, level, country):
        return Asked(level)
    added = fetch_official(workspace, level, viewer=MANAGER, country=country, progress=progress)
    return Asked(level, remarks=added.remarks)
