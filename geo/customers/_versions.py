"""Two versions of a customer list side by side: who is new, gone, moved, or brings something else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from pyproj import Geod

from geo.customers._customers import Customers
from geo.customers._ledger import Bools
from geo.customers._measures import measures
from geo.texts import Text, text

MOVED_METRES = 100.0
"""Distance from which a customer is somewhere else; less is another way of finding the same place."""

_SAME_PLACE_METRES = 1_000.0
_EARTH = Geod(ellps="WGS84")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class VersionChanges:
    """
    What a version of a customer list changes.

    Parameters
    ----------
    new
        Customers that were not in the version before: rows of the new table, `geo.schema.CUSTOMERS`.
    gone
        Customers that are no longer there: rows of the table before.
    moved
        Customers at another place, in the order of the new list: key, name, postcode_before, postcode_after, metres.
    changed
        A row a customer and measure that has another value, measures that both versions have: key, name, measure,
        before, after.
    """

    new: pd.DataFrame
    gone: pd.DataFrame
    moved: pd.DataFrame
    changed: pd.DataFrame

    @property
    def n_changed(self) -> int:
        """Customers with another value in any measure."""
        return int(self.changed["key"].nunique())

    @property
    def sentence(self) -> Text:
        """The changes in one sentence."""
        counts = {
            "new": len(self.new),
            "gone": len(self.gone),
            "moved": len(self.moved),
            "changed": self.n_changed,
        }
        if not any(counts.values()):
            return text("The same customers as in the version before.")
        return text(
            "Since the version before: {new} new, {gone} gone, {moved} moved, {changed} with other figures.", **counts
        )


def compare_versions(before: Customers, after: Customers) -> VersionChanges:
    """
    Tell what became of the customers from one version of a list to the next.

    A customer is known by its key. Without an id column that is made of name and postcode, so one that moves to another
    postcode then counts as gone and new.

    Parameters
    ----------
    before, after
        The versions, as far as the viewer may see them.
    """
    was, now = _positions(before.table, after.table)
    one, other = before.table.iloc[was], after.table.iloc[now]
    metres = _metres(one, other)
    moved = (metres > MOVED_METRES) | _other_postcode(one["postcode"], other["postcode"])
    return VersionChanges(
        new=after.table[~after.table["key"].isin(before.table["key"])].reset_index(drop=True),
        gone=before.table[~before.table["key"].isin(after.table["key"])].reset_index(drop=True),
        moved=pd.DataFrame(
            {
                "key": other["key"].to_numpy(),
                "name": other["name"].to_numpy(),
                "postcode_before": one["postcode"].to_numpy(),
                "postcode_after": other["postcode"].to_numpy(),
                "metres": metres,
            }
        )[moved].reset_index(drop=True),
        changed=_changed(before, after, was, now),
    )


def shared_customers(before: pd.DataFrame, after: pd.DataFrame) -> float:
    """
    Return how much of the smaller of two lists is in the other as well, 0 to 1.

    A customer is in both where its key is and, as lists of different companies may number their customers alike, its
    name or its place is the same too.

    Parameters
    ----------
    before, after
        Columns key, name, lon and lat.
    """
    smaller = min(len(before), len(after))
    if smaller == 0:
        return 0.0
    was, now = _positions(before, after)
    one, other = before.iloc[was], after.iloc[now]
    names = [table["name"].str.strip().str.casefold().to_numpy(dtype=object) for table in (one, other)]
    named = pd.notna(names[0]) & (names[0] == names[1])
    return float((named | (_metres(one, other) < _SAME_PLACE_METRES)).sum()) / smaller


def _positions(before: pd.DataFrame, after: pd.DataFrame) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return the rows of the customers that both have, in the order of the second."""
    found = pd.Index(before["key"]).get_indexer(pd.Index(after["key"]))
    now = np.flatnonzero(found >= 0)
    return found[now], now


def _metres(one: pd.DataFrame, other: pd.DataFrame) -> Floats:
    lon, lat, to_lon, to_lat = (t[axis].to_numpy(dtype=float) for t in (one, other) for axis in ("lon", "lat"))
    _, _, metres = _EARTH.inv(lon, lat, to_lon, to_lat)
    return np.asarray(metres, dtype=np.float64)


def _other_postcode(one: pd.Series, other: pd.Series) -> Bools:
    """Return where both are known and differ; '1234 AB' only says more than '1234'."""
    pairs = zip(one.fillna("").tolist(), other.fillna("").tolist(), strict=True)
    return np.array([not (a.startswith(b) or b.startswith(a)) for a, b in pairs], dtype=bool)


def _changed(before: Customers, after: Customers, was: npt.NDArray[np.intp], now: npt.NDArray[np.intp]) -> pd.DataFrame:
    old, new = measures(before), measures(after)
    parts = [pd.DataFrame({"key": [], "name": [], "measure": []}, dtype="str").assign(before=0.0, after=0.0)]
    for measure in [name for name in new if name in old]:
        one, other = old[measure][was], new[measure][now]
        differ = ~np.isclose(one, other, rtol=1e-9, atol=0.0)
        table = after.table.iloc[now[differ]]
        parts.append(
            pd.DataFrame(
                {
                    "key": table["key"].to_numpy(),
                    "name": table["name"].to_numpy(),
                    "measure": measure,
                    "before": one[differ],
                    "after": other[differ],
                }
            )
        )
    return pd.concat(parts, ignore_index=True)
