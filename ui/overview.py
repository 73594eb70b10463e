"""Where the work on a list stands, for the start page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from geo.areas import official
from geo.maps import facing
from geo.palette import PALETTE, colour
from geo.planning import Proposal
from geo.planning.agreed import AgreedPlan
from geo.planning.teams import team_against_work
from geo.sales import Enough, Team
from geo.store import Dataset
from geo.territories import at_most
from geo.texts import Number, Text, plural, text
from ui.agreed import changed_words, since_words
from ui.components.sketch import Fill, draw
from ui.components.steps import Standing
from ui.components.text import Figure
from ui.imports import list_name
from ui.language import render, say
from ui.plan_map import picture
from ui.state import current

_COUNTRY = "NL"


@dataclass(frozen=True)
class Overview:
    """
    What the start page says.

    Parameters
    ----------
    title, about
        What is open, and a line about it.
    standings
        Where each built step stands, by its number.
    picture
        Address of a small picture.
    figures
        The numbers that matter.
    """

    title: Text
    about: Text
    standings: Mapping[int, Standing]
    picture: str
    figures: Sequence[Figure]


def overview(
    dataset: Dataset,
    proposal: Proposal | None,
    team: Team | None = None,
    agreed: AgreedPlan | None = None,
    kept: int = 0,
) -> Overview:
    """
    Say where the work on a list stands.

    Parameters
    ----------
    dataset
        The list.
    proposal
        Its plan, where there is one.
    team
        Who visits its customers, where that was said.
    agreed
        Which proposal is the plan, where one was agreed.
    kept
        How many proposals for the list there are.
    """
    return Overview(
        title=list_name(dataset),
        about=proposal.sentence if proposal else _about(kept),
        standings={1: _customers(dataset), 3: _team(dataset, team), 5: _territories(proposal, agreed, kept)},
        picture=_picture(dataset, proposal),
        figures=_figures(proposal) if proposal else [],
    )


def _about(kept: int) -> Text:
    if not kept:
        return text("Customers are in; the next step is to divide them.")
    return plural(
        "Customers are in, and {count} proposal is kept; open it to go on.",
        "Customers are in, and {count} proposals are kept; open one to go on.",
        kept,
    )


def _customers(dataset: Dataset) -> Standing:
    customers = dataset.customers
    return Standing(
        "done",
        render(plural("{count} customer", "{count} customers", customers.n_accepted)),
        say("{repaired} repaired, {rejected} rejected", repaired=customers.n_repaired, rejected=customers.n_rejected),
    )


def _team(dataset: Dataset, team: Team | None) -> Standing:
    if not team:
        return Standing("open", about=say("not started yet"))
    found = team_against_work(dataset, team, viewer=current().viewer)
    return Standing(
        "attention" if found.short or found.tight else "done",
        render(plural("{count} representative", "{count} representatives", found.reps)),
        render(_hours(found)),
        wrong=found.short,
    )


def _hours(found: Enough) -> Text:
    there, asked = Number(found.hours), Number(found.need.hours)
    if found.need.visits is None:
        return text("{hours} hours a year, {asked} asked", hours=there, asked=asked)
    return text("{hours} hours a year, {asked} assumed to be asked", hours=there, asked=asked)


def _territories(proposal: Proposal | None, agreed: AgreedPlan | None, kept: int) -> Standing:
    if proposal is None:
        if agreed is None and kept:
            return Standing("next", render(plural("{count} proposal", "{count} proposals", kept)), say("none is open"))
        if agreed is None:
            return Standing("next", about=say("not started yet"))
        return Standing("done", say("The plan: version {n}", n=agreed.revision), render(since_words(agreed)))
    count, more = plural("{count} territory in the plan", "{count} territories in the plan", len(proposal.plan)), None
    if agreed is not None and agreed.scenario.id == current().scenario:
        more = changed_words(agreed) if agreed.changed else since_words(agreed)
    elif agreed is not None:
        more = since_words(agreed)
        count = plural("{count} territory in this proposal", "{count} territories in this proposal", len(proposal.plan))
    return Standing(
        "done" if proposal.within_tolerance else "attention",
        render(count),
        say("largest deviation {deviation}", deviation=at_most(proposal.balance.deviation)),
        wrong=not (proposal.within_tolerance or proposal.most_even),
        more="" if more is None else render(more),
    )


def _figures(proposal: Proposal) -> list[Figure]:
    language = current().language
    found = [
        Figure(
            say("Largest deviation"),
            language.render(text("{share}", share=at_most(proposal.balance.deviation))),
            tone="neutral" if proposal.within_tolerance or proposal.most_even else "wrong",
        )
    ]
    if proposal.today is not None:
        staying = 1 - proposal.today.changes.share(proposal.measures["customers"])
        found.append(Figure(say("Customers who stay"), language.share(staying)))
    return found


def _picture(dataset: Dataset, proposal: Proposal | None) -> str:
    return picture(proposal) if proposal else _customers_picture(dataset)


@lru_cache(maxsize=4)
def _customers_picture(dataset: Dataset) -> str:
    return draw(_COUNTRY, dots=dataset.customers.table[["lon", "lat"]].to_numpy())


@lru_cache(maxsize=1)
def demo_picture() -> str:
    """Return a picture of the country divided into its provinces, to show what a division looks like."""
    provinces = official("province", _COUNTRY)
    colours = colour(facing(provinces.metric), len(provinces))
    return draw(_COUNTRY, [Fill(s, PALETTE[c]) for s, c in zip(provinces.areas.geometry, colours, strict=True)])
