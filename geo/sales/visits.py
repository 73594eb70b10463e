"""What is assumed of the work where the list of customers does not say it."""

from __future__ import annotations

from dataclasses import dataclass

from geo.errors import SettingsError
from geo.texts import text

MOST_VISITS, MOST_HOURS = 366.0, 24.0


@dataclass(frozen=True)
class Visits:
    """
    How often a customer is visited and how long that takes, checked when made.

    Parameters
    ----------
    a_year
        Visits a year to each customer; one every two months unless told otherwise.
    hours
        Hours that a visit takes with preparing and reporting it, travel not counted.

    Raises
    ------
    SettingsError
        Where one of them is out of bounds.
    """

    a_year: float = 6.0
    hours: float = 1.5

    def __post_init__(self) -> None:
        """Check the bounds."""
        if not 0 < self.a_year <= MOST_VISITS:
            raise SettingsError(
                text("{value} visits a year cannot be.", value=f"{self.a_year:g}"),
                text("Write a number of more than 0 and up to {most}.", most=int(MOST_VISITS)),
            )
        if not 0 < self.hours <= MOST_HOURS:
            raise SettingsError(
                text("{value} hours a visit cannot be.", value=f"{self.hours:g}"),
                text("Write a number of more than 0 and up to {most}.", most=int(MOST_HOURS)),
            )
