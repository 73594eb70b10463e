"""What each browser window has sent: every operation counts once, and a refused one is remembered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.dialects import sqlite

from geo.errors import NotAllowedError
from geo.store.history import Entry
from geo.store.tables import heard, refusals, revisions, windows
from geo.store.wording import decode_text, encode_text
from geo.texts import Text, text


@dataclass(frozen=True)
class Refusal:
    """
    An operation that could not be.

    Parameters
    ----------
    cid, n
        Mark of the window and number of its operation.
    base
        Revision that the window had seen.
    op
        The operation as it was sent.
    words
        Why it could not be, in a sentence.
    at
        When it was refused, UTC; None before it is stored.
    """

    cid: str
    n: int
    base: int
    op: bytes
    words: Text
    at: datetime | None = None


def last(connection: Connection, scenario: str, cid: str) -> int:
    """Return the number of a window's last operation that was accepted or refused, 0 for none."""
    found = connection.scalar(select(heard.c.n).where(heard.c.scenario == scenario, heard.c.cid == cid))
    return found or 0


def hear(connection: Connection, scenario: str, operations: Iterable[Entry | Refusal]) -> bool:
    """
    Take note of operations, unless one of them was heard before.

    Returns
    -------
    Whether all are new; where not, nothing is noted.
    """
    numbers: dict[str, list[int]] = {}
    for operation in operations:
        if operation.cid is not None and operation.n is not None:
            numbers.setdefault(operation.cid, []).append(operation.n)
    if any(min(sent) <= last(connection, scenario, cid) for cid, sent in numbers.items()):
        return False
    for cid, sent in numbers.items():
        noted = sqlite.insert(heard).values(scenario=scenario, cid=cid, n=max(sent))
        connection.execute(noted.on_conflict_do_update(set_={"n": noted.excluded.n}))
    return True


def revision_of(connection: Connection, scenario: str, cid: str, n: int) -> int | None:
    """Return the revision that a window's operation became, None where it became none."""
    asked = select(revisions.c.number).where(
        revisions.c.scenario == scenario, revisions.c.cid == cid, revisions.c.n == n
    )
    return connection.scalar(asked)


def bind(connection: Connection, cid: str, viewer: str) -> None:
    """Give a window to a viewer, or refuse it where it is somebody else's."""
    connection.execute(sqlite.insert(windows).values(cid=cid, viewer=viewer).on_conflict_do_nothing())
    require_owner(owner(connection, cid), viewer)


def owner(connection: Connection, cid: str) -> str | None:
    """Return whose window a mark is, None where nobody's yet."""
    return connection.scalar(select(windows.c.viewer).where(windows.c.cid == cid))


def require_owner(found: str | None, viewer: str) -> None:
    """Raise where a window is not this viewer's."""
    if found != viewer:
        raise NotAllowedError(text("This window belongs to somebody else."), text("Load the page anew."))


def refuse(connection: Connection, scenario: str, refused: Sequence[Refusal], at: datetime) -> None:
    """Keep refused operations until somebody has read of them."""
    rows = [
        {
            "scenario": scenario,
            "cid": one.cid,
            "n": one.n,
            "base": one.base,
            "at": at,
            "words": encode_text(one.words),
            "op": one.op,
        }
        for one in refused
    ]
    if rows:
        connection.execute(insert(refusals), rows)


def unread(connection: Connection, scenario: str) -> list[Refusal]:
    """Return the refused operations that nobody has read of, oldest first."""
    c = refusals.c
    asked = select(c.cid, c.n, c.base, c.op, c.words, c.at).where(c.scenario == scenario).order_by(c.at, c.cid, c.n)
    return [
        Refusal(cid, n, base, op, decode_text(words), at) for cid, n, base, op, words, at in connection.execute(asked)
    ]


def settle(connection: Connection, scenario: str, seen: Sequence[Refusal] | None) -> None:
    """Forget refusals that were read of, all where none are named."""
    of_scenario = delete(refusals).where(refusals.c.scenario == scenario)
    if seen is None:
        connection.execute(of_scenario)
    for one in seen or ():
        connection.execute(of_scenario.where(refusals.c.cid == one.cid, refusals.c.n == one.n))
