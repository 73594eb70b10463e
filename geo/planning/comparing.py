"""Two divisions set side by side: what changes hands, for whom, and how little of it could have been avoided."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.customers import abc_classes
from geo.errors import SettingsError
from geo.planning.divisions import Division
from geo.planning.holders import Holders
from geo.planning.moved_ground import moved_ground
from geo.territories import Balance, changes
from geo.territories.comparison import Passage, passage
from geo.territories.disruption_bound import least_disruption
from geo.texts import text
from geo.viewer import Viewer

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

TOLD = ("customers", "revenue", "workload")
"""Measures in which disruption is told, as far as the list has them."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """
    What a division changes against another one.

    Parameters
    ----------
    before, after
        The two.
    measures
        Names of the measures in which it is told, `customers` first.
    measure
        The measure in which deviations are told: the one that `after` balances, where the first list has it.
    holders
        Who holds what before, and which territories after continue whom.
    held
        Holder of each customer of the second list before, −1 for nobody, shape (n,).
    moved
        Whether each customer of the second list changes hands, shape (n,).
    passage
        Sums per pair of holder and territory, in the order of `measures`.
    least
        The least of each measure that changes hands in any plan of this balance, shape (p,).
    balance_before, balance_after
        Loads of the territories of either in `measure`.
    only_before, only_after
        Whether each customer of the first list is only there, and each of the second, shapes (n_before,), (n,).
    """

    before: Division
    after: Division
    measures: tuple[str, ...]
    measure: str
    holders: Holders
    held: Ints
    moved: Bools
    passage: Passage
    least: Floats
    balance_before: Balance
    balance_after: Balance
    only_before: Bools
    only_after: Bools

    @property
    def tolerances(self) -> tuple[float, float]:
        """The tolerance of either; today has none and is judged by that of what it is compared with."""
        before, after = (side.proposal.settings.tolerance for side in (self.before, self.after))
        return after if self.before.today else before, before if self.after.today else after

    @cached_property
    def totals(self) -> pd.DataFrame:
        """
        What changes hands, a row a measure.

        Columns: measure, moved, total (of the second list), share, least (what no plan of this balance goes below),
        least_share, more (moved beyond the least).
        """
        moved, total = self.passage.disruption, self.passage.totals
        safe = np.where(total > 0, total, 1.0)
        return pd.DataFrame(
            {
                "measure": self.measures,
                "moved": moved,
                "total": total,
                "share": moved / safe,
                "least": self.least,
                "least_share": self.least / safe,
                "more": moved - self.least,
            }
        ).set_index("measure", drop=False)

    @cached_property
    def territories(self) -> pd.DataFrame:
        """
        What each territory gains and loses, the one that changes most first; then holders that end.

        Columns: position (of the territory after, −1 where it ends), territory, rep, territory_before, gained, lost,
        new (customers that were nobody's), customers_before, customers, deviation_before, deviation; and for every
        other measure gained_…, lost_… and change_…. What a holder of several territories loses stands with the first.
        """
        k, found = len(self.after.names), self.passage
        successor, holders = found.successor, self.holders
        ended = np.setdiff1d(np.arange(len(holders)), successor)
        ended = ended[found.flows[ended, :, 0].sum(axis=1) > 0]
        first = np.zeros(k, dtype=np.bool_)
        first[np.unique(successor, return_index=True)[1]] = True
        first &= successor >= 0
        heirs = np.where(successor >= 0, successor, 0)
        lost = np.concatenate([np.where(first[:, None], found.lost[heirs], 0.0), found.lost[ended]])
        none = np.zeros((len(ended), len(self.measures)))
        gained = np.concatenate([found.gained, none])
        sums = found.flows.sum(axis=1)[:-1, 0]
        deviation_before = np.append(holders.deviations(self.balance_before), np.nan)
        frame = pd.DataFrame(
            {
                "position": np.concatenate([np.arange(k), np.full(len(ended), -1)]),
                "territory": pd.Series([*self.after.names, *(holders.names[h] for h in ended)], dtype="str"),
                "rep": pd.Series([*self.reps, *(holders.reps[h] for h in ended)], dtype="str"),
                "territory_before": pd.Series(
                    [holders.names[h] if h >= 0 else None for h in [*successor, *ended]], dtype="str"
                ),
                "gained": np.rint(gained[:, 0]).astype(np.int64),
                "lost": np.rint(lost[:, 0]).astype(np.int64),
                "new": np.rint(np.concatenate([found.found, none])[:, 0]).astype(np.int64),
                "customers_before": np.rint(np.concatenate([np.where(first, sums[heirs], 0.0), sums[ended]])).astype(
                    np.int64
                ),
                "customers": np.rint(np.concatenate([found.flows[:, :-1].sum(axis=0), none])[:, 0]).astype(np.int64),
                "deviation_before": deviation_before[np.concatenate([successor, ended])],
                "deviation": np.concatenate([self.balance_after.deviations, np.full(len(ended), np.nan)]),
            }
        )
        for column, name in enumerate(self.measures[1:], start=1):
            frame[f"gained_{name}"], frame[f"lost_{name}"] = gained[:, column], lost[:, column]
            frame[f"change_{name}"] = gained[:, column] - lost[:, column]
        order = np.lexsort((-frame["gained"], -(frame["gained"] + frame["lost"])))
        return frame.iloc[order].reset_index(drop=True)

    @property
    def reps(self) -> tuple[str | None, ...]:
        """The representative of each territory after, None for nobody."""
        return self.after.reps

    @cached_property
    def classes(self) -> pd.Series | None:
        """Class A, B or C of each customer of the second list by its revenue, None where no revenue is known."""
        if "revenue" not in self.measures:
            return None
        return abc_classes(self.after.proposal.measures["revenue"])

    @cached_property
    def accounts(self) -> pd.DataFrame:
        """
        Every customer that changes hands, the largest first.

        Columns: key, name, place, sector, size, class (A, B or C, where revenue is known), from_rep and to_rep (the
        territory's name where nobody is known), from_territory, to_territory, and a column for every measure but
        `customers`.
        """
        rows = np.flatnonzero(self.moved)
        largest = self.after.proposal.measures[self.measures[1] if len(self.measures) > 1 else "customers"]
        rows = rows[np.argsort(-largest[rows], kind="stable")]
        table = self.after.customers.table[["key", "name", "place", "sector", "size"]].iloc[rows]
        table = table.reset_index(drop=True)
        held, now = self.held[rows], self.after.territory[rows]
        calling = [rep or name for rep, name in zip(self.reps, self.after.names, strict=True)]
        added: dict[str, pd.Series | Floats] = {
            "from_rep": _called(self.holders.calling, held),
            "to_rep": _called(calling, now),
            "from_territory": _called(self.holders.names, held),
            "to_territory": _called(self.after.names, now),
        }
        if self.classes is not None:
            added = {"class": self.classes.iloc[rows].reset_index(drop=True), **added}
        return table.assign(**added, **{name: self.after.proposal.measures[name][rows] for name in self.measures[1:]})

    @property
    def n_large(self) -> int:
        """Number of A customers that change hands; 0 where no revenue is known."""
        return 0 if self.classes is None else int((self.classes.to_numpy()[self.moved] == "A").sum())

    @cached_property
    def ground(self) -> gpd.GeoSeries:
        """The ground of each territory after that another holder had before, EPSG:4326, length k; empty for none."""
        return moved_ground(self.before, self.after, self.holders.of, self.passage.successor)


def compare(before: Division, after: Division, *, viewer: Viewer) -> Comparison:
    """
    Set two divisions side by side: of one list or two versions of it, on the same areas or others.

    A customer is known by its key; one that is in the first list only is gone, one that is in the second only is new,
    and neither changes hands. Measures are those of the second list. Territories are known by their representatives
    where both say who they are, else by their ids where both are versions of one scenario, else matched so that as much
    as possible stays.

    Parameters
    ----------
    before, after
        The divisions.
    viewer
        Who asks. Only a manager compares.

    Raises
    ------
    NotAllowedError
        Where anybody else asks.
    SettingsError
        Where the two lists have no customer in common.
    """
    viewer.require_manager()
    table = after.proposal.measures
    measures = tuple(name for name in TOLD if name in table and table[name].sum() > 0) or ("customers",)
    rows = _rows(before, after)
    ours = table["customers"] > 0
    if rows is None:
        known, only_before = np.ones(len(ours), dtype=np.bool_), np.zeros(len(ours), dtype=np.bool_)
        was = before.territory
    else:
        known = rows >= 0
        only_before = np.ones(len(before.territory), dtype=np.bool_)
        only_before[rows[known]] = False
        was = np.append(before.territory, -1)[rows]
    if not known.any():
        raise SettingsError(
            text("The two lists have no customer in common."), text("Compare two versions of the same list.")
        )
    holders, fixed, sure = Holders.of_two(before, after)
    held = np.append(holders.of, -1)[was]
    weighed = np.stack([table[name] for name in measures], axis=1)
    n, k = len(holders), len(after.names)
    kept = table["revenue"] if "revenue" in measures else table["customers"]
    matched = changes(held, after.territory, kept, n, k, fixed=fixed)
    successor = np.where(matched.successor < holders.n_known, matched.successor, -1)
    measure = after.measure if after.measure in before.proposal.measures else "customers"
    balance_after = after.balance(measure)
    least = least_disruption(
        held, table[measure], weighed, balance_after.targets, n, balance_after.deviation, fixed=sure, counts=[0]
    )
    return Comparison(
        before,
        after,
        measures,
        measure,
        holders,
        held,
        matched.moved & ours,
        passage(held, after.territory, weighed, n, k, successor),
        least,
        before.balance(measure),
        balance_after,
        only_before & (before.proposal.measures["customers"] > 0),
        ~known & ours,
    )


def _rows(before: Division, after: Division) -> Ints | None:
    """Return the row in the first list of each customer of the second, −1 for none; None where the lists are one."""
    if before.customers is after.customers or (before.dataset is not None and before.dataset == after.dataset):
        return None
    first, second = (division.customers.table["key"] for division in (before, after))
    if first.equals(second):
        return None
    # Keys are found by Arrow: three times as fast as by an index of pandas.
    found = pc.index_in(pa.array(second), value_set=pa.array(first))
    return np.asarray(pc.fill_null(found, -1), dtype=np.int64)


def _called(names: tuple[str, ...] | list[str], positions: Ints) -> pd.Series:
    """Return the name of each, empty where there is none."""
    return pd.Series(pd.array([*names, ""], dtype="str").take(positions))
