"""The main action on a scenario: rebalance it or, where its borders are free, lay it on postcode areas first."""

from __future__ import annotations

import streamlit as st

from geo.errors import RayonError
from geo.planning.blocks import coverage_of
from geo.planning.refining import on_postcode_areas
from geo.store import Dataset
from ui import cache
from ui.language import render, say
from ui.state import current
from ui.workbench.naming import named_after
from ui.workbench.rebalance import rebalance_button
from ui.workbench.view import View


def main_action(dataset: Dataset, view: View, *, first: bool = True) -> None:
    """
    Offer what most will want to do next.

    Parameters
    ----------
    dataset
        The list.
    view
        What is on the page.
    first
        Whether nothing else is to be done before.
    """
    if view.proposal.plan.coverage.kind != "free":
        rebalance_button(view, first=first)
        return
    st.button(
        say("Adjust per postcode"),
        type="primary" if first else "secondary",
        icon=":material/grid_view:",
        key="rebalance",
        on_click=_refine,
        args=(dataset, view),
        wrap=False,
        help=say("Makes a copy on postcode areas, which can be painted one by one; this proposal stays as it is."),
    )


def _refine(dataset: Dataset, view: View) -> None:
    state = current()
    name = named_after(render(view.desk.scenario.called), lambda name: say("{name} on postcode areas", name=name))
    workspace, country = cache.workspace(), view.proposal.plan.coverage.country
    try:
        made = on_postcode_areas(
            workspace,
            dataset,
            view.desk,
            viewer=state.viewer,
            name=name,
            coverage=coverage_of(workspace, "postcode", country),
        )
    except RayonError as error:
        state.problem = error
        return
    state.open_scenario(made.id)
