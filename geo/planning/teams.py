"""The team of a customer list, for who plans: kept, brought back, and set beside the work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import geopandas as gpd

from geo.areas import metric_crs
from geo.gazetteer import land
from geo.planning.placed import country_of
from geo.sales import Enough, Home, Rep, Team, enough, home_at, home_written, need, team_from_owners
from geo.store import Dataset, Teams, TeamState, Workspace, version_of
from geo.viewer import Viewer

_METRES2_A_KM2 = 1e6


@dataclass(frozen=True)
class KeptTeam:
    """
    The team of a list as it is.

    Parameters
    ----------
    state
        The last state, None where no team was saved yet.
    earlier, later
        Numbers of the states that undo and redo lead to, None where there is none.
    """

    state: TeamState | None
    earlier: int | None = None
    later: int | None = None

    @property
    def number(self) -> int:
        """Number of the last state, 0 for none."""
        return 0 if self.state is None else self.state.number

    @property
    def team(self) -> Team:
        """The team, empty where none was saved yet."""
        return Team(()) if self.state is None else self.state.team


def team_of(workspace: Workspace, dataset_id: str, *, viewer: Viewer) -> KeptTeam:
    """
    Return the team of a list, the same for all its versions.

    Raises
    ------
    NotAllowedError
        Where anyone but a manager asks.
    """
    viewer.require_manager()
    states = Teams(workspace).states(_series(workspace, dataset_id))
    if not states:
        return KeptTeam(None)
    done, undone = _trail(states)
    return KeptTeam(states[-1], done[-2] if len(done) > 1 else None, undone[-1] if undone else None)


def save_team(workspace: Workspace, dataset_id: str, base: int, team: Team, *, viewer: Viewer) -> TeamState:
    """
    Save the team of a list.

    Parameters
    ----------
    workspace
        Where it is kept.
    dataset_id
        A version of the list.
    base
        Number of the state it was made from, 0 for none.
    team
        The team.
    viewer
        Who saves it. Only a manager may.

    Raises
    ------
    TeamChangedError
        Where somebody saved another one since.
    NotAllowedError
        Where anyone but a manager asks.
    """
    viewer.require_manager()
    author = viewer.rep or viewer.role
    return Teams(workspace).save(_series(workspace, dataset_id), base, team, author=author)


def restore_team(workspace: Workspace, dataset_id: str, base: int, number: int, *, viewer: Viewer) -> TeamState:
    """Make the team what it was at an earlier state, by one more state; as `save_team` otherwise."""
    viewer.require_manager()
    earlier = Teams(workspace).at(_series(workspace, dataset_id), number)
    return save_team(workspace, dataset_id, base, earlier.team, viewer=viewer)


def owners_team(dataset: Dataset, *, viewer: Viewer) -> Team:
    """Return the owners of a list's customers as a team to begin with."""
    viewer.require_manager()
    return team_from_owners(dataset.customers)


def team_against_work(dataset: Dataset, team: Team, *, viewer: Viewer) -> Enough:
    """Set a team beside the work that the customers of a list ask, on the ground of their country."""
    viewer.require_manager()
    customers = dataset.customers
    return enough(team, need(customers, team.visits, km2=_km2(country_of(customers))))


def with_home(team: Team, name: str, home: Home | None) -> Team:
    """Return a team in which a representative lives elsewhere; None for a home that is not known."""
    place = ("", "", None, None) if home is None else tuple(home)
    fields = dict(zip(("postcode", "place", "lon", "lat"), place, strict=True))
    return _with(team, name, lambda rep: replace(rep, **fields))  # type: ignore[arg-type]


def home_on_map(dataset: Dataset, lon: float, lat: float) -> Home:
    """Return a place that was clicked on the map of a list's country."""
    return home_at(lon, lat, country_of(dataset.customers))


def home_in_words(dataset: Dataset, written: str) -> Home | None:
    """Return a postcode or town of a list's country, None where it is not known."""
    return home_written(written, country_of(dataset.customers))


def _with(team: Team, name: str, change: Callable[[Rep], Rep]) -> Team:
    return replace(team, reps=tuple(change(rep) if rep.name == name else rep for rep in team.reps))


def _series(workspace: Workspace, dataset_id: str) -> str:
    return version_of(workspace, dataset_id).series


def _trail(states: list[TeamState]) -> tuple[list[int], list[int]]:
    """
    Return the numbers of the states that stand, and of those that were taken back, as undo and redo walk along them.

    A state that is as the one before the last was an undo, one that is as what was taken back last a redo.
    """
    done: list[TeamState] = []
    undone: list[TeamState] = []
    for state in states:
        if len(done) > 1 and state.team == done[-2].team:
            undone.append(done.pop())
        elif undone and state.team == undone[-1].team:
            done.append(undone.pop())
        else:
            done.append(state)
            undone.clear()
    return [s.number for s in done], [s.number for s in undone]


@cache
def _km2(country: str) -> float:
    """Return the ground of a country in square kilometres."""
    ground = gpd.GeoSeries([land(country)], crs="EPSG:4326").to_crs(metric_crs(country))
    return float(ground.area.sum()) / _METRES2_A_KM2
