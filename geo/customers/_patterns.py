"""Match patterns against columns of text, without a loop over rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.customers._ledger import Bools


def matches(texts: pd.Series, pattern: str) -> Bools:
    """
    Return for each text whether a regular expression (RE2) is found in it, False for null.

    RE2 takes time in proportion to the text whatever the pattern, so no cell can stall it.
    """
    found = pc.match_substring_regex(pa.array(texts, type=pa.large_string()), pattern)
    return np.array(pc.fill_null(found, False).to_numpy(zero_copy_only=False), dtype=bool)
