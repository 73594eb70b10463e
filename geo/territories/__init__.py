"""
Plans: areas divided into territories, their edits and measures, today's plan and what a proposal changes.

A plan is a coverage and an integer a area; with the area of each customer at hand every measure is a sum over
customers, whatever the areas are.
"""

from geo.territories.binding import bind
from geo.territories.compare import Changes, changes, middles, remoteness
from geo.territories.current import current_plan
from geo.territories.delta import Delta, apply, decode_plan, difference, encode_plan
from geo.territories.design import Design, bound_to_fit, divide_areas, divide_ground
from geo.territories.edits import add, assign, merge, release
from geo.territories.measures import Balance, balance, loose, pieces, spread
from geo.territories.plan import UNASSIGNED, Plan, Territory
from geo.territories.properties import (
    LEAST_CAPACITY,
    MOST_CAPACITY,
    lock,
    read_capacity,
    recolour,
    rename,
    set_capacity,
    set_rep,
)
from geo.territories.rebalance import rebalance
from geo.territories.removal import remove
from geo.territories.revision_words import edit_words, restored_words
from geo.territories.sentences import (
    agreed,
    as_even,
    at_least,
    at_most,
    deviation_words,
    off_target,
    plan_sentence,
    territory_sentence,
)
from geo.territories.tally import Standing, Tally

__all__ = [
    "LEAST_CAPACITY",
    "MOST_CAPACITY",
    "UNASSIGNED",
    "Balance",
    "Changes",
    "Delta",
    "Design",
    "Plan",
    "Standing",
    "Tally",
    "Territory",
    "add",
    "agreed",
    "apply",
    "as_even",
    "assign",
    "at_least",
    "at_most",
    "balance",
    "bind",
    "bound_to_fit",
    "changes",
    "current_plan",
    "decode_plan",
    "deviation_words",
    "difference",
    "divide_areas",
    "divide_ground",
    "edit_words",
    "encode_plan",
    "lock",
    "loose",
    "merge",
    "middles",
    "off_target",
    "pieces",
    "plan_sentence",
    "read_capacity",
    "rebalance",
    "recolour",
    "release",
    "remoteness",
    "remove",
    "rename",
    "restored_words",
    "set_capacity",
    "set_rep",
    "spread",
    "territory_sentence",
]
