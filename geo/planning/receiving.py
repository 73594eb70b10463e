"""What becomes of the operations that a window sends: each a step of the plan, or refused whole with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from geo.errors import ConflictError, EditError
from geo.planning.strokes import Assign, Bind, Envelope, Operation, TakeBack, areas_of
from geo.planning.trail import Trail
from geo.store import Refusal, RevisionKind
from geo.territories import Delta, Plan, apply, bind, difference
from geo.texts import Text, text


class GapError(Exception):
    """Operations of a window are missing: an earlier one never arrived."""


@dataclass(frozen=True, eq=False)
class Step:
    """
    A revision about to be stored.

    Parameters
    ----------
    after
        The plan it makes.
    delta
        What it changes.
    kind, of
        What it is, and the revision that it takes back, brings back or restores.
    words
        What it does, for the history.
    cid, n
        Window and number of the operation, None where it came from elsewhere.
    """

    after: Plan
    delta: Delta
    kind: RevisionKind
    of: int | None
    words: Text
    cid: str | None = None
    n: int | None = None


@dataclass(frozen=True)
class Received:
    """
    What became of the operations of a window.

    Parameters
    ----------
    upto
        Number of the last operation that was dealt with.
    refused
        Operations that were refused: number, areas and why.
    """

    upto: int
    refused: tuple[tuple[int, tuple[int, ...], Text], ...]


@dataclass(frozen=True, eq=False)
class Standpoint:
    """
    A scenario as the operations of one window find it.

    Parameters
    ----------
    version, plan, trail
        The last revision.
    last
        Number of the window's last operation that was dealt with.
    refused
        Why earlier operations of the window were refused, by their numbers.
    delta
        Returns what a revision changed.
    revision_of
        Returns the revision that an operation of the window became, None for none.
    area_of
        Returns the area of a customer by its key.
    bound
        Returns whether anybody else bound a customer, or let it go, after a revision.
    words
        Says what turns one plan into another.
    """

    version: int
    plan: Plan
    trail: Trail
    last: int
    refused: Mapping[int, Text]
    delta: Callable[[int], Delta]
    revision_of: Callable[[int], int | None]
    area_of: Callable[[str], int]
    bound: Callable[[str, int], bool]
    words: Callable[[Plan, Plan, Delta, RevisionKind], Text]


@dataclass(eq=False)
class Receiving:
    """
    The operations of one window on their way to the store.

    Parameters
    ----------
    start
        The scenario as they find it.
    envelope
        The operations.
    """

    start: Standpoint
    envelope: Envelope
    steps: list[Step] = field(init=False, default_factory=list)
    refusals: list[Refusal] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        """Begin where the scenario stands."""
        self._plan, self._trail = self.start.plan, self.start.trail.copy()

    def run(self) -> Received:
        """
        Make steps of the operations, in order; those that were dealt with before are passed over.

        Raises
        ------
        GapError
            Where an operation before them never arrived.
        """
        last, refused = self.start.last, []
        for op in sorted(self.envelope.ops, key=lambda op: op.n):
            if op.n <= last:
                why = self.start.refused.get(op.n)
            elif op.n == last + 1:
                last = op.n
                why = self._take(op)
            else:
                raise GapError
            if why is not None:
                refused.append((op.n, areas_of(op), why))
        return Received(last, tuple(refused))

    def _take(self, op: Operation) -> Text | None:
        """Make a step of an operation, or return why it is refused."""
        try:
            step = self._performed(op)
        except (EditError, ConflictError) as error:
            written = op.model_dump_json(by_alias=True, exclude_unset=True).encode()
            self.refusals.append(Refusal(self.envelope.cid, op.n, self._base(op), written, error.problem))
            return error.problem
        self._trail.take(self.start.version + len(self.steps) + 1, step.kind, step.of)
        self.steps.append(replace(step, cid=self.envelope.cid, n=op.n))
        self._plan = step.after
        return None

    def _base(self, op: Operation) -> int:
        """Return the revision that an operation was made on; no later one than there is."""
        return min(op.base or self.envelope.base, self.start.version)

    def _performed(self, op: Operation) -> Step:
        kind: RevisionKind = "edit"
        of = None
        match op:
            case Assign():
                delta = _painted(self._plan, op)
                after = apply(self._plan, delta)
            case Bind():
                after = bind(self._plan, op.key, op.to, area=self.start.area_of(op.key))
                delta = difference(self._plan, after)
                if delta and self.start.bound(op.key, self._base(op)):
                    raise ConflictError(text("A customer was bound to another territory meanwhile."))
            case TakeBack():
                kind, of = op.kind, self._number(op)
                if of not in (self._trail.done if kind == "undo" else self._trail.undone):
                    raise EditError(text("This edit was taken back or brought back meanwhile."))
                made = self._delta(of)
                delta = made.inverse if kind == "undo" else made
                after = apply(self._plan, delta)
        if not delta:
            raise EditError(text("Nothing changes by this edit."))
        return Step(after, delta, kind, of, self.start.words(self._plan, after, delta, kind))

    def _number(self, op: TakeBack) -> int:
        """Return the revision that is meant; 0 where there is none."""
        if isinstance(op.of, int):
            return op.of
        for index, step in enumerate(self.steps, start=1):
            if step.n == op.of.n:
                return self.start.version + index
        return self.start.revision_of(op.of.n) or 0

    def _delta(self, number: int) -> Delta:
        ahead = number - self.start.version
        return self.steps[ahead - 1].delta if ahead > 0 else self.start.delta(number)


def _painted(plan: Plan, op: Assign) -> Delta:
    areas, origin = np.array(op.areas, dtype=np.int64), np.array(op.origin, dtype=np.int64)
    if len(areas) != len(origin) or areas.max() >= len(plan.coverage) or len(np.unique(areas)) < len(areas):
        raise EditError(text("The map shows other areas than the plan has."), text("Load the page again."))
    order = np.argsort(areas)
    moving = order[origin[order] != op.to]
    return Delta(areas[moving], origin[moving], np.full(len(moving), op.to, dtype=np.int64))
