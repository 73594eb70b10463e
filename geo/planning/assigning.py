"""Who of the team gets which territory of a new plan: one whose capacity is theirs, with as many of their customers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from geo.planning.proposal import Proposal, disruption_measure
from geo.planning.written import spoken
from geo.sales import Team

Floats = npt.NDArray[np.float64]

_DECIMALS = 2
"""To as many is a capacity told."""


def reps_of_the_team(proposal: Proposal, team: Team) -> list[str | None] | None:
    """
    Return a representative of the team for each territory, None where the plan was not made for this team.

    It was where it has as many territories as the team has representatives, with their capacities. Everybody gets a
    territory of their own capacity, and together they keep as much of what they serve today as that allows
    (Kuhn 1955; `linear_sum_assignment`).

    Parameters
    ----------
    proposal
        The plan as it was made.
    team
        The team.
    """
    wanted, given = np.array(team.capacities), np.round(proposal.plan.capacities, _DECIMALS)
    if not len(team) or not np.array_equal(np.sort(wanted), np.sort(given)):
        return None
    kept = _kept(proposal, team)
    # More than all that can be kept together: nobody gets the territory of another capacity to keep customers.
    apart = (given[:, None] != wanted[None, :]) * (1.0 + kept.sum())
    _, reps = linear_sum_assignment(kept - apart, maximize=True)
    return [team.names[rep] for rep in reps]


def _kept(proposal: Proposal, team: Team) -> Floats:
    """Return what each would keep of what they serve today in each territory, shape (territories, representatives)."""
    kept = np.zeros((len(proposal.plan), len(team)))
    if proposal.today is None:
        return kept
    known = {spoken(name): number for number, name in enumerate(team.names)}
    whose = np.array([known.get(spoken(name), -1) for name in proposal.today.reps])[proposal.today.territory]
    served = (proposal.today.territory >= 0) & (whose >= 0) & (proposal.territory >= 0)
    weights = proposal.measures[disruption_measure(proposal.measures)]
    np.add.at(kept, (proposal.territory[served], whose[served]), weights[served])
    return kept
