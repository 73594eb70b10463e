"""What was handed to others: links, each known by a secret that only its owner has."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, RowMapping, select

from geo.errors import StoreError
from geo.store.records import Records
from geo.store.tables import links
from geo.texts import text

LinkKind = Literal["present", "area"]

_BYTES = 32
_OFTEN = timedelta(minutes=1)
"""How long an opening stands before the next one is noted: a page is reloaded, a meeting opens it all at once."""


@dataclass(frozen=True)
class Link:
    """
    What one link shows, and until when; not the secret that opens it.

    Parameters
    ----------
    id
        Sixteen hexadecimal digits, by which a manager revokes it.
    kind
        "present", a scenario told to a meeting; or "area", one representative's own customers in it.
    scenario
        The one scenario that it shows.
    rep
        Whose area; None for a presentation.
    language
        Code of the language it was made for.
    made, expires
        From when until when it opens, UTC.
    revoked
        When it was taken back, UTC; None where it was not.
    opened
        When it was opened last, UTC, to the minute; None where nobody did.
    """

    id: str
    kind: LinkKind
    scenario: str
    rep: str | None
    language: str
    made: datetime
    expires: datetime
    revoked: datetime | None = None
    opened: datetime | None = None


class Links(Records):
    """The links of a workspace; every method is one transaction."""

    def make(
        self, *, kind: LinkKind, scenario: str, rep: str | None, language: str, lasting: timedelta
    ) -> tuple[Link, str]:
        """Make a link that lasts for a while; return it with its secret, which is told this once and kept nowhere."""
        secret, now = secrets.token_urlsafe(_BYTES), self._clock()
        made = Link(secrets.token_hex(8), kind, scenario, rep, language, now, now + lasting)
        with self._database.writing() as connection:
            connection.execute(links.insert().values(secret=_hash(secret), **vars(made)))
        return made, secret

    def find(self, secret: str) -> Link | None:
        """
        Return the link of a secret, also one that has ended; None where there is none.

        It is looked up by its hash: how long that takes tells nothing of how near a guess came.
        """
        with self._database.reading() as connection:
            row = connection.execute(select(links).where(links.c.secret == _hash(secret))).one_or_none()
        return None if row is None else _made(row._mapping)

    def list(self, scenario: str) -> list[Link]:
        """Return the links of a scenario, also those that have ended, made last first."""
        asked = select(links).where(links.c.scenario == scenario).order_by(links.c.made.desc(), links.c.id)
        with self._database.reading() as connection:
            return [_made(row._mapping) for row in connection.execute(asked)]

    def get(self, link: str) -> Link:
        """Return a link by its id; raise `StoreError` where there is none."""
        with self._database.reading() as connection:
            return _named(connection, link)

    def revoke(self, link: str) -> Link:
        """Take a link back, for good; raise `StoreError` where there is none."""
        with self._database.writing() as connection:
            found = _named(connection, link)
            if found.revoked is None:
                found = replace(found, revoked=self._clock())
                connection.execute(links.update().where(links.c.id == link).values(revoked=found.revoked))
        return found

    def note_opening(self, link: Link) -> None:
        """Keep when a link was opened last; an opening within a minute of the one before is not noted."""
        now = self._clock()
        if link.opened is None or now - link.opened >= _OFTEN:
            with self._database.writing() as connection:
                connection.execute(links.update().where(links.c.id == link.id).values(opened=now))


def _named(connection: Connection, link: str) -> Link:
    row = connection.execute(select(links).where(links.c.id == link)).one_or_none()
    if row is None:
        raise StoreError(text("There is no link {name}.", name=link[:40]), text("Choose one from the list."))
    return _made(row._mapping)


def _made(row: RowMapping) -> Link:
    return Link(**{name: value for name, value in row.items() if name != "secret"})


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
