"""Who asks. Every use case that reads customers takes a viewer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geo.errors import NotAllowedError
from geo.texts import text

Role = Literal["manager", "rep"]


@dataclass(frozen=True)
class Viewer:
    """A role and, for a rep, the name under which customers are theirs."""

    role: Role
    rep: str | None = None

    def __post_init__(self) -> None:
        """Refuse a rep without a name: nobody's customers must not become everybody's."""
        if self.role == "rep" and not self.rep:
            raise NotAllowedError(text("A representative is asked for without a name."))

    def require_manager(self) -> None:
        """Raise `NotAllowedError` for anyone but a manager."""
        if self.role != "manager":
            raise NotAllowedError(text("Only a manager may make plans."), text("Ask your manager for the territories."))


MANAGER = Viewer("manager")
"""The person on whose own machine the program runs."""
