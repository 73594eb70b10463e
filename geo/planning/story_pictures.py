"""The pictures of a story: the plan, each territory by itself, and today beside tomorrow."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np

from geo.exports.deck import Drawing, Name, Points
from geo.planning.drawing import today_colours
from geo.planning.proposal import Proposal
from geo.texts import Language


@dataclass(frozen=True, eq=False)
class Pictures:
    """
    Draws one plan.

    Parameters
    ----------
    proposal
        The plan.
    reps
        Whom each territory is written with, empty for nobody.
    plan, date
        Lines on every picture: name and version of the plan, and its day.
    language
        Of the words on them.
    """

    proposal: Proposal
    reps: list[str]
    plan: str
    date: str
    language: Language

    def whole(self, moved: gpd.GeoSeries | None = None) -> Drawing:
        """Draw all territories, with the ground of each that another had before where it is given."""
        told = moved is not None and not moved.is_empty.all()
        return Drawing(
            country=self.proposal.plan.coverage.country,
            shapes=self.proposal.shapes,
            names=self._names,
            source=self.proposal.plan.coverage.source,
            date=self.date,
            plan=self.plan,
            moved=moved if told else None,
            moved_words=self.language.say("Changes territory") if told else "",
        )

    def of(self, position: int, *, points: bool) -> Drawing:
        """Draw one territory among the others."""
        return Drawing(
            country=self.proposal.plan.coverage.country,
            shapes=self.proposal.shapes,
            names=self._names,
            source=self.proposal.plan.coverage.source,
            date=self.date,
            plan=self.plan,
            focus=position,
            points=self._points(position) if points else None,
        )

    def today(self) -> Drawing:
        """Draw the representatives of today on the areas where most of their customers are."""
        plan = self.proposal.current_plan
        colours = today_colours(self.proposal)
        return Drawing(
            country=plan.coverage.country,
            shapes=plan.coverage.dissolve(plan.alignment, len(plan)),
            names=[Name(t.name, c) for t, c in zip(plan.territories, colours, strict=True)],
            source=plan.coverage.source,
            date=self.date,
            plan=self.language.say("Today, as the customer list says"),
        )

    @property
    def drawn_today(self) -> bool:
        """Whether today can be drawn: free territories have no areas of which it could be made."""
        return self.proposal.today is not None and self.proposal.plan.coverage.kind != "free"

    @cached_property
    def _names(self) -> list[Name]:
        rows = zip(self.proposal.plan.territories, self.proposal.colours, self.reps, strict=True)
        return [Name(t.name, colour, rep if rep != t.name else "") for t, colour, rep in rows]

    def _points(self, position: int) -> Points:
        table, live = self.proposal.customers.table, self.proposal.measures["customers"] > 0
        rows = np.flatnonzero(live & (self.proposal.territory == position))
        return Points(
            table["lon"].to_numpy(dtype=np.float64)[rows],
            table["lat"].to_numpy(dtype=np.float64)[rows],
            self.proposal.weights[rows],
            (table["status"] == "prospect").to_numpy(dtype=np.bool_)[rows],
        )
