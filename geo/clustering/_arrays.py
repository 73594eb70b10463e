"""Names for the arrays that travel between the modules of the solver."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, coo_matrix, csc_array, csc_matrix, csr_array, csr_matrix

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.intp]
SmallArray: TypeAlias = npt.NDArray[np.int32]
SparseMatrix: TypeAlias = csr_array | csc_array | coo_array | csr_matrix | csc_matrix | coo_matrix

Callback: TypeAlias = Callable[[str, float, float], bool]
"""Hears (stage, fraction done, deviation now) and returns True to stop with the best so far."""


def unheard(stage: str, fraction: float, deviation: float) -> bool:
    """Listen to nobody and never stop."""
    return False
