"""The territories of a proposal as a table that can be chosen from."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.palette import PALETTE
from geo.planning import Proposal
from ui import measures as words
from ui.components.bars import load_bar, swatch
from ui.language import render, say
from ui.state import current

_ON_A_PHONE = ["swatch", "name", "bar", "deviation", "customers"]
"""What fits into the width of a phone and therefore comes first; the representative follows."""
_ROW, _HEAD, _MOST_ROWS = 28, 32, 14
_TINT, _WRONG = "#ECEEFB", "#A8330A"


def territory_table(proposal: Proposal) -> None:
    """Show the territories in the measure of a proposal's settings; a click on one chooses it."""
    state, language = current(), current().language
    ids = proposal.plan.ids.tolist()
    key = f"territories-{state.edition}-{state.chosen_on_map}-{state.language.code}-{len(ids)}-{ids[-1] if ids else 0}"

    def chosen() -> None:
        cells = st.session_state[key]["selection"]["cells"]
        state.choose(ids[int(cells[0][0])] if cells else None)

    frame = _frame(proposal)
    selected = ids.index(state.selected) if state.selected in ids else None

    def look(row: pd.Series) -> list[str]:
        base = f"background-color: {_TINT}; font-weight: 600" if row.name == selected else ""
        wrong = f"{base}; color: {_WRONG}; font-weight: 600" if proposal.outside[int(str(row.name))] else base
        return [wrong if name == "deviation" else base for name in frame.columns]

    styled = frame.style.apply(look, axis=1).format(
        {
            "deviation": lambda value: language.share(float(str(value)), signed=True),
            "customers": lambda value: language.number(int(str(value))),
        }
    )
    st.dataframe(
        styled,
        key=key,
        on_select=chosen,
        selection_mode="single-cell",
        hide_index=True,
        row_height=_ROW,
        height=_HEAD + _ROW * min(len(frame), _MOST_ROWS) + 2,
        alt=say("Territories of the plan"),
        column_config={
            "swatch": st.column_config.ImageColumn("", width=32),
            "name": st.column_config.TextColumn(say("Territory")),
            "rep": st.column_config.TextColumn(say("Rep."), width=128),
            "bar": st.column_config.ImageColumn(render(words.name(proposal.settings.measure)), width=68),
            "deviation": st.column_config.NumberColumn(say("Dev."), width=60, alignment="right"),
            "customers": st.column_config.NumberColumn(say("Cust."), width=46, alignment="right"),
        },
        column_order=[*_ON_A_PHONE, "rep"] if proposal.today is not None else _ON_A_PHONE,
    )


def _frame(proposal: Proposal) -> pd.DataFrame:
    table, deviations = proposal.table, proposal.balance.deviations
    tolerance = proposal.settings.tolerance
    scale = max(2 * tolerance, min(proposal.balance.deviation, 4 * tolerance))
    return pd.DataFrame(
        {
            "swatch": [
                swatch(PALETTE[colour], locked=territory.locked)
                for territory, colour in zip(proposal.plan.territories, proposal.colours, strict=True)
            ],
            "name": table["name"],
            "rep": table["rep"].fillna("–"),
            "bar": [load_bar(float(d), tolerance, scale) for d in deviations],
            "deviation": deviations,
            "customers": table["customers"],
        }
    )
