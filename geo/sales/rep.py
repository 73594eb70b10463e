"""A representative: where they live, and the hours that they have for customers."""

from __future__ import annotations

from dataclasses import dataclass

from geo.texts import Number, Share, Text, text

USUAL_HOURS_WEEK, USUAL_WEEKS_YEAR, USUAL_FIELD_SHARE = 40.0, 44.0, 0.6
"""A full-time week; a year less 25 days of leave and some 15 of holidays, illness and training; three days in five."""

FULL_TIME_HOURS = USUAL_HOURS_WEEK * USUAL_WEEKS_YEAR * USUAL_FIELD_SHARE
"""Hours a year in the field of a usual full-time representative: 1,056."""


@dataclass(frozen=True)
class Rep:
    """
    A representative. It is checked in a `Team`, so that a table under the hand may be wrong for a while.

    Parameters
    ----------
    name
        What people call them, unique in the team.
    postcode, place
        Where they live, in words; empty where it is not known.
    lon, lat
        Where they live, in degrees (EPSG:4326); None where it is not known.
    hours_week
        Hours of their contract.
    weeks_year
        Weeks a year in which they work.
    field_share
        Part of that time spent with customers and on the way to them, 0 to 1.
    territory
        Name of the territory that they serve today, empty for none.
    """

    name: str
    postcode: str = ""
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    hours_week: float = USUAL_HOURS_WEEK
    weeks_year: float = USUAL_WEEKS_YEAR
    field_share: float = USUAL_FIELD_SHARE
    territory: str = ""

    @property
    def hours(self) -> float:
        """Hours a year in the field: hours a week × weeks a year × share of that time in the field."""
        return self.hours_week * self.weeks_year * self.field_share

    @property
    def home(self) -> str:
        """Where they live, as people write it."""
        return f"{self.postcode} {self.place}".strip()

    @property
    def formula(self) -> Text:
        """How the hours come about, with their numbers."""
        return text(
            "{hours} hours a week × {weeks} weeks a year × {share} in the field = {total} hours a year",
            hours=plain(self.hours_week),
            weeks=plain(self.weeks_year),
            share=Share(self.field_share, digits=0 if abs(self.field_share * 100 % 1) < 1e-9 else 1),
            total=Number(self.hours),
        )


USUAL = Rep("")
"""Hours that are assumed where nothing is said."""


def plain(value: float) -> Number:
    """Return a number with no more decimals than it needs, two at most."""
    digits = next(d for d in (0, 1, 2) if d == 2 or abs(round(value, d) - value) < 1e-9)
    return Number(value, digits)
