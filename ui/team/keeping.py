"""The team on the page: read, saved at every change, taken back, and what happened when somebody else was first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from geo.errors import RayonError
from geo.planning.teams import KeptTeam, restore_team, save_team, team_of
from geo.sales import Remark, Team
from geo.store import Dataset, TeamChangedError, TeamState
from ui import cache
from ui.state import current

_KEY = "team-page"


@dataclass
class TeamPage:
    """
    What one window shows of a team.

    Parameters
    ----------
    dataset
        Name of the list it is about.
    number
        State that the table was drawn from and that what was typed starts from.
    edition
        Rises when the team changes otherwise than by typing, so that the table forgets what was typed.
    chosen
        Name of the representative who stands out on the map.
    problem
        What went wrong last and still has to be told.
    theirs, mine
        What somebody saved meanwhile, and what would have been saved here; None where there is no conflict.
    remarks
        What was mended or refused in the file that was loaded last.
    files
        Counts the files that were loaded, after each of which the uploader forgets its file.
    """

    dataset: str = ""
    number: int = 0
    edition: int = 0
    chosen: str | None = None
    problem: RayonError | None = None
    theirs: TeamState | None = None
    mine: Team | None = None
    remarks: tuple[Remark, ...] = ()
    files: int = 0


def page_of(dataset: Dataset) -> TeamPage:
    """Return what this window shows of the team of a list."""
    page = st.session_state.get(_KEY)
    if not isinstance(page, TeamPage) or page.dataset != dataset.id:
        page = TeamPage(dataset.id)
        st.session_state[_KEY] = page
    return page


def kept_team(dataset: Dataset) -> KeptTeam:
    """Return the team as it is; where others changed it, the table begins anew with it."""
    kept, page = team_of(cache.workspace(), dataset.id, viewer=current().viewer), page_of(dataset)
    if kept.number != page.number:
        page.number = kept.number
        page.edition += 1
    return kept


def typed_in(dataset: Dataset, team: Team) -> None:
    """Save what was typed in the table, which goes on from there."""
    page = page_of(dataset)
    state = _saved(dataset, team)
    if state is not None:
        page.number = state.number


def change(dataset: Dataset, make: Callable[[], Team]) -> None:
    """Save a change that was made beside the table, which begins anew with it."""
    page = page_of(dataset)
    try:
        team = make()
    except RayonError as error:
        page.problem = error
        return
    _saved(dataset, team)


def go_back(dataset: Dataset, number: int) -> None:
    """Make the team what it was at an earlier state."""
    page = page_of(dataset)
    page.problem, page.remarks = None, ()
    try:
        restore_team(cache.workspace(), dataset.id, page.number, number, viewer=current().viewer)
    except RayonError as error:
        page.problem = error


def keep_mine(dataset: Dataset) -> None:
    """Save what was typed here after what somebody else saved."""
    page = page_of(dataset)
    assert page.mine is not None
    assert page.theirs is not None
    mine, page.number = page.mine, page.theirs.number
    page.theirs, page.mine = None, None
    _saved(dataset, mine)
    page.edition += 1


def take_theirs(dataset: Dataset) -> None:
    """Go on with what somebody else saved."""
    page = page_of(dataset)
    page.theirs, page.mine = None, None
    page.edition += 1


def _saved(dataset: Dataset, team: Team) -> TeamState | None:
    page = page_of(dataset)
    page.problem, page.remarks = None, ()
    try:
        return save_team(cache.workspace(), dataset.id, page.number, team, viewer=current().viewer)
    except TeamChangedError as error:
        page.theirs, page.mine = error.now, team
    except RayonError as error:
        page.problem = error
    return None
