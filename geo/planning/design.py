"""From a dataset and settings to a proposal."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from geo.areas import Coverage, hexagon_resolution, hexagons, official
from geo.customers import Customers
from geo.errors import SettingsError
from geo.gazetteer import area_code, postcode_places
from geo.planning.placed import country_of, own_measures, place, points
from geo.planning.proposal import Proposal
from geo.planning.settings import DesignSettings
from geo.progress import Cancel, Enough, Progress, check, never, unheard
from geo.territories import bound_to_fit, divide_areas, divide_ground
from geo.texts import Share, text
from geo.viewer import Viewer

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

KNOWN_POSTCODES = 0.9
"""From this share of customers with a known postcode on, postcode areas are the building blocks by default."""

FEWEST_HEXAGONS, HEXAGONS_A_TERRITORY = 1000, 40
"""About as many hexagons are made: fewer cannot be balanced well, more are only more to carry."""

COMPILING = text("Getting the solver ready, once on this machine")
"""The stage in which the solver's loops are compiled, or read from where they were kept, which takes a moment."""
_DIVIDED = ("points", "exchange")
"""Stages of the solver in which there is a division of everything."""


@dataclass
class _Clock:
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - start, 3)


def design(
    customers: Customers,
    settings: DesignSettings,
    *,
    viewer: Viewer,
    coverage: Coverage | None = None,
    progress: Progress = unheard,
    cancelled: Cancel = never,
    enough: Enough = never,
) -> Proposal:
    """
    Propose territories of equal load for customers.

    Parameters
    ----------
    customers
        The customers; what the viewer may see of them was decided where they were read.
    settings
        What is wanted.
    viewer
        Who asks. Only a manager plans.
    coverage
        The building blocks that `settings.areas` stands for, as `geo.planning.blocks.chosen` finds them in a
        workspace; None for those that ship or are made.
    progress, cancelled
        Hear of the work and may stop it.
    enough
        May end the search with the best plan so far.

    Raises
    ------
    SettingsError
        Where the settings do not fit the customers, such as a measure they do not have.
    NotAllowedError
        Where a rep asks.
    Cancelled
        Where the owner of the work stopped it.
    """
    viewer.require_manager()
    country = country_of(customers)
    clock = _Clock()
    progress(text("Step 1 of 3: placing customers"), 0.02)
    with clock.stage("place"):
        weights = own_measures(customers, settings.measure)
        settings = replace(settings, areas=_kind(settings, customers, coverage))
        capacities = np.array(settings.capacities or [1.0] * settings.n_territories)
        places = points(customers)
        blocks = _blocks(settings, country, coverage)
        area = place(blocks, customers) if blocks is not None else None
    check(cancelled)
    with clock.stage("divide"):
        search = _Search(progress, cancelled, enough)
        measure = weights[settings.measure]
        if blocks is not None and area is not None:
            load = np.bincount(area, weights=measure, minlength=len(blocks.areas)).astype(np.float64)
            made = divide_areas(
                blocks, load, capacities, tolerance=settings.tolerance, seed=settings.seed, callback=search
            )
        else:
            made = divide_ground(
                places,
                measure,
                capacities,
                country,
                tolerance=settings.tolerance,
                seed=settings.seed,
                callback=search,
            )
            area = place(made.plan.coverage, customers)
        plan = made.plan
        if made.given is not None:
            keys = customers.table["key"]
            plan = bound_to_fit(plan, area, made.given, keys, measure, settings.tolerance)
    check(cancelled)
    progress(text("Step 3 of 3: comparing with today"), 0.9)
    with clock.stage("compare"):
        proposal = Proposal.of(
            settings,
            plan,
            customers,
            area,
            places,
            weights,
            made.lower_bound,
            clock.seconds,
            stopped=search.stopped,
        )
    progress(text("Done"), 1.0)
    return proposal


def usual_areas(customers: Customers) -> str:
    """Return the building blocks that "auto" stands for: postcode areas where most customers have a known postcode."""
    country = country_of(customers)
    known = area_code(customers.table["postcode"], country).isin(postcode_places(country).index)
    return "postcode" if float(known.mean()) >= KNOWN_POSTCODES else "free"


def _kind(settings: DesignSettings, customers: Customers, coverage: Coverage | None) -> str:
    """Return the building blocks that are used, never "auto"."""
    if settings.own_areas:
        return settings.areas
    if coverage is not None:
        return coverage.kind
    return usual_areas(customers) if settings.areas == "auto" else settings.areas


def _blocks(settings: DesignSettings, country: str, coverage: Coverage | None) -> Coverage | None:
    """Return the building blocks, None where the ground itself is divided."""
    if coverage is not None:
        return coverage
    match settings.areas:
        case "free":
            return None
        case "hexagon":
            wanted = max(FEWEST_HEXAGONS, HEXAGONS_A_TERRITORY * settings.n_territories)
            return hexagons(country, hexagon_resolution(country, wanted))
        case "postcode" | "municipality" | "province" as kind:
            return official(kind, country)
        case _:
            raise SettingsError(
                text("Areas from a file are asked for, but none is given."), text("Name a boundary file.")
            )


class _Search:
    """
    Passes on how far the solver is, and the wishes to stop it.

    The solver begins on a summary of the customers, whose deviation is not yet one of a plan, and with several starts
    it does so more than once: what is told is its first look for a start and from then on the borders that move.
    """

    def __init__(self, progress: Progress, cancelled: Cancel, enough: Enough) -> None:
        self._progress, self._cancelled, self._enough = progress, cancelled, enough
        self._stage = text("Step 1 of 3: looking for a start")
        self.stopped = False

    def __call__(self, stage: str, fraction: float, deviation: float) -> bool:
        """Take note of the solver's stage, fraction and deviation; return whether to finish with the best so far."""
        check(self._cancelled)
        if stage in _DIVIDED and np.isfinite(deviation):
            self._stage = text("Step 2 of 3: moving borders until everything fits", deviation=Share(deviation))
        self._progress(COMPILING if stage == "compile" else self._stage, 0.1 + 0.75 * fraction)
        self.stopped = self.stopped or bool(self._enough())
        return self.stopped
