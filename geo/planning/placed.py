"""Customers on the ground that is divided: where each lies, what each weighs, and who serves it today."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.areas import Coverage, metric_crs, to_metres
from geo.customers import Customers, measures
from geo.errors import SettingsError
from geo.texts import text

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def own_measures(customers: Customers, wanted: str) -> Mapping[str, Floats]:
    """
    Return all measures, competitors weighing nothing.

    Parameters
    ----------
    customers
        The customers.
    wanted
        The measure that is to be balanced.

    Raises
    ------
    SettingsError
        Where the wanted measure is not there, or zero for every customer.
    """
    found = {
        name: np.asarray(values, dtype=np.float64) * customers.ours for name, values in measures(customers).items()
    }
    if wanted not in found:
        raise SettingsError(
            text("The customers have no measure {measure}.", measure=wanted[:80]),
            text("Choose one of {measures}.", measures=", ".join(found)),
        )
    if not found[wanted].sum() > 0:
        raise SettingsError(
            text("The measure {measure} is zero for every customer.", measure=wanted),
            text("Choose another measure, or fill the column."),
        )
    return found


def place(coverage: Coverage, customers: Customers) -> Ints:
    """Return the area of each customer, shape (n,)."""
    table = customers.table
    area, _ = coverage.place(table["postcode"], table["lon"].to_numpy(), table["lat"].to_numpy())
    return area.astype(np.int64)


def points(customers: Customers) -> Floats:
    """Return the places of the customers in metres, shape (n, 2)."""
    table = customers.table
    return to_metres(table["lon"], table["lat"], metric_crs(country_of(customers)))


def country_of(customers: Customers) -> str:
    """Return the country that is planned."""
    return str(customers.table["country"].iloc[0])


def owners(customers: Customers, counted: Floats) -> tuple[Ints, tuple[str, ...]]:
    """
    Return who serves each customer today, −1 for nobody, and the names in alphabetical order.

    Parameters
    ----------
    customers
        The customers.
    counted
        Weight of each customer; whom a competitor belongs to does not count.
    """
    owner, names = pd.factorize(customers.table["owner"].where(counted > 0), sort=True)
    return owner.astype(np.int64), tuple(str(name) for name in names)
