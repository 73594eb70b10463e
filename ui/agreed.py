"""Which proposal is the plan: said alike wherever it is named, and agreed, withdrawn and taken back by a click."""

from __future__ import annotations

from collections.abc import Callable

from geo.errors import RayonError
from geo.planning import agreed
from geo.planning.agreed import AgreedPlan, AgreedState
from geo.store import Dataset, Scenario
from geo.texts import Day, Text, text
from ui import cache
from ui.components.markup import Html
from ui.components.text import chip
from ui.language import say
from ui.state import current


def agreed_of(dataset: Dataset) -> AgreedState:
    """Return how it stands with the plan of a list; for whoever is no manager there is none."""
    viewer = current().viewer
    if viewer.role != "manager":
        return AgreedState(None, 0)
    return agreed.agreed_state(cache.workspace(), dataset.id, viewer=viewer)


def plan_key(plan: AgreedPlan) -> str:
    """Return how an address writes the version that is the plan."""
    scenario = plan.scenario
    return scenario.id if plan.revision == scenario.head else f"{scenario.id}.{plan.revision}"


def plan_chip(plan: AgreedPlan) -> Html:
    """Return the mark of the proposal that is the plan, with the version of it where it was changed since."""
    return chip(say("The plan: version {n}", n=plan.revision) if plan.changed else say("The plan"), "good")


def version_chip(scenario: Scenario, version: int | None) -> Html:
    """
    Return the mark of a proposal in the workbench: that it is the plan, or was changed since; nothing where it is not.

    Parameters
    ----------
    scenario
        The proposal.
    version
        Number of an earlier version that is looked at, None for the last.
    """
    viewer = current().viewer
    if viewer.role != "manager":
        return Html("")
    plan = agreed.agreed_version(cache.workspace(), scenario, viewer=viewer)
    if plan is None or version not in (None, plan.revision):
        return Html("")
    if version is None and plan.changed:
        return chip(say("Changed since the plan: version {n}", n=plan.revision), "attention")
    return chip(say("The plan"), "good")


def since_words(plan: AgreedPlan) -> Text:
    """Say since when a proposal is the plan."""
    return text("{name} has been the plan since {day}.", name=plan.scenario.called, day=Day(plan.since))


def changed_words(plan: AgreedPlan) -> Text:
    """Say that a proposal is not what was agreed of it any more."""
    return text("Changed since it was agreed: version {n} is the plan.", n=plan.revision)


def make_plan(scenario: str, revision: int | None, base: int) -> None:
    """Make a version of a proposal the plan, and offer to take that back; why it cannot be is the visitor's problem."""
    _do(lambda: agreed.agree(cache.workspace(), scenario, revision, base, viewer=current().viewer))


def withdraw(dataset: str, base: int) -> None:
    """Have a list no plan any more, and offer to take that back."""
    _do(lambda: agreed.withdraw(cache.workspace(), dataset, base, viewer=current().viewer))


def take_back(dataset: str, base: int) -> None:
    """Bring back what was the plan before."""
    _do(lambda: agreed.take_back(cache.workspace(), dataset, base, viewer=current().viewer), offered=False)


def _do(act: Callable[[], AgreedState], *, offered: bool = True) -> None:
    state = current()
    try:
        made = act()
    except RayonError as error:
        state.problem = error
        return
    state.settle()
    state.agreed = made.number if offered else None
