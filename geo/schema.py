"""
The tables that travel between parts: columns, types, units, null or not.

Each is a pandera schema; `check` returns the frame itself or raises with every breach at once. Functions that make
one of these tables check it, functions that take one may rely on it.
"""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
import pandera.pandas as pa

STATUSES = ("customer", "prospect", "competitor")
OUTCOMES = ("repaired", "rejected")


def _text(description: str, *, nullable: bool = True, unique: bool = False) -> pa.Column:
    return pa.Column("str", nullable=nullable, unique=unique, description=description)


def _number(description: str, *checks: pa.Check, nullable: bool = False) -> pa.Column:
    return pa.Column("float64", list(checks), nullable=nullable, description=description)


CUSTOMERS = pa.DataFrameSchema(
    {
        "key": _text("stable identity: the id column, else a hash of name and postcode", nullable=False, unique=True),
        "row": pa.Column("int64", pa.Check.ge(1), description="row in the file as a spreadsheet numbers it"),
        "name": _text("name of the account"),
        "status": pa.Column("str", pa.Check.isin(STATUSES), description="customer, prospect or competitor"),
        "country": _text("ISO 3166 alpha-2 code", nullable=False),
        "postcode": _text("normalised: NL as four digits, or '1234 AB' where the letters were given"),
        "place": _text("town"),
        "lon": _number("degrees east, EPSG:4326", pa.Check.in_range(-180, 180)),
        "lat": _number("degrees north, EPSG:4326", pa.Check.in_range(-90, 90)),
        "located_by": pa.Column(
            "str", pa.Check.isin(("coordinates", "postcode")), description="how the place was found"
        ),
        "sector": _text("line of business"),
        "size": _text("size class, as the file says it"),
        "product": _text("product group"),
        "owner": _text("representative who serves the account today"),
        "revenue": _number("euros a year", nullable=True),
        "potential": _number("euros a year", nullable=True),
        "workload": _number("hours a year", nullable=True),
    },
    strict=True,
    index=pa.Index("int64", name=None),
    name="customers",
)
"""Accepted customers, indexed 0 … n−1 in file order."""

ISSUES = pa.DataFrameSchema(
    {
        "row": pa.Column("int64", pa.Check.ge(1), description="row in the file as a spreadsheet numbers it"),
        "column": _text("column as the file names it; empty where the whole row is meant", nullable=False),
        "value": _text("the value that came, cut at 200 characters", nullable=False),
        "outcome": pa.Column("str", pa.Check.isin(OUTCOMES), description="repaired or rejected"),
        "reason": _text("code of the reason, a key of geo.customers.REASONS", nullable=False),
        "result": _text("what a repaired value became", nullable=False),
    },
    strict=True,
    name="issues",
)
"""What was repaired or rejected, at most one line a row, column and reason."""

AREAS = pa.DataFrameSchema(
    {
        "code": _text("identity of the area within its coverage", nullable=False, unique=True),
        "name": _text("what people call it", nullable=False),
    },
    strict=False,
    name="areas",
)
"""Areas of a coverage: a GeoDataFrame in EPSG:4326 on a grid of 1e-7 degrees, with `geometry`."""


def fingerprint(*frames: pd.DataFrame) -> str:
    """
    Return 16 hexadecimal digits that name the content of frames.

    Column names, order of rows and every cell count; the index does not.
    """
    digest = hashlib.sha256()
    for frame in frames:
        digest.update("\x1f".join(map(str, frame.columns)).encode())
        hashes = pd.util.hash_pandas_object(frame, index=False).to_numpy(dtype=np.uint64)
        digest.update(hashes.tobytes())
    return digest.hexdigest()[:16]
