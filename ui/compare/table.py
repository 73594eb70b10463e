"""What each territory gains and loses, the one that changes most first."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from geo.palette import PALETTE
from geo.planning.comparing import Comparison
from geo.texts import Number, Text, in_millions, plural, text
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
    millions = in_millions(compared.territories["change_revenue"]) if "revenue" in compared.measures else None
    rows = joined(
        _row(row, colours, chosen, millions, compared.tolerances) for _, row in compared.territories.iterrows()
    )
    return html(
        '<div class="scroll" role="region" tabindex="0" aria-label="{label}"><table class="plain changes">'
        "<thead>{head}</thead><tbody>{rows}</tbody><tfoot>{total}</tfoot></table></div>",
        label=say("What each territory gains and loses"),
        head=_head(millions),
        rows=rows,
        total=_total(compared, money=millions is not None),
    )


def about_table(compared: Comparison) -> Text:
    """Say how many territories the table has, and in which order: not all may be in sight."""
    count = len(compared.territories)
    return plural("{count} territory, the most changed first", "{count} territories, the most changed first", count)


def _head(millions: bool | None) -> Html:
    """Return the heads of the columns, which say the unit once, so that the names have the room."""
    unit = None if millions is None else say("€m") if millions else "€"
    groups = [(say("Customers"), 2), *([(say("Revenue"), 1)] if unit else []), (say("Deviation (%)"), 2)]
    above = joined(
        html('<th scope="colgroup" colspan="{span}" class="right">{label}</th>', span=span, label=label)
        for label, span in groups
    )
    heads = [say("In"), say("Out"), *([unit] if unit else []), say("Before"), say("After")]
    below = joined(html('<th scope="col" class="right">{label}</th>', label=label) for label in heads)
    return html(
        '<tr class="groups"><th scope="col" rowspan="2" class="left">{territory}</th>{above}</tr><tr>{below}</tr>',
        territory=say("Territory"),
        above=above,
        below=below,
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
        render(text("max {deviation}", deviation=Number(100 * one.deviation, 1)))
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
    amount = Number(value / 1e6, 2, signed=True) if millions else Number(value, signed=True)
    return _written(text("{amount}", amount=amount))


def _deviation(value: float) -> str:
    return _NOTHING if pd.isna(value) else _written(text("{n}", n=Number(100 * float(value), 1, signed=True)))


def _tone(value: float, tolerance: float) -> str:
    """Return how a deviation is shown: red beyond the tolerance, none for what is unknown."""
    return "wrong" if abs(value) > tolerance + 1e-9 else ""


def _written(message: Text) -> str:
    return render(message)
