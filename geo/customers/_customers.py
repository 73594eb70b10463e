"""What a customer file became."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from geo.customers._columns import examples, filled
from geo.customers._ledger import Bools
from geo.schema import fingerprint


@dataclass(frozen=True, eq=False)
class Customers:
    """
    Customers that were accepted, and the account of those that were not.

    Parameters
    ----------
    table
        Accepted rows, `geo.schema.CUSTOMERS`, index 0 … n−1 in file order.
    own
        The measures that are the file's own, float64 columns by its names for them, same index: NaN where empty, never
        negative.
    source
        The same rows as the file has them: its own columns and texts untouched, same index.
    issues
        What was repaired and rejected, `geo.schema.ISSUES`; what is true of the whole file stands on the row of its
        header.
    columns
        Field to column of the file: "postcode" → "PC".
    profile
        A row a column of the file: column, examples, filled, field, sure, decimal (see
        `geo.customers.read_customers`).
    rows_read
        Rows below the header that are not blank.

    Raises
    ------
    ValueError
        Where accepted and rejected rows are not all rows that were read, or the frames differ in their rows.
    """

    table: pd.DataFrame
    own: pd.DataFrame
    source: pd.DataFrame
    issues: pd.DataFrame
    columns: Mapping[str, str]
    profile: pd.DataFrame
    rows_read: int

    def __post_init__(self) -> None:
        """Check that no row is lost and none counted twice."""
        if self.n_accepted + self.n_rejected != self.rows_read:
            msg = f"{self.n_accepted} accepted + {self.n_rejected} rejected rows of {self.rows_read} read"
            raise ValueError(msg)
        for frame in (self.own, self.source):
            if not frame.index.equals(self.table.index):
                msg = f"{len(frame)} rows of the file for {len(self.table)} accepted customers"
                raise ValueError(msg)

    @property
    def n_accepted(self) -> int:
        """Rows that became customers, the repaired ones among them."""
        return len(self.table)

    @cached_property
    def n_repaired(self) -> int:
        """Accepted rows with at least one repair."""
        repaired = self.issues["row"][self.issues["outcome"] == "repaired"]
        return int(self.table["row"].isin(repaired).sum())

    @cached_property
    def n_rejected(self) -> int:
        """Rows that did not become customers."""
        return int(self.issues["row"][self.issues["outcome"] == "rejected"].nunique())

    @cached_property
    def ours(self) -> Bools:
        """Which accounts are ours to serve or to win: all but competitors, shape (n,)."""
        return (self.table["status"] != "competitor").to_numpy(dtype=bool)

    @property
    def n_ours(self) -> int:
        """Accounts that are not competitors."""
        return int(self.ours.sum())

    @cached_property
    def owners(self) -> list[str]:
        """Names of the representatives who serve our accounts today, in alphabetical order."""
        return sorted(self.table["owner"][self.ours].dropna().unique())

    def served_by(self, owner: str) -> Customers:
        """
        Return the accounts of one representative, and nothing that the rows of others say.

        Reports and examples tell of these accounts alone. What the columns are called and what they were taken for is
        true of the whole file and stays.
        """
        rows = self.table["owner"].isin([owner]).to_numpy()
        table, own, source = (frame[rows].reset_index(drop=True) for frame in (self.table, self.own, self.source))
        return Customers(
            table=table,
            own=own,
            source=source,
            issues=self.issues[self.issues["row"].isin(table["row"])].reset_index(drop=True),
            columns=self.columns,
            profile=self.profile.assign(
                examples=pd.Series([examples(texts) for _, texts in source.items()], dtype=object),
                filled=[filled(texts) for _, texts in source.items()],
            ),
            rows_read=len(table),
        )

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that name the content: all that was understood, and what the file said."""
        fields = pd.DataFrame({"field": list(self.columns), "column": list(self.columns.values())}, dtype="str")
        profile = self.profile.assign(examples=self.profile["examples"].map("\x1f".join))
        return fingerprint(self.table, self.own, self.source, self.issues, fields, profile)
