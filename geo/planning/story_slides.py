"""The slides of a story, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from geo.exports.deck import Drawing, Figure, Slide, Table
from geo.planning.comparison_words import least_words
from geo.planning.proposal import Proposal
from geo.planning.story_facts import Facts
from geo.planning.story_pictures import Pictures
from geo.planning.story_words import conclusion, reservations, sentence, standing
from geo.texts import Day, Language, Share, Text, plural, text

MOST_BARS = 16
"""From more territories than this on, names beside bars are too small to read and the team has slides of its own."""

_ROWS_A_SLIDE = 14


@dataclass(frozen=True, eq=False)
class Telling:
    """Tells a plan; the parameters are those of `geo.planning.story.story`."""

    proposal: Proposal
    name: str
    version: int
    at: datetime
    language: Language
    with_points: bool

    def slides(self) -> list[Slide]:
        """Return all slides there are."""
        told = [self._overview()]
        if self.proposal.today is not None:
            told.append(self._changes())
        if len(self.proposal.plan) > MOST_BARS:
            told += self._team_slides()
        return told + [self._territory(k) for k in range(len(self.proposal.plan))]

    @cached_property
    def title(self) -> str:
        """The plan in one sentence."""
        return sentence(self.language, conclusion(self.proposal))

    @property
    def plan(self) -> str:
        """Name and version of the plan."""
        return self._say(text("{name}, version {n}", name=self.name, n=str(self.version)))

    @property
    def footer(self) -> str:
        """The plan and its day."""
        return f"{self.plan} · {self._say(text('{day}', day=Day(self.at)))}"

    @property
    def team(self) -> Table:
        """Every territory in one table."""
        return self._facts.team

    def _overview(self) -> Slide:
        against = reservations(self.proposal)
        return Slide(
            key="overview",
            title=self.title,
            line=self._say(against) if against is not None else "",
            figures=tuple(self._facts.whole_figures()),
            bars_words=self._facts.bars_words,
            bars=self._facts.bars(by_rep=True),
            drawings=(("", self._pictures.whole()),),
            notes=self._notes(self.proposal.sentence, *self.proposal.warnings),
        )

    def _changes(self) -> Slide:
        today = self.proposal.today
        assert today is not None
        moved = today.changes.moved
        counts = self.proposal.measures["customers"]
        n_moved, share = int(counts[moved].sum()), today.changes.share(counts)
        another = plural("customer gets another contact", "customers get another contact", n_moved)
        figures = [Figure(self.language.number(n_moved), self._say(another))]
        told = {"revenue": text("of revenue changes hands"), "workload": text("of work changes hands")}
        for measure, words in told.items():
            weights = self.proposal.measures.get(measure)
            if weights is not None and weights.sum() > 0:
                figures.append(Figure(self.language.share(today.changes.share(weights)), self._say(words)))
        was = self.language.share(today.balance.deviation)
        becomes = self.language.share(self.proposal.balance.deviation)
        figures.append(Figure(f"{was} → {becomes}", self._say(text("largest deviation"))))
        drawings: Sequence[tuple[str, Drawing]] = ()
        compared = self._facts.compared
        assert compared is not None
        if self._pictures.drawn_today:
            drawings = (
                (self._say(text("Today")), self._pictures.today()),
                (self._say(text("Tomorrow")), self._pictures.whole(compared.ground)),
            )
        return Slide(
            key="changes",
            title=self._say(text("{share} of the customers get another contact", share=Share(share))),
            line=self._say(least_words(compared)),
            figures=tuple(figures[:4]),
            table=self._facts.changed_most(),
            drawings=drawings,
            notes=self._notes(self.proposal.sentence),
        )

    def _team_slides(self) -> list[Slide]:
        table = self._facts.team
        starts = range(0, len(table.rows), _ROWS_A_SLIDE)
        return [
            Slide(
                key="team" if n == 1 else f"team-{n}",
                title=self._say(text("The whole team")),
                line=self._facts.bars_words,
                table=Table(
                    table.heads,
                    table.rows[start : start + _ROWS_A_SLIDE],
                    table.right,
                    table.colours[start : start + _ROWS_A_SLIDE],
                    table.beyond[start : start + _ROWS_A_SLIDE],
                ),
            )
            for n, start in enumerate(starts, start=1)
        ]

    def _territory(self, position: int) -> Slide:
        territory = self.proposal.plan.territories[position]
        rep = self._facts.reps[position]
        parts = [rep if rep != territory.name else "", self._facts.regions[position]]
        return Slide(
            key=f"territory-{territory.id}",
            title=territory.name,
            line=" · ".join(part for part in parts if part),
            colour=self.proposal.colours[position],
            figures=tuple(self._facts.figures(position)),
            bars_words=self._facts.bars_words,
            bars=self._facts.bars(by_rep=False),
            chosen=position,
            conclusion=sentence(self.language, standing(self.proposal, position)),
            drawings=(("", self._pictures.of(position, points=self.with_points)),),
            notes=self._notes(self.proposal.territory_sentences[position]),
        )

    @cached_property
    def _pictures(self) -> Pictures:
        day = self._say(text("{day}", day=Day(self.at)))
        return Pictures(self.proposal, self._facts.reps, self.plan, day, self.language)

    @cached_property
    def _facts(self) -> Facts:
        return Facts(self.proposal, self.language)

    def _say(self, said: Text) -> str:
        return self.language.render(said)

    def _notes(self, *said: Text) -> str:
        return "\n".join(self._say(one) for one in said)
