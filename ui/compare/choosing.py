"""Which two divisions are compared: what there is to choose from, what is usual, and what was chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from geo.planning import Proposal
from geo.planning.agreed import AgreedPlan, AgreedState
from geo.planning.comparing import Comparison, compare
from geo.planning.divisions import Chosen, Division, Made, Now, division
from geo.planning.scenarios import desks_of
from geo.store import Dataset, Scenario, Scenarios, version_of
from geo.texts import Text, text
from geo.viewer import Viewer
from ui import cache
from ui.agreed import agreed_of, plan_key
from ui.state import current

TODAY = "today"
_VERSIONS = 20
"""Versions of a scenario that are offered, beside the first."""


@dataclass(frozen=True)
class Sides:
    """
    What is compared.

    Parameters
    ----------
    options
        What there is to choose from, by how the address writes it.
    before, after
        What is chosen.
    agreed
        How it stands with the plan of the list.
    """

    options: dict[str, Text]
    before: str
    after: str
    agreed: AgreedState


def sides(dataset: Dataset) -> Sides | None:
    """
    Return what is compared: what was chosen, as far as there is such a division, else what is usual.

    Usual is the scenario that is open, or the last one, beside the plan that was agreed; where there is none, or it is
    this one, beside today; where no customer has an owner beside another scenario, or how it was made.

    Returns
    -------
    None where there are no two divisions of the list.
    """
    state = current()
    known = _scenarios(dataset)
    by_id = {scenario.id: scenario for scenario in known}
    asked = [side.partition(".")[0] for side in (state.before, state.after) if side]
    owned = bool(dataset.customers.owners)
    open_ = [by_id[name] for name in (*asked, state.scenario) if name in by_id]
    agreed = agreed_of(dataset)
    options = _options(known, open_, dataset.id, agreed.plan, today=owned)
    if not known or len(options) < 2:
        return None
    after = state.after if state.after in options else None
    after = after or (state.scenario if state.scenario in options else known[0].id)
    before = state.before if state.before in options else _usual(options, after, agreed.plan)
    return Sides(options, before, after, agreed)


def compared(found: Sides) -> Comparison:
    """
    Set the two sides beside each other; the same two are compared once.

    Raises
    ------
    RayonError
        Where one of them cannot be opened, or they have no customer in common.
    """
    viewer = current().viewer
    before, after = (_division(key, found, viewer) for key in (found.before, found.after))
    return _compared(before, after, viewer)


def scenario_of(key: str) -> tuple[str, int | None] | None:
    """Return the scenario and version of a side, None for today."""
    if key == TODAY:
        return None
    name, _, version = key.partition(".")
    return name, int(version) if version else None


def _usual(options: Mapping[str, Text], after: str, plan: AgreedPlan | None) -> str:
    """Return what is usual beside a division."""
    side = scenario_of(after)
    if plan is not None and not (side is not None and plan.is_version(*side)):
        return plan_key(plan)
    return next(key for key in options if key != after)


def _scenarios(dataset: Dataset) -> list[Scenario]:
    """Return the scenarios of a list and of its other versions, the last changed first."""
    found = Scenarios(cache.workspace()).list(version_of(cache.workspace(), dataset.id).series)
    return sorted(found, key=lambda one: one.dataset != dataset.id)


def _options(
    known: Sequence[Scenario], open_: Sequence[Scenario], dataset: str, plan: AgreedPlan | None, *, today: bool
) -> dict[str, Text]:
    options = {TODAY: text("Today")} if today else {}
    if plan is not None:
        options[plan_key(plan)] = text("The plan: {name} · version {n}", name=plan.scenario.called, n=plan.revision)
    for scenario in known:
        options.setdefault(scenario.id, _called(scenario, scenario.head, dataset))
        first = max(2, scenario.head - _VERSIONS) if scenario in open_ else scenario.head
        for n in (*range(scenario.head - 1, first - 1, -1), *([1] if scenario.head > 1 else [])):
            options.setdefault(f"{scenario.id}.{n}", _called(scenario, n, dataset))
    return options


def _called(scenario: Scenario, version: int, dataset: str) -> Text:
    if scenario.dataset == dataset:
        return text("{name} · version {n}", name=scenario.called, n=version)
    return text("{name} · version {n} · another version of the list", name=scenario.called, n=version)


def _division(key: str, found: Sides, viewer: Viewer) -> Division:
    desks = desks_of(cache.workspace())
    chosen = scenario_of(key)
    if chosen is None:
        # Today is drawn on the areas of what it is compared with.
        other = scenario_of(found.after) or scenario_of(found.before)
        name = other[0] if other is not None else next(k for k in found.options if k != TODAY)
        return _seen(Now(name), "", desks.open(name, viewer).first, viewer)
    name, version = chosen
    desk = desks.open(name, viewer)
    head, _, _ = desk.current
    number = head if version is None else version
    return _seen(Made(name, number), desk.scenario.name, desk.proposal_at(number), viewer)


@lru_cache(maxsize=12)
def _seen(chosen: Chosen, called: str, proposal: Proposal, viewer: Viewer) -> Division:
    """Return a division, the same object for the same plan under the same name."""
    return division(desks_of(cache.workspace()), chosen, viewer=viewer)


@lru_cache(maxsize=6)
def _compared(before: Division, after: Division, viewer: Viewer) -> Comparison:
    return compare(before, after, viewer=viewer)
