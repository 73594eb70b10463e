"""
Hand a plan to others: links that show one scenario, and who stands behind one that is opened.

Whoever has a link sees what it shows, so only a manager makes one, sees which there are, and takes one back.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from geo.errors import NotAllowedError, SettingsError, StoreError, UnavailableError
from geo.store import Link, LinkKind, Links, Scenarios, Workspace
from geo.store.records import utc_now
from geo.texts import LANGUAGES, Day, text
from geo.viewer import Viewer

LONGEST = 366
"""Days that a link lasts at most."""

_SECRET_LENGTH = 43
_ASK = text("Ask your manager for a new link.")


class EndedError(NotAllowedError):
    """A link that was good and is no more: expired, taken back, or its scenario deleted."""


def make_link(
    workspace: Workspace,
    *,
    viewer: Viewer,
    scenario: str,
    kind: LinkKind,
    rep: str | None,
    language: str,
    days: int,
    clock: Callable[[], datetime] = utc_now,
) -> tuple[Link, str]:
    """
    Make a link that shows a scenario to whoever has it.

    Parameters
    ----------
    workspace
        Where the scenario is kept.
    viewer
        Who asks. Only a manager hands out.
    scenario
        Id of the scenario.
    kind
        "present" shows a meeting the plan: figures, territories and unnamed points. "area" shows one representative
        their own customers and nobody else's.
    rep
        Whose area; None for a presentation.
    language
        Code of the language it is read in.
    days
        How long it lasts, 1 to `LONGEST`.
    clock
        Tells the present moment, UTC.

    Returns
    -------
    The link, and its secret: what stands in the address behind /l/. It is not kept, so nobody can be told it again.

    Raises
    ------
    NotAllowedError
        Where anybody but a manager asks.
    SettingsError
        Where days, language, kind or representative are not as above.
    StoreError
        Where there is no such scenario, or it was deleted.
    """
    viewer.require_manager()
    if not 1 <= days <= LONGEST:
        raise SettingsError(
            text("A link cannot last {days} days.", days=str(days)),
            text("Choose from 1 to {most} days.", most=LONGEST),
        )
    if language not in LANGUAGES:
        raise SettingsError(text("There is no language {name}.", name=language[:40]))
    if kind not in ("present", "area"):
        raise SettingsError(text("There are no links of the kind {name}.", name=str(kind)[:40]))
    if (kind == "area") != bool(rep):
        raise SettingsError(
            text("A link to an area is for one representative, a presentation for none."),
            text("Say whose area it is."),
        )
    found = Scenarios(workspace).find(scenario)
    if found.deleted is not None:
        raise StoreError(text("The scenario '{name}' was deleted.", name=found.called), text("Restore it to share it."))
    lasting = timedelta(days=days)
    return Links(workspace, clock).make(
        kind=kind, scenario=scenario, rep=rep or None, language=language, lasting=lasting
    )


def links_of(workspace: Workspace, scenario: str, *, viewer: Viewer) -> list[Link]:
    """Return the links of a scenario, also those that have ended, made last first; only a manager sees which."""
    viewer.require_manager()
    return Links(workspace).list(scenario)


def revoke_link(workspace: Workspace, link: str, *, viewer: Viewer) -> Link:
    """Take a link back by its id, at once and for good; only a manager may. Raise `StoreError` for an unknown one."""
    viewer.require_manager()
    return Links(workspace).revoke(link)


def opened_link(workspace: Workspace, secret: str, now: datetime) -> tuple[Link, Viewer]:
    """
    Return what a secret opens, and the viewer that whoever has it is.

    Parameters
    ----------
    workspace
        Where links are kept.
    secret
        What came in the address; may be anything.
    now
        The present moment, UTC.

    Returns
    -------
    The link, and a viewer bound to its scenario: a meeting, or the representative it was made for.

    Raises
    ------
    EndedError
        Where the link has expired, was taken back, or its scenario was deleted.
    NotAllowedError
        Where there is no such link.
    """
    link = Links(workspace).find(secret) if len(secret) == _SECRET_LENGTH else None
    if link is None:
        raise NotAllowedError(
            text("There is no such link."), text("See whether the whole of it was copied, or ask your manager.")
        )
    if link.revoked is not None:
        raise EndedError(text("This link was taken back."), _ASK)
    if now >= link.expires:
        raise EndedError(text("This link ended on {day}.", day=Day(link.expires)), _ASK)
    if Scenarios(workspace).find(link.scenario).deleted is not None:
        raise EndedError(text("The plan that this link showed is no longer there."), _ASK)
    if link.kind == "area":
        return link, Viewer("rep", link.rep, link.scenario)
    return link, Viewer("meeting", scenario=link.scenario)


def note_opening(workspace: Workspace, link: Link, clock: Callable[[], datetime] = utc_now) -> None:
    """Keep when a link was opened last; whoever opens it does not wait for a store that is busy or full."""
    with suppress(UnavailableError):
        Links(workspace, clock).note_opening(link)
