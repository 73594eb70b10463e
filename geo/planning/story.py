"""A plan told slide by slide: what it comes to, what changes, and each territory by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from geo.errors import NotAllowedError, SettingsError
from geo.exports.deck import Deck, Slide
from geo.planning.proposal import Proposal
from geo.planning.story_slides import Telling
from geo.texts import Language, text
from geo.viewer import Viewer


def story(
    proposal: Proposal,
    *,
    viewer: Viewer,
    name: str,
    version: int,
    at: datetime,
    language: Language,
    scenario: str | None = None,
    order: Sequence[str] | None = None,
    with_points: bool = True,
) -> Deck:
    """
    Tell a plan.

    Parameters
    ----------
    proposal
        The plan.
    viewer
        Who looks: a manager or a meeting. Both are told everything, customers as points without names.
    name, version
        What the plan is called, and which version of it this is.
    at
        When it was as it is told.
    language
        Of every word.
    scenario
        Id of the scenario, to which a viewer other than a manager must be bound.
    order
        Keys of the slides to be told, in their order; None for all. A key named twice counts once.
    with_points
        Whether the customers are drawn on the slides of territories.

    Raises
    ------
    NotAllowedError
        Where the viewer may not see this scenario, or is a representative.
    SettingsError
        Where the order names a slide that there is not.
    """
    require_audience(viewer, scenario)
    told = Telling(proposal, name, version, at, language, with_points)
    slides = told.slides() if order is None else _ordered(told.slides(), order)
    return Deck(
        title=told.title,
        footer=told.footer,
        language=language.code,
        slides=tuple(slides),
        table=told.team,
    )


def require_audience(viewer: Viewer, scenario: str | None) -> None:
    """Raise `NotAllowedError` for whoever is told of no plan: all but a manager and a meeting of the scenario."""
    if scenario is None:
        viewer.require_manager()
    else:
        viewer.require_scenario(scenario)
    if viewer.role == "rep":
        raise NotAllowedError(text("A presentation is not for one representative."))


def _ordered(slides: Sequence[Slide], order: Sequence[str]) -> list[Slide]:
    by_key = {slide.key: slide for slide in slides}
    unknown = [key for key in order if key not in by_key]
    if unknown:
        raise SettingsError(
            text("There is no slide {key}.", key=unknown[0][:80]), text("Choose from {keys}.", keys=", ".join(by_key))
        )
    return [by_key[key] for key in dict.fromkeys(order)]
