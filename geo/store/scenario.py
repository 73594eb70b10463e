"""A scenario's own row: what it is called, what it plans, where it stands."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import Connection, RowMapping, select

from geo.errors import SettingsError, StoreError
from geo.store.tables import scenarios
from geo.texts import Text, text

NAME_LENGTH = 80

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"


@dataclass(frozen=True)
class Scenario:
    """
    A named line of revisions.

    Parameters
    ----------
    id
        Sixteen hexadecimal digits.
    series, dataset
        The dataset series it plans, and the version of it that it was made from.
    coverage
        Fingerprint of the coverage.
    name
        What people call it; of one that nobody named, its number in English words, as `numbered` has it.
    about
        What else is known of it, such as the settings it was made with; `number` where nobody named it.
    created, changed
        When it was made, and when something of it changed last, UTC.
    deleted
        When it was deleted, UTC; None where it was not.
    head
        Number of the last revision.
    next_territory
        Identity that the next new territory gets, higher than any that was ever used.
    """

    id: str
    series: str
    dataset: str
    coverage: str
    name: str
    about: Mapping[str, Json]
    created: datetime
    changed: datetime
    deleted: datetime | None
    head: int
    next_territory: int

    @property
    def called(self) -> Text:
        """What to call it in the reader's language: as people named it, or by its number where nobody did."""
        number = self.about.get("number")
        if isinstance(number, int) and self.name == str(numbered(number)):
            return numbered(number)
        return text("{name}", name=self.name)


class Outdated(StoreError):  # noqa: N818 - how things stand, which the caller can catch up with
    """
    Somebody else was first.

    Parameters
    ----------
    head
        Number of the last revision now.
    """

    def __init__(self, head: int) -> None:
        super().__init__(
            text("This scenario was changed meanwhile; it is at revision {head} now.", head=head),
            text("Look at that change, then do yours again."),
        )
        self.head = head


def numbered(number: int) -> Text:
    """Return what a scenario is called that nobody named."""
    return text("Proposal {n}", n=number)


def new_id() -> str:
    """Return an identity that nothing has yet."""
    return secrets.token_hex(8)


def valid_name(given: str) -> str:
    """Return a name without the space around it; raise `SettingsError` where it is empty or too long."""
    name = given.strip()
    # Half of a surrogate pair is no text and could not be written.
    if not 1 <= len(name) <= NAME_LENGTH or any("\ud800" <= sign <= "\udfff" for sign in name):
        shown = name[:NAME_LENGTH].encode(errors="replace").decode()
        raise SettingsError(
            text("'{name}' cannot be the name of a scenario.", name=shown),
            text("Give it a name of 1 to {most} characters.", most=NAME_LENGTH),
        )
    return name


def find(connection: Connection, scenario: str) -> Scenario:
    """Return a scenario, also a deleted one; raise `StoreError` where there is none."""
    row = connection.execute(select(scenarios).where(scenarios.c.id == scenario)).one_or_none()
    if row is None:
        raise StoreError(text("There is no scenario {name}.", name=scenario[:40]), text("Choose one from the list."))
    return _made(row._mapping)


def listed(connection: Connection, series: str | None, *, deleted: bool) -> list[Scenario]:
    """Return the scenarios of a series or of all, those that were deleted or the others, changed last first."""
    c = scenarios.c
    asked = select(scenarios).where(c.deleted.is_not(None) if deleted else c.deleted.is_(None))
    if series is not None:
        asked = asked.where(c.series == series)
    return [_made(row._mapping) for row in connection.execute(asked.order_by(c.changed.desc(), c.created.desc(), c.id))]


def insert(connection: Connection, made: Scenario) -> None:
    """Write a new scenario."""
    connection.execute(scenarios.insert().values(**(vars(made) | {"about": json.dumps(made.about)})))


def update(connection: Connection, scenario: str, **values: object) -> None:
    """Write some fields of a scenario."""
    connection.execute(scenarios.update().where(scenarios.c.id == scenario).values(**values))


def _made(row: RowMapping) -> Scenario:
    return Scenario(**{**row, "about": json.loads(row["about"])})
