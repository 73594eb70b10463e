"""The certificate of a plan: what is proved of it, in words and as a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakKeyDictionary

from geo.areas import metric_crs
from geo.errors import StoreError
from geo.planning.comparison_words import MEASURES
from geo.planning.folders import handed_of
from geo.planning.placed import country_of
from geo.planning.proposal import Proposal
from geo.planning.scenarios import Desks
from geo.store import Scenario, Scenarios, Workspace
from geo.territories.certificate import Certificate
from geo.territories.certificate import certify as prove
from geo.territories.certificate_figures import figures
from geo.territories.certificate_words import faulty, not_proved, proved, title
from geo.texts import ENGLISH, LANGUAGES, Language, Text, spoken, text
from geo.viewer import Viewer

_UNITS = {"customers": "count", "revenue": "EUR", "potential": "EUR", "workload": "hours_per_year"}
"""In what measures are counted; a column of the customers' own file has no unit that is known."""
_AT_ONCE = 100_000
"""Customers that are looked at in a moment."""


@dataclass(frozen=True, eq=False)
class Certified:
    """
    A plan's certificate.

    Parameters
    ----------
    proposal
        The plan.
    certificate
        What is proved of it.
    """

    proposal: Proposal
    certificate: Certificate

    @property
    def title(self) -> Text:
        """What the plan misses, or else what is proved of it, in a sentence."""
        return title(self.certificate)

    @property
    def faulty(self) -> bool:
        """Whether the plan misses the tolerance, or a territory is in pieces."""
        return faulty(self.certificate)

    @property
    def proved(self) -> tuple[Text, ...]:
        """What is proved."""
        return proved(self.certificate)

    @property
    def not_proved(self) -> tuple[Text, ...]:
        """What is not."""
        return not_proved(self.certificate, self.measure)

    @property
    def measure(self) -> Text:
        """What the measure that the plan balances is called within a sentence."""
        balanced = self.proposal.settings.measure
        return MEASURES.get(balanced, text("{name}", name=balanced))

    def written(self, language: Language) -> str:
        """Return it as plain text in a language."""
        lines = [language.render(sentence) for sentence in self.proved]
        if self.not_proved:
            lines += ["", language.say("Not proved:"), *(f"- {language.render(item)}" for item in self.not_proved)]
        return "\n".join(lines) + "\n"

    def json(self, language: Language = ENGLISH) -> bytes:
        """Return all figures, and the words in a language."""
        document = {
            **figures(
                self.certificate,
                measure=self.proposal.settings.measure,
                unit=_UNITS.get(self.proposal.settings.measure),
                crs=metric_crs(country_of(self.proposal.customers)).to_string(),
            ),
            "proved": [language.render(sentence) for sentence in self.proved],
            "not_proved": [language.render(item) for item in self.not_proved],
        }
        return (json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode("utf-8")


_known: WeakKeyDictionary[Proposal, Certificate] = WeakKeyDictionary()


def certify(proposal: Proposal, *, viewer: Viewer) -> Certified:
    """
    Prove what can be proved of a plan; the same plan is looked at once.

    Parameters
    ----------
    proposal
        The plan, in the measure in which it is judged.
    viewer
        Who asks. Only a manager plans.

    Raises
    ------
    NotAllowedError
        Where anybody else asks.
    """
    viewer.require_manager()
    found = _known.get(proposal)
    if found is None:
        found = prove(
            proposal.plan,
            proposal.area,
            proposal.territory,
            proposal.weights,
            proposal.points,
            proposal.settings.tolerance,
        )
        _known[proposal] = found
    return Certified(proposal, found)


def _is(kind: Callable[[Path], bool], name: str) -> bool:
    try:
        return kind(Path(name))
    except (OSError, ValueError):
        # Longer than any name of a file can be, or with characters that none has.
        return False


def proposal_of(name: str, workspace: Workspace, *, viewer: Viewer) -> Proposal:
    """
    Return the plan of a folder, or else the last version of a proposal in a workspace.

    Parameters
    ----------
    name
        A folder that the commands `design` or `edit` have written, or the name or number of a proposal.
    workspace
        Where proposals are looked for.
    viewer
        Who asks. Only a manager plans.

    Raises
    ------
    StoreError
        Where there is neither, it is a file, several proposals are called alike, or the folder holds no plan.
    """
    viewer.require_manager()
    if _is(Path.is_dir, name):
        return handed_of(Path(name), viewer=viewer).proposal
    kept = Scenarios(workspace).list() if workspace.root.is_dir() else []
    found = [one for one in kept if one.id == name] or [one for one in kept if spoken(name) in _names(one)]
    if not found:
        wrong = (
            text("{name} is a file, no plan.", name=name[-80:])
            if _is(Path.is_file, name)
            else text("No folder and no proposal is called {name}.", name=name[:80])
        )
        raise StoreError(
            wrong, text("Name a folder that the commands design or edit have written, or a proposal of the app.")
        )
    if len(found) > 1:
        raise StoreError(
            text("{count} proposals are called {name}.", count=len(found), name=name[:80]),
            text("Name one by its number: {numbers}.", numbers=", ".join(one.id for one in found[:5])),
        )
    return Desks(workspace).open(found[0].id, viewer).proposal


def _names(scenario: Scenario) -> set[str]:
    """Return what a proposal is called, in any language."""
    return {spoken(scenario.name), *(spoken(Language(code).render(scenario.called)) for code in LANGUAGES)}


def at_once(proposal: Proposal) -> bool:
    """Return whether a certificate is there before anybody notices: it is known already, or customers are not many."""
    return proposal in _known or len(proposal.area) <= _AT_ONCE
