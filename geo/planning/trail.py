"""Which revisions stand, and which were taken back: what undo and redo go along."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Trail:
    """
    The edits of a scenario as undo and redo see them.

    Parameters
    ----------
    done
        Revisions that stand, the last made last.
    undone
        Revisions that were taken back and can be brought back, the last taken back last.
    """

    done: list[int] = field(default_factory=list)
    undone: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, revisions: Iterable[tuple[int, str, int | None]]) -> Trail:
        """Return the trail that revisions leave: number, kind, and the revision each takes or brings back."""
        trail = cls()
        for number, kind, of in revisions:
            trail.take(number, kind, of)
        return trail

    def take(self, number: int, kind: str, of: int | None) -> None:
        """Take note of one more revision."""
        if kind in ("edit", "restore"):
            self.done.append(number)
            self.undone.clear()
        elif kind == "undo" and of is not None:
            self.done.remove(of)
            self.undone.append(of)
        elif kind == "redo" and of is not None:
            self.undone.remove(of)
            self.done.append(of)

    def copy(self) -> Trail:
        """Return a trail to try things on."""
        return Trail(self.done.copy(), self.undone.copy())
