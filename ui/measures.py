"""What measures and areas are called, and how amounts are written."""

from __future__ import annotations

from geo.texts import Amount, Number, Text, text

NAMES = {
    "customers": text("Customers"),
    "revenue": text("Revenue"),
    "potential": text("Potential"),
    "workload": text("Workload"),
}
_MONEY = ("revenue", "potential")
AREAS = {
    "postcode": text("postcode areas"),
    "municipality": text("municipalities"),
    "province": text("provinces"),
    "hexagon": text("hexagons"),
    "file": text("areas of your own"),
}
"""What areas are called within a sentence."""


def name(measure: str) -> Text:
    """Return what a measure is called; a column of the file keeps its own name."""
    return NAMES.get(measure) or text("{name}", name=measure)


def long_name(measure: str) -> Text:
    """Return what a measure is called with its unit, where it is not said by the amount itself."""
    if measure == "workload":
        return text("Workload (hours a year)")
    return name(measure)


def amount(measure: str, value: float, *, signed: bool = False) -> Text:
    """Return an amount of a measure, to be written in the reader's language."""
    if measure in _MONEY:
        return text("{amount}", amount=Amount(value, signed=signed))
    return text("{amount}", amount=Number(value, signed=signed))
