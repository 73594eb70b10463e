"""Edits written as a line of text, such as "assign 3511, 3512 to Utrecht", in English or Dutch."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from geo.errors import ConflictError, EditError
from geo.planning import verbs
from geo.planning.desk import Desk
from geo.territories import Plan
from geo.texts import Text, text
from geo.viewer import Viewer


@dataclass(frozen=True)
class Verb:
    """
    A verb of the commands.

    Parameters
    ----------
    usage
        The command as it is to be written.
    names
        What it is called, the usual name first, then in other spellings and in Dutch.
    does
        Makes the edit with the words that follow and returns the number of the last revision, or where it made none,
        why.
    tail
        The second half of a Dutch verb, which ends the command.
    """

    usage: Text
    names: tuple[str, ...]
    does: Callable[[Desk, Viewer, str], int | Text]
    tail: str = ""


def perform(desk: Desk, viewer: Viewer, command: str) -> Text:
    """
    Make the edit that a line of text describes and return what it did, in the words of the history.

    Parameters
    ----------
    desk
        The scenario.
    viewer
        Who asks.
    command
        A verb and what it is about. Areas are written as in `areas_named`, territories as in `territory_named`,
        customers as in `customer_named`; what stands between double quotation marks is a name and nothing else.

    Raises
    ------
    EditError
        Where it is no command, or the edit cannot be made; it names the command, what is wrong and what would be right.
    NotAllowedError
        Where a rep asks.
    """
    before, _, _ = desk.current
    try:
        came = _do(desk, viewer, command)
    except (EditError, ConflictError) as error:
        raise EditError(
            text("'{command}' cannot be done. {problem}", command=command[:200], problem=error.problem), error.remedy
        ) from error
    if came == before:
        came = text("no change")
    if isinstance(came, Text):
        return text("'{command}': {what}", command=command[:200], what=came)
    return desk.history(before=came + 1, limit=1)[0].words


def _do(desk: Desk, viewer: Viewer, command: str) -> int | Text:
    first, _, said = " ".join(command.split()).partition(" ")
    verb = _KNOWN.get(first.casefold())
    if verb is None:
        raise EditError(
            text("There is no command {name}.", name=first[:40]) if first else text("The command is empty."),
            text("A command begins with one of {names}.", names=", ".join(v.names[0] for v in VERBS)),
        )
    try:
        return verb.does(desk, viewer, re.sub(rf"\s+{verb.tail}$", "", said) if verb.tail else said)
    except verbs.UnclearError as error:
        raise EditError(
            text("It is not clear what is meant."),
            text(
                'Write it as: {usage}. A name that could be read in two ways goes between "double quotes".',
                usage=verb.usage,
            ),
        ) from error


def _edit(change: Callable[[Desk, Plan, str], Plan]) -> Callable[[Desk, Viewer, str], int]:
    """Return how a plan is changed on the desk; names are looked up in the plan as it is at that moment."""
    return lambda desk, viewer, said: desk.edit(viewer, lambda plan: change(desk, plan, said))


def _rebalance(desk: Desk, viewer: Viewer, said: str) -> int | Text:
    evened = verbs.evened_out(desk, viewer, said)
    return evened.words if evened.version is None else evened.version


def _alone(step: Callable[[Desk, Viewer], int]) -> Callable[[Desk, Viewer, str], int]:
    def does(desk: Desk, viewer: Viewer, said: str) -> int:
        if said:
            raise verbs.UnclearError
        return step(desk, viewer)

    return does


def _restore(desk: Desk, viewer: Viewer, said: str) -> int:
    if not (said.isdecimal() and len(said) < 10):
        raise verbs.UnclearError
    return desk.restore(viewer, int(said))


VERBS = (
    Verb(text("assign AREAS to TERRITORY"), ("assign", "give", "geef", "wijs"), _edit(verbs.give)),
    Verb(text("release AREAS"), ("release", "laat"), _edit(verbs.let_go), "los"),
    Verb(text("new NAME with AREAS"), ("new", "add", "nieuw", "maak"), _edit(verbs.make)),
    Verb(text("merge TERRITORIES into TERRITORY"), ("merge", "voeg"), _edit(verbs.unite)),
    Verb(text("remove TERRITORY"), ("remove", "verwijder"), _edit(verbs.take_away)),
    Verb(text("lock TERRITORY"), ("lock", "vergrendel"), _edit(verbs.locked)),
    Verb(text("unlock TERRITORY"), ("unlock", "ontgrendel"), _edit(verbs.unlocked)),
    Verb(text("rename TERRITORY to NAME"), ("rename", "hernoem"), _edit(verbs.renamed)),
    Verb(text("recolour TERRITORY COLOUR"), ("recolour", "recolor", "kleur"), _edit(verbs.recoloured)),
    Verb(text("capacity TERRITORY NUMBER"), ("capacity", "capaciteit"), _edit(verbs.given_capacity)),
    Verb(text("rep TERRITORY to NAME"), ("rep", "vertegenwoordiger"), _edit(verbs.handed)),
    Verb(text("move CUSTOMER to TERRITORY"), ("move", "verplaats"), _edit(verbs.moved)),
    Verb(text("free CUSTOMER"), ("free", "ontkoppel"), _edit(verbs.freed)),
    Verb(text("rebalance TERRITORIES"), ("rebalance", "balanceer"), _rebalance),
    Verb(text("undo"), ("undo", "ongedaan"), _alone(Desk.undo)),
    Verb(text("redo"), ("redo", "opnieuw"), _alone(Desk.redo)),
    Verb(text("restore VERSION"), ("restore", "herstel"), _restore),
)
_KNOWN = {name: verb for verb in VERBS for name in verb.names}
