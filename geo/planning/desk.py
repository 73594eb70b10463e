"""
A scenario on the desk: its plan as it is now, edited by many hands and never out of step with the store.

The map, the pages and the command line edit through here. An edit is taken whole or refused; taken, it is a revision
in the store before anybody hears of it. What another process stored is read before each edit.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import RLock
from typing import TypeVar

from geo.errors import EditError, UnavailableError
from geo.planning.presence import Presence
from geo.planning.proposal import Proposal
from geo.planning.receiving import Received, Receiving, Standpoint, Step
from geo.planning.strokes import Envelope, areas_of, read_operation
from geo.planning.trail import Trail
from geo.store import Entry, Outdated, Refusal, Revision, RevisionKind, Scenario, Scenarios
from geo.territories import (
    Delta,
    Plan,
    Tally,
    apply,
    decode_plan,
    difference,
    edit_words,
    encode_plan,
    restored_words,
)
from geo.texts import Text, text
from geo.viewer import Viewer

Edit = Callable[[Plan], Plan]
Move = tuple[Delta, RevisionKind, int | None]
"""What changes, what kind of revision that is, and the revision it is about."""
_Result = TypeVar("_Result")

_ATTEMPTS = 20
"""Times an edit is tried again after another process stored a revision first."""
_KEPT_DELTAS, _PAGE = 2_000, 100
_KEPT_PROPOSALS = 6


class Desk:
    """
    One scenario in memory, safe for many threads.

    Parameters
    ----------
    scenarios
        The store.
    scenario
        The scenario's row.
    first
        The plan as it was made, revision 1, with its customers.
    """

    def __init__(self, scenarios: Scenarios, scenario: Scenario, first: Proposal) -> None:
        self.id = scenario.id
        self.first = first
        self.presence = Presence()
        self.tally = Tally(
            first.area,
            first.customers.table["key"],
            first.measures,
            first.settings.measure,
            first.points,
            len(first.plan.coverage),
        )
        self._scenarios = scenarios
        self._lock = RLock()
        self._listeners: set[Callable[[], None]] = set()
        self._deltas: OrderedDict[int, Delta] = OrderedDict()
        self._proposals: OrderedDict[int, Proposal] = OrderedDict({1: first})
        self._scenario = scenario
        self._plan, self._version = self._stored(scenario.head), scenario.head
        self._trail = Trail.of(scenarios.trail(self.id))

    @property
    def scenario(self) -> Scenario:
        """The scenario as the store knows it."""
        with self._lock:
            self._catch_up()
            return self._scenario

    @property
    def current(self) -> tuple[int, Plan, Trail]:
        """The last revision's number, its plan, and what can be taken and brought back."""
        with self._lock:
            self._catch_up()
            return self._version, self._plan, self._trail.copy()

    @property
    def proposal(self) -> Proposal:
        """The plan as it is now, with everything that is said about it."""
        version, plan, _ = self.current
        return self.proposal_of(version, plan)

    def proposal_at(self, number: int) -> Proposal:
        """Return the plan of a revision with everything that is said about it."""
        return self.proposal_of(number, self.plan_at(number))

    def proposal_of(self, number: int, plan: Plan) -> Proposal:
        """Return the plan of a revision, which the caller has, with everything that is said about it."""
        with self._lock:
            found = self._proposals.get(number)
        if found is None:
            found = self.first.revised(plan)
        with self._lock:
            found = self._proposals.setdefault(number, found)
            self._proposals.move_to_end(number)
            while len(self._proposals) > _KEPT_PROPOSALS:
                self._proposals.popitem(last=False)
        return found

    def plan_at(self, number: int) -> Plan:
        """
        Return the plan as a revision left it.

        Raises
        ------
        EditError
            Where there is no such revision.
        """
        version, plan, _ = self.current
        if not 1 <= number <= version:
            raise EditError(
                text("The plan has no version {number}.", number=str(number)), text("Choose one from the history.")
            )
        return plan if number == version else self._stored(number)

    @property
    def team(self) -> tuple[str, ...]:
        """Names of the representatives in the team of the list."""
        return self._scenarios.team(self.scenario.series)

    @property
    def next_territory(self) -> int:
        """Id of a new territory; asked for within an edit, it is nobody else's."""
        return self.scenario.next_territory

    def listen(self, hear: Callable[[], None]) -> Callable[[], None]:
        """Have a function called after every change, from whatever thread; return what ends that."""
        with self._lock:
            self._listeners.add(hear)

        def end() -> None:
            with self._lock:
                self._listeners.discard(hear)

        return end

    def edit(self, viewer: Viewer, change: Edit) -> int:
        """
        Make an edit on the plan as it is now and return the number of the last revision.

        Raises
        ------
        EditError
            Where it cannot be made.
        NotAllowedError
            Where a rep asks.
        """
        return self._do(viewer, lambda plan, _: (difference(plan, change(plan)), "edit", None))

    def commit(self, viewer: Viewer, before: Plan, after: Plan, words: Text | None = None) -> int:
        """
        Make an edit that was worked out on an earlier plan.

        Parameters
        ----------
        viewer
            Who asks.
        before, after
            The plan it was worked out on, and what it makes of that.
        words
            What the history says of it, where more is known than the two plans tell.

        Raises
        ------
        ConflictError
            Where what it changes was changed meanwhile.
        """
        delta = difference(before, after)
        return self._do(viewer, lambda plan, _: (difference(plan, apply(plan, delta)), "edit", None), words)

    def undo(self, viewer: Viewer) -> int:
        """Take back the last edit that stands and return the number of the last revision."""
        return self._do(viewer, lambda plan, trail: self._taken_back(plan, trail, "undo", _last(trail.done)))

    def redo(self, viewer: Viewer) -> int:
        """Bring back the edit that was taken back last and return the number of the last revision."""
        return self._do(viewer, lambda plan, trail: self._taken_back(plan, trail, "redo", _last(trail.undone)))

    def restore(self, viewer: Viewer, number: int) -> int:
        """Make the plan what it was at a revision, by one more revision."""
        wanted = self.plan_at(number)
        return self._do(viewer, lambda plan, _: (difference(plan, wanted), "restore", number))

    def receive(self, viewer: Viewer, envelope: Envelope) -> Received:
        """
        Deal with the operations of a window, each exactly once.

        Raises
        ------
        GapError
            Where an operation before them never arrived.
        NotAllowedError
            Where a rep asks, or the window belongs to somebody else.
        """
        viewer.require_manager()
        self._scenarios.bind(envelope.cid, _written(viewer))
        self.presence.hear(envelope.cid)
        with self._lock:
            return self._again(lambda: self._receive(viewer, envelope))

    def received(self, cid: str) -> Received:
        """Return what became of the operations of a window so far: the last of them, and all refusals not yet read."""
        with self._lock:
            kept = [r for r in self._scenarios.refusals(self.id) if r.cid == cid]
            refused = tuple((r.n, areas_of(read_operation(r.op)), r.words) for r in kept)
            return Received(self._scenarios.last(self.id, cid), refused)

    def history(self, *, before: int | None = None, limit: int = 50) -> list[Revision]:
        """Return the last revisions before one, newest first, their deltas empty."""
        return self._scenarios.history(self.id, before=before, limit=limit)

    def delta(self, number: int) -> Delta:
        """Return what a revision changed."""
        with self._lock:
            if number not in self._deltas:
                # Those around it as well: whoever asks for one step goes along the trail to the next.
                for revision in self._scenarios.since(self.id, max(0, number - _PAGE), limit=2 * _PAGE):
                    if revision.kind != "made":
                        self._keep(revision.number, Delta.decode(revision.delta))
            return self._deltas[number]

    def _do(self, viewer: Viewer, work: Callable[[Plan, Trail], Move], told: Text | None = None) -> int:
        viewer.require_manager()
        with self._lock:
            return self._again(lambda: self._done(viewer, work, told))

    def _done(self, viewer: Viewer, work: Callable[[Plan, Trail], Move], told: Text | None) -> int:
        delta, kind, of = work(self._plan, self._trail)
        if delta:
            after = apply(self._plan, delta, locks=False)
            words = told if told is not None else self._words(self._plan, after, delta, kind)
            if kind == "restore" and of is not None:
                words = restored_words(of, words, delta)
            self._append(viewer, [Step(after, delta, kind, of, words)])
        return self._version

    def _receive(self, viewer: Viewer, envelope: Envelope) -> Received:
        cid = envelope.cid
        standpoint = Standpoint(
            version=self._version,
            plan=self._plan,
            trail=self._trail,
            last=self._scenarios.last(self.id, cid),
            refused={r.n: r.words for r in self._scenarios.refusals(self.id) if r.cid == cid},
            delta=self.delta,
            revision_of=lambda n: self._scenarios.revision_of(self.id, cid, n),
            area_of=self.tally.area_of,
            bound=lambda key, base: self._bound(key, base, cid),
            words=self._words,
        )
        receiving = Receiving(standpoint, envelope)
        received = receiving.run()
        if receiving.steps or receiving.refusals:
            self._append(viewer, receiving.steps, receiving.refusals)
        return received

    def _bound(self, key: str, base: int, cid: str) -> bool:
        """Whether others than a window bound a customer, or let it go, after a revision."""
        others = (r for r in self._scenarios.since(self.id, base) if r.cid != cid)
        return any(key == bound for r in others for bound, _, _ in Delta.decode(r.delta).overrides)

    def _taken_back(self, plan: Plan, trail: Trail, kind: RevisionKind, number: int | None) -> Move:
        if number is None:
            problem = text("There is nothing to undo.") if kind == "undo" else text("There is nothing to redo.")
            raise EditError(problem)
        delta = self.delta(number).inverse if kind == "undo" else self.delta(number)
        apply(plan, delta)
        return delta, kind, number

    def _words(self, before: Plan, after: Plan, delta: Delta, kind: RevisionKind) -> Text:
        """Say what a revision did; customers are called by their names."""
        rows = self.tally.rows_of(key for key, _, _ in delta.overrides)
        names = self.first.customers.table["name"].iloc[[row for _, row in rows]].tolist()
        called = {key: name for (key, _), name in zip(rows, names, strict=True) if isinstance(name, str)}
        words = edit_words(before, after, called)
        match kind:
            case "undo":
                return text("Undone: {what}", what=edit_words(after, before, called))
            case "redo":
                return text("Redone: {what}", what=words)
            case _:
                return words

    def _told(self, step: Step, ahead: Sequence[Step]) -> Text:
        """Say what a step did; one that takes or brings another back says so in the words of that one."""
        if step.of is None or step.kind not in ("undo", "redo"):
            return step.words
        among = step.of - self._version
        what = ahead[among - 1].words if among > 0 else self.history(before=step.of + 1, limit=1)[0].words
        return text("Undone: {what}", what=what) if step.kind == "undo" else text("Redone: {what}", what=what)

    def _append(self, viewer: Viewer, steps: Sequence[Step], refusals: Sequence[Refusal] = ()) -> None:
        """Store revisions and only then take them over and tell those who listen."""
        plan = steps[-1].after if steps else self._plan
        highest = max((int(t.id) for step in steps for _, t in step.delta.territories if t is not None), default=0)
        self._scenario = self._scenarios.append(
            self.id,
            self._version,
            [Entry(s.kind, self._told(s, steps), s.delta.encode(), s.of, s.cid, s.n) for s in steps],
            author=_written(viewer),
            state=encode_plan(plan),
            next_territory=max(self._scenario.next_territory, highest + 1),
            refused=refusals,
        )
        for step in steps:
            self._version += 1
            self._keep(self._version, step.delta)
            self._trail.take(self._version, step.kind, step.of)
        self._plan = plan
        if steps:
            self._tell()

    def _again(self, work: Callable[[], _Result]) -> _Result:
        """Do something on the plan as the store has it now, once more where another process was first."""
        for _ in range(_ATTEMPTS):
            self._catch_up()
            try:
                return work()
            except Outdated:
                continue
        raise UnavailableError(text("Too many others are changing this plan."), text("Try again in a moment."))

    def _catch_up(self) -> None:
        """Take over what another process stored."""
        self._scenario = self._scenarios.find(self.id)
        if self._scenario.head == self._version:
            return
        for revision in self._scenarios.since(self.id, self._version):
            self._take(revision)
        self._tell()

    def _take(self, revision: Revision) -> None:
        delta = Delta.decode(revision.delta)
        self._plan = apply(self._plan, delta, locks=False)
        self._version = revision.number
        self._keep(revision.number, delta)
        self._trail.take(revision.number, revision.kind, revision.of)

    def _tell(self) -> None:
        for hear in list(self._listeners):
            hear()

    def _keep(self, number: int, delta: Delta) -> None:
        self._deltas[number] = delta
        while len(self._deltas) > _KEPT_DELTAS:
            self._deltas.popitem(last=False)

    def _stored(self, number: int) -> Plan:
        state, deltas = self._scenarios.stored(self.id, number)
        plan = decode_plan(state, self.first.plan.coverage)
        for content in deltas:
            plan = apply(plan, Delta.decode(content), locks=False)
        return plan


def _last(numbers: Sequence[int]) -> int | None:
    return numbers[-1] if numbers else None


def _written(viewer: Viewer) -> str:
    return viewer.rep or viewer.role
