"""Who of the team gets which territory of a new plan: one of their capacity, of their customers, nearby."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from geo.areas import metric_crs, to_metres
from geo.planning.placed import country_of
from geo.planning.proposal import Proposal
from geo.planning.today import disruption_measure
from geo.sales import Team
from geo.territories import Plan, middles, remoteness
from geo.texts import spoken

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_DECIMALS = 2
"""To as many is a capacity told."""


def reps_of_the_team(proposal: Proposal, team: Team) -> list[str | None] | None:
    """
    Return a representative of the team for each territory, None where the plan was not made for this team.

    It was where it has as many territories as the team has representatives, with their capacities. Everybody gets a
    territory of their own capacity, and together they keep as much of what they serve today as that allows, less what
    it costs that somebody gets ground far from home, or from their customers where no home is known (Kuhn 1955;
    `linear_sum_assignment`).

    Parameters
    ----------
    proposal
        The plan as it was made.
    team
        The team.
    """
    if not as_the_team(proposal.plan, team):
        return None
    wanted, given = np.array(team.capacities), np.round(proposal.plan.capacities, _DECIMALS)
    weights = proposal.measures[disruption_measure(proposal.measures)]
    served = _served(proposal, team)
    worth = _kept(proposal, served, weights, len(team)) - _remote(proposal, team, served, weights)
    # More than all that can be kept or lost: nobody gets the territory of another capacity to keep customers.
    apart = (given[:, None] != wanted[None, :]) * (1.0 + 2.0 * np.abs(worth).sum())
    _, reps = linear_sum_assignment(worth - apart, maximize=True)
    return [team.names[rep] for rep in reps]


def as_the_team(plan: Plan, team: Team) -> bool:
    """Return whether a plan has as many territories as a team has representatives, with their capacities."""
    return len(team) > 0 and sorted(team.capacities) == np.round(np.sort(plan.capacities), _DECIMALS).tolist()


def _served(proposal: Proposal, team: Team) -> Ints:
    """Return the representative of the team who serves each customer today, −1 for none, shape (n,)."""
    if proposal.today is None:
        return np.full(len(proposal.territory), -1, dtype=np.int64)
    known = {spoken(name): number for number, name in enumerate(team.names)}
    whose = np.array([*(known.get(spoken(name), -1) for name in proposal.today.reps), -1], dtype=np.int64)
    return whose[proposal.today.territory]


def _kept(proposal: Proposal, served: Ints, weights: Floats, n: int) -> Floats:
    """Return what each would keep of what they serve today in each territory, shape (territories, representatives)."""
    kept = np.zeros((len(proposal.plan), n))
    both = (served >= 0) & (proposal.territory >= 0)
    np.add.at(kept, (proposal.territory[both], served[both]), weights[both])
    return kept


def _remote(proposal: Proposal, team: Team, served: Ints, weights: Floats) -> Floats:
    """Return what it costs that each is far from each territory, of the same shape."""
    k = len(proposal.plan)
    centres = middles(proposal.points, served, weights, len(team))
    for number, rep in enumerate(team.reps):
        if rep.lon is not None and rep.lat is not None:
            centres[number] = to_metres([rep.lon], [rep.lat], metric_crs(country_of(proposal.customers)))[0]
    places = middles(proposal.points, proposal.territory, weights, k)
    return remoteness(places, centres, float(weights.sum()) / k)
