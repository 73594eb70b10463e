"""Give every customer a stable identity, and find those that are in the list twice."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.customers._ledger import Bools


def hashed(*columns: pd.Series) -> pd.Series:
    """Return 16 hexadecimal digits for each row of columns, the same for the same texts whatever their case."""
    joined = columns[0].fillna("").str.strip().str.lower()
    for column in columns[1:]:
        joined = joined + "\x1f" + column.fillna("").str.strip().str.lower()
    numbers = pd.util.hash_array(joined.to_numpy(dtype=object), categorize=False)
    return pd.Series([f"{n:016x}" for n in numbers.tolist()], index=joined.index, dtype="str")


def exact_duplicates(keys: pd.Series, source: pd.DataFrame) -> Bools:
    """Return the rows that equal an earlier row with the same key in every cell."""
    found: Bools = np.zeros(len(keys), dtype=bool)
    several = keys.duplicated(keep=False).to_numpy()
    if several.any():
        found[several] = source[several].assign(**{"\x00key": keys[several]}).duplicated().to_numpy()
    return found


def make_unique(keys: pd.Series) -> tuple[pd.Series, Bools]:
    """Return keys with "~2", "~3" … behind the later of equal ones, and which rows got that."""
    again = keys.duplicated()
    numbered: Bools = again.to_numpy()
    while again.any():
        nth = keys.groupby(keys).cumcount() + 1
        keys = keys.where(~again, keys + "~" + nth.astype("str"))
        again = keys.duplicated()
    return keys, numbered


def row_hashes(source: pd.DataFrame) -> pd.Series:
    """Return 16 hexadecimal digits for the whole content of each row, for lists without names and identities."""
    numbers = pd.util.hash_pandas_object(source, index=False)
    return pd.Series([f"{n:016x}" for n in numbers.tolist()], index=source.index, dtype="str")
