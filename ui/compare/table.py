"""What each territory gains and loses, the one that changes most first."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from geo.palette import PALETTE
from geo.planning.comparing import Comparison
from geo.texts import Amount, Number, Share, Text, in_millions, text
from ui.components.bars import swatch
from ui.components.markup import Html, html, joined
from ui.language import render, say

_NOTHING = "–"
_ENDED = "#E9ECEF"


def change_table(compared: Comparison, colours: Sequence[int], chosen: int | None) -> Html:
    """
    Return the table of territories.

    Parameters
    ----------
    compared
        The comparison.
    colours
        Index of `geo.palette.PALETTE` of each territory after.
    chosen
        Position of the territory that stands out, None for none.
    """
    money = "revenue" in compared.measures
    heads = [say("Territory"), say("In"), say("Out"), *([say("Revenue")] if money else [])]
    heads += [say("Dev. before"), say("Dev. after")]
    head = joined(
        html('<th scope="col" class="{side}">{label}</th>', side="left" if i == 0 else "right", label=label)
        for i, label in enumerate(heads)
    )
    agreed = compared.after.proposal.settings.tolerance
    tolerances = agreed if compared.before.today else compared.before.proposal.settings.tolerance, agreed
    millions = in_millions(compared.territories["change_revenue"]) if money else None
    rows = joined(_row(row, colours, chosen, millions, tolerances) for _, row in compared.territories.iterrows())
    return html(
        '<div class="scroll" role="region" tabindex="0" aria-label="{label}"><table class="plain changes">'
        "<thead><tr>{head}</tr></thead><tbody>{rows}</tbody><tfoot>{total}</tfoot></table></div>",
        label=say("What each territory gains and loses"),
        head=head,
        rows=rows,
        total=_total(compared, money=money),
    )


def _row(
    row: pd.Series, colours: Sequence[int], chosen: int | None, millions: bool | None, tolerances: tuple[float, float]
) -> Html:
    """Return the row of a territory; `millions` says how amounts are written, None where there are none."""
    position = int(row["position"])
    name, rep = str(row["territory"]), row["rep"]
    cells = [_count(int(row["gained"])), _count(-int(row["lost"]))]
    if millions is not None:
        cells.append(
            _amount(float(row["change_revenue"]), millions=millions) if row["gained"] or row["lost"] else _NOTHING
        )
    shown = joined(html('<td class="right">{cell}</td>', cell=cell) for cell in cells)
    return html(
        '<tr class="{state}"><td class="left"><span class="who"><img src="{swatch}" alt="">'
        '<span title="{both}"><b>{name}</b>{rep}</span></span></td>{cells}'
        '<td class="right {tone_before}">{before}</td><td class="right strong {tone}">{after}</td></tr>',
        state="chosen-row" if position == chosen and position >= 0 else "",
        swatch=swatch(_ENDED if position < 0 else PALETTE[colours[position]]),
        name=name,
        both=name if not isinstance(rep, str) or rep == name else f"{name} · {rep}",
        rep=html("<small>{rep}</small>", rep=rep) if isinstance(rep, str) and rep != name else Html(""),
        cells=shown,
        before=_deviation(row["deviation_before"]),
        tone_before=_tone(row["deviation_before"], tolerances[0]),
        tone=_tone(row["deviation"], tolerances[1]),
        after=_deviation(row["deviation"]) if position >= 0 else say("ends"),
    )


def _total(compared: Comparison, *, money: bool) -> Html:
    table = compared.territories
    cells = [_count(int(table["gained"].sum())), _count(-int(table["lost"].sum())), *([""] if money else [])]
    before, after = (
        render(text("max {deviation}", deviation=Share(one.deviation)))
        for one in (compared.balance_before, compared.balance_after)
    )
    shown = joined(html('<td class="right strong">{cell}</td>', cell=cell) for cell in cells)
    return html(
        '<tr><td class="left strong">{total}</td>{cells}<td class="right">{before}</td>'
        '<td class="right strong">{after}</td></tr>',
        total=say("Total"),
        cells=shown,
        before=before,
        after=after,
    )


def _count(value: int) -> str:
    return _written(text("{n}", n=Number(value, signed=True))) if value else _NOTHING


def _amount(value: float, *, millions: bool) -> str:
    return _written(text("{amount}", amount=Amount(value, signed=True, millions=millions)))


def _deviation(value: float) -> str:
    return _NOTHING if pd.isna(value) else _written(text("{share}", share=Share(float(value), signed=True)))


def _tone(value: float, tolerance: float) -> str:
    """Return how a deviation is shown: red beyond the tolerance, none for what is unknown."""
    return "wrong" if abs(value) > tolerance + 1e-9 else ""


def _written(message: Text) -> str:
    return render(message)
