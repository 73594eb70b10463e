"""What was done to a plan, in a few words, told from the plan before and the plan after alone."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from geo.territories.delta import Delta, difference
from geo.territories.plan import UNASSIGNED, Plan, Territory
from geo.texts import Number, Text, plural, text


def edit_words(before: Plan, after: Plan, customers: Mapping[str, str] | None = None) -> Text:
    """
    Say what turned one plan into another, as a line of the history.

    Parameters
    ----------
    before, after
        Plans of one coverage.
    customers
        Customer key → what people call it; the key itself where it is not told.
    """
    change = difference(before, after)
    if not change:
        return text("No change")
    names = {t.id: t.name for plan in (before, after) for t in plan.territories}
    made = [new for old, new in change.territories if old is None and new is not None]
    gone = [old for old, new in change.territories if new is None and old is not None]
    changed = [(old, new) for old, new in change.territories if old is not None and new is not None]
    match bool(made), bool(gone), bool(changed):
        case True, False, False:
            found = _added(made, change)
        case False, True, False:
            found = _removed(before, gone, change, names)
        case False, False, True if not len(change.areas) and not change.overrides:
            found = _properties(changed)
        case False, False, False if not change.overrides:
            found = _ground(change, names)
        case False, False, False if not len(change.areas):
            found = _bound(change, names, customers or {})
        case _:
            found = None
    return found or _counted(change)


def restored_words(version: int, what: Text, change: Delta) -> Text:
    """
    Say that an earlier version was restored, and which territories are no longer locked by it.

    Parameters
    ----------
    version
        Its number.
    what, change
        What that did to the plan, in words and as it is.
    """
    freed = [old.name for old, new in change.territories if old is not None and old.locked and not _stays(new)]
    if not freed:
        return text("Restored version {n}: {what}", n=version, what=what)
    return text("Restored version {n}: {what}; no longer locked: {names}", n=version, what=what, names=", ".join(freed))


def _stays(after: Territory | None) -> bool:
    return after is not None and after.locked


def _added(made: list[Territory], change: Delta) -> Text | None:
    """Tell of one territory more, with all ground that changes hands or none."""
    if len(made) > 1 or change.overrides or (change.after != made[0].id).any():
        return None
    if not len(change.areas):
        return text("Added {name}", name=made[0].name)
    return plural(
        "Added {name} with {count} area", "Added {name} with {count} areas", len(change.areas), name=made[0].name
    )


def _removed(before: Plan, gone: list[Territory], change: Delta, names: Mapping[int, str]) -> Text | None:
    """Tell of territories less: merged into one where this got all that they held, else removed."""
    ids = {t.id for t in gone}
    if not ids.issuperset(change.before.tolist()) or any(old not in ids for _, old, _ in change.overrides):
        return None
    heirs = {*change.after.tolist(), *(new for _, _, new in change.overrides)}
    heir = heirs.pop() if len(heirs) == 1 else None
    if heir is None or heir == UNASSIGNED:
        return text("Removed {name}", name=gone[0].name) if len(gone) == 1 else None
    if len(gone) == 1:
        return text("Merged {name} into {into}", name=gone[0].name, into=names[heir])
    return plural(
        "Merged {count} territory into {into}", "Merged {count} territories into {into}", len(gone), into=names[heir]
    )


def _properties(pairs: list[tuple[Territory, Territory]]) -> Text | None:
    """Tell of one territory that got another property, or of several that were locked or unlocked."""
    old, new = pairs[0]
    kinds = {
        tuple(f for f in ("name", "capacity", "colour", "locked", "rep") if getattr(a, f) != getattr(b, f))
        for a, b in pairs
    }
    if len(pairs) > 1:
        if kinds != {("locked",)} or len({b.locked for _, b in pairs}) > 1:
            return None
        if new.locked:
            return plural("Locked {count} territory", "Locked {count} territories", len(pairs))
        return plural("Unlocked {count} territory", "Unlocked {count} territories", len(pairs))
    match kinds.pop():
        case ("name",):
            return text("Renamed {old} to {new}", old=old.name, new=new.name)
        case ("capacity",):
            return text("Capacity of {name} is {value} now", name=new.name, value=Number(new.capacity, 2))
        case ("colour",):
            return text("Another colour for {name}", name=new.name)
        case ("rep",) if new.rep is None:
            return text("{name} has no representative now", name=new.name)
        case ("rep",):
            return text("{name} goes to {rep}", name=new.name, rep=new.rep)
        case ("locked",) if new.locked:
            return text("Locked {name}", name=new.name)
        case ("locked",):
            return text("Unlocked {name}", name=new.name)
        case _:
            return text("Changed {name}", name=new.name)


def _ground(change: Delta, names: Mapping[int, str]) -> Text | None:
    """Tell of areas that go to one territory or to nobody, or of several territories that hand areas to each other."""
    n = len(change.areas)
    givers, takers = np.unique(change.before), np.unique(change.after)
    if len(takers) == 1:
        to = int(takers[0])
        if to == UNASSIGNED:
            return plural("{count} area unassigned", "{count} areas unassigned", n)
        return plural("{count} area to {name}", "{count} areas to {name}", n, name=names[to])
    among = np.union1d(givers, takers)
    if UNASSIGNED in among or len(givers) == 1:
        return None
    return plural("Rebalanced {count} territory", "Rebalanced {count} territories", len(among))


def _bound(change: Delta, names: Mapping[int, str], customers: Mapping[str, str]) -> Text | None:
    """Tell of a customer, or of several that go the same way."""
    heirs = {new for _, _, new in change.overrides}
    if len(heirs) > 1:
        return None
    heir = heirs.pop()
    n = len(change.overrides)
    key = change.overrides[0][0]
    called = customers.get(key, key)
    if n == 1:
        if heir is None:
            return text("Customer {customer} with its area again", customer=called)
        return text("Customer {customer} to {name}", customer=called, name=names[heir])
    if heir is None:
        return plural("{count} customer with its area again", "{count} customers with their areas again", n)
    return plural("{count} customer to {name}", "{count} customers to {name}", n, name=names[heir])


def _counted(change: Delta) -> Text:
    """Tell how much changes, whatever it is."""
    touched = {*change.before.tolist(), *change.after.tolist()}
    touched |= {t.id for pair in change.territories for t in pair if t is not None}
    touched |= {t for _, old, new in change.overrides for t in (old, new) if t is not None}
    return text(
        "{areas}, {territories} changed",
        areas=plural("{count} area", "{count} areas", len(change.areas)),
        territories=plural("{count} territory", "{count} territories", len(touched - {UNASSIGNED})),
    )
