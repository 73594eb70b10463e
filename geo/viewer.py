"""Who asks. Every use case that reads customers takes a viewer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geo.errors import NotAllowedError
from geo.texts import text

Role = Literal["manager", "rep", "meeting"]


@dataclass(frozen=True)
class Viewer:
    """
    A role and what it is bound to.

    Parameters
    ----------
    role
        A manager sees all. A rep sees their own customers and nobody else's. A meeting sees a plan presented: figures,
        territories and unnamed points, no customer by name.
    rep
        For a rep, the name under which customers are theirs.
    scenario
        The one scenario that a link shows, None for whoever is not bound to one.
    """

    role: Role
    rep: str | None = None
    scenario: str | None = None

    def __post_init__(self) -> None:
        """Refuse a rep without a name: nobody's customers must not become everybody's."""
        if self.role == "rep" and not self.rep:
            raise NotAllowedError(text("A representative is asked for without a name."))

    def require_manager(self) -> None:
        """Raise `NotAllowedError` for anyone but a manager."""
        if self.role != "manager":
            raise NotAllowedError(text("Only a manager may make plans."), text("Ask your manager for the territories."))

    def require_scenario(self, scenario: str) -> None:
        """Raise `NotAllowedError` for whoever may not see a scenario: all but a manager and who was given this one."""
        if self.role != "manager" and self.scenario != scenario:
            raise NotAllowedError(text("This link does not lead to that plan."), text("Ask your manager for another."))


MANAGER = Viewer("manager")
"""The person on whose own machine the program runs."""
