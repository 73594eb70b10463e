"""
Sales: the team that works the territories, and whether it can.

A `Team` is whoever visits customers, with the hours that each has for it; `read_team` and `team_workbook` carry it from
and to a spreadsheet, `enough` sets its hours beside the work that the customers ask.
"""

from geo.sales.homes import Home, home_at, home_written, homes_written
from geo.sales.keeping import decode_team, encode_team
from geo.sales.owners import team_from_owners
from geo.sales.problems import Problem, TeamError
from geo.sales.reading import Remark, TeamFile, read_team
from geo.sales.rep import FULL_TIME_HOURS, USUAL, Rep
from geo.sales.team import MOST_REPS, Team, checked
from geo.sales.visits import Visits
from geo.sales.work import Enough, Need, enough, need
from geo.sales.workbook import sample_team, team_workbook

__all__ = [
    "FULL_TIME_HOURS",
    "MOST_REPS",
    "USUAL",
    "Enough",
    "Home",
    "Need",
    "Problem",
    "Remark",
    "Rep",
    "Team",
    "TeamError",
    "TeamFile",
    "Visits",
    "checked",
    "decode_team",
    "encode_team",
    "enough",
    "home_at",
    "home_written",
    "homes_written",
    "need",
    "read_team",
    "sample_team",
    "team_from_owners",
    "team_workbook",
]
