"""What is known of one customer, as it is told beside why it is where it is."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geo.planning.proposal import Proposal
from geo.texts import Amount, Number, Text, text


@dataclass(frozen=True)
class Fact:
    """
    One thing that is known.

    Parameters
    ----------
    label
        What it is.
    value
        How much or who, to be written in the reader's language; words from outside stand in it as a value.
    """

    label: Text
    value: Text


def facts(proposal: Proposal, row: int) -> tuple[Fact, ...]:
    """
    Return what is known of a customer: its number, what it brings, who serves it today.

    Parameters
    ----------
    proposal
        The plan.
    row
        Row of the customer.

    Returns
    -------
    Its key; its revenue where that is known; what it weighs where something else is balanced; its representative,
    where the list knows any.
    """
    customer = proposal.customers.table.iloc[row]
    found = [Fact(text("Customer number"), _said(customer["key"]))]
    if pd.notna(customer["revenue"]):
        found.append(Fact(text("Revenue"), text("{amount}", amount=Amount(float(customer["revenue"])))))
    measure = proposal.settings.measure
    if measure not in ("customers", "revenue"):
        found.append(_weight(measure, float(proposal.weights[row])))
    if proposal.today is not None:
        owner = customer["owner"]
        serves = _said(owner) if pd.notna(owner) else text("Nobody")
        found.append(Fact(text("Representative today"), serves))
    return tuple(found)


def _weight(measure: str, weight: float) -> Fact:
    match measure:
        case "potential":
            return Fact(text("Potential"), text("{amount}", amount=Amount(weight)))
        case "workload":
            digits = 0 if weight == round(weight) else 1
            return Fact(text("Workload"), text("{hours} hours a year", hours=Number(weight, digits=digits)))
        case _:
            digits = 0 if weight == round(weight) else 2
            return Fact(_said(measure), text("{amount}", amount=Number(weight, digits=digits)))


def _said(words: object) -> Text:
    return text("{name}", name=str(words))
