"""What representatives logged in the field: contact moments and notes, each counted once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import RowMapping, func, select

from geo.store.records import Records
from geo.store.tables import contacts

GRACE = timedelta(minutes=10)
"""How long after it was received a contact can be withdrawn by whoever logged it."""


@dataclass(frozen=True)
class Contact:
    """
    A contact moment, or a note about a customer.

    Parameters
    ----------
    id
        Given where it was written, so that it counts once however often it is sent.
    series
        The dataset series whose customer it is about.
    scenario
        The scenario in which the customer was the representative's.
    rep
        Who logged it.
    customer
        Key of the customer.
    outcome
        Code of what came of it, None for a note alone.
    note
        Words, may be empty.
    at
        When it was, UTC, as the phone knew it.
    received
        When it arrived here, UTC.
    """

    id: str
    series: str
    scenario: str
    rep: str
    customer: str
    outcome: str | None
    note: str
    at: datetime
    received: datetime


class Contacts(Records):
    """The contacts of a workspace; every method is one transaction."""

    def find(self, contact: str) -> Contact | None:
        """Return a contact by its id, None where there is none."""
        with self._database.reading() as connection:
            row = connection.execute(select(contacts).where(contacts.c.id == contact)).one_or_none()
        return None if row is None else _made(row._mapping)

    def add(self, contact: Contact) -> Contact:
        """Keep a contact and return what is kept under its id: what came first stays, whoever sends another."""
        with self._database.writing() as connection:
            row = connection.execute(select(contacts).where(contacts.c.id == contact.id)).one_or_none()
            if row is not None:
                return _made(row._mapping)
            connection.execute(contacts.insert().values(**vars(contact)))
        return contact

    def withdraw(self, contact: str, rep: str) -> bool:
        """
        Take a contact back and return whether it is gone; one that never was is.

        It stays where somebody else logged it, or it was received longer than `GRACE` ago.
        """
        with self._database.writing() as connection:
            row = connection.execute(select(contacts).where(contacts.c.id == contact)).one_or_none()
            if row is None:
                return True
            found = _made(row._mapping)
            if found.rep != rep or self._clock() - found.received > GRACE:
                return False
            connection.execute(contacts.delete().where(contacts.c.id == contact))
        return True

    def list(
        self, series: str, *, rep: str | None = None, customer: str | None = None, most: int | None = None
    ) -> list[Contact]:
        """
        Return the contacts of a dataset series, the newest first.

        Parameters
        ----------
        series
            The dataset series.
        rep, customer
            Only those that one representative logged, or that are about one customer; None for all.
        most
            How many at most, None for all.
        """
        asked = select(contacts).where(contacts.c.series == series)
        if rep is not None:
            asked = asked.where(contacts.c.rep == rep)
        if customer is not None:
            asked = asked.where(contacts.c.customer == customer)
        asked = asked.order_by(contacts.c.at.desc(), contacts.c.received.desc(), contacts.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(asked if most is None else asked.limit(most))
            return [_made(row._mapping) for row in rows]

    def last(self, series: str, outcomes: Collection[str]) -> dict[str, datetime]:
        """Return for each customer of a dataset series when some outcomes, by their codes, were logged last, UTC."""
        asked = (
            select(contacts.c.customer, func.max(contacts.c.at).label("at"))
            .where(contacts.c.series == series, contacts.c.outcome.in_(outcomes))
            .group_by(contacts.c.customer)
        )
        with self._database.reading() as connection:
            return {row.customer: row.at for row in connection.execute(asked)}


def _made(row: RowMapping) -> Contact:
    return Contact(**row)
