"""The territories of a proposal, or those of today, as a table that can be chosen from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from geo.palette import PALETTE
from geo.planning import Proposal
from geo.planning.drawing import today_colours
from geo.territories import Balance, agreed, deviation_words
from geo.texts import Share, text
from ui import measures as words
from ui.components.bars import load_bar, swatch
from ui.language import render, say
from ui.state import current

_ON_A_PHONE = ["swatch", "name", "bar", "deviation", "customers"]
"""What fits into the width of a phone and therefore comes first; the representative follows."""
_ROW, _HEAD, _MOST_ROWS, _IN_SIGHT = 28, 32, 14, 12.5
"""Of more rows than `_MOST_ROWS`, half of the last one in sight says that there are more."""
_TINT, _WRONG = "#ECEEFB", "#A8330A"
_NAMED = 3
"""Territories named at most where their bars are cut."""


@dataclass(frozen=True)
class _Rows:
    """
    What a table shows.

    Parameters
    ----------
    frame
        Swatch, name, bar, deviation and customers of each row; `rep` where there is a column after them.
    ids
        Id of the territory that a click on each row chooses, None for none.
    outside
        Whether each row deviates by more than was agreed.
    names
        Heads of the columns `name` and `rep`.
    about
        What the bars show, in words.
    label
        What the table is.
    """

    frame: pd.DataFrame
    ids: Sequence[int | None]
    outside: Sequence[bool]
    names: tuple[str, str]
    about: str
    label: str


def territory_table(proposal: Proposal) -> None:
    """Show the territories in the measure of a proposal's settings; a click on one chooses it."""
    table = proposal.table
    swatches = [
        swatch(PALETTE[colour], locked=territory.locked)
        for territory, colour in zip(proposal.plan.territories, proposal.colours, strict=True)
    ]
    frame = _frame(proposal, proposal.balance, swatches, table["name"].tolist(), table["customers"].tolist())
    if proposal.today is not None:
        frame["rep"] = table["rep"].fillna("–").tolist()
    names = say("Territory"), say("Rep.")
    rows = _Rows(
        frame,
        proposal.plan.ids.tolist(),
        proposal.outside.tolist(),
        names,
        _about_bars(proposal, proposal.balance, frame["name"].tolist()),
        say("Territories of the plan"),
    )
    _show(proposal, rows, "territories")


def today_table(proposal: Proposal) -> None:
    """Show today's division as the map of today draws it; a click chooses the territory that continues the work."""
    today = proposal.today
    assert today is not None
    heirs = {int(heir): position for position, heir in enumerate(today.changes.successor) if heir >= 0}
    ids = proposal.plan.ids.tolist()
    positions = [heirs.get(number) for number in range(len(today.reps))]
    weights = proposal.measures["customers"]
    served = today.territory >= 0
    counts = np.bincount(today.territory[served], weights[served], minlength=len(today.reps)).astype(int)
    swatches = [swatch(PALETTE[colour]) for colour in today_colours(proposal)]
    frame = _frame(proposal, today.balance, swatches, today.reps, counts.tolist())
    frame["rep"] = ["–" if p is None else proposal.plan.territories[p].name for p in positions]
    rows = _Rows(
        frame,
        [None if p is None else ids[p] for p in positions],
        today.balance.outside(proposal.settings.tolerance).tolist(),
        (say("Rep."), say("Territory")),
        _about_bars(proposal, today.balance, today.reps),
        say("Today's division"),
    )
    _show(proposal, rows, "today")


def _show(proposal: Proposal, rows: _Rows, name: str) -> None:
    state, language = current(), current().language
    frame, ids = rows.frame, rows.ids
    key = f"{name}-{state.edition}-{state.chosen_on_map}-{state.language.code}-{len(ids)}-{ids[-1] if ids else 0}"

    def chosen() -> None:
        cells = st.session_state[key]["selection"]["cells"]
        state.choose(ids[int(cells[0][0])] if cells else None)

    selected = ids.index(state.selected) if state.selected in ids and state.selected is not None else None

    def look(row: pd.Series) -> list[str]:
        base = f"background-color: {_TINT}; font-weight: 600" if row.name == selected else ""
        wrong = f"{base}; color: {_WRONG}; font-weight: 600" if rows.outside[int(str(row.name))] else base
        return [wrong if name == "deviation" else base for name in frame.columns]

    # The pictures are drawn from the cells themselves; written out as well they would double what an edit sends.
    styled = frame.style.apply(look, axis=1).format(
        {
            "swatch": _nothing,
            "bar": _nothing,
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
        height=round(_HEAD + _ROW * (len(frame) if len(frame) <= _MOST_ROWS else _IN_SIGHT)) + 2,
        alt=rows.label,
        column_config={
            "swatch": st.column_config.ImageColumn("", width=32),
            "name": st.column_config.TextColumn(rows.names[0]),
            "rep": st.column_config.TextColumn(rows.names[1], width=128),
            "bar": st.column_config.ImageColumn(
                render(words.name(proposal.settings.measure)), width=68, help=rows.about
            ),
            "deviation": st.column_config.NumberColumn(say("Dev."), width=60, alignment="right"),
            "customers": st.column_config.NumberColumn(say("Cust."), width=46, alignment="right"),
        },
        column_order=[*_ON_A_PHONE, "rep"] if "rep" in frame else _ON_A_PHONE,
    )


def _nothing(_: object) -> str:
    return ""


def _frame(
    proposal: Proposal, balance: Balance, swatches: Sequence[str], names: Sequence[str], customers: Sequence[int]
) -> pd.DataFrame:
    tolerance, scale = proposal.settings.tolerance, _scale(proposal, balance)
    return pd.DataFrame(
        {
            "swatch": list(swatches),
            "name": list(names),
            "bar": [load_bar(float(d), tolerance, scale) for d in balance.deviations],
            "deviation": balance.deviations,
            "customers": list(customers),
        }
    )


def _scale(proposal: Proposal, balance: Balance) -> float:
    """Return the deviation at the ends of the bars: one far off must not make all others look alike."""
    tolerance = proposal.settings.tolerance
    return max(2 * tolerance, min(balance.deviation, 4 * tolerance))


def _about_bars(proposal: Proposal, balance: Balance, names: Sequence[str]) -> str:
    """Say what the bars show, and how far those go on that are cut."""
    tolerance, scale = proposal.settings.tolerance, _scale(proposal, balance)
    about = say("The grey band is the ±{tolerance} that was agreed, the line the target.", tolerance=agreed(tolerance))
    beyond = np.flatnonzero(np.abs(balance.deviations) > scale + 1e-9)
    if not len(beyond):
        return about
    worst = beyond[np.argsort(-np.abs(balance.deviations[beyond]), kind="stable")]
    named = [
        render(text("{name} {deviation}", name=names[i], deviation=deviation_words(float(balance.deviations[i]))))
        for i in worst[:_NAMED]
    ]
    more = "; …" if len(worst) > _NAMED else ""
    cut = say("A bar with an arrow goes on beyond ±{scale}: {which}", scale=Share(scale), which="; ".join(named))
    return f"{about} {cut}{more}"
