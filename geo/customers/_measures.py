"""What customers bring and ask: measures and ABC classes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.customers._customers import Customers
from geo.customers._vocabulary import AMOUNTS

Floats = npt.NDArray[np.float64]

CLASS_A, CLASS_B = 0.5, 0.8
"""Shares of the whole that class A, and A and B together, bring."""

_CLASSES = ("A", "B", "C")


def measures(customers: Customers) -> Mapping[str, Floats]:
    """
    Return every number per customer that can be balanced.

    Returns
    -------
    By name, shape (n,), never negative or NaN: `customers` (1 each), `revenue`, `potential` and `workload` as far as
    the file has them, then its other measures under their own names. What is empty counts as zero, and so does a
    negative amount, which `issues` reports.
    """
    table = customers.table
    found: dict[str, Floats] = {"customers": np.ones(len(table))}
    for field in AMOUNTS:
        if field in customers.columns:
            found[field] = np.nan_to_num(table[field].to_numpy(dtype=np.float64))
    for name, values in customers.own.items():
        free = str(name) if name not in found else f"{name} (2)"
        found[free] = np.nan_to_num(values.to_numpy(dtype=np.float64))
    return found


def abc_classes(values: pd.Series | Floats) -> pd.Series:
    """
    Divide customers by what they bring, the largest first.

    A are the customers who together bring the first half, B those who bring the next 30 %, C the rest; whoever stands
    on a line belongs to the class above it, and who brings nothing is C. Equal values keep their order.

    Parameters
    ----------
    values
        What each customer brings, such as revenue; null counts as zero.

    Returns
    -------
    "A", "B" or "C" with the index of `values`.
    """
    series = pd.Series(values)
    amounts = np.nan_to_num(np.maximum(series.to_numpy(dtype=np.float64), 0.0))
    order = np.argsort(-amounts, kind="stable")
    running = np.cumsum(amounts[order])
    total = running[-1] if len(running) else 0.0
    before = running - amounts[order]
    ranked = np.where(before < CLASS_A * total, 0, np.where(before < CLASS_B * total, 1, 2))
    ranked[amounts[order] <= 0] = 2
    classes = np.empty(len(amounts), dtype=np.int64)
    classes[order] = ranked
    return pd.Series(np.array(_CLASSES, dtype=object)[classes], index=series.index, dtype="str")


def abc_profile(values: pd.Series | Floats) -> pd.DataFrame:
    """Return for each class A, B, C (the index): customers, value (their sum) and share (of the whole, 0 to 1)."""
    classes = abc_classes(values)
    amounts = pd.Series(np.nan_to_num(np.maximum(np.asarray(values, dtype=np.float64), 0.0)), index=classes.index)
    grouped = amounts.groupby(classes.to_numpy())
    table = pd.DataFrame({"customers": grouped.size().astype("int64"), "value": grouped.sum()})
    total = float(table["value"].sum())
    table = table.assign(share=table["value"] / total if total > 0 else 0.0)
    return table.reindex(list(_CLASSES), fill_value=0).rename_axis("class")
