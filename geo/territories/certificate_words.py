"""
A certificate in words: what is proved, and as plainly what is not.

What a plan keeps within, and what another could gain, is rounded up; what none goes below is rounded down.
"""

from __future__ import annotations

import numpy as np

from geo.territories.certificate import Certificate
from geo.territories.sentences import agreed, as_even, at_least, at_most, join, off_target
from geo.texts import Number, Share, Text, plural, text

_NAMED = 8
"""Territories named at most in a sentence."""
_NOTHING = 1e-5
"""A gap below this is no gap: so much is taken off a bound against rounding, and left on the way to it."""


def faulty(certificate: Certificate) -> bool:
    """Return whether a plan misses what it could keep: a deviation that was agreed, or one piece for each territory."""
    return bool(certificate.outside and not certificate.best) or bool(certificate.broken)


def title(certificate: Certificate) -> Text:
    """Say in a sentence what matters most: what the plan misses, or else what is proved of it."""
    if not certificate.divided:
        return text("Nothing is divided, so there is nothing to prove.")
    if certificate.outside or certificate.broken:
        return _missed(certificate)
    if len(certificate.names) == 1:
        return text("There is one territory, so there is no division to compare it with.")
    if certificate.gap is None:
        return _even(certificate)
    if certificate.gap < _NOTHING:
        return text(
            "Proved: around its centres no division within {limit} of target is more compact than this plan.",
            limit=agreed(certificate.limit),
        )
    return text(
        "Proved: around its centres no division within {limit} of target is more than {gap} more compact than this "
        "plan.",
        limit=agreed(certificate.limit),
        gap=at_most(certificate.gap, 1),
    )


def proved(certificate: Certificate) -> tuple[Text, ...]:
    """Say what is proved: how even, in one piece, how compact, and what is left out."""
    if not certificate.divided:
        return (text("Nothing is divided, so there is nothing to prove."), *_left_out(certificate))
    return (
        _even(certificate),
        _whole(certificate),
        *_empty(certificate),
        *_compact(certificate),
        *_left_out(certificate),
    )


def not_proved(certificate: Certificate, measure: Text) -> tuple[Text, ...]:
    """
    Say what is not proved.

    Parameters
    ----------
    certificate
        What is proved.
    measure
        What the measure that is balanced is called within a sentence.
    """
    if not certificate.divided:
        return ()
    travel = text("Whether travel is short: distances are in a straight line.")
    if len(certificate.names) == 1:
        return (travel,)
    said = []
    if not certificate.best and not certificate.outside:
        reached = at_most(certificate.deviation)
        said.append(text("Whether a division can come nearer to its targets than {d}.", d=reached))
    if certificate.things == "areas":
        said.append(text("Whether territories could be more even with areas cut in two."))
    if certificate.gap is None:
        said.append(text("How compact a division could be: a territory without work has no centre to measure from."))
    else:
        if abs(certificate.gap) >= _NOTHING:
            said.append(text("Whether there is a division as compact as this proof leaves possible."))
        said.append(text("Whether other centres give a more compact division: the proof is for these only."))
    said += [
        travel,
        text(
            "Whether the division is fair in what was not measured: it balances {measure}, nothing else.",
            measure=measure,
        ),
    ]
    return tuple(said)


def _missed(certificate: Certificate) -> Text:
    """Say what a plan misses of what it has to keep, in one sentence."""
    said = []
    if certificate.outside:
        said.append(
            plural(
                "{count} of {all} territories is more than {tolerance} off target",
                "{count} of {all} territories are more than {tolerance} off target",
                len(certificate.outside),
                all=len(certificate.names),
                tolerance=agreed(certificate.tolerance),
            )
        )
        if certificate.best:
            said.append(_no_better(certificate))
    if certificate.broken:
        said.append(
            plural(
                "{count} territory is not in one piece",
                "{count} territories are not in one piece",
                len(certificate.broken),
            )
        )
    return join(said)


def _even(certificate: Certificate) -> Text:
    if len(certificate.names) == 1:
        return text("There is one territory, which carries everything.")
    less = _no_less(certificate)
    return join([_reached(certificate)] if less is None else [_reached(certificate), less])


