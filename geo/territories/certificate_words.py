"""
A certificate in words: what is proved, and as plainly what is not.

What a plan keeps within, and what another could gain, is rounded up; what none goes below is rounded down.
"""

from __future__ import annotations

from geo.territories.certificate import Certificate
from geo.territories.sentences import as_even, at_least, at_most, join
from geo.texts import Number, Text, plural, text

_NAMED = 8
"""Territories named at most in a sentence."""
_NOTHING = 1e-5
"""A gap below this is no gap: so much is taken off a bound against rounding, and left on the way to it."""
_HAIR = 1e-7
"""In tenths of a per cent: what rounding of fractions may add to one that is written exactly."""


def title(certificate: Certificate) -> Text:
    """Say in a few words what is proved."""
    if not certificate.divided:
        return text("Nothing is divided, so there is nothing to prove")
    if certificate.gap < _NOTHING:
        return text("Proved: around these centres nothing is more compact")
    return text("Proved: around these centres at most {gap} more compact", gap=at_most(certificate.gap, 1))


def proved(certificate: Certificate) -> tuple[Text, ...]:
    """Say what is proved: how even, how compact, in one piece, and what is left out."""
    if not certificate.divided:
        return (text("Nothing is divided, so there is nothing to prove."), *_left_out(certificate))
    return (_even(certificate), *_compact(certificate), _whole(certificate), *_left_out(certificate))


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
    said = []
    if not _best(certificate):
        reached = at_most(certificate.deviation)
        said.append(text("Whether a division can come nearer to its targets than {d}.", d=reached))
    if certificate.things == "areas":
        said.append(text("Whether territories could be more even with areas cut in two."))
    if certificate.gap >= _NOTHING:
        said.append(text("Whether there is a division as compact as the bound."))
    said += [
        text("Whether other centres give a more compact division: the bound is for these only."),
        text("Whether travel is short: compact is the mean squared distance to the centre, in a straight line."),
        text(
            "Whether the division is fair in what was not measured: it balances {measure}, nothing else.",
            measure=measure,
        ),
    ]
    return tuple(said)


def _even(certificate: Certificate) -> Text:
    if len(certificate.names) == 1:
        return text("There is one territory, which carries everything.")
    less = _no_less(certificate)
    return join([_reached(certificate)] if less is None else [_reached(certificate), less])


def _reached(certificate: Certificate) -> Text:
    n = len(certificate.outside)
    if not n:
        return text("Every territory is within {deviation} of its target", deviation=at_most(certificate.deviation))
    return plural(
        "{count} of {all} territories is more than {tolerance} off target, namely {deviation}",
        "{count} of {all} territories are more than {tolerance} off target, the farthest {deviation}",
        n,
        all=len(certificate.names),
        tolerance=at_most(certificate.tolerance, _digits(certificate.tolerance)),
        deviation=at_most(certificate.deviation),
    )


def _no_less(certificate: Certificate) -> Text | None:
    """Say what no division of these things goes below, None where that is nothing that could be written."""
    areas = certificate.things == "areas"
    if _best(certificate):
        if as_even(certificate.deviation, 0.0):
            return None
        if areas:
            return text("no division of these areas is more even")
        return text("no division of these customers is more even")
    bound = at_least(certificate.least_deviation)
    if not bound.value > 0:
        return None
    if areas:
        return text("with these areas nobody can do better than {bound}", bound=bound)
    return text("with these customers nobody can do better than {bound}", bound=bound)


def _compact(certificate: Certificate) -> tuple[Text, ...]:
    if not certificate.spread > 0:
        return (text("All customers are at the centre of their territory."),)
    limit = at_most(certificate.limit, _digits(certificate.limit))
    mean = Number(certificate.spread**0.5 / 1000, 1)
    where = text(
        "Customers lie {km} km from the centre of their territory, in a straight line (root mean square).", km=mean
    )
    if certificate.gap < _NOTHING:
        return (text("Around these centres no division within {limit} of target is more compact.", limit=limit), where)
    bound = text(
        "Around these centres no division within {limit} of target is more than {gap} more compact.",
        limit=limit,
        gap=at_most(certificate.gap, 1),
    )
    return bound, where


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


def _left_out(certificate: Certificate) -> list[Text]:
    said = []
    if certificate.empty and certificate.divided:
        said.append(
            plural(
                "{count} territory has no work, and so no centre: {names}.",
                "{count} territories have no work, and so no centre: {names}.",
                len(certificate.empty),
                names=_listed(list(certificate.empty)),
            )
        )
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


def _best(certificate: Certificate) -> bool:
    """Return whether no division is more even, by more than is written."""
    return as_even(certificate.deviation, certificate.least_deviation)


def _digits(value: float) -> int:
    return 1 if abs(value * 1e3 - round(value * 1e3)) < _HAIR else 2


def _listed(names: list[str]) -> Text:
    shown = ", ".join(names[:_NAMED])
    if len(names) <= _NAMED:
        return text("{name}", name=shown)
    return text("{names} and {count} more", names=shown, count=len(names) - _NAMED)
