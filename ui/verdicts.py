"""What is said of a proposal: its verdicts, and before against after."""

from __future__ import annotations

from geo.palette import PALETTE
from geo.planning import Proposal, Today
from geo.territories import deviation_words
from geo.texts import Number, Share, Text, plural, text
from ui import measures as words
from ui.components.bars import swatch
from ui.components.markup import Html, html
from ui.components.tables import Column, table
from ui.components.text import Tone, chip
from ui.language import render, say


def verdicts(proposal: Proposal) -> list[Html]:
    """Return the three verdicts: balance, one piece, nothing left over."""
    return [chip(render(words_), tone) for words_, tone in (_balance(proposal), _one_piece(proposal), _whole(proposal))]


def _balance(proposal: Proposal) -> tuple[Text, Tone]:
    tolerance = proposal.settings.tolerance
    outside = int(proposal.outside.sum())
    if outside:
        return text("{n} of {k} outside ±{t}", n=outside, k=len(proposal.plan), t=Share(tolerance)), "wrong"
    return text("All within ±{t}", t=Share(tolerance)), "good"


def _one_piece(proposal: Proposal) -> tuple[Text, Tone]:
    broken = int((proposal.pieces > 1).sum())
    if broken:
        return plural("{count} territory in pieces", "{count} territories in pieces", broken), "wrong"
    return text("In one piece"), "good"


def _whole(proposal: Proposal) -> tuple[Text, Tone]:
    left = int((proposal.plan.alignment < 0).sum())
    if left:
        return plural("{count} area left over", "{count} areas left over", left), "wrong"
    return text("Nothing left over"), "good"


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
    heads = [Column(""), Column(say("Today"), "right"), Column(say("Proposal"), "right")]
    return table(heads, rows, label=say("The plan beside today"), strong=2)


def _changing(proposal: Proposal, today: Today, measure: str) -> str:
    weights = proposal.measures[measure]
    amount = words.amount(measure, float(weights[today.changes.moved].sum()))
    return render(text("{amount} · {share}", amount=amount, share=Share(today.changes.share(weights))))


def basis(proposal: Proposal) -> Text:
    """Say what is balanced, and what the territories are made of."""
    settings, coverage = proposal.settings, proposal.plan.coverage
    tolerance, measure = Share(settings.tolerance), words.name(settings.measure)
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


def territory_comparison(proposal: Proposal, number: int) -> Html:
    """Return a territory before, after, and the difference."""
    row = proposal.table.iloc[number]
    measure = proposal.settings.measure
    known = proposal.today is not None and proposal.reps[number] is not None
    lines = [_line(render(words.long_name(measure)), measure, row["load"], row["load_today"] if known else None)]
    lines.append(_deviation_line(float(row["deviation"]), float(row["deviation_today"]) if known else None))
    if measure != "customers":
        before = row["customers_today"] if known else None
        lines.append(_line(say("Customers"), "customers", row["customers"], before))
    if measure != "revenue" and "revenue" in proposal.measures:
        before = _revenue_today(proposal, number) if known else None
        lines.append(_line(render(words.long_name("revenue")), "revenue", row["revenue"], before))
    lines.append((say("Area (km²)"), "", _written(Number(float(row["area_km2"]))), ""))
    if not known:
        heads = [Column(""), Column(say("Proposal"), "right")]
        return table(heads, [(line[0], line[2]) for line in lines], label=say("The chosen territory"), strong=1)
    heads = [
        Column(""),
        Column(say("Today"), "right"),
        Column(say("Proposal"), "right"),
        Column(say("Change"), "right"),
    ]
    return table(heads, lines, label=say("The chosen territory, today and proposed"), strong=2)


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
