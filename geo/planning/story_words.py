"""What a story says of numbers: amounts with their unit, small numbers in words, titles that are conclusions."""

from __future__ import annotations

import numpy as np

from geo.planning.proposal import Proposal
from geo.territories import deviation_words, off_target
from geo.texts import Amount, Language, Number, Share, Text, plural, text

_NUMBERS = (
    text("two"),
    text("three"),
    text("four"),
    text("five"),
    text("six"),
    text("seven"),
    text("eight"),
    text("nine"),
    text("ten"),
    text("eleven"),
    text("twelve"),
)
_MONEY = ("revenue", "potential")


def in_words(count: int) -> Text:
    """Return a number, from two to twelve in words."""
    return _NUMBERS[count - 2] if 2 <= count < 2 + len(_NUMBERS) else text("{count}", count=count)


def amount(measure: str, value: float) -> Text:
    """Return an amount of a measure with its unit."""
    if measure in _MONEY:
        return text("{amount}", amount=Amount(value))
    if measure == "workload":
        return text("{hours} h", hours=Number(value))
    return text("{amount}", amount=Number(value))


def measure_name(measure: str) -> Text:
    """Return what a measure is called within a sentence; a column of the file keeps its own name."""
    known = {
        "customers": text("customers"),
        "revenue": text("revenue"),
        "potential": text("potential"),
        "workload": text("work"),
    }
    return known.get(measure) or text("{name}", name=measure)


def percent(share: float) -> Share:
    """Return a share with the decimals it needs, two at most."""
    digits = next((d for d in (0, 1) if abs(share * 100 - round(share * 100, d)) < 1e-9), 2)
    return Share(share, digits=digits)


def sentence(language: Language, said: Text) -> str:
    """Return a text in a language, its first letter a capital."""
    written = language.render(said)
    return written[:1].upper() + written[1:]


def conclusion(proposal: Proposal) -> Text:
    """Say what the plan comes to: how many territories are as near their target as was agreed."""
    count, beyond = len(proposal.plan), int(proposal.outside.sum())
    tolerance, words = percent(proposal.settings.tolerance), in_words(count)
    if not proposal.balance.targets.sum() > 0:
        return text("Nothing is divided yet")
    if count == 1:
        return text("One territory")
    if beyond == 0:
        return text("{number} territories, each within {tolerance} of the target", number=words, tolerance=tolerance)
    within = count - beyond
    if within == 0:
        return text("{number} territories, none within {tolerance} of the target", number=words, tolerance=tolerance)
    if within == 1:
        return text("One of {number} territories within {tolerance} of the target", number=words, tolerance=tolerance)
    return text(
        "{within} of {number} territories within {tolerance} of the target",
        within=in_words(within),
        number=words,
        tolerance=tolerance,
    )


def farthest(proposal: Proposal) -> Text | None:
    """Name the territory that is farthest from its target, None where all are as near as was agreed."""
    if not proposal.outside.any():
        return None
    position = int(np.abs(proposal.balance.deviations).argmax())
    return text(
        "Farthest: {name}, {deviation}",
        name=proposal.plan.territories[position].name,
        deviation=off_target(float(proposal.balance.deviations[position])),
    )


def broken(proposal: Proposal) -> Text | None:
    """Say which territory is not in one piece, or how many are not; None where all are."""
    found = np.flatnonzero(proposal.pieces > 1)
    if not len(found):
        return None
    if len(found) == 1:
        return text(
            "{name} in {n} pieces",
            name=proposal.plan.territories[int(found[0])].name,
            n=int(proposal.pieces[found[0]]),
        )
    return plural("{count} territory in pieces", "{count} territories in pieces", len(found))


def reservations(proposal: Proposal) -> Text | None:
    """Say what speaks against the plan: what is farthest from its target, what is not in one piece; None if nothing."""
    found = [one for one in (farthest(proposal), broken(proposal)) if one is not None]
    if len(found) == 2:
        return text("{one}; {two}", one=found[0], two=found[1])
    return found[0] if found else None


def standing(proposal: Proposal, position: int) -> Text:
    """Say how one territory stands beside what was agreed, with it the others, and whether it is in one piece."""
    said, pieces = _standing(proposal, position), int(proposal.pieces[position])
    return said if pieces < 2 else text("{one}; in {n} pieces", one=said, n=pieces)


def _standing(proposal: Proposal, position: int) -> Text:
    tolerance, count = percent(proposal.settings.tolerance), len(proposal.plan)
    if not proposal.outside.any():
        return plural(
            "Within {tolerance} of the target, as agreed",
            "All {count} within {tolerance} of the target",
            count,
            tolerance=tolerance,
        )
    if not proposal.outside[position]:
        return text("Within the {tolerance} that was agreed", tolerance=tolerance)
    return text(
        "{deviation}; {tolerance} was agreed",
        deviation=deviation_words(float(proposal.balance.deviations[position])),
        tolerance=tolerance,
    )
