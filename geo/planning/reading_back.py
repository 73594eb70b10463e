"""
Read a division back from a file: a hand-over that came back edited, or a table that somebody made.

What the file does not tell stays as the plan has it, and what cannot be used is named, row by row; the rest is used.
"""

from __future__ import annotations

from dataclasses import dataclass

from geo.errors import InputError
from geo.planning.desk import Desk
from geo.planning.findings import Finding
from geo.planning.heard import Heard
from geo.planning.proposal import Proposal
from geo.planning.read_division import read_division
from geo.planning.read_plan import Reading
from geo.planning.settings import MAX_TERRITORIES
from geo.progress import Cancel, Progress, never, unheard
from geo.store import Scenario, Scenarios
from geo.territories import Plan, Territory, difference
from geo.texts import Text, plural, text
from geo.viewer import Viewer

__all__ = ["Finding", "ReadBack", "adopt", "adopt_as_new", "read_back"]


@dataclass(frozen=True, eq=False)
class ReadBack:
    """
    What a file makes of a plan.

    Parameters
    ----------
    before, after
        The plan it was read against, and with what the file says.
    findings
        What could not be used, in the order of the file.
    filename
        What the file is called.
    """

    before: Plan
    after: Plan
    findings: tuple[Finding, ...]
    filename: str

    @property
    def areas(self) -> int:
        """Areas that change hands."""
        return int((self.before.owners != self.after.owners).sum())

    @property
    def added(self) -> tuple[Territory, ...]:
        """Territories that the plan did not have."""
        before = {territory.id for territory in self.before.territories}
        return tuple(territory for territory in self.after.territories if territory.id not in before)

    @property
    def same(self) -> bool:
        """Whether the file says what the plan says already."""
        return not difference(self.before, self.after)

    @property
    def words(self) -> Text:
        """What the history says of it."""
        if self.same:
            return text("{file} says what the plan says already.", file=self.filename[:60])
        return plural(
            "Read back from {file}: {count} area changes hands",
            "Read back from {file}: {count} areas change hands",
            self.areas,
            file=self.filename[:60],
        )


def read_back(
    content: bytes,
    filename: str,
    proposal: Proposal,
    *,
    viewer: Viewer,
    next_territory: int,
    progress: Progress = unheard,
    cancelled: Cancel = never,
) -> ReadBack:
    """
    Read a division from a file.

    Parameters
    ----------
    content
        A workbook, areas.csv, GeoPackage or GeoJSON of this program, or a table with codes and territories.
    filename
        What it is called.
    proposal
        The plan that it is read against: its areas are divided and its customers known by their keys.
    viewer
        Who asks. Only a manager plans.
    next_territory
        Identity that the first new territory gets.
    progress, cancelled
        Hear of stages; ask whether to stop.

    Raises
    ------
    InputError
        Where the file cannot be read, none of its areas is of this plan, or it names too many territories.
    Cancelled
        Where its owner asked to stop.
    """
    viewer.require_manager()
    heard = Heard(progress, cancelled)
    division = read_division(content, filename, proposal.plan.coverage, heard)
    reading = Reading(division, proposal, next_territory, filename, heard)
    after = reading.read()
    if len(after) > max(MAX_TERRITORIES, len(proposal.plan)):
        raise InputError(
            text(
                "'{filename}' would make {n} territories; there can be {most}.",
                filename=filename[:80],
                n=len(after),
                most=MAX_TERRITORIES,
            ),
            text("See that its column of territories names territories, not areas or customers."),
        )
    heard.stage(text("Done"), 1.0)
    return ReadBack(proposal.plan, after, tuple(reading.findings), filename)


def adopt(desk: Desk, read: ReadBack, *, viewer: Viewer) -> int:
    """
    Make what was read the plan, as one edit that can be taken back, and return the number of the last version.

    Raises
    ------
    ConflictError
        Where what it changes was changed meanwhile, or belongs to a locked territory that the file does not unlock.
    """
    return desk.commit(viewer, read.before, read.after, read.words)


def adopt_as_new(scenarios: Scenarios, desk: Desk, name: str, *, viewer: Viewer, at: int | None = None) -> Scenario:
    """
    Return a copy of a scenario under another name, in which a division can be adopted while the first one stays.

    It has the history up to version `at`, the one that the division was read against; without one all of it.
    """
    viewer.require_manager()
    return scenarios.copy(desk.id, name, at)
