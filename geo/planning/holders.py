"""Who holds the customers before, and which territory after continues whose work."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.planning.divisions import Division
from geo.territories import Balance
from geo.texts import spoken

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Holders:
    """
    The holders of a division: its representatives, and its territories where nobody is known.

    Behind them stand those who come in with the second division and hold nothing yet.

    Parameters
    ----------
    of
        Holder of each territory before, shape (n_before,).
    names
        What the territories of each are called, one after another.
    reps
        Representative of each, None for nobody.
    n_known
        Number of those who hold something before; the others are newcomers.
    """

    of: Ints
    names: tuple[str, ...]
    reps: tuple[str | None, ...]
    n_known: int

    @classmethod
    def of_two(cls, before: Division, after: Division) -> tuple[Holders, Ints, Ints]:
        """
        Find the holders of a division, and whom the territories of another one continue.

        Returns
        -------
        The holders; for each territory after the holder it continues, −1 where that is to be matched; and the same of
        those alone of which it is certain, since the plans say so and nobody derived it.
        """
        certain = before.named and after.named
        by_id = not certain and before.scenario is not None and before.scenario == after.scenario
        reps = before.reps if not by_id else _by_id(before, after)
        of, first = _together(reps if certain else (None,) * len(reps))
        names = [" + ".join(before.names[i] for i in np.flatnonzero(of == h)) for h in range(len(first))]
        called = [reps[i] for i in first]
        if by_id:
            fixed = _same_ids(before, after)
        else:
            fixed, newcomers = _same_reps(called, after.reps)
            names += ["" for _ in newcomers]
            called += newcomers
        holders = cls(of, tuple(names), tuple(called), len(first))
        return holders, fixed, fixed if certain or by_id else np.full(len(fixed), -1, dtype=np.int64)

    def __len__(self) -> int:
        """Return the number of holders, newcomers included."""
        return len(self.names)

    @property
    def calling(self) -> list[str]:
        """What each is called: the representative, or the territory where nobody is known."""
        return [rep or name for rep, name in zip(self.reps, self.names, strict=True)]

    def deviations(self, before: Balance) -> Floats:
        """Return the signed deviation of each from its targets before, NaN for newcomers."""
        loads, targets = (
            np.bincount(self.of, weights=values, minlength=len(self)).astype(np.float64)
            for values in (before.loads, before.targets)
        )
        together = Balance(loads, targets).deviations
        return np.where(np.arange(len(self)) < self.n_known, together, np.nan)


def _together(reps: tuple[str | None, ...]) -> tuple[Ints, list[int]]:
    """Return the holder of each territory, and the first territory of each holder: one person is one holder."""
    seen: dict[str, int] = {}
    of, first = np.empty(len(reps), dtype=np.int64), list[int]()
    for position, rep in enumerate(reps):
        known = None if rep is None else seen.get(spoken(rep))
        if known is None:
            known = len(first)
            first.append(position)
            if rep is not None:
                seen[spoken(rep)] = known
        of[position] = known
    return of, first


def _same_reps(holders: list[str | None], reps: tuple[str | None, ...]) -> tuple[Ints, list[str | None]]:
    """Return the holder of each representative's name, and those who are new, numbered behind the holders."""
    numbers = {spoken(rep): i for i, rep in reversed(list(enumerate(holders))) if rep is not None}
    newcomers: list[str | None] = []
    fixed = np.full(len(reps), -1, dtype=np.int64)
    for position, rep in enumerate(reps):
        if rep is None or not numbers:
            continue
        if spoken(rep) not in numbers:
            numbers[spoken(rep)] = len(holders) + len(newcomers)
            newcomers.append(rep)
        fixed[position] = numbers[spoken(rep)]
    return fixed, newcomers


def _same_ids(before: Division, after: Division) -> Ints:
    known = {territory.id: position for position, territory in enumerate(before.plan.territories)}
    return np.array([known.get(t.id, -1) for t in after.plan.territories], dtype=np.int64)


def _by_id(before: Division, after: Division) -> tuple[str | None, ...]:
    """Return who serves each territory before, as the second version of the same scenario tells it."""
    told = dict(zip((t.id for t in after.plan.territories), after.reps, strict=True))
    return tuple(told.get(t.id, rep) for t, rep in zip(before.plan.territories, before.reps, strict=True))
