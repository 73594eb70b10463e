"""What each verb of a written command does to a plan with the words that follow it."""

from __future__ import annotations

import re

from geo.errors import EditError
from geo.palette import PALETTE
from geo.planning.area_names import areas_named
from geo.planning.desk import Desk
from geo.planning.names import customer_named, territories_named, territory_named
from geo.planning.rebalancing import Evened, even_out
from geo.planning.removal import taken_away
from geo.planning.reps import known_reps
from geo.planning.written import bare, separators
from geo.territories import (
    Plan,
    add,
    assign,
    bind,
    lock,
    merge,
    read_capacity,
    recolour,
    release,
    rename,
    set_capacity,
    set_rep,
)
from geo.texts import spoken, text
from geo.viewer import Viewer

_TO = re.compile(r"\s+(?:toe\s+aan|aan|naar|to)\s+")
_INTO = re.compile(r"\s+(?:samen\s+met|met|bij|into)\s+")
_WITH = re.compile(r"\s+(?:with|met)(?:\s+|$)")
_NOBODY = frozenset("-–−")
_VALUE = re.compile(r"(?P<name>.+?)(?:\s+(?:to|op|naar))?\s+(?P<value>\S+)", re.DOTALL)


class UnclearError(Exception):
    """The words that follow a verb are not what belongs there, or could be read in two ways."""


def give(desk: Desk, plan: Plan, said: str) -> Plan:
    """Give areas to a territory: AREAS to TERRITORY; or a territory to a representative: TERRITORY to NAME."""
    named = _territory_and_rep(desk, plan, said)
    if named is not None:
        return set_rep(plan, *named)
    areas, to = _to_territory(plan, said, _TO)
    return assign(plan, areas_named(plan.coverage, areas), to)


def let_go(desk: Desk, plan: Plan, said: str) -> Plan:
    """Take areas from their territories: AREAS."""
    return release(plan, areas_named(plan.coverage, said))


def make(desk: Desk, plan: Plan, said: str) -> Plan:
    """Make a territory: NAME, or NAME with AREAS."""
    pairs = _cuts(said, _WITH)
    name, areas = _only(pairs) if pairs else (said, None)
    ground = () if areas is None else areas_named(plan.coverage, areas)
    return add(plan, bare(name), ground, id=desk.next_territory)


def unite(desk: Desk, plan: Plan, said: str) -> Plan:
    """Merge territories: TERRITORIES into TERRITORY."""
    names, into = _to_territory(plan, said, _INTO)
    return merge(plan, territories_named(plan, names), into)


def take_away(desk: Desk, plan: Plan, said: str) -> Plan:
    """Remove a territory: TERRITORY."""
    return taken_away(desk, plan, territory_named(plan, said))


def locked(desk: Desk, plan: Plan, said: str) -> Plan:
    """Lock territories: TERRITORIES."""
    return _locked(plan, said, to=True)


def unlocked(desk: Desk, plan: Plan, said: str) -> Plan:
    """Unlock territories: TERRITORIES."""
    return _locked(plan, said, to=False)


def renamed(desk: Desk, plan: Plan, said: str) -> Plan:
    """Give a territory another name: TERRITORY to NAME."""
    pairs = _cuts(said, _TO)
    name, other = _only([pair for pair in pairs if _is_territory(plan, pair[0])] or pairs[:1])
    return rename(plan, territory_named(plan, name), bare(other))


def recoloured(desk: Desk, plan: Plan, said: str) -> Plan:
    """Give a territory another colour: TERRITORY COLOUR, a number or a value of the palette."""
    name, value = _name_and_value(said)
    known = {str(number): number for number in range(len(PALETTE))}
    known |= {colour.casefold(): number for number, colour in enumerate(PALETTE)}
    if value.casefold() not in known:
        raise EditError(
            text("There is no colour {number}.", number=value[:40]),
            text("Choose a number from 0 to {last}.", last=len(PALETTE) - 1),
        )
    return recolour(plan, territory_named(plan, name), known[value.casefold()])


def given_capacity(desk: Desk, plan: Plan, said: str) -> Plan:
    """Say what work a territory can carry: TERRITORY NUMBER."""
    name, value = _name_and_value(said)
    return set_capacity(plan, territory_named(plan, name), read_capacity(value))


def handed(desk: Desk, plan: Plan, said: str) -> Plan:
    """Give a territory to a representative, whoever that is: TERRITORY to NAME, a dash for nobody."""
    pairs = _cuts(said, _TO)
    name, rep = _only([pair for pair in pairs if _is_territory(plan, pair[0])] or pairs[:1])
    return set_rep(plan, territory_named(plan, name), None if bare(rep) in _NOBODY else bare(rep))


def moved(desk: Desk, plan: Plan, said: str) -> Plan:
    """Bind a customer to a territory: CUSTOMER to TERRITORY."""
    customer, to = _to_territory(plan, said, _TO)
    key = customer_named(desk.first.customers.table, customer)
    return bind(plan, key, to, area=desk.tally.area_of(key))


def freed(desk: Desk, plan: Plan, said: str) -> Plan:
    """Let a customer follow its area again: CUSTOMER."""
    key = customer_named(desk.first.customers.table, said)
    return bind(plan, key, None, area=desk.tally.area_of(key))


def evened_out(desk: Desk, viewer: Viewer, said: str) -> Evened:
    """Rebalance a few territories among themselves: TERRITORIES."""
    _, plan, _ = desk.current
    return even_out(desk, territories_named(plan, said), viewer=viewer)


def _locked(plan: Plan, said: str, *, to: bool) -> Plan:
    for territory in territories_named(plan, said):
        plan = lock(plan, territory, to)
    return plan


def _territory_and_rep(desk: Desk, plan: Plan, said: str) -> tuple[int, str] | None:
    """Read a territory and a representative who is known; None where it is not that, or could be areas as well."""
    known = {spoken(name): name for name in known_reps(desk, plan)}
    pairs = [(before, known.get(spoken(bare(name))), name) for before, name in _cuts(said, _TO)]
    found = [
        (territory_named(plan, before), rep)
        for before, rep, name in pairs
        if rep is not None and _is_territory(plan, before) and not _is_territory(plan, name)
    ]
    return found[0] if len(found) == 1 else None


def _to_territory(plan: Plan, said: str, separator: re.Pattern[str]) -> tuple[str, int]:
    """Cut in two before a territory, and return its id; where none is known the last words are taken for one."""
    pairs = _cuts(said, separator)
    before, name = _only([pair for pair in pairs if _is_territory(plan, pair[1])] or pairs[-1:])
    return before, territory_named(plan, name)


def _cuts(said: str, separator: re.Pattern[str]) -> list[tuple[str, str]]:
    """Return every way to cut in two, as the separator may stand in names as well."""
    return [(said[: found.start()], said[found.end() :]) for found in separators(said, separator)]


def _only(pairs: list[tuple[str, str]]) -> tuple[str, str]:
    if len(pairs) != 1:
        raise UnclearError
    return pairs[0]


def _is_territory(plan: Plan, written: str) -> bool:
    try:
        territory_named(plan, written)
    except EditError:
        return False
    return True


def _name_and_value(said: str) -> tuple[str, str]:
    found = _VALUE.fullmatch(said)
    if not found:
        raise UnclearError
    return found["name"], found["value"]
