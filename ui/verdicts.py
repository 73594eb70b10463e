"""What is said of a proposal: its verdicts, and before against after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from geo.palette import PALETTE
from geo.planning import Proposal, Today
from geo.planning.story_words import farthest
from geo.territories import agreed, at_most, deviation_words, plan_sentence
from geo.texts import Number, Share, Text, plural, text
from ui import measures as words
from ui.components.bars import swatch
from ui.components.markup import Html, html
from ui.components.tables import Column, table
from ui.components.text import Tone, chip
from ui.language import render, say


@dataclass(frozen=True)
class Verdict:
    """
    What is said of a plan in a few words.

    Parameters
    ----------
    kind
        What it is about.
    words, tone
        What is said.
    territories
        Ids of the territories that it is about, the worst first.
    """

    kind: Literal["balance", "pieces", "whole"]
    words: Text
    tone: Tone
    territories: tuple[int, ...] = ()


def verdicts(proposal: Proposal) -> list[Verdict]:
    """Return the three verdicts: balance, one piece, nothing left over."""
    return [_balance(proposal), _one_piece(proposal), _whole(proposal)]


def _balance(proposal: Proposal) -> Verdict:
    tolerance = proposal.settings.tolerance
    beyond = np.flatnonzero(proposal.outside)
    if not proposal.balance.targets.sum() > 0:
        return Verdict("balance", text("Nothing divided"), "wrong")
    if not len(beyond):
        return Verdict("balance", text("All within ±{t}", t=agreed(tolerance)), "good")
    worst = beyond[np.argsort(-np.abs(proposal.balance.deviations[beyond]), kind="stable")]
    if proposal.most_even:
        return Verdict("balance", text("Cannot be more even"), "attention", _ids(proposal, worst))
    words_ = text("{n} of {k} outside ±{t}", n=len(beyond), k=len(proposal.plan), t=agreed(tolerance))
    return Verdict("balance", words_, "wrong", _ids(proposal, worst))


def _one_piece(proposal: Proposal) -> Verdict:
    broken = np.flatnonzero(proposal.pieces > 1)
    if not len(broken):
        return Verdict("pieces", text("In one piece"), "good")
    if len(broken) == 1:
        name = proposal.plan.territories[broken[0]].name
        words_ = text("{name} in {n} pieces", name=name, n=int(proposal.pieces[broken[0]]))
    else:
        words_ = plural("{count} territory in pieces", "{count} territories in pieces", len(broken))
    return Verdict("pieces", words_, "wrong", _ids(proposal, broken))


def _whole(proposal: Proposal) -> Verdict:
    left = int((proposal.plan.alignment < 0).sum())
    if left:
        return Verdict("whole", plural("{count} area unassigned", "{count} areas unassigned", left), "wrong")
    return Verdict("whole", text("Nothing left over"), "good")


def _ids(proposal: Proposal, positions: npt.NDArray[np.int64]) -> tuple[int, ...]:
    return tuple(int(i) for i in proposal.plan.ids[positions])


def headline(proposal: Proposal) -> Text:
    """Say in a line what the verdicts leave open: who is farthest off target or, where all are near, how near."""
    beyond = farthest(proposal) if proposal.balance.targets.sum() > 0 else None
    return beyond or plan_sentence(proposal.balance, None, None)


def plan_comparison(proposal: Proposal) -> Html:
    """Return the plan beside today: its largest deviation, and what changes hands."""
    today = proposal.today
    if today is None:
        return Html("")
    before, after = today.balance.deviations, proposal.balance.deviations
    rows = [
        (say("Fullest territory"), *(_written(Share(float(d.max()), signed=True)) for d in (before, after))),
        (say("Emptiest territory"), *(_written(Share(float(d.min()), signed=True)) for d in (before, after))),
        (
            say("Work in the wrong territory"),
            _written(Share(today.balance.misplaced_share)),
            _written(Share(proposal.balance.misplaced_share)),
        ),
        (
            say("Customers who change hands"),
            "–",
            _changing(proposal, today, "customers"),
        ),
    ]
    if proposal.moved_measure == "revenue":
        rows.append((say("Revenue that changes hands"), "–", _changing(proposal, today, "revenue")))
    heads = _heads([say("Today"), say("Proposal")])
    return table(heads, rows, label=say("The plan beside today"), strong=2)


def _changing(proposal: Proposal, today: Today, measure: str) -> str:
    weights = proposal.measures[measure]
    amount = words.amount(measure, float(weights[today.changes.moved].sum()))
    return render(text("{amount} · {share}", amount=amount, share=Share(today.changes.share(weights))))


def today_sentence(proposal: Proposal) -> Text:
    """Say how even today's division is in the measure of a proposal's settings."""
    today, tolerance = proposal.today, proposal.settings.tolerance
    assert today is not None
    beyond = int(today.balance.outside(tolerance).sum())
    if not beyond:
        return plural(
            "Today {count} representative is within {tolerance} of target.",
            "Today all {count} representatives are within {tolerance} of target.",
            len(today.reps),
            tolerance=agreed(tolerance),
        )
    return plural(
        "Today {count} of {all} representatives is more than {tolerance} off target, namely {deviation}.",
        "Today {count} of {all} representatives are more than {tolerance} off target, the farthest {deviation}.",
        beyond,
        all=len(today.reps),
        tolerance=agreed(tolerance),
        deviation=at_most(today.balance.deviation),
    )


def basis(proposal: Proposal) -> Text:
    """Say what is balanced, and what the territories are made of."""
    settings, coverage = proposal.settings, proposal.plan.coverage
    tolerance, measure = agreed(settings.tolerance), words.name(settings.measure)
    if coverage.kind == "free":
        return text("{measure} · free borders · ±{tolerance}", measure=measure, tolerance=tolerance)
    return text(
        "{measure} · {n} {kind} · ±{tolerance}",
        measure=measure,
        n=len(coverage),
        kind=words.AREAS[coverage.kind],
        tolerance=tolerance,
    )


def territory_heading(proposal: Proposal, number: int) -> Html:
    """Return the name of a territory, whose work it continues, and its verdict."""
    deviation = float(proposal.balance.deviations[number])
    return html(
        '<div class="chosen"><img src="{swatch}" alt=""><h2>{name} <span>{rep}</span></h2>{chip}</div>',
        swatch=swatch(PALETTE[proposal.colours[number]]),
        name=proposal.plan.territories[number].name,
        rep=proposal.reps[number] or "",
        chip=chip(render(deviation_words(deviation)), "wrong" if proposal.outside[number] else "good"),
    )


def territory_comparison(proposal: Proposal, number: int, made: Proposal | None = None) -> Html:
    """
    Return a territory before, after, and the difference.

    After edits, how it stands today, where that is known, stays beside how it was made.

    Parameters
    ----------
    proposal
        The plan.
    number
        Position of the territory in it.
    made
        The plan as it was made, to be set beside where it was edited since; today's division where it is None.
    """
    row, measure = proposal.table.iloc[number], proposal.settings.measure
    today = _today(proposal, number)
    before = today if made is None else _made(proposal, number, made)
    figures = {"load": _line(render(words.long_name(measure)), measure, row["load"], before.get("load"))}
    figures["deviation"] = _deviation_line(float(row["deviation"]), before.get("deviation"))
    if measure != "customers":
        figures["customers"] = _line(say("Customers"), "customers", row["customers"], before.get("customers"))
    if measure != "revenue" and "revenue" in proposal.measures:
        revenue = render(words.long_name("revenue"))
        figures["revenue"] = _line(revenue, "revenue", row["revenue"], before.get("revenue"))
    figures["area"] = (say("Area (km²)"), "", _written(Number(float(row["area_km2"]))), "")
    if made is not None:
        figures["moved"] = (say("Areas moved"), "", "", _moved(proposal, number, made))
    if not before:
        rows = [(line[0], line[2] or line[3]) for line in figures.values()]
        return table([Column(""), Column(say("Now"), "right")], rows, label=say("The chosen territory"), strong=1)
    label = say("The chosen territory, before and after")
    if made is None:
        heads = [say("Today"), say("Proposal"), say("Change")]
        return table(_heads(heads), list(figures.values()), label=label, strong=2)
    heads = [say("As made"), say("Now"), say("Change")]
    if not today:
        return table(_heads(heads), list(figures.values()), label=label, strong=2)
    units = {"load": measure, "customers": "customers", "revenue": "revenue"}
    beside = {name: render(words.amount(unit, today[name])) for name, unit in units.items() if name in today}
    beside["deviation"] = _written(Share(today["deviation"], signed=True))
    lines = [(line[0], _muted(beside.get(name, "")), *line[1:]) for name, line in figures.items()]
    return table(_heads([say("Today"), *heads]), lines, label=label, strong=3)


def _heads(labels: list[str]) -> list[Column]:
    return [Column(""), *(Column(label, "right") for label in labels)]


def _muted(words_: str) -> Html:
    return html('<span class="muted">{words}</span>', words=words_)


def _today(proposal: Proposal, number: int) -> dict[str, float]:
    """Return how the territory whose work this one continues stands today, nothing where it continues none."""
    if proposal.today is None or proposal.today.changes.successor[number] < 0:
        return {}
    row = proposal.table.iloc[number]
    before = {"load": row["load_today"], "deviation": row["deviation_today"], "customers": row["customers_today"]}
    if "revenue" in proposal.measures:
        before["revenue"] = _revenue_today(proposal, number)
    return {name: float(value) for name, value in before.items()}


def _made(proposal: Proposal, number: int, made: Proposal) -> dict[str, float]:
    """Return how a territory stood when the plan was made, nothing where it was not there yet."""
    (at,) = np.nonzero(made.plan.ids == proposal.plan.ids[number])
    if not len(at):
        return {}
    row = made.table.iloc[int(at[0])]
    return {name: float(row[name]) for name in ("load", "deviation", "customers", "revenue") if name in row}


def _moved(proposal: Proposal, number: int, made: Proposal) -> str:
    """Say how many areas a territory has won and lost since the plan was made."""
    now, then = (plan.owners == proposal.plan.ids[number] for plan in (proposal.plan, made.plan))
    won, lost = int((now & ~then).sum()), int((then & ~now).sum())
    parts = [Number(won, signed=True)] * (won > 0) + [Number(-lost, signed=True)] * (lost > 0)
    return " ".join(_written(part) for part in parts) or "–"


def _line(label: str, measure: str, after: float, before: float | None) -> tuple[str, str, str, str]:
    now = render(words.amount(measure, float(after)))
    if before is None:
        return label, "", now, ""
    change = words.amount(measure, float(after) - float(before), signed=True)
    return label, render(words.amount(measure, float(before))), now, render(change)


def _deviation_line(after: float, before: float | None) -> tuple[str, str, str, str]:
    label, now = say("Deviation from target"), _written(Share(after, signed=True))
    if before is None:
        return label, "", now, ""
    change = text("{points} pp", points=Number(100 * (after - before), 1, signed=True))
    return label, _written(Share(before, signed=True)), now, render(change)


def _revenue_today(proposal: Proposal, number: int) -> float:
    assert proposal.today is not None
    owner = proposal.today.changes.successor[number]
    return float(proposal.measures["revenue"][proposal.today.territory == owner].sum())


def _written(value: object) -> str:
    return render(text("{value}", value=value))
