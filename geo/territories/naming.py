"""Names for new territories: the largest town in each, as people speak of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from geo.areas import Coverage
from geo.gazetteer import towns

Ints = npt.NDArray[np.int64]


def town_names(coverage: Coverage, alignment: Ints, n_territories: int) -> list[str]:
    """
    Name each territory after its largest town; one without a town after the nearest, numbered.

    Parameters
    ----------
    coverage
        The areas.
    alignment
        Territory of each area, shape (m,).
    n_territories
        Number of territories k.

    Returns
    -------
    k names, none twice.
    """
    table = towns(coverage.country).sort_values(["population", "name"], ascending=[False, True], kind="stable")
    area, distance = coverage.locate(table["lon"].to_numpy(), table["lat"].to_numpy())
    names: list[str | None] = [None] * n_territories
    taken: set[str] = set()
    for town, place, far in zip(table["name"], area, distance, strict=True):
        territory = int(alignment[place])
        if far == 0 and territory >= 0 and names[territory] is None and town not in taken:
            names[territory] = str(town)
            taken.add(str(town))
    return _complete(names, coverage, alignment, table["name"].tolist(), coverage.centres[area])


def _complete(
    names: Sequence[str | None],
    coverage: Coverage,
    alignment: Ints,
    town: Sequence[str],
    place: npt.NDArray[np.float64],
) -> list[str]:
    """Fill names that are missing from the nearest town, with the first free number behind it."""
    done = [name for name in names if name]
    result: list[str] = []
    for territory, name in enumerate(names):
        if name:
            result.append(name)
            continue
        own = coverage.centres[alignment == territory]
        base = coverage.country
        if len(town) and len(own):
            base = town[int(((place - own.mean(axis=0)) ** 2).sum(axis=1).argmin())]
        number = 2
        while f"{base} {number}" in done:
            number += 1
        done.append(f"{base} {number}")
        result.append(done[-1])
    return result
