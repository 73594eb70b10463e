"""A team as text, for the store."""

from __future__ import annotations

import json

from geo.sales.rep import Rep
from geo.sales.team import Team
from geo.sales.visits import Visits


def encode_team(team: Team) -> str:
    """Return a team as JSON, the same for equal teams."""
    content = {"reps": [vars(rep) for rep in team.reps], "visits": vars(team.visits)}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def decode_team(content: str) -> Team:
    """Return the team that `encode_team` wrote."""
    read = json.loads(content)
    return Team(tuple(Rep(**rep) for rep in read["reps"]), Visits(**read["visits"]))
