"""
How far proposals are from their targets, for the lists that name them.

A proposal is worked out when it is opened and not for a line in a list: that could take seconds each, and would clear
those from the desk that are being edited. A line says what was known when its last version was on a page.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from geo.planning import Proposal
from geo.store import Scenario
from geo.territories import at_most
from geo.texts import Text, plural

_KEPT = 256
_known: OrderedDict[str, tuple[int, Text]] = OrderedDict()
_lock = Lock()


def remember(scenario: str, version: int, proposal: Proposal) -> None:
    """
    Take note of how a proposal stands.

    Parameters
    ----------
    scenario, version
        Its name, and the number of its last version.
    proposal
        The plan of that version.
    """
    words = plural(
        "{count} territory, largest deviation {deviation}",
        "{count} territories, largest deviation {deviation}",
        len(proposal.plan),
        deviation=at_most(proposal.balance.deviation),
    )
    with _lock:
        _known[scenario] = version, words
        _known.move_to_end(scenario)
        while len(_known) > _KEPT:
            _known.popitem(last=False)


def standing(scenario: Scenario) -> Text | None:
    """Say how far a proposal is from its targets, None where its last version was not on a page yet."""
    with _lock:
        version, words = _known.get(scenario.id, (0, None))
    return words if version == scenario.head else None
