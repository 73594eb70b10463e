"""Why a customer is in its territory, what comes next, and what it would cost to move it there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.areas import metric_crs, to_metres
from geo.gazetteer import area_code
from geo.planning.facts import Fact, facts
from geo.planning.placed import country_of
from geo.planning.proposal import Proposal
from geo.territories import UNASSIGNED, Balance
from geo.texts import Number, Share, Text, text

Floats = npt.NDArray[np.float64]

_ONE_PLACE = 1.0
"""Metres within which customers lie at one place."""


@dataclass(frozen=True)
class Place:
    """
    A place on the map, to find the customer nearest to it.

    Parameters
    ----------
    lon, lat
        Degrees, EPSG:4326.
    metres
        How far away the customer may be.
    """

    lon: float
    lat: float
    metres: float


@dataclass(frozen=True)
class Reason:
    """
    Why a customer is where it is.

    Parameters
    ----------
    key, name
        Who it is.
    lon, lat
        Where, degrees, EPSG:4326.
    territory
        Id of its territory, `UNASSIGNED` for none.
    because
        Why it is there, and how far from the middle.
    next
        Id of the territory that comes next, None where there is none it could go to.
    costs
        What going there would cost, in distance and in balance; or why it cannot go.
    facts
        What is known of it.
    here
        Keys of all customers at its place, itself among them, the one that weighs most first.
    """

    key: str
    name: str
    lon: float
    lat: float
    territory: int
    because: Text
    next: int | None
    costs: tuple[Text, ...]
    facts: tuple[Fact, ...]
    here: tuple[str, ...]


def why(proposal: Proposal, who: str | Place) -> Reason | None:
    """
    Explain where a customer is.

    Parameters
    ----------
    proposal
        The plan.
    who
        Key of the customer, or a place near it; of several at one place the one that weighs most.

    Returns
    -------
    None where there is no such customer, or it is a competitor's.
    """
    row = _row(proposal, who)
    if row is None:
        return None
    table = proposal.customers.table
    own = int(proposal.territory[row])
    away = np.linalg.norm(_centres(proposal) - proposal.points[row], axis=1) / 1000.0
    following = _next(proposal, own, away)
    customer = table.iloc[row]
    ids = proposal.plan.ids
    return Reason(
        key=str(customer["key"]),
        name=str(customer["name"] if pd.notna(customer["name"]) else customer["key"]),
        lon=float(customer["lon"]),
        lat=float(customer["lat"]),
        territory=UNASSIGNED if own < 0 else int(ids[own]),
        because=_because(proposal, row, away),
        next=None if following is None else int(ids[following]),
        costs=_costs(proposal, row, following, away),
        facts=facts(proposal, row),
        here=tuple(str(key) for key in table["key"].iloc[_together(proposal, row)]),
    )


def _row(proposal: Proposal, who: str | Place) -> int | None:
    ours = proposal.customers.ours
    if isinstance(who, str):
        rows = np.flatnonzero((proposal.customers.table["key"] == who).to_numpy(dtype=bool) & ours)
        return int(rows[0]) if len(rows) else None
    here = to_metres([who.lon], [who.lat], metric_crs(country_of(proposal.customers)))
    far = np.where(ours, np.linalg.norm(proposal.points - here, axis=1), np.inf)
    nearest = int(np.argmin(far)) if len(far) else -1
    return int(_together(proposal, nearest)[0]) if nearest >= 0 and far[nearest] <= who.metres else None


def _together(proposal: Proposal, row: int) -> npt.NDArray[np.intp]:
    """Return the rows of our customers at the place of one, the heaviest first."""
    far = np.linalg.norm(proposal.points - proposal.points[row], axis=1)
    rows = np.flatnonzero((far <= _ONE_PLACE) & proposal.customers.ours)
    return rows[np.argsort(-proposal.weights[rows], kind="stable")]


def _centres(proposal: Proposal) -> Floats:
    """Return the middle of each territory in metres: of its customers by weight, else of its ground."""
    k, coverage = len(proposal.plan), proposal.plan.coverage
    centres = _middles(proposal.territory, proposal.weights, proposal.points, k)
    for others in (
        _middles(proposal.plan.alignment, coverage.area_km2, coverage.centres, k),
        _middles(proposal.territory, np.ones(len(proposal.points)), proposal.points, k),
    ):
        centres = np.where(np.isnan(centres), others, centres)
    return centres


def _middles(labels: npt.NDArray[np.int64], weights: Floats, points: Floats, k: int) -> Floats:
    inside = labels >= 0
    total = np.bincount(labels[inside], weights=weights[inside], minlength=k)
    sums = [np.bincount(labels[inside], weights=(weights * points[:, axis])[inside], minlength=k) for axis in (0, 1)]
    return np.column_stack(sums) / np.where(total > 0, total, np.nan)[:, None]


def _next(proposal: Proposal, own: int, away: Floats) -> int | None:
    """Return the other territory whose middle is nearest and that can take it."""
    territories = proposal.plan.territories
    if own >= 0 and territories[own].locked:
        return None
    open_ = np.array([not t.locked for t in territories]) & ~np.isnan(away)
    if own >= 0:
        open_[own] = False
    return int(np.argmin(np.where(open_, away, np.inf))) if open_.any() else None


def _because(proposal: Proposal, row: int, away: Floats) -> Text:
    plan, own = proposal.plan, int(proposal.territory[row])
    area, home = int(proposal.area[row]), int(plan.alignment[proposal.area[row]])
    called = str(plan.coverage.areas["name"].iloc[area])
    if own < 0:
        return text("It lies in area {area}, which belongs to no territory.", area=called)
    territory = plan.territories[own].name
    customer = proposal.customers.table.iloc[row]
    if customer["key"] in plan.overrides:
        reason = _bound(called, territory, None if home in (own, UNASSIGNED) else plan.territories[home].name)
    elif _by_postcode(proposal, area, customer["postcode"]):
        reason = text(
            "Its postcode {postcode} lies in area {area}, and that area belongs to {territory}.",
            postcode=customer["postcode"],
            area=called,
            territory=territory,
        )
    else:
        reason = text("It lies in area {area}, which belongs to {territory}.", area=called, territory=territory)
    distance = text(
        "The middle of {territory} is {km} km away.", territory=territory, km=Number(float(away[own]), digits=1)
    )
    return text("{reason} {distance}", reason=reason, distance=distance)


def _bound(area: str, territory: str, home: str | None) -> Text:
    if home is None:
        return text("It was given to {territory} by hand, whoever has its area {area}.", territory=territory, area=area)
    return text(
        "It was given to {territory} by hand; its area {area} belongs to {home}.",
        territory=territory,
        area=area,
        home=home,
    )


def _by_postcode(proposal: Proposal, area: int, postcode: object) -> bool:
    """Return whether the postcode says the area, and not the place on the ground."""
    rows = proposal.plan.coverage.postcode_area
    if rows is None or not isinstance(postcode, str):
        return False
    code = area_code(pd.Series([postcode]), proposal.plan.coverage.country).iloc[0]
    return bool(rows.get(code, -1) == area)


def _costs(proposal: Proposal, row: int, following: int | None, away: Floats) -> tuple[Text, ...]:
    territories, own = proposal.plan.territories, int(proposal.territory[row])
    if following is None:
        if own >= 0 and territories[own].locked:
            return (text("{territory} is locked and keeps its customers.", territory=territories[own].name),)
        return (text("There is no other territory that it could go to."),)
    return (_distance(proposal, own, following, away), *_balance(proposal, row, own, following))


def _distance(proposal: Proposal, own: int, following: int, away: Floats) -> Text:
    name, km = proposal.plan.territories[following].name, Number(float(away[following]), digits=1)
    if own < 0:
        return text("{territory} is nearest: its middle is {km} km away.", territory=name, km=km)
    more = float(away[following] - away[own])
    if more < 0:
        return text(
            "The middle of {territory} is nearer: {km} km away, {less} km less.",
            territory=name,
            km=km,
            less=Number(-more, digits=1),
        )
    return text(
        "{territory} comes next: its middle is {km} km away, {more} km more.",
        territory=name,
        km=km,
        more=Number(more, digits=1),
    )


def _balance(proposal: Proposal, row: int, own: int, following: int) -> tuple[Text, ...]:
    """Say what moving a customer does to the largest deviation and to the territories it concerns."""
    weight = float(proposal.weights[row])
    if weight <= 0:
        return (text("It weighs nothing in what is balanced: no deviation changes."),)
    before = proposal.balance
    loads = before.loads.copy()
    loads[following] += weight
    if own >= 0:
        loads[own] -= weight
    capacities = proposal.plan.capacities
    after = Balance(loads, float(loads.sum()) * capacities / float(capacities.sum()))
    concerned = [own, following] if own >= 0 else [following]
    return (
        _largest(Share(before.deviation), Share(after.deviation)),
        *(
            text(
                "{territory} goes from {before} to {after}.",
                territory=proposal.plan.territories[position].name,
                before=Share(float(before.deviations[position]), signed=True),
                after=Share(float(after.deviations[position]), signed=True),
            )
            for position in concerned
        ),
    )


def _largest(before: Share, after: Share) -> Text:
    if round(100 * before.value, before.digits) == round(100 * after.value, after.digits):
        return text("Moved there, the largest deviation stays {deviation}.", deviation=after)
    return text("Moved there, the largest deviation goes from {before} to {after}.", before=before, after=after)
