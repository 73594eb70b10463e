"""From the tables of a file to a plan: what each row means, and what is wrong with those that mean nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from geo.errors import InputError, RayonError
from geo.palette import PALETTE
from geo.planning.findings import Finding
from geo.planning.handed import YES, said_in_any
from geo.planning.heard import Heard
from geo.planning.new_territories import new_territories
from geo.planning.proposal import Ints, Proposal
from geo.planning.read_division import Division, Listed
from geo.planning.written import alike, few, near
from geo.territories import UNASSIGNED, Plan, Territory, read_capacity
from geo.territories.properties import LONGEST_NAME, checked_rep
from geo.texts import Text, plural, spoken, text

_MOST_NUMBER = 1_000_000
_TRUE = {"1", "true", "waar", "x"} | said_in_any(YES)
_AREAS, _CUSTOMERS = text("Taking over the areas"), text("Taking over the customers")
_READ, _NAMED, _TAKEN = 0.3, 0.4, 0.8
"""Fractions of the whole work at which the file is read, its territories are named, and its areas are taken over."""
_NOT_OURS = text("Leave it out, or see whether the file is of this plan.")
_SAME = text("Give the number and the name of the same territory, or only one of them.")
_UNKNOWN = text("is no area of this plan.")
_TWICE = text("stands there twice.")
_NO_CUSTOMER, _LEFT_OUT = (
    text("is no customer of this list."),
    text("Leave it out; only customers of this list can be bound."),
)
_LEAVE_EMPTY = text("Leave it empty, or give what the column asks for.")


@dataclass
class Reading:
    """
    Reads the tables of a file one after the other, against a plan.

    Parameters
    ----------
    division
        The tables.
    proposal
        The plan, with its customers.
    next_territory
        Identity that the first new territory gets.
    filename
        What the file is called.
    heard
        Who waits for it; it is what comes after the first third of the work.
    findings
        What could not be used, in the order in which it was met.
    """

    division: Division
    proposal: Proposal
    next_territory: int
    filename: str
    heard: Heard
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with what the plan has."""
        self.base = self.proposal.plan
        self.known: dict[int, Territory] = {t.id: t for t in self.base.territories}
        self.named_before = {spoken(t.name): t.id for t in self.base.territories}
        self.by_name: dict[str, int] = {}
        self.listed = self.division.territories is not None

    def read(self) -> Plan:
        """Return the plan that the file makes of the one it was read against."""
        assert self.division.areas is not None
        if self.division.territories is not None:
            self._territories(self.division.territories)
        owners = self._areas(self.division.areas)
        overrides = self._customers(self.division.customers)
        gone = set(owners.tolist()) - set(self.known) - {UNASSIGNED}
        # Only what the file does not speak of can still belong to a territory that it does not list.
        owners = np.where(np.isin(owners, list(gone)), UNASSIGNED, owners)
        territories = tuple(self.known[i] for i in sorted(self.known))
        ids = np.array([UNASSIGNED, *(t.id for t in territories)], dtype=np.int64)
        bound = {key: number for key, number in overrides.items() if number in self.known}
        return Plan(self.base.coverage, np.searchsorted(ids, owners) - 1, territories, bound)

    def _territories(self, table: Listed) -> None:
        before, self.known = self.known, {}
        taken: set[str] = set()
        numbers, names = table.column("number"), table.column("territory")
        for at, (number, name) in enumerate(zip(numbers, names, strict=True)):
            made = self._identity(table, at, number, name, before, taken)
            if made is not None:
                made = self._properties(table, at, made)
                self.known[made.id] = made
                taken.add(spoken(made.name))
        if not self.known:
            raise InputError(
                text("The file '{file}' names no territory.", file=self.filename[:80]),
                text("Give each territory a row with its name."),
            )

    def _identity(
        self, table: Listed, at: int, number: str, name: str, before: Mapping[int, Territory], taken: set[str]
    ) -> Territory | None:
        """Return the territory that a row is about, None where it can be about none."""
        named = {spoken(t.name): t.id for t in before.values()}
        found = _whole(number)
        if number.strip() and found is None:
            self._find(table, at, "number", number, text("is no number of a territory."), _LEAVE_EMPTY)
        if found is None:
            found = named.get(spoken(name))
        if found is None or found in self.known:
            if found is not None and _whole(number) is not None:
                self._find(table, at, "number", number, text("stands there twice."), text("Give each its own row."))
                return None
            found = self._fresh()
        old = before.get(found)
        if old is not None and name == old.name:
            return old if spoken(name) not in taken else None
        called = " ".join(name.split())
        if not called or len(called) > LONGEST_NAME or spoken(called) in taken:
            problem = text("is no name that a territory can have.") if called else text("The name is empty.")
            remedy = text("Give it one of at most {most} characters that no other has.", most=LONGEST_NAME)
            self._find(table, at, "territory", name, problem, remedy)
            if old is None:
                return None
            called = old.name
        return replace(old or Territory(found, called), name=called)

    def _properties(self, table: Listed, at: int, territory: Territory) -> Territory:
        made = territory
        if "rep" in table:
            made = self._with_rep(table, at, made)
        if "capacity" in table:
            written = table.cell(at, "capacity")
            try:
                made = replace(made, capacity=read_capacity(written))
            except RayonError as error:
                self._find(table, at, "capacity", written, error.problem, error.remedy or _LEAVE_EMPTY)
        if "colour" in table:
            written = table.cell(at, "colour").strip().upper()
            if written in PALETTE:
                made = replace(made, colour=PALETTE.index(written))
            elif not written:
                # The map chooses.
                made = replace(made, colour=None)
            else:
                palette = ", ".join(PALETTE)
                remedy = text("Choose one of {colours}.", colours=palette)
                self._find(table, at, "colour", written, text("is none of the colours."), remedy)
        if "locked" in table:
            made = replace(made, locked=table.cell(at, "locked").strip().casefold() in _TRUE)
        return made

    def _with_rep(self, table: Listed, at: int, territory: Territory) -> Territory:
        written = table.cell(at, "rep")
        if written == (territory.rep or ""):
            return territory
        try:
            return replace(territory, rep=checked_rep(written))
        except RayonError as error:
            self._find(table, at, "rep", written, error.problem, error.remedy or _LEAVE_EMPTY)
            return territory

    def _areas(self, table: Listed) -> Ints:
        """Return the id of each area's territory."""
        owners = self.base.owners.copy()
        codes = self._codes()
        seen: dict[int, int] = {}
        said: dict[int, int] = {}
        numbers, names = table.column("number"), table.column("territory")
        self._renamed(table, numbers, names)
        self.by_name = {spoken(t.name): t.id for t in self.known.values()}
        for at, code in enumerate(self.heard.rows(table.column("code"), _AREAS, _NAMED, _TAKEN)):
            area = codes.get(code.strip().casefold(), codes.get(code.strip().casefold().zfill(self._width)))
            if area is None:
                self._find(table, at, "code", code, _UNKNOWN, _NOT_OURS)
            elif area in seen:
                remedy = text("Keep one of the two; row {row} counts.", row=str(seen[area]))
                self._find(table, at, "code", code, _TWICE, remedy)
            else:
                seen[area], said[area] = table.rows[at], at
                owner = self._owner(table, at, numbers[at], names[at], int(self.base.owners[area]))
                owners[area] = self.base.owners[area] if owner is None else owner
        self._missing(table, seen)
        self._require_some(table, list(said), [numbers[at] + names[at] for at in said.values()])
        if not self.listed:
            self.findings[:0] = new_territories(table, said, owners, self.base.territories, self.known)
        if not self.listed and "rep" in table:
            self._reps(table, said, owners)
        return owners

    def _require_some(self, table: Listed, areas: list[int], told: list[str]) -> None:
        """Refuse a table that takes every area of it from its territory and names none."""
        lost = int((self.base.owners[areas] != UNASSIGNED).sum())
        if lost and not any(words.strip() for words in told):
            raise InputError(
                plural(
                    "The column '{column}' of '{file}' is empty throughout: {count} area would lose its territory.",
                    "The column '{column}' of '{file}' is empty throughout: {count} areas would lose their territory.",
                    lost,
                    column=table.heads.get("territory") or table.heads["number"],
                    file=self.filename[:80],
                ),
                text("Fill in the territory of each area that keeps one; leave it empty only where an area is to have "
                     "none."),
            )  # fmt: skip

    def _codes(self) -> dict[str, int]:
        codes = self.base.coverage.areas["code"].tolist()
        widths = {len(code) for code in codes}
        # Spreadsheets take zeros from the front of codes that are numbers.
        self._width = widths.pop() if len(widths) == 1 and all(code.isdigit() for code in codes) else 0
        return {code.strip().casefold(): row for row, code in enumerate(codes)}

    def _missing(self, table: Listed, seen: Mapping[int, int]) -> None:
        if not seen:
            raise InputError(
                text("None of the areas in '{file}' is of this plan.", file=self.filename[:80]),
                text("Read it into a plan that divides the same areas."),
            )
        missing = [code for row, code in enumerate(self.base.coverage.areas["code"]) if row not in seen]
        if missing:
            problem = plural(
                "{count} area is not in the file and stays as it is: {codes}.",
                "{count} areas are not in the file and stay as they are: {codes}.",
                len(missing),
                codes=few(missing),
            )
            remedy = text("Add them to change them as well.")
            self.findings.append(Finding(table.sheet, None, table.heads["code"], "", problem, remedy))

    def _renamed(self, table: Listed, numbers: Sequence[str], names: Sequence[str]) -> None:
        """Take over what every row of a territory calls it, where no table says what territories are called."""
        if self.listed:
            return
        called: dict[int, dict[str, int]] = {}
        for at, number in enumerate(self.heard.rows(numbers, _AREAS, _READ, _NAMED)):
            found = _whole(number)
            if found is not None and names[at].strip():
                called.setdefault(found, {}).setdefault(names[at], at)
        new = {number: next(iter(found)) for number, found in called.items() if len(found) == 1}
        later = {**{i: t.name for i, t in self.known.items()}, **new}
        often: dict[str, int] = {}
        for name in later.values():
            often[spoken(name)] = often.get(spoken(name), 0) + 1
        for identity, name in new.items():
            if often[spoken(name)] == 1 and len(name) <= LONGEST_NAME:
                old = self.known.get(identity)
                before = self.named_before.get(spoken(name), identity)
                if before != identity:
                    problem = text("was the name of territory {before}; the numbers count, and territory {now} is "
                                   "called so from now on.", before=str(before), now=str(identity))  # fmt: skip
                    self._find(table, called[identity][name], "territory", name, problem, _SAME)
                tidy = name if old is not None and old.name == name else " ".join(name.split())
                self.known[identity] = replace(old, name=tidy) if old is not None else Territory(identity, tidy)

    def _owner(self, table: Listed, at: int, number: str, name: str, was: int) -> int | None:
        """Return the id of the territory that a row says, `UNASSIGNED` for none, None where it cannot be told."""
        if not number.strip() and not name.strip():
            return UNASSIGNED
        by_number = _whole(number)
        by_name = self.by_name.get(spoken(name)) if name.strip() else None
        if number.strip() and by_number not in self.known and by_name is None:
            remedy = text("Name a territory of the plan, or add it to the sheet of territories.")
            self._find(table, at, "number", number, text("is no territory."), remedy)
            return None
        if by_number not in self.known:
            if by_name is None:
                return self._new(table, at, name)
            if number.strip():
                self._find(table, at, "number", number, text("is no territory; the name counts."), _SAME)
            return by_name
        # A row may still have the name from before, where another table of the file changed it.
        if not name.strip() or by_number in (by_name, self.named_before.get(spoken(name))):
            return by_number
        if by_name is None:
            return self._new(table, at, name)
        if not self.listed and all(by_name != territory.id for territory in self.base.territories):
            # It is new, which is told once for all its rows.
            return by_name
        # The two disagree: what was edited is the one that is no longer as it was.
        if was == by_number:
            told, found = text("the name counts, as only it was changed"), by_name
        elif was == by_name:
            told, found = text("the number counts, as only it was changed"), by_number
        else:
            told, found = text("the area stays as it is"), None
        problem = text("is not territory {number}, as its number says; {told}.", number=str(by_number), told=told)
        self._find(table, at, "territory", name, problem, _SAME)
        return found

    def _new(self, table: Listed, at: int, name: str) -> int | None:
        """Return a territory that only the areas speak of; where territories are listed there is none such."""
        called = " ".join(name.split())
        if self.listed or len(called) > LONGEST_NAME:
            otherwise = text("Name a territory of the plan, or add it to the sheet of territories.")
            remedy = near(alike(called, [t.name for t in self.known.values()]), otherwise)
            self._find(table, at, "territory", name, text("is no territory."), remedy)
            return None
        number = self._fresh()
        self.known[number] = Territory(number, called)
        self.by_name[spoken(called)] = number
        return number

    def _reps(self, table: Listed, told: Mapping[int, int], owners: Ints) -> None:
        """
        Take over the representative that all areas of a territory name.

        Areas that change hands may still name their former one, so those that stay are asked first.
        """
        staying: dict[int, dict[str, int]] = {}
        coming: dict[int, dict[str, int]] = {}
        for area, at in told.items():
            owner = int(owners[area])
            if owner in self.known:
                found = staying if owner == self.base.owners[area] else coming
                found.setdefault(owner, {}).setdefault(table.cell(at, "rep"), at)
        said = {**coming, **staying}
        for owner, reps in said.items():
            if len(reps) == 1:
                self.known[owner] = self._with_rep(table, next(iter(reps.values())), self.known[owner])
            else:
                first, *_ = (at for rep, at in reps.items() if rep != (self.known[owner].rep or ""))
                remedy = text("Give all areas of a territory the same; it keeps the one it has.")
                problem = text("{name} has several representatives.", name=self.known[owner].name)
                self._find(table, first, "rep", table.cell(first, "rep"), problem, remedy)

    def _customers(self, table: Listed | None) -> dict[str, int]:
        """Return which customers are bound to which territory."""
        bound = dict(self.base.overrides)
        if table is None or "bound" not in table:
            return bound
        keys = set(self.proposal.customers.table["key"])
        numbers, names = table.column("number"), table.column("territory")
        seen: set[str] = set()
        flags = table.column("bound")
        for at, key in enumerate(self.heard.rows(table.column("key"), _CUSTOMERS, _TAKEN, 1.0)):
            if key not in keys:
                self._find(table, at, "key", key, _NO_CUSTOMER, _LEFT_OUT)
                continue
            if key in seen:
                self._find(table, at, "key", key, _TWICE, text("Keep one of the two."))
                continue
            seen.add(key)
            bound.pop(key, None)
            if flags[at].strip().casefold() not in _TRUE:
                continue
            number = _whole(numbers[at])
            found = self.by_name.get(spoken(names[at]), number if number in self.known else None)
            if found is None:
                remedy = text("Name a territory of the plan, or add it to the sheet of territories.")
                self._find(table, at, "territory", names[at], text("is no territory."), remedy)
            else:
                bound[key] = found
        return bound

    def _fresh(self) -> int:
        number = max(self.next_territory, 1 + max((*self.known, *(t.id for t in self.base.territories)), default=0))
        self.next_territory = number + 1
        return number

    def _find(self, table: Listed, at: int, column: str, value: str, problem: Text, remedy: Text) -> None:
        head = table.heads.get(column, "")
        self.findings.append(Finding(table.sheet, int(table.rows[at]), head, value, problem, remedy))


def _whole(written: str) -> int | None:
    """Return a number of a territory, None where it is none."""
    plain = written.strip().removesuffix(".0")
    known = plain.isascii() and plain.isdigit() and len(plain) < 8 and 0 < int(plain) <= _MOST_NUMBER
    return int(plain) if known else None