def _reached(certificate: Certificate) -> Text:
    n = len(certificate.outside)
    if not n:
        return text("Every territory is within {deviation} of its target", deviation=at_most(certificate.deviation))
    deviations = certificate.balance.deviations
    farthest = int(np.argmax(np.abs(deviations)))
    return plural(
        "{count} of {all} territories is more than {tolerance} off target: {name}, {deviation}",
        "{count} of {all} territories are more than {tolerance} off target, the farthest {name}: {deviation}",
        n,
        all=len(certificate.names),
        tolerance=agreed(certificate.tolerance),
        name=certificate.names[farthest],
        deviation=off_target(float(deviations[farthest])),
    )


def _no_less(certificate: Certificate) -> Text | None:
    """Say what no division of these things goes below, None where that is nothing that could be written."""
    if certificate.best:
        return None if as_even(certificate.deviation, 0.0) else _no_better(certificate)
    bound = at_least(certificate.least_deviation)
    if not bound.value > 0:
        return None
    if certificate.things == "areas":
        return text("with these areas nobody can do better than {bound}", bound=bound)
    return text("with these customers nobody can do better than {bound}", bound=bound)


def _no_better(certificate: Certificate) -> Text:
    if certificate.things == "areas":
        return text("no division of these areas is more even")
    return text("no division of these customers is more even")


def _compact(certificate: Certificate) -> tuple[Text, ...]:
    """Say how compact the plan is, what that means, and what no division beats."""
    if not certificate.spread > 0:
        return (text("All customers are at the centre of their territory."),)
    mean = text(
        "The centre of a territory is the weighted mean of the places of its customers. On average they lie {km} km "
        "from it in a straight line, those far off counting more (root mean square).",
        km=Number(certificate.spread**0.5 / 1000, 1),
    )
    if certificate.gap is None or len(certificate.names) == 1:
        return (mean,)
    return mean, _no_more_compact(certificate.gap, agreed(certificate.limit))


def _no_more_compact(gap: float, limit: Share) -> Text:
    if gap >= _NOTHING:
        return text(
            "Compact is what has little of this distance, squared: around these centres no division within {limit} of "
            "target is more than {gap} more compact than this plan.",
            limit=limit,
            gap=at_most(gap, 1),
        )
    less = at_least(-gap, 1)
    if less.value > 0:
        return text(
            "Compact is what has little of this distance, squared: around these centres every division within {limit} "
            "of target has at least {less} more of it than this plan. Evenness costs distance.",
            limit=limit,
            less=less,
        )
    return text(
        "Compact is what has little of this distance, squared: around these centres no division within {limit} of "
        "target is more compact than this plan.",
        limit=limit,
    )


def _whole(certificate: Certificate) -> Text:
    broken = certificate.broken
    if not broken:
        if len(certificate.names) == 1:
            return text("The territory is in one piece.")
        return text("Every territory is in one piece.")
    return plural(
        "{count} territory is not in one piece: {names}.",
        "{count} territories are not in one piece: {names}.",
        len(broken),
        names=_listed([f"{name} ({n})" for name, n in broken]),
    )


def _empty(certificate: Certificate) -> list[Text]:
    if not certificate.empty:
        return []
    return [
        plural(
            "{count} territory has no work, and so no centre: {names}.",
            "{count} territories have no work, and so no centre: {names}.",
            len(certificate.empty),
            names=_listed(list(certificate.empty)),
        )
    ]


def _left_out(certificate: Certificate) -> list[Text]:
    said = []
    if certificate.n_areas_left:
        said.append(
            plural(
                "{count} area has no territory and is not looked at.",
                "{count} areas have no territory and are not looked at.",
                certificate.n_areas_left,
            )
        )
    if certificate.n_customers_left:
        said.append(
            plural(
                "{count} customer is in no territory and is not counted.",
                "{count} customers are in no territory and are not counted.",
                certificate.n_customers_left,
            )
        )
    return said


def _listed(names: list[str]) -> Text:
    shown = ", ".join(names[:_NAMED])
    if len(names) <= _NAMED:
        return text("{name}", name=shown)
    return text("{names} and {count} more", names=shown, count=len(names) - _NAMED)
