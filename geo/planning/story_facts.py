"""What a story counts: loads, who keeps their contact, and how each is said."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from geo.customers import abc_classes
from geo.exports.deck import Bar, Figure, Table
from geo.planning.comparing import Comparison, compare
from geo.planning.divisions import Division
from geo.planning.proposal import Proposal
from geo.planning.story_regions import regions
from geo.planning.story_words import amount, measure_name, sentence
from geo.territories import balance, deviation_words
from geo.texts import Language, Text, plural, text
from geo.viewer import MANAGER

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_CHANGES = 6


@dataclass(frozen=True, eq=False)
class Facts:
    """
    The figures of a plan in words.

    Parameters
    ----------
    proposal
        The plan.
    language
        Of every word.
    """

    proposal: Proposal
    language: Language

    def whole_figures(self) -> list[Figure]:
        """Return what the whole plan comes to in numbers."""
        count = int(self.proposal.table["customers"].sum())
        found = [Figure(self.language.number(count), self.say(plural("customer", "customers", count)))]
        mean = float(self.proposal.balance.loads.mean())
        if self.measure != "customers" or len(self.proposal.plan) > 1:
            named = measure_name(self.measure)
            each = text("{measure} a person", measure=named)
            if not all(self.reps):
                each = text("{measure} a territory", measure=named)
            found.append(Figure(self.say(amount(self.measure, mean)), self.say(each)))
        kept = self.kept(None)
        if kept is not None:
            found.append(Figure(self.language.share(kept), self.say(text("keep their contact"))))
        return found

    def figures(self, position: int) -> list[Figure]:
        """Return what one territory comes to in numbers; what the list does not know is left out."""
        table = self.proposal.table.iloc[position]
        n, away = int(table["customers"]), deviation_words(float(self.proposal.balance.deviations[position]))

        def caption(measure: str, words: Text) -> str:
            if measure != self.measure:
                return self.say(words)
            return self.say(text("{measure}, {deviation}", measure=words, deviation=away))

        def figure(measure: str, value: str, words: Text) -> Figure:
            beyond = measure == self.measure and bool(self.proposal.outside[position])
            return Figure(value, caption(measure, words), beyond)

        customers = plural("customer", "customers", n)
        if self.top is not None:
            top = int((self.top & (self.proposal.territory == position)).sum())
            customers = plural("customer, {top} of class A", "customers, {top} of them A", n, top=top)
        found = [figure("customers", self.language.number(n), customers)]
        shown = [m for m in dict.fromkeys([self.measure, *self.known]) if m != "customers"]
        for measure in sorted(shown, key=lambda m: (m != self.measure, m))[:2]:
            value = float(self.loads(measure)[position])
            words = text("{measure} a year", measure=measure_name(measure))
            if measure not in ("revenue", "workload", "potential"):
                words = measure_name(measure)
            found.append(figure(measure, self.say(amount(measure, value)), words))
        kept = self.kept(position)
        if kept is not None:
            found.append(Figure(self.language.share(kept, 0), self.say(text("keep their contact"))))
        else:
            land = text("{km2} km²", km2=round(float(table["area_km2"])))
            found.append(Figure(self.say(land), self.say(text("of land"))))
        return found

    def bars(self, *, by_rep: bool) -> tuple[Bar, ...]:
        """Return the load of every territory beside its target."""
        balance = self.proposal.balance
        names = [
            rep if by_rep and all(self.reps) else t.name
            for rep, t in zip(self.reps, self.proposal.plan.territories, strict=True)
        ]
        return tuple(
            Bar(
                name,
                self.proposal.colours[k],
                float(balance.loads[k]),
                float(balance.targets[k]),
                self.say(amount(self.measure, float(balance.loads[k]))),
                bool(self.proposal.outside[k]),
                territory.name if territory.name != name else "",
            )
            for k, (name, territory) in enumerate(zip(names, self.proposal.plan.territories, strict=True))
        )

    @cached_property
    def bars_words(self) -> str:
        """Say what the bars show."""
        targets, name = self.proposal.balance.targets, measure_name(self.measure)
        if np.allclose(targets, targets[0]):
            goal = amount(self.measure, float(targets[0]))
            return self.cap(text("{measure} per territory beside the target of {target}", measure=name, target=goal))
        return self.cap(text("{measure} per territory, a line at each target", measure=name))

    @property
    def team(self) -> Table:
        """Every territory in one table."""
        table, measure = self.proposal.table, self.measure
        heads = [self.say(text("Territory")), self.say(text("Representative")), self.cap(measure_name("customers"))]
        columns: list[list[str]] = [
            list(table["name"]),
            self.reps,
            [self.language.number(n) for n in table["customers"]],
        ]
        for shown in dict.fromkeys([measure, *self.known]):
            if shown != "customers":
                heads.append(self.cap(measure_name(shown)))
                columns.append([self.say(amount(shown, v)) for v in self.loads(shown)])
        heads.append(self.say(text("Deviation")))
        columns.append([self.language.share(float(d), signed=True) for d in self.proposal.balance.deviations])
        if not any(self.reps):
            del heads[1], columns[1]
        texts = 2 if any(self.reps) else 1
        right = (*(False,) * texts, *(True,) * (len(heads) - texts))
        beyond = tuple(self.proposal.outside.tolist())
        return Table(tuple(heads), tuple(zip(*columns, strict=True)), right, self.proposal.colours, beyond)

    def changed_most(self) -> Table:
        """The territories where most changes."""
        table = self.proposal.table
        order = np.argsort(-(table["gained"] + table["lost"]).to_numpy(), kind="stable")[:_CHANGES]
        heads = [text("Territory"), text("Today"), text("Tomorrow"), text("Gained"), text("Lost")]
        rows = []
        for k in order.tolist():
            row = table.iloc[k]
            numbers = [row["customers_today"], row["customers"], row["gained"], row["lost"]]
            rows.append((str(row["name"]), *(self.language.number(int(n)) for n in numbers)))
        return Table(
            tuple(self.say(head) for head in heads),
            tuple(rows),
            (False, True, True, True, True),
            tuple(self.proposal.colours[k] for k in order.tolist()),
        )

    @cached_property
    def compared(self) -> Comparison | None:
        """The plan beside today, None where the list does not know who serves whom."""
        if self.proposal.today is None:
            return None
        # What is told of it has no customer in it by name: that is why a meeting hears of it, too.
        now = Division.now(self.proposal)
        return compare(now, Division(self.proposal, text("The plan")), viewer=MANAGER)

    def kept(self, position: int | None) -> float | None:
        """Return the share of the customers with a contact today who keep it, of all or of one territory."""
        today = self.proposal.today
        if today is None:
            return None
        counts = self.proposal.measures["customers"]
        served = (today.territory >= 0) & (counts > 0)
        if position is not None:
            served &= self.proposal.territory == position
        total = float(counts[served].sum())
        return float(counts[served & today.changes.kept].sum()) / total if total > 0 else None

    @property
    def measure(self) -> str:
        """The measure that is balanced."""
        return self.proposal.settings.measure

    @cached_property
    def known(self) -> list[str]:
        """Revenue and work, as far as the list has them."""
        measures = self.proposal.measures
        return [m for m in ("revenue", "workload") if m in measures and measures[m].sum() > 0]

    def loads(self, measure: str) -> Floats:
        """Return the sum of a measure in each territory, shape (k,)."""
        return balance(self.proposal.territory, self.proposal.measures[measure], self.proposal.plan.capacities).loads

    @cached_property
    def top(self) -> Bools | None:
        """Which customers are of class A by their revenue, None where it is not known."""
        if "revenue" not in self.known:
            return None
        return (abc_classes(self.proposal.measures["revenue"]) == "A").to_numpy(dtype=np.bool_)

    @cached_property
    def reps(self) -> list[str]:
        """Who continues each territory, empty for nobody."""
        return [rep or "" for rep in self.proposal.reps]

    @cached_property
    def regions(self) -> list[str]:
        """Where each territory lies, empty where that is not known."""
        return ["" if said is None else self.cap(said) for said in regions(self.proposal)]

    def say(self, said: Text) -> str:
        """Return a text in the reader's language."""
        return self.language.render(said)

    def cap(self, said: Text) -> str:
        """Return a text in the reader's language as a sentence begins."""
        return sentence(self.language, said)
