"""What of a scenario is on the page: a version, and the measure it is looked at in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from geo.planning import Proposal
from geo.planning.desk import Desk
from geo.territories import balance
from ui.state import current

_KEPT = 12


@dataclass(frozen=True)
class View:
    """
    A scenario as the visitor looks at it.

    Parameters
    ----------
    desk
        The scenario.
    version, head
        Number of the version that is shown, and of the last.
    earlier
        Whether an earlier version is looked at, which cannot be edited.
    proposal
        The plan of that version.
    measure
        Name of the measure it is looked at in.
    undo, redo
        Number of edits that can be taken back, and brought back.
    """

    desk: Desk
    version: int
    head: int
    earlier: bool
    proposal: Proposal
    measure: str
    undo: int
    redo: int

    @classmethod
    def of(cls, desk: Desk, at: int | None, measure: str | None) -> View:
        """
        Look at a scenario.

        Raises
        ------
        EditError
            Where it has no such version.
        """
        head, _, trail = desk.current
        version = head if at is None else at
        proposal = desk.proposal_at(version)
        shown = measure if measure is not None and measure in proposal.measures else proposal.settings.measure
        return cls(desk, version, head, version != head, proposal, shown, len(trail.done), len(trail.undone))

    @cached_property
    def shown(self) -> Proposal:
        """The plan with its loads, targets and deviations in the measure that it is looked at in."""
        return in_measure(self.proposal, self.measure)

    @cached_property
    def before(self) -> Proposal | None:
        """The plan as it was made, in the same measure, where it was edited since."""
        return in_measure(self.desk.first, self.measure) if self.version > 1 else None

    @property
    def today(self) -> bool:
        """Whether map and table show how things are today."""
        return current().today and self.proposal.today is not None

    def position(self, territory: int | None) -> int | None:
        """Return where a territory stands in the plan, None where the plan has none of this id."""
        found = np.flatnonzero(self.proposal.plan.ids == territory)
        return int(found[0]) if len(found) else None


@lru_cache(maxsize=_KEPT)
def in_measure(proposal: Proposal, measure: str) -> Proposal:
    """Return the same plan with its figures in another of its measures."""
    if measure == proposal.settings.measure:
        return proposal
    today = proposal.today
    if today is not None:
        loads = balance(today.territory, proposal.measures[measure], np.ones(len(today.reps)))
        today = replace(today, balance=loads)
    return replace(proposal, settings=replace(proposal.settings, measure=measure), today=today)
