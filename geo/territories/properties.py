"""Edits of a territory itself: its name, capacity, colour, representative and lock."""

from __future__ import annotations

from dataclasses import replace

from geo.errors import EditError
from geo.palette import PALETTE
from geo.territories.editing import remade, unlocked
from geo.territories.plan import Plan, Territory
from geo.texts import read_number, seen, spoken, text

LEAST_CAPACITY, MOST_CAPACITY = 0.01, 100.0
"""Outside these, one territory is a ten-thousandth of another: a slip of the pen."""

LONGEST_NAME = 80


def rename(plan: Plan, territory: int, name: str) -> Plan:
    """
    Give a territory another name.

    Parameters
    ----------
    plan
        The plan.
    territory
        Its id.
    name
        At most 80 characters once white space is tidied, and unlike every other name whatever the case.

    Raises
    ------
    EditError
        Where the name is empty, too long or taken, or the territory is unknown or locked.
    """
    was = unlocked(plan, territory)
    return _with(plan, replace(was, name=checked_name(plan, name, but=territory)))


def recolour(plan: Plan, territory: int, colour: int | None) -> Plan:
    """Give a territory a colour, an index of `geo.palette.PALETTE`; None leaves the choice to the map."""
    return _with(plan, replace(unlocked(plan, territory), colour=checked_colour(colour)))


def set_capacity(plan: Plan, territory: int, capacity: float) -> Plan:
    """Say what work a territory can carry relative to the others, from 0.01 to 100."""
    return _with(plan, replace(unlocked(plan, territory), capacity=checked_capacity(capacity)))


def set_rep(plan: Plan, territory: int, rep: str | None) -> Plan:
    """
    Give a territory to a representative. One who has another keeps that as well.

    Parameters
    ----------
    plan
        The plan.
    territory
        Its id.
    rep
        Name of the representative, at most 80 characters once white space is tidied; None or an empty one for nobody.

    Raises
    ------
    EditError
        Where the name is too long, or the territory is unknown or locked.
    """
    return _with(plan, replace(unlocked(plan, territory), rep=checked_rep(rep)))


def lock(plan: Plan, territory: int, locked: bool) -> Plan:
    """Lock a territory, so that edits leave its ground, bound customers and properties alone, or unlock it."""
    return _with(plan, replace(plan.territories[plan.position(territory)], locked=locked))


def checked_name(plan: Plan, name: str, *, but: int | None = None) -> str:
    """Return a name with its white space tidied that no territory has, save perhaps the one of id `but`."""
    tidy = _tidy(name)
    if not tidy:
        raise EditError(text("The name is empty."), text("Give the territory a name."))
    for other in plan.territories:
        if other.id != but and spoken(other.name) == spoken(tidy):
            raise EditError(text("There is a territory {name} already.", name=other.name), text("Choose another name."))
    return tidy


def checked_rep(rep: str | None) -> str | None:
    """Return the name of a representative with its white space tidied, None where it is empty."""
    return _tidy(rep or "") or None


def checked_colour(colour: int | None) -> int | None:
    """Return a colour of the palette, or None."""
    if colour is not None and not 0 <= colour < len(PALETTE):
        raise EditError(
            text("There is no colour {number}.", number=str(colour)),
            text("Choose a number from 0 to {last}.", last=len(PALETTE) - 1),
        )
    return colour


def checked_capacity(capacity: float) -> float:
    """Return a capacity that is within bounds."""
    if not LEAST_CAPACITY <= capacity <= MOST_CAPACITY:
        given = f"{capacity:g}"
        raise _out_of_bounds(given)
    return float(capacity)


def _tidy(name: str) -> str:
    """Return a name without needless white space and unseen signs; raise `EditError` where it is too long."""
    tidy = seen(name)
    if len(tidy) > LONGEST_NAME:
        raise EditError(
            text("The name has {length} characters.", length=len(tidy)),
            text("Choose one of at most {most} characters.", most=LONGEST_NAME),
        )
    return tidy


def read_capacity(written: str) -> float:
    """Read a capacity as people type it, with a decimal comma or point; it is within bounds."""
    try:
        value = read_number(written)
    except ValueError as error:
        raise _out_of_bounds(written.strip()[:40]) from error
    return checked_capacity(value)


def _out_of_bounds(value: str) -> EditError:
    return EditError(
        text("A capacity of {value} is out of bounds.", value=value)
        if value
        else text("There is no capacity written."),
        text("A capacity is a number from 0.01 to 100; 1 is a full-time representative."),
    )


def _with(plan: Plan, changed: Territory) -> Plan:
    return remade(plan, territories=[changed if t.id == changed.id else t for t in plan.territories])
