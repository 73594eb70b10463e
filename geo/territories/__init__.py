"""
Plans: areas divided into territories, their measures, today's plan and what a proposal changes.

A plan is a coverage and an integer a area; with the area of each customer at hand every measure is a sum over
customers, whatever the areas are.
"""

from geo.territories.compare import Changes, changes
from geo.territories.current import current_plan
from geo.territories.delta import Delta, apply, decode_plan, difference, encode_plan
from geo.territories.design import Design, divide_areas, divide_ground
from geo.territories.measures import Balance, balance, pieces, spread
from geo.territories.plan import UNASSIGNED, Plan, Territory
from geo.territories.sentences import deviation_words, plan_sentence, territory_sentence
from geo.territories.tally import Standing, Tally

__all__ = [
    "UNASSIGNED",
    "Balance",
    "Changes",
    "Delta",
    "Design",
    "Plan",
    "Standing",
    "Tally",
    "Territory",
    "apply",
    "balance",
    "changes",
    "current_plan",
    "decode_plan",
    "deviation_words",
    "difference",
    "divide_areas",
    "divide_ground",
    "encode_plan",
    "pieces",
    "plan_sentence",
    "spread",
    "territory_sentence",
]
