"""
What turns one plan into another: the areas, territories and customers that change, with what they were before.

A delta knows both sides, so its inverse takes an edit back, and a plan in which something is no longer as the delta
says refuses it whole. Encoded it is what the store keeps of a revision.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.areas import Coverage
from geo.errors import ConflictError
from geo.territories.plan import UNASSIGNED, Plan, Territory
from geo.texts import text

Ints = npt.NDArray[np.int64]
Pair = tuple[Territory | None, Territory | None]


@dataclass(frozen=True, eq=False)
class Delta:
    """
    The difference between two plans of one coverage.

    Parameters
    ----------
    areas
        Rows of the areas that change hands, ascending, shape (d,).
    before, after
        Ids of their territories, `UNASSIGNED` for none, shape (d,).
    territories
        Territories that come, go or change, each before and after, None where it is not there.
    overrides
        Customer key, and the ids it is bound to before and after, None where it is not bound.
    """

    areas: Ints
    before: Ints
    after: Ints
    territories: tuple[Pair, ...] = ()
    overrides: tuple[tuple[str, int | None, int | None], ...] = ()

    def __bool__(self) -> bool:
        """Whether anything changes."""
        return bool(len(self.areas) or self.territories or self.overrides)

    @property
    def inverse(self) -> Delta:
        """The way back."""
        return Delta(
            self.areas,
            self.after,
            self.before,
            tuple((new, old) for old, new in self.territories),
            tuple((key, new, old) for key, old, new in self.overrides),
        )

    def encode(self) -> bytes:
        """Return the delta as bytes, the same for equal deltas."""
        return _pack(
            {
                "areas": self.areas.tolist(),
                "before": self.before.tolist(),
                "after": self.after.tolist(),
                "territories": [[_written(old), _written(new)] for old, new in self.territories],
                "overrides": [list(entry) for entry in self.overrides],
            }
        )

    @classmethod
    def decode(cls, content: bytes) -> Delta:
        """Return what `encode` wrote."""
        read = _unpack(content)
        areas, before, after = (np.array(read[name], dtype=np.int64) for name in ("areas", "before", "after"))
        return cls(
            areas,
            before,
            after,
            tuple((_read(old), _read(new)) for old, new in read["territories"]),
            tuple((key, old, new) for key, old, new in read["overrides"]),
        )


def difference(before: Plan, after: Plan) -> Delta:
    """Return what turns one plan into another of the same coverage."""
    one, other = before.owners, after.owners
    areas = np.flatnonzero(one != other)
    old, new = ({t.id: t for t in plan.territories} for plan in (before, after))
    bound = sorted({*before.overrides, *after.overrides})
    return Delta(
        areas,
        one[areas],
        other[areas],
        tuple((old.get(i), new.get(i)) for i in sorted({*old, *new}) if old.get(i) != new.get(i)),
        tuple(
            (key, before.overrides.get(key), after.overrides.get(key))
            for key in bound
            if before.overrides.get(key) != after.overrides.get(key)
        ),
    )


def apply(plan: Plan, delta: Delta, *, locks: bool = True) -> Plan:
    """
    Return the plan with a delta applied, whole or not at all.

    Parameters
    ----------
    plan
        The plan.
    delta
        What changes.
    locks
        Whether a locked territory refuses what the delta does to its ground; not so where a revision that was
        accepted is read again.

    Raises
    ------
    ConflictError
        Where something is no longer as the delta says it was, or belongs to a territory that was locked since.
    """
    owners = plan.owners
    astray = delta.areas[owners[delta.areas] != delta.before]
    if len(astray):
        raise _conflict(plan, owners, astray)
    known = {t.id: t for t in plan.territories}
    _check_territories(known, delta)
    if locks:
        _check_locks(known, delta)
    for old, new in delta.territories:
        if new is not None:
            known[new.id] = new
        elif old is not None:
            del known[old.id]
    territories = tuple(known[i] for i in sorted(known))
    owners = owners.copy()
    owners[delta.areas] = delta.after
    overrides = dict(plan.overrides)
    for key, was, becomes in delta.overrides:
        if overrides.pop(key, None) != was:
            raise ConflictError(text("A customer was bound to another territory meanwhile."), _LOOK_AGAIN)
        if becomes is not None:
            overrides[key] = becomes
    missing = ({*np.unique(owners).tolist(), *overrides.values()} - {UNASSIGNED}) - set(known)
    if missing:
        raise ConflictError(text("A territory of this edit was removed meanwhile."), _LOOK_AGAIN)
    ids = np.array([UNASSIGNED, *(t.id for t in territories)], dtype=np.int64)
    return Plan(plan.coverage, np.searchsorted(ids, owners) - 1, territories, overrides)


_LOOK_AGAIN = text("Look at the plan as it is now and make the edit again.")


def _check_territories(known: dict[int, Territory], delta: Delta) -> None:
    for old, new in delta.territories:
        number = (old or new).id  # type: ignore[union-attr]
        if known.get(number) != old:
            name = (known.get(number) or old or new).name  # type: ignore[union-attr]
            raise ConflictError(text("The territory {name} was changed meanwhile.", name=name), _LOOK_AGAIN)


def _check_locks(known: dict[int, Territory], delta: Delta) -> None:
    changing = {t.id for pair in delta.territories for t in pair if t is not None}
    touched = {*delta.before.tolist(), *delta.after.tolist()}
    touched |= {t for _, old, new in delta.overrides for t in (old, new) if t is not None}
    for number in sorted(touched - changing):
        if number in known and known[number].locked:
            raise ConflictError(
                text("{name} is locked.", name=known[number].name), text("Unlock the territory, or leave it as it is.")
            )


def _conflict(plan: Plan, owners: Ints, astray: Ints) -> ConflictError:
    area, owner = int(astray[0]), int(owners[astray[0]])
    rows = tuple(int(a) for a in astray)
    code = str(plan.coverage.areas["code"].iloc[area])
    if owner == UNASSIGNED:
        return ConflictError(text("{area} was released meanwhile.", area=code), _LOOK_AGAIN, rows)
    name = plan.territories[plan.position(owner)].name
    return ConflictError(text("{area} went to {name} meanwhile.", area=code, name=name), _LOOK_AGAIN, rows)


def encode_plan(plan: Plan) -> bytes:
    """Return a plan as bytes, the same for equal plans; its coverage is only named."""
    return _pack(
        {
            "coverage": plan.coverage.fingerprint,
            "owners": plan.owners.tolist(),
            "territories": [_written(t) for t in plan.territories],
            "overrides": dict(sorted(plan.overrides.items())),
        }
    )


def decode_plan(content: bytes, coverage: Coverage) -> Plan:
    """
    Return what `encode_plan` wrote.

    Raises
    ------
    ValueError
        Where it is a plan of another coverage.
    """
    read = _unpack(content)
    if read["coverage"] != coverage.fingerprint:
        msg = f"the plan divides the coverage {read['coverage']}, not {coverage.fingerprint}"
        raise ValueError(msg)
    territories = tuple(Territory(**entry) for entry in read["territories"])
    ids = np.array([UNASSIGNED, *(t.id for t in territories)], dtype=np.int64)
    return Plan(coverage, np.searchsorted(ids, np.array(read["owners"])) - 1, territories, read["overrides"])


def _written(territory: Territory | None) -> dict[str, Any] | None:
    """Return a territory as it is kept; nobody as its representative is told by silence, as before there were any."""
    if territory is None:
        return None
    return {name: value for name, value in vars(territory).items() if name != "rep" or value is not None}


def _read(entry: dict[str, Any] | None) -> Territory | None:
    return None if entry is None else Territory(**entry)


def _pack(content: dict[str, Any]) -> bytes:
    return zlib.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))


def _unpack(content: bytes) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(zlib.decompress(content))
    return read
