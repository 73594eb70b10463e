"""When a customer is due: how much it counts, and how long after the last contact the next one is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.customers import Customers, abc_classes, measures

Outcome = Literal["conversation", "quote", "order", "not_there"]
"""What came of a visit."""

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
CONTACTS: tuple[Outcome, ...] = ("conversation", "quote", "order")
"""Outcomes in which the customer was spoken to."""

INTERVALS: Mapping[str, timedelta] = {"A": timedelta(days=30), "B": timedelta(days=60), "C": timedelta(days=120)}
"""How long after a contact the next one is due, by class."""

UNCLASSED = INTERVALS["B"]
"""The same where a list says nothing by which customers could be divided into classes."""

AGAIN = timedelta(days=7)
"""How long a customer who was not there is left alone."""

Basis = Literal["size", "revenue", "potential", ""]
"""What the classes were made of: the list's own, amounts, or nothing."""

_MOST_OTHER = 0.5


def account_classes(customers: Customers) -> tuple[pd.Series, Basis]:
    """
    Return the class of each customer, and what it was made of.

    Where the sizes in the list are A, B and C themselves (for most who have one) they stand. Else the largest in
    revenue who bring half of it together are A, who bring the next 30 % are B, and all others C; in potential where
    the list has no revenue. Competitors count for nothing.

    Returns
    -------
    "A", "B", "C" or an empty text, with the index of the table; and the basis.
    """
    table = customers.table
    sizes = table["size"].str.strip().str.upper()
    known = sizes.isin(list(INTERVALS))
    if known.any() and (sizes.notna() & ~known).sum() <= _MOST_OTHER * known.sum():
        return sizes.where(known, "").astype("str"), "size"
    found = measures(customers)
    bases: tuple[Basis, ...] = ("revenue", "potential")
    for basis in bases:
        amounts = np.where(customers.ours, found.get(basis, np.zeros(len(table))), 0.0)
        if amounts.sum() > 0:
            return abc_classes(pd.Series(amounts, index=table.index)), basis
    return pd.Series("", index=table.index, dtype="str"), ""


def due(classes: pd.Series, spoken: pd.Series, missed: pd.Series) -> pd.Series:
    """
    Return when each customer is due, null for who was never spoken to and is due from the start.

    Parameters
    ----------
    classes
        Class of each, as `account_classes` returns it.
    spoken, missed
        When each was spoken to last, and when nobody was there, UTC, null where never; index of `classes`.
    """
    wait = classes.map(lambda one: INTERVALS.get(one, UNCLASSED))
    regular = spoken + pd.to_timedelta(wait)
    # Who was not there since the last contact is left alone for a while, whatever the class.
    again = (missed + AGAIN).where(spoken.isna() | (missed > spoken))
    return regular.where(again.isna() | (regular >= again), again)


def in_order(table: pd.DataFrame, now: pd.Timestamp) -> npt.NDArray[np.int64]:
    """
    Return the rows of customers in the order in which they are to be visited.

    First who is due: by class, then by how late, who was never spoken to before all others, then by value. After them
    the others as they become due.

    Parameters
    ----------
    table
        Columns size_class, due (null for never spoken to), value.
    now
        The present moment, UTC.
    """
    late = table["due"].isna() | (table["due"] <= now)
    first = pd.DataFrame(
        {
            "waits": ~late,
            "class": table["size_class"].where(late, "").replace("", "D"),
            "due": table["due"].fillna(pd.Timestamp(0, tz="UTC")),
            "value": -table["value"].fillna(0.0),
        }
    )
    ordered = first.reset_index(drop=True).sort_values(["waits", "class", "due", "value"], kind="stable")
    return ordered.index.to_numpy(dtype=np.int64)
