"""A plan and its territories in plain words, made of the numbers and nothing else."""

from __future__ import annotations

from math import ceil, floor

from geo.territories.measures import Balance
from geo.texts import Share, Text, plural, text

_HAIR = 1e-7
"""In units of the last decimal: what rounding of fractions may add to one that is written exactly."""


_ALIKE = 5e-5
"""Half of the last decimal of two: deviations nearer than this are one number to a reader."""


def as_even(deviation: float, bound: float) -> bool:
    """Return whether a deviation comes so near to what none goes below that nothing more even exists to a reader."""
    return deviation - bound < _ALIKE


def at_most(value: float, digits: int = 2) -> Share:
    """Return a share that is never written as less than it is: a deviation that is kept within."""
    unit = 10.0 ** (digits + 2)
    return Share(ceil(value * unit - _HAIR) / unit, digits)


def at_least(value: float, digits: int = 2) -> Share:
    """Return a share that is never written as more than it is: a deviation that none goes below."""
    unit = 10.0 ** (digits + 2)
    return Share(floor(value * unit + _HAIR) / unit, digits)


def agreed(tolerance: float) -> Share:
    """Return a tolerance as it is written everywhere: with one decimal, and two where it needs them."""
    exact = abs(tolerance * 1e3 - round(tolerance * 1e3)) < _HAIR
    return at_most(tolerance, 1 if exact else 2)


def plan_sentence(
    proposal: Balance, today: Balance | None, moved: tuple[str, float] | None, tolerance: float | None = None
) -> Text:
    """
    Say what a plan does in one sentence.

    Parameters
    ----------
    proposal
        Loads of the plan.
    today
        Loads of the current plan in the same measure, None where it is not known.
    moved
        Name of a measure, "revenue" or "customers", and the share of it that changes representative; None where
        nobody serves the customers today.
    tolerance
        What was agreed; where territories are beyond it, that is said first. None where nothing was.
    """
    if not proposal.targets.sum() > 0:
        return plural(
            "Nothing is divided: {count} territory without work.",
            "Nothing is divided: {count} territories without work.",
            len(proposal.loads),
        )
    beyond = 0 if tolerance is None else int(proposal.outside(tolerance).sum())
    parts = [_beyond(proposal, beyond, tolerance) if beyond and tolerance is not None else _within(proposal)]
    if today is not None and len(today.loads) > 1:
        parts.append(_today(today))
    if moved is not None:
        measure, share = moved
        template = (
            text("{share} of revenue changes representative", share=Share(share))
            if measure == "revenue"
            else text("{share} of customers change representative", share=Share(share))
        )
        parts.append(template)
    return join(parts)


def _within(proposal: Balance) -> Text:
    return plural(
        "{count} territory within {deviation} of target",
        "{count} territories within {deviation} of target",
        len(proposal.loads),
        deviation=at_most(proposal.deviation),
    )


def _beyond(proposal: Balance, beyond: int, tolerance: float) -> Text:
    return plural(
        "{count} of {all} territories is more than {tolerance} off target, namely {deviation}",
        "{count} of {all} territories are more than {tolerance} off target, the farthest {deviation}",
        beyond,
        all=len(proposal.loads),
        tolerance=agreed(tolerance),
        deviation=at_most(proposal.deviation),
    )


def join(parts: list[Text]) -> Text:
    """Put up to three clauses into one sentence."""
    match parts:
        case [one]:
            return text("{one}.", one=one)
        case [one, two]:
            return text("{one}; {two}.", one=one, two=two)
        case _:
            one, two, three = parts
            return text("{one}; {two}; {three}.", one=one, two=two, three=three)


def _today(today: Balance) -> Text:
    fullest = float(today.deviations.max())
    return text("today the fullest carries {share} too much", share=Share(fullest, digits=0))


def deviation_words(deviation: float) -> Text:
    """Say how far a signed deviation is from its target; less than what is written as 0.0 % is on target."""
    if abs(deviation) < 0.0005:
        return text("on target")
    if deviation > 0:
        return text("{share} above target", share=Share(deviation))
    return text("{share} below target", share=Share(-deviation))


def off_target(deviation: float) -> Text:
    """Say how far the territory that is farthest off is from its target, as precisely as a plan's deviation is told."""
    if deviation > 0:
        return text("{share} above target", share=at_most(deviation))
    return text("{share} below target", share=at_most(-deviation))


def territory_sentence(name: str, deviation: float, n_customers: int, rep: str | None, kept: float | None) -> Text:
    """
    Say what a territory holds and whose work it continues.

    Parameters
    ----------
    name
        Name of the territory.
    deviation
        Signed deviation from its target.
    n_customers
        Customers in it.
    rep
        The representative whose work it continues, None for nobody.
    kept
        Share of the territory's own load that this representative serves today, None where that is not known.
    """
    size = plural("{count} customer", "{count} customers", n_customers)
    balance = deviation_words(deviation)
    if rep is None or kept is None:
        return text("{name}: {size}, {balance}.", name=name, size=size, balance=balance)
    return text(
        "{name}: {size}, {balance}; {kept} of its load is already with {rep}.",
        name=name,
        size=size,
        balance=balance,
        kept=Share(kept, digits=0),
        rep=rep,
    )
