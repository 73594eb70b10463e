"""The ground of one representative on a map, and the land around it, on which nothing stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.gazetteer import COUNTRIES, towns
from geo.maps import base
from geo.maps.packing import GRID, Steps
from geo.palette import PALETTE
from geo.planning.proposal import Proposal

Bools = npt.NDArray[np.bool_]
Shapes = npt.NDArray[np.object_]

_MARGIN, _LEAST = 0.7, 0.05
"""What is shown around the ground: a share of the larger of its sides, and degrees at least."""
_TOLERANCE = 4e-4
_TOWNS = 150


@dataclass(frozen=True, eq=False)
class Ground:
    """
    A map of one representative's territories, in degrees (EPSG:4326).

    Parameters
    ----------
    own
        Their territories.
    colours
        Colour of each, as browsers know it.
    around
        Other ground of the plan, unnamed and in no order that says whose it is.
    foreign
        Land of other countries.
    towns
        Towns near by, the most important first: name, lon, lat.
    bounds
        West, south, east and north of the own ground; of the whole plan where there is none.
    sources
        Where the lines come from.
    approximate
        Whether borders are only drawn approximately.
    """

    own: tuple[BaseGeometry, ...]
    colours: tuple[str, ...]
    around: tuple[BaseGeometry, ...]
    foreign: BaseGeometry
    towns: pd.DataFrame
    bounds: tuple[float, float, float, float]
    sources: tuple[str, ...]
    approximate: bool


_drawn: WeakKeyDictionary[Proposal, dict[bytes, Ground]] = WeakKeyDictionary()
_lock = Lock()


def ground_of(proposal: Proposal, mine: Bools) -> Ground:
    """
    Return the ground of some territories of a plan, drawn once for each plan.

    Parameters
    ----------
    proposal
        The plan.
    mine
        Which of its territories, shape (k,).
    """
    with _lock:
        found = _drawn.setdefault(proposal, {}).get(mine.tobytes())
    if found is None:
        found = _ground(proposal, mine)
        with _lock:
            _drawn.setdefault(proposal, {})[mine.tobytes()] = found
    return found


def _ground(proposal: Proposal, mine: Bools) -> Ground:
    plan = proposal.plan
    coverage, k = plan.coverage, len(plan)
    shapes = np.asarray(proposal.shapes.array)
    if (plan.alignment < 0).any():
        free = coverage.dissolve(np.where(plan.alignment < 0, 0, -1), 1)
        shapes, mine = np.append(shapes, np.asarray(free.array)), np.append(mine, False)
    seen = shapes[mine] if mine.any() else shapes
    west, south, east, north = (float(value) for value in shapely.total_bounds(seen))
    # A degree of latitude is longer than one of longitude.
    narrow = float(np.cos(np.radians((south + north) / 2)))
    above = max(_LEAST, _MARGIN * max((east - west) * narrow, north - south))
    box = shapely.box(west - above / narrow, south - above, east + above / narrow, north + above)
    near = shapely.intersects(shapes, box)
    drawn = np.full(len(shapes), shapely.Polygon(), dtype=object)
    drawn[near] = shapely.coverage_simplify(shapely.intersection(shapes[near], box), _TOLERANCE)
    around = drawn[~mine & near]
    country = base(coverage.country) if coverage.country in COUNTRIES else None
    foreign = shapely.intersection(_foreign(coverage.country), box) if country else shapely.Polygon()
    return Ground(
        own=tuple(drawn[mine]),
        colours=tuple(PALETTE[colour] for colour, own in zip(proposal.colours, mine[:k], strict=True) if own),
        around=tuple(around[np.argsort(shapely.get_x(shapely.point_on_surface(around)))]),
        foreign=foreign,
        towns=_towns(coverage.country, box) if country else pd.DataFrame({"name": [], "lon": [], "lat": []}),
        bounds=(west, south, east, north),
        sources=tuple(dict.fromkeys([*coverage.source.split("; "), *(country["sources"] if country else [])])),
        approximate=coverage.approximate,
    )


@cache
def _foreign(country: str) -> BaseGeometry:
    """Return the land around a country, as its base map has it."""
    parts = [
        shapely.Polygon(_ring(rings[0]), [_ring(hole) for hole in rings[1:]]) for rings in base(country)["foreign"]
    ]
    return shapely.union_all(shapely.make_valid(np.array(parts, dtype=object)))


def _ring(steps: Steps) -> npt.NDArray[np.float64]:
    """Return the corners of a ring that was packed, shape (n, 2)."""
    return np.cumsum(np.array(steps, dtype=np.int64).reshape(-1, 2), axis=0) / GRID


def _towns(country: str, box: BaseGeometry) -> pd.DataFrame:
    known = towns(country)
    west, south, east, north = box.bounds
    inside = known[known["lon"].between(west, east) & known["lat"].between(south, north)]
    ranked = inside.sort_values(["rank", "population", "name"], ascending=[True, False, True], kind="stable")
    return ranked[["name", "lon", "lat"]].head(_TOWNS).reset_index(drop=True)
