"""Even out territories of a scenario: which lie around one, and the work itself, as long work that may be stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from geo.planning.desk import Desk
from geo.progress import Cancel, Enough, Progress, check, never, unheard
from geo.territories import UNASSIGNED, Plan, agreed, as_even, difference, rebalance
from geo.texts import Share, Text, plural, text
from geo.viewer import Viewer


@dataclass(frozen=True)
class Evened:
    """
    What came of evening out.

    Parameters
    ----------
    version
        Number of the revision that was made, None where nothing was moved.
    n_territories
        Number of territories that were to be evened out.
    before, after
        Largest deviation among them, each from its own target.
    tolerance
        Deviation that was agreed.
    whole
        Largest deviation in the whole plan after it, None where it is told by that among them.
    returned
        Number of areas that edits had moved and that are back in the territory they were designed for.
    proved
        Whether nothing more even exists.
    """

    version: int | None
    n_territories: int
    before: float
    after: float
    tolerance: float
    whole: float | None = None
    returned: int = 0
    proved: bool = False

    @property
    def words(self) -> Text:
        """What came of it in a sentence, as the history has it where something was moved."""
        if self.version is not None:
            return _evened_words(self.n_territories, self.before, self.after, self.whole)
        if self.before <= self.tolerance + 1e-9:
            return text("Nothing was moved: all are within ±{tolerance} already.", tolerance=agreed(self.tolerance))
        if self.proved:
            return text(
                "Nothing was moved: no division is more even, and the deviation stays {deviation}.",
                deviation=Share(self.before),
            )
        return text(
            "Nothing was moved: no better division was found, and the deviation stays {deviation}.",
            deviation=Share(self.before),
        )

    @property
    def told(self) -> Text:
        """What came of it, and what that took back of earlier edits."""
        if not self.returned:
            return self.words
        back = plural(
            "{count} area that was moved by hand went back; lock a territory to keep what it has.",
            "{count} areas that were moved by hand went back; lock a territory to keep what it has.",
            self.returned,
        )
        return text("{done}. {returned}", done=self.words, returned=back)


def _evened_words(n: int, before: float, after: float, whole: float | None) -> Text:
    if whole is not None:
        return plural(
            "Rebalanced {count} territory: its deviation {before} → {after}; in the whole plan {whole}",
            "Rebalanced {count} territories: their deviation {before} → {after}; in the whole plan {whole}",
            n,
            before=Share(before),
            after=Share(after),
            whole=Share(whole),
        )
    return plural(
        "Rebalanced {count} territory: deviation {before} → {after}",
        "Rebalanced {count} territories: deviation {before} → {after}",
        n,
        before=Share(before),
        after=Share(after),
    )


def around(plan: Plan, territory: int) -> list[int]:
    """
    Return a territory and those beside it that are not locked, by their ids, ascending.

    Raises
    ------
    EditError
        Where the plan has no such territory.
    """
    position = plan.position(territory)
    ground = np.flatnonzero(plan.alignment == position)
    beside = np.unique(plan.alignment[plan.coverage.adjacency[ground].indices])
    found = {int(p) for p in beside if p != UNASSIGNED and not plan.territories[p].locked} | {position}
    return sorted(plan.territories[p].id for p in found)


def with_ground(plan: Plan) -> list[int]:
    """Return the ids of the territories that have areas and are not locked, ascending."""
    held = np.unique(plan.alignment[plan.alignment != UNASSIGNED])
    return [plan.territories[p].id for p in held if not plan.territories[p].locked]


def even_out(
    desk: Desk,
    territories: Sequence[int],
    *,
    viewer: Viewer,
    progress: Progress = unheard,
    cancelled: Cancel = never,
    enough: Enough = never,
) -> Evened:
    """
    Even out some territories of a scenario among themselves, as its next revision.

    Parameters
    ----------
    desk
        The scenario.
    territories
        Their ids.
    viewer
        Who asks. Only a manager plans.
    progress, cancelled
        Hear of the work and may stop it; the scenario is then as it was.
    enough
        May end the search with the best so far.

    Returns
    -------
    What came of it; nothing is moved where all are within the tolerance, or nothing better was found.

    Raises
    ------
    EditError
        Where the territories cannot be evened out, such as two that do not touch.
    ConflictError
        Where somebody else changed one of these areas meanwhile.
    Cancelled
        Where the owner of the work stopped it.
    """
    viewer.require_manager()
    progress(text("Looking for borders to move"), 0.0)
    _, plan, _ = desk.current

    def callback(stage: str, fraction: float, deviation: float) -> bool:
        check(cancelled)
        if np.isfinite(deviation):
            progress(text("Moving borders until everything fits", deviation=Share(deviation)), fraction)
        return enough()

    settings = desk.first.settings
    tolerance = _allowed(desk, plan, territories, settings.tolerance)
    after = rebalance(plan, territories, desk.tally, tolerance=tolerance, seed=settings.seed, callback=callback)
    check(cancelled)
    were, are = (_deviation(desk, one, territories) for one in (plan, after))
    evened = Evened(None, len(set(territories)), were, are, settings.tolerance)
    if not difference(plan, after):
        return replace(evened, proved=as_even(were, desk.proposal.lower_bound))
    whole = _deviation(desk, after)
    evened = replace(evened, whole=whole if round(whole, 3) != round(are, 3) else None)
    designed = desk.first.plan.owners
    back = (plan.owners != designed) & (after.owners == designed)
    evened = replace(evened, returned=int(back.sum()))
    words = _evened_words(evened.n_territories, were, are, evened.whole)
    return replace(evened, version=desk.commit(viewer, plan, after, words))


def _deviation(desk: Desk, plan: Plan, territories: Sequence[int] | None = None) -> float:
    """Return the largest deviation among some territories, among all where none are named."""
    balance = desk.tally.standing(plan).balance(desk.tally.names.index(desk.tally.balanced))
    if territories is None:
        return balance.deviation
    return float(np.abs(balance.deviations[plan.positions(territories)]).max(initial=0.0))


def _allowed(desk: Desk, plan: Plan, territories: Sequence[int], tolerance: float) -> float:
    """
    Return how far each may be from its share of what they hold together, to be within tolerance of its own target.

    Where together they hold so much, or so little, that this cannot be, it is the tolerance itself.
    """
    column = desk.tally.names.index(desk.tally.balanced)
    balance, chosen = desk.tally.standing(plan).balance(column), plan.positions(territories)
    held, due = float(balance.loads[chosen].sum()), float(balance.targets[chosen].sum())
    if due <= 0 or held <= 0:
        return tolerance
    shift = held / due
    left = min((1 + tolerance) / shift - 1, 1 - (1 - tolerance) / shift)
    return left if left > 0 else tolerance
