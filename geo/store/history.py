"""The revisions of a scenario: appended, never changed, and any of them near a whole plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast, get_args

from sqlalchemy import Connection, Row, Select, func, insert, literal, null, select

from geo.errors import StoreError
from geo.store.tables import revisions, snapshots
from geo.store.wording import decode_text, encode_text
from geo.texts import Text, text

SNAPSHOT_EVERY = 50
"""Revisions after which the plan is kept whole again."""

RevisionKind = Literal["made", "edit", "undo", "redo", "restore"]


@dataclass(frozen=True)
class Entry:
    """
    What a revision does, before it has a number.

    Parameters
    ----------
    kind
        "made" for the first one, "edit", "undo" and "redo" of another revision, "restore" of an older plan.
    words
        What was done, in a sentence.
    delta
        The step from the plan before, in bytes that the store does not look into.
    of
        The revision that is taken back, brought back or restored.
    cid, n
        Mark of the window and number of its operation, None where it came from elsewhere.
    """

    kind: RevisionKind
    words: Text
    delta: bytes
    of: int | None = None
    cid: str | None = None
    n: int | None = None

    def __post_init__(self) -> None:
        """Refuse another kind, and an operation without its window."""
        if self.kind not in get_args(RevisionKind) or (self.cid is None) != (self.n is None):
            msg = f"a revision of kind {self.kind!r}, window {self.cid!r}, operation {self.n!r}"
            raise ValueError(msg)


@dataclass(frozen=True, kw_only=True)
class Revision(Entry):
    """
    A step of a scenario.

    Parameters
    ----------
    number
        1, 2, 3, … within the scenario.
    at
        When it was saved, UTC.
    author
        Who did it.
    """

    number: int
    at: datetime
    author: str


def add(connection: Connection, scenario: str, head: int, entries: Sequence[Entry], at: datetime, author: str) -> None:
    """Write entries as the revisions after `head`."""
    rows = [
        {
            "scenario": scenario,
            "number": number,
            "kind": entry.kind,
            "of": entry.of,
            "cid": entry.cid,
            "n": entry.n,
            "at": at,
            "author": author,
            "words": encode_text(entry.words),
            "delta": entry.delta,
        }
        for number, entry in enumerate(entries, start=head + 1)
    ]
    if rows:
        connection.execute(insert(revisions), rows)


def keep_state(connection: Connection, scenario: str, number: int, state: bytes) -> None:
    """Keep the plan after a revision whole, where the last one kept is long ago."""
    last = connection.scalar(select(func.max(snapshots.c.number)).where(snapshots.c.scenario == scenario))
    if last is None or number - last >= SNAPSHOT_EVERY:
        connection.execute(insert(snapshots).values(scenario=scenario, number=number, state=state))


def copy(connection: Connection, source: str, target: str, at: int) -> None:
    """Give a scenario the history of another up to a revision; its operations stay those of the other's windows."""
    taken = revisions.c.number <= at
    columns = [column for column in revisions.c if column.name not in {"scenario", "cid", "n"}]
    connection.execute(
        insert(revisions).from_select(
            ["scenario", "cid", "n", *(column.name for column in columns)],
            select(literal(target), null(), null(), *columns).where(revisions.c.scenario == source, taken),
        )
    )
    connection.execute(
        insert(snapshots).from_select(
            ["scenario", "number", "state"],
            select(literal(target), snapshots.c.number, snapshots.c.state).where(
                snapshots.c.scenario == source, snapshots.c.number <= at
            ),
        )
    )


def page(connection: Connection, scenario: str, before: int | None, limit: int) -> list[Revision]:
    """Return the last revisions before one, newest first, their deltas empty."""
    asked = _rows(with_delta=False).where(revisions.c.scenario == scenario)
    if before is not None:
        asked = asked.where(revisions.c.number < before)
    return [_revision(row) for row in connection.execute(asked.order_by(revisions.c.number.desc()).limit(limit))]


def after(connection: Connection, scenario: str, number: int, limit: int | None) -> list[Revision]:
    """Return the revisions after one, oldest first."""
    asked = _rows(with_delta=True).where(revisions.c.scenario == scenario, revisions.c.number > number)
    return [_revision(row) for row in connection.execute(asked.order_by(revisions.c.number).limit(limit))]


def trail(connection: Connection, scenario: str) -> list[tuple[int, RevisionKind, int | None]]:
    """Return number, kind and `of` of all revisions, oldest first."""
    asked = select(revisions.c.number, revisions.c.kind, revisions.c.of).where(revisions.c.scenario == scenario)
    rows = connection.execute(asked.order_by(revisions.c.number))
    return [(number, cast("RevisionKind", kind), of) for number, kind, of in rows]


def stored(connection: Connection, scenario: str, at: int) -> tuple[bytes, list[bytes]]:
    """Return the last whole plan at or before a revision, and the deltas from there to it."""
    nearest = (
        select(snapshots.c.number, snapshots.c.state)
        .where(snapshots.c.scenario == scenario, snapshots.c.number <= at)
        .order_by(snapshots.c.number.desc())
        .limit(1)
    )
    number, state = connection.execute(nearest).one()
    steps = select(revisions.c.delta).where(
        revisions.c.scenario == scenario, revisions.c.number > number, revisions.c.number <= at
    )
    return state, list(connection.scalars(steps.order_by(revisions.c.number)))


def require_revision(at: int, head: int) -> None:
    """Refuse a number that no revision has."""
    if not 1 <= at <= head:
        raise StoreError(
            text("There is no revision {number}.", number=at),
            text("Choose one between 1 and {head}.", head=head),
        )


def _rows(*, with_delta: bool) -> Select[*tuple[Any, ...]]:
    c = revisions.c
    return select(c.number, c.kind, c.of, c.cid, c.n, c.at, c.author, c.words, c.delta if with_delta else literal(b""))


def _revision(row: Row[*tuple[Any, ...]]) -> Revision:
    number, kind, of, cid, n, at, author, words, delta = row
    return Revision(kind, decode_text(words), delta, of, cid, n, number=number, at=at, author=author)
