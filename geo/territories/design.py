"""Make a plan: divide areas, or the ground itself, into territories of equal load."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.exceptions import ConvergenceWarning

from geo.areas import Coverage, power_cells
from geo.clustering import BalancedKMeans, allocate
from geo.errors import SettingsError
from geo.territories.measures import balance
from geo.territories.naming import town_names
from geo.territories.plan import Plan, Territory
from geo.texts import plural, text

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Callback = Callable[[str, float, float], bool]
"""Takes the stage, the fraction done and the deviation now; returns True to stop with the best so far."""

_BY_POINTS = 0.25
"""Part of the tolerance for points: the rest is for what polygons cannot do, such as divide customers in one place."""


@dataclass(frozen=True, eq=False)
class Design:
    """
    A plan and what is proved about it.

    Parameters
    ----------
    plan
        The plan.
    lower_bound
        A deviation that no plan with these territories and indivisible parts can go below.
    given
        Position of the territory that each customer was given to, shape (n,), where the ground itself was divided:
        another than the one it lies in for a few that no straight border could part. None where areas were.
    """

    plan: Plan
    lower_bound: float
    given: Ints | None = None


def divide_areas(
    coverage: Coverage,
    weights: Floats,
    capacities: Floats,
    *,
    tolerance: float,
    seed: int,
    callback: Callback | None = None,
) -> Design:
    """
    Divide a coverage into contiguous territories of whole areas.

    Parameters
    ----------
    coverage
        The areas.
    weights
        The measure in each area, shape (m,), not negative.
    capacities
        Relative capacity of each territory, shape (k,).
    tolerance
        The deviation that is good enough.
    seed
        Same seed, same plan.
    callback
        Hears of the progress and may stop the search.
    """
    k = len(capacities)
    if k > len(coverage.areas):
        raise SettingsError(
            plural(
                "{k} territories cannot be made of {count} area.",
                "{k} territories cannot be made of {count} areas.",
                len(coverage.areas),
                k=k,
            ),
            text("Ask for fewer territories, or take smaller areas."),
        )
    result = allocate(
        coverage.centres,
        weights,
        coverage.adjacency,
        k,
        capacities=capacities,
        tolerance=tolerance,
        random_state=seed,
        callback=callback,
    )
    number = np.argsort(_from_north(result.centers, capacities))
    return Design(_named(coverage, number[result.labels], capacities), float(result.lower_bound))


def divide_ground(
    points: Floats,
    weights: Floats,
    capacities: Floats,
    country: str,
    *,
    tolerance: float,
    seed: int,
    callback: Callback | None = None,
) -> Design:
    """
    Divide the land itself into territories with straight borders between customers.

    Parameters
    ----------
    points
        Places of the customers in metres (`geo.areas.metric_crs`), shape (n, 2).
    weights
        The measure of each customer, shape (n,), not negative.
    capacities, tolerance, seed, callback
        As in `divide_areas`.
    country
        Whose land is divided.
    """
    k = len(capacities)
    places = len(np.unique(points, axis=0))
    if k > places:
        raise SettingsError(
            plural(
                "{k} territories cannot be made of customers in {count} place.",
                "{k} territories cannot be made of customers in {count} places.",
                places,
                k=k,
            ),
            text("Ask for fewer territories."),
        )
    model = BalancedKMeans(
        k, capacities=capacities, tolerance=_BY_POINTS * tolerance, random_state=seed, callback=callback
    )
    with warnings.catch_warnings():
        # The deviation of the polygons is what counts; it is measured and told with its bound.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(points, sample_weight=weights)
    order = _from_north(model.cluster_centers_, capacities)
    coverage = power_cells(model.cluster_centers_[order], model.cluster_offsets_[order], country)
    given = np.argsort(order)[model.labels_].astype(np.int64)
    return Design(_named(coverage, np.arange(k, dtype=np.int64), capacities), float(model.lower_bound_), given)


def bound_to_fit(plan: Plan, area: Ints, given: Ints, keys: pd.Series, weights: Floats, tolerance: float) -> Plan:
    """
    Bind customers on borders to the territory that they were given to, as many as the tolerance asks for.

    Where customers are few and heavy, straight borders leave loads uneven whichever side of them a heavy customer lies
    on; the heaviest are bound first.

    Parameters
    ----------
    plan
        A plan of free territories.
    area, given
        Cell that each customer lies in, and position of the territory that it was given to, shape (n,).
    keys, weights
        Name and measure of each customer, length n.
    tolerance
        The deviation that is good enough.
    """
    home = plan.alignment[area]
    now = balance(home, weights, plan.capacities)
    aims, loads = now.targets, now.loads.copy()
    moving = np.flatnonzero((given != home) & (weights > 0) & (home >= 0))
    bound: dict[str, int] = {}
    for one in moving[np.argsort(-weights[moving], kind="stable")]:
        if (np.abs(loads - aims) <= tolerance * aims).all():
            break
        loads[home[one]] -= weights[one]
        loads[given[one]] += weights[one]
        bound[str(keys.iloc[one])] = int(plan.ids[given[one]])
    kept = float(np.abs(loads / aims - 1).max(initial=0.0)) < now.deviation
    return replace(plan, overrides={**plan.overrides, **bound}) if bound and kept else plan


def _from_north(centres: Floats, capacities: Floats) -> Ints:
    """
    Return an order of the territories from north to south, as people read a map.

    Only territories of one capacity change places, so that each number keeps the capacity that was asked for it.
    """
    order = np.arange(len(capacities))
    for capacity in np.unique(capacities):
        alike = np.flatnonzero(capacities == capacity)
        order[alike] = alike[np.argsort(-centres[alike, 1], kind="stable")]
    return order


def _named(coverage: Coverage, alignment: Ints, capacities: Floats) -> Plan:
    names = town_names(coverage, alignment, len(capacities))
    territories = tuple(
        Territory(number, name, float(c))
        for number, (name, c) in enumerate(zip(names, capacities, strict=True), start=1)
    )
    return Plan(coverage, alignment, territories)
