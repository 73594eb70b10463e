"""A team to begin with: whoever owns customers in the list."""

from __future__ import annotations

from geo.customers import Customers
from geo.sales.rep import Rep
from geo.sales.team import LONGEST_NAME, MOST_REPS, Team
from geo.texts import seen, spoken


def team_from_owners(customers: Customers) -> Team:
    """
    Return the owners in a list as a team: usual hours, no home yet, today's territory by its main town.

    The list does not say what a territory is called; it gets the name of the town where most of the owner's customers
    are, as people speak of it, none twice. Names that only differ in case are one.
    """
    names: dict[str, str] = {}
    for owner in customers.owners:
        name = seen(owner)[:LONGEST_NAME].strip()
        if name:
            names.setdefault(spoken(name), name)
    table = customers.table[customers.ours].dropna(subset=["owner", "place"])
    whose = table["owner"].map(lambda owner: spoken(seen(owner)[:LONGEST_NAME]))
    counted = sorted(
        ((-len(rows), str(owner), str(town)) for (owner, town), rows in table.groupby([whose, table["place"]])),
    )
    territory: dict[str, str] = {}
    for _, owner, town in counted:
        if owner not in territory and town not in territory.values():
            territory[owner] = town
    reps = (Rep(name, territory=territory.get(alike, "")) for alike, name in names.items())
    return Team(tuple(reps)[:MOST_REPS])
