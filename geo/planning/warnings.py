"""What a manager should know before trusting a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.territories import agreed, as_even, at_least, at_most
from geo.texts import Text, plural, text

if TYPE_CHECKING:
    from geo.planning.proposal import Proposal

_HARDLY, _NAMED = 0.1, 3


def told(proposal: Proposal) -> tuple[Text, ...]:
    """Return what is to be told of a plan besides its figures."""
    found: list[Text] = []
    if proposal.stopped:
        found.append(text("The search was stopped; a longer one may find less deviation or shorter ways."))
    way_back = advice(proposal)
    if way_back is not None:
        found.append(way_back)
    elif not proposal.within_tolerance:
        found.append(
            text(
                "A deviation of {tolerance} was asked and {deviation} reached; {bound}",
                tolerance=agreed(proposal.settings.tolerance),
                deviation=at_most(proposal.balance.deviation),
                bound=_bound(proposal),
            )
        )
    found += outweighing(proposal)
    found += given_beside(proposal)
    found += uprooted(proposal)
    if proposal.plan.coverage.approximate:
        found.append(text("Borders of areas are approximate; loads follow each customer's own postcode."))
    return tuple(found)


def outweighing(proposal: Proposal) -> list[Text]:
    """Name the areas that no territory can hold within the tolerance, the heaviest first, and what they force."""
    plan, targets = proposal.plan, proposal.balance.targets
    limit = float(targets.max(initial=0.0))
    if plan.coverage.kind == "free" or not limit > 0:
        return []
    inside = (proposal.territory >= 0) & (plan.alignment[proposal.area] == proposal.territory)
    loads = np.bincount(proposal.area[inside], proposal.weights[inside], len(plan.coverage))
    heavy = np.flatnonzero(loads > (1 + proposal.settings.tolerance) * limit)
    heavy = heavy[np.argsort(-loads[heavy], kind="stable")]
    found = [_outweighs(proposal, int(area), float(loads[area]), limit) for area in heavy[:_NAMED]]
    if len(heavy) > _NAMED:
        rest = len(heavy) - _NAMED
        found.append(
            plural("{count} more area outweighs a territory too.", "{count} more areas outweigh a territory too.", rest)
        )
    return found


def _outweighs(proposal: Proposal, area: int, load: float, limit: float) -> Text:
    """Say of an area what it forces, or of the customer in it who does so alone: no smaller areas would help then."""
    plan = proposal.plan
    here = np.flatnonzero((proposal.area == area) & (plan.alignment[proposal.area] == proposal.territory))
    one = int(here[proposal.weights[here].argmax()])
    said = {
        "area": str(plan.coverage.areas["name"].iloc[area]),
        "territory": plan.territories[int(plan.alignment[area])].name,
    }
    if proposal.weights[one] > (1 + proposal.settings.tolerance) * limit:
        load = float(proposal.weights[one])
        return text(
            "{customer} in {area} alone carries {load} of what a territory should, so {territory} is at least {bound} "
            "above target in any plan, however small its areas. The others share what remains.",
            customer=str(proposal.customers.table["name"].iloc[one]),
            load=at_least(load / limit, 0),
            bound=at_least(load / limit - 1, 0),
            **said,
        )
    return text(
        "{area} alone carries {load} of what a territory should, so {territory} is at least {bound} above target "
        "in any plan that leaves this area whole. The others share what remains. Smaller areas would help.",
        load=at_least(load / limit, 0),
        bound=at_least(load / limit - 1, 0),
        **said,
    )


def given_beside(proposal: Proposal) -> list[Text]:
    """Say how many customers a plan of free borders gives by name, because no straight border is even enough."""
    count = len(proposal.plan.overrides)
    if proposal.edited or proposal.plan.coverage.kind != "free" or not count:
        return []
    return [
        plural(
            "{count} customer by a border is bound to the territory beside it: with straight borders alone loads would "
            "be less even.",
            "{count} customers by a border are bound to the territory beside theirs: with straight borders alone loads "
            "would be less even.",
            count,
        )
    ]


def uprooted(proposal: Proposal) -> list[Text]:
    """Name who gets a territory and keeps hardly any of the customers that they serve today, the least first."""
    today = proposal.today
    if today is None:
        return []
    counted = proposal.measures["customers"] > 0
    kept = np.bincount(today.territory[counted & today.changes.kept], minlength=len(today.reps))
    served = np.bincount(today.territory[counted & (today.territory >= 0)], minlength=len(today.reps))
    heirs = today.changes.successor[today.changes.successor >= 0]
    few = [rep for rep in np.unique(heirs) if kept[rep] < _HARDLY * served[rep]]
    return [
        plural(
            "{name} keeps {count} customer of the {served} that they serve today.",
            "{name} keeps {count} customers of the {served} that they serve today.",
            int(kept[rep]),
            name=today.reps[rep],
            served=int(served[rep]),
        )
        for rep in sorted(few, key=lambda rep: kept[rep] / served[rep])[:_NAMED]
    ]


def advice(proposal: Proposal) -> Text | None:
    """Return the way back to balance where edits have left it, None where they have not or there is none such."""
    if proposal.within_tolerance or not proposal.edited:
        return None
    if proposal.plan.coverage.kind == "free":
        return text(
            "The plan was edited and is {deviation} off target, where ±{tolerance} was agreed. Undo leads back, and "
            "laid on postcode areas it can be rebalanced.",
            deviation=at_most(proposal.balance.deviation),
            tolerance=agreed(proposal.settings.tolerance),
        )
    return text(
        "The plan was edited and is {deviation} off target, where ±{tolerance} was agreed. "
        "Rebalance: that moves as few areas as the balance asks for.",
        deviation=at_most(proposal.balance.deviation),
        tolerance=agreed(proposal.settings.tolerance),
    )


def _bound(proposal: Proposal) -> Text:
    if proposal.lower_bound > proposal.settings.tolerance:
        if as_even(proposal.balance.deviation, proposal.lower_bound):
            return text("no plan of whole areas and customers is more even.")
        return text("no plan of whole areas and customers can go below {bound}.", bound=at_least(proposal.lower_bound))
    if proposal.plan.coverage.kind == "free":
        return text("it is not proved that less is impossible. Another number of territories may help.")
    return text("it is not proved that less is impossible. Smaller areas or another number may help.")
