"""Building blocks to divide: the areas of the Netherlands that ship with the program, some far fuller than others."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np

from benchmarks.solver.towns import Case
from geo.areas import official

LEVELS: dict[Literal["municipality", "postcode"], str] = {
    "municipality": "municipalities",
    "postcode": "postcode areas",
}
TOLERANCE = 0.01
"""A hundredth: less than trees can be cut to in a while."""

_CROWDING = {"municipality": 0.5, "postcode": 1.5}
"""Spread of the logarithm of what a block weighs; few blocks could not be balanced if it were wider."""


def block_cases(clusters: list[int], folder: Path, most: int) -> list[Case]:
    """
    Return a case for each level of up to so many blocks, and write the blocks to a folder.

    There are 25 blocks a cluster at least: with fewer, one of them may outweigh a share.
    """
    cases = []
    for level, ground in LEVELS.items():
        coverage = official(level, "NL")
        if len(coverage) > most:
            continue
        weights = np.random.default_rng(0).lognormal(0, _CROWDING[level], len(coverage))
        touching = coverage.adjacency.tocsr()
        path = folder / f"{level}.npz"
        np.savez(
            path, points=coverage.centres, weights=weights, starts=touching.indptr.astype(np.intp),
            columns=touching.indices.astype(np.intp),
        )  # fmt: skip
        wanted = [k for k in clusters if k <= len(coverage) // 25]
        cases += [
            Case(len(coverage), k, "lognormal", tolerance=TOLERANCE, ground=ground, blocks=str(path)) for k in wanted
        ]
    return cases
