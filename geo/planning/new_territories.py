"""Territories that only the areas of a file speak of: new ones, or ones of the plan misspelt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from geo.planning.findings import Finding
from geo.planning.proposal import Ints
from geo.planning.read_division import Listed
from geo.planning.written import alike, few, near
from geo.territories import UNASSIGNED, Territory
from geo.texts import plural, text


def new_territories(
    table: Listed, told: Mapping[int, int], owners: Ints, before: Iterable[Territory], known: Mapping[int, Territory]
) -> list[Finding]:
    """
    Name each territory that a plan did not have, with its rows, and ask whether one of the plan was meant.

    Where all that a file names is new, it is another division and not a slip: only what is close to a name is told.

    Parameters
    ----------
    table
        The areas.
    told
        Which row of the table each area has, by the area's position.
    owners
        Id of the territory of each area after, shape (m,).
    before, known
        The territories of the plan, and those after by their ids.
    """
    names = {territory.id: territory.name for territory in before}
    rows: dict[int, list[int]] = {}
    for area, at in told.items():
        rows.setdefault(int(owners[area]), []).append(at)
    slips = any(owner in names for owner in rows)
    found = []
    for owner, places in rows.items():
        if owner == UNASSIGNED or owner in names:
            continue
        name = known[owner].name
        meant = alike(name, names.values())
        if not meant and not slips:
            continue
        problem = plural(
            "is no territory of this plan and becomes a new one, of {count} area in row {rows}.",
            "is no territory of this plan and becomes a new one, of {count} areas in rows {rows}.",
            len(places),
            rows=few([str(row) for row in dict.fromkeys(table.rows[at] for at in places)]),
        )
        remedy = text("Where no new one is meant, write the name of one of the plan there and read the file again.")
        if meant:
            remedy = text("{asked} Then write that name there and read the file again.", asked=near(meant, remedy))
        head = table.heads.get("territory") or table.heads["number"]
        found.append(Finding(table.sheet, int(table.rows[places[0]]), head, name, problem, remedy))
    return found
