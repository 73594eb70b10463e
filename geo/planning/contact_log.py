"""What representatives log in the field: taken in, each for customers that are theirs, and read by who may."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Annotated
from uuid import UUID

import pandas as pd
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from geo.errors import InputError, NotAllowedError
from geo.planning.due import OUTCOMES
from geo.planning.my_area import own_rows, positions_of, require_rep
from geo.planning.scenarios import desks_of
from geo.store import Contact, Contacts, Scenarios, Workspace, load_identities, versions
from geo.store.records import utc_now
from geo.texts import Text, text
from geo.viewer import MANAGER, Viewer

MOST_ENTRIES = 200
"""Entries that are taken at a time."""
LONGEST_NOTE = 2_000
OLDEST, AHEAD = timedelta(days=60), timedelta(hours=24)
"""How old an entry may be that waited for the line, and how far a phone's clock may be ahead of ours."""

_NAMED = 4


class FieldEntry(BaseModel):
    """
    A contact moment or a note as a phone sends it.

    Parameters
    ----------
    id
        Made on the phone, so that it counts once however often it is sent.
    customer
        Key of the customer.
    outcome
        One of `geo.planning.due.OUTCOMES`, None for a note alone.
    note
        Words.
    at
        When it was, as the phone knows it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: UUID
    customer: Annotated[str, Field(min_length=1, max_length=2_000)]
    outcome: Annotated[str, Field(max_length=40)] | None = None
    note: Annotated[str, Field(max_length=20_000)] = ""
    at: AwareDatetime


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    entries: Annotated[list[FieldEntry], Field(max_length=MOST_ENTRIES)] = []
    withdrawn: Annotated[list[UUID], Field(max_length=MOST_ENTRIES)] = []


@dataclass(frozen=True)
class Answered:
    """
    What became of an entry, or of a wish to withdraw one.

    Parameters
    ----------
    id
        The entry's.
    problem
        Why it was refused; None where it was done.
    """

    id: str
    problem: Text | None = None


def read_sent(body: bytes) -> tuple[list[FieldEntry], list[str]]:
    """
    Read what a phone sends: entries, and ids of those to be withdrawn.

    Raises
    ------
    InputError
        Where it cannot be read.
    """
    try:
        sent = _Sent.model_validate_json(body)
    except ValidationError as error:
        raise InputError(text("What was sent cannot be read."), text("Load the page anew.")) from error
    return list(sent.entries), [str(one) for one in sent.withdrawn]


def log_contact(
    workspace: Workspace,
    *,
    viewer: Viewer,
    scenario: str,
    entries: Sequence[FieldEntry],
    clock: Callable[[], datetime] = utc_now,
) -> list[Answered]:
    """
    Keep what a representative logged, each entry once; one that is refused keeps no other back.

    Parameters
    ----------
    workspace
        Where it is kept.
    viewer
        The representative, who was given a link to this scenario.
    scenario
        Id of the scenario.
    entries
        What they logged.
    clock
        Tells the present moment, UTC.

    Returns
    -------
    What became of each. Refused is what is about a customer that is not theirs in the last revision, has an unknown
    outcome, says nothing, or is too long, too old or ahead of time.

    Raises
    ------
    NotAllowedError
        Where anybody but a representative asks, or for another scenario.
    StoreError
        Where there is no such scenario, or it was deleted.
    """
    rep = require_rep(viewer, scenario)
    desk = desks_of(workspace).open(scenario, MANAGER)
    version, plan, _ = desk.current
    proposal, series, now = desk.proposal_of(version, plan), desk.scenario.series, clock()
    keys = proposal.customers.table["key"][own_rows(proposal, positions_of(proposal, rep))]
    own, contacts, answers = frozenset(keys), Contacts(workspace, clock), []
    for entry in entries:
        known = contacts.find(str(entry.id))
        # What was taken stays taken, also where the customer has gone since: only the answer was lost.
        problem = _problem(entry, own, now) if known is None else None
        if problem is None:
            at = min(entry.at.astimezone(UTC), now)
            made = Contact(
                str(entry.id), series, scenario, rep, entry.customer, entry.outcome, _tidy(entry.note), at, now
            )
            known = contacts.add(made)
            if known.rep != rep:
                problem = text("Somebody else logged an entry of this number.")
        answers.append(Answered(str(entry.id), problem))
    return answers


def withdraw_contacts(
    workspace: Workspace,
    *,
    viewer: Viewer,
    scenario: str,
    ids: Sequence[str],
    clock: Callable[[], datetime] = utc_now,
) -> list[Answered]:
    """Take back what a representative logged themselves a few minutes ago; errors and answers as for `log_contact`."""
    rep = require_rep(viewer, scenario)
    contacts = Contacts(workspace, clock)
    return [Answered(one, None if contacts.withdraw(one, rep) else _kept(contacts.find(one), rep)) for one in ids]


def contacts_of(
    workspace: Workspace, *, viewer: Viewer, series: str, rep: str | None = None, most: int | None = None
) -> pd.DataFrame:
    """
    Return what was logged about the customers of a dataset series, the newest first.

    Parameters
    ----------
    workspace
        Where it is kept.
    viewer
        Who asks: a manager for all of it, a representative for what they logged themselves.
    series
        The dataset series.
    rep
        Only what this representative logged; None for all that the viewer may see.
    most
        How many at most, None for all.

    Returns
    -------
    Columns at (UTC), rep, key, name (of the customer in the newest version of the list that has it, else its key),
    outcome (a code, null for a note alone), note.

    Raises
    ------
    NotAllowedError
        Where a meeting asks, or a representative for another's or for another list.
    """
    if viewer.role != "manager":
        own = require_rep(viewer, viewer.scenario or "")
        if rep not in (None, own) or Scenarios(workspace).find(viewer.scenario or "").series != series:
            raise NotAllowedError(text("What others logged is not shown."), text("Ask your manager."))
        rep = own
    found = Contacts(workspace).list(series, rep=rep, most=most)
    names = _names(workspace, series, {one.customer for one in found})
    rows = [
        (one.at, one.rep, one.customer, names.get(one.customer, one.customer), one.outcome, one.note) for one in found
    ]
    table = pd.DataFrame(rows, columns=["at", "rep", "key", "name", "outcome", "note"])
    strings = dict.fromkeys(("rep", "key", "name", "outcome", "note"), "str")
    return table.assign(at=pd.to_datetime(table["at"], utc=True)).astype(strings)


def _names(workspace: Workspace, series: str, keys: set[str]) -> dict[str, str]:
    """Return what customers are called, by their keys, in the newest version of the list that has them."""
    names: dict[str, str] = {}
    for version in reversed(versions(workspace, series)[-_NAMED:]):
        missing = keys - set(names)
        if not missing:
            break
        known = _identities(workspace.root.absolute(), version.dataset)
        names |= {key: known[key] for key in missing if key in known}
    return names


@lru_cache(maxsize=4)
def _identities(root: Path, dataset: str) -> dict[str, str]:
    table = load_identities(Workspace(root), dataset)
    named = table[table["name"].notna()]
    return dict(zip(named["key"], named["name"], strict=True))


def _kept(contact: Contact | None, rep: str) -> Text:
    """Return why a contact is not withdrawn."""
    if contact is not None and contact.rep != rep:
        return text("This is not your entry; only what you saved yourself can be taken back.")
    return text("This was saved more than ten minutes ago and stays.")


def _problem(entry: FieldEntry, own: frozenset[str], now: datetime) -> Text | None:
    """Return why an entry is refused, None where it is not."""
    if entry.customer not in own:
        return text("This customer is not yours in the plan any more.")
    if entry.outcome is not None and entry.outcome not in OUTCOMES:
        return text("There is no outcome {name}.", name=entry.outcome)
    if entry.outcome is None and not _tidy(entry.note):
        return text("There is neither an outcome nor a note.")
    if len(_tidy(entry.note)) > LONGEST_NOTE:
        return text("The note is longer than {most} characters.", most=LONGEST_NOTE)
    if entry.at - now > AHEAD:
        return text("By your phone's clock this is still to come. Set the clock, then log it again.")
    if now - entry.at > OLDEST:
        return text(
            "By your phone's clock this was more than {days} days ago. If it was not, set the clock and log it again.",
            days=OLDEST.days,
        )
    return None


def _tidy(note: str) -> str:
    """Return a note without signs that are not to be seen; its lines stay."""
    lines = ("".join(sign for sign in line if sign.isprintable()).strip() for line in note.splitlines())
    return "\n".join(lines).strip()
