"""Customers: what a file became, before it is used."""

from __future__ import annotations

import streamlit as st

from geo.planning.files import report_csv
from geo.store import Dataset
from geo.texts import plural
from ui import quality
from ui.components.map_view import map_view
from ui.components.markup import plain
from ui.components.states import empty_state, error_boundary
from ui.components.steps import TERRITORIES
from ui.components.tables import download_table
from ui.components.text import section, title
from ui.components.upload import download_sample, upload
from ui.imports import await_import, import_demo, list_name, opened, show_problem
from ui.language import dialect, render, say
from ui.navigate import go
from ui.plan_map import customer_documents
from ui.state import current
from ui.versions import show_changes


def page() -> None:
    """Show the customers that are open, or ask for some."""
    state = current()
    with st.container(key="arriving"):
        await_import()
    if state.job is not None:
        return
    dataset = opened()
    if dataset is None or state.problem is not None:
        _ask(dataset)
    else:
        _report(dataset)


def _ask(previous: Dataset | None) -> None:
    state = current()
    with st.container(key="narrow"), st.container(key="cardown"):
        if state.problem is not None:
            show_problem()
        else:
            empty_state(
                say("No customers yet"),
                say("Load an Excel or CSV file. A postcode or coordinates are enough; columns are recognised."),
            )
        upload("customers")
        with st.container(horizontal=True):
            download_sample()
            if previous is not None:
                st.button(
                    say("Back to {name}", name=plain(render(list_name(previous)))),
                    on_click=state.settle,
                    type="tertiary",
                )
            else:
                st.button(say("Open the demo company"), on_click=import_demo, type="tertiary")


def _report(dataset: Dataset) -> None:
    customers = dataset.customers
    head, actions = st.columns([3, 2], vertical_alignment="bottom")
    with head:
        title(render(list_name(dataset)), render(quality.about(dataset)))
    with actions, st.container(key="headactions", horizontal=True, horizontal_alignment="right"):
        with st.popover(say("Another file")):
            upload("another")
        if dataset.demo or current().scenario is not None:
            label, icon = say("To the territories"), ":material/arrow_forward:"
        else:
            use = plural("Use {count} customer", "Use {count} customers", customers.n_accepted)
            label, icon = render(use), ":material/check:"
        if st.button(label, type="primary", icon=icon, key="onward"):
            go(TERRITORIES)
    left, right = st.columns([2, 1], gap="large")
    with left:
        with error_boundary("changes"):
            show_changes(dataset)
        section(say("Columns"), render(quality.recognised(customers)))
        with st.container(key="columns"):
            st.html(quality.columns_table(customers))
        download_table(quality.columns_frame(customers), say("Save the columns"), "columns.csv")
        section(say("Quality"))
        st.html(quality.rows_bar(customers))
        if len(customers.issues):
            with st.container(key="reasons"):
                st.html(quality.reasons_table(customers))
            language, written_for = current().language, dialect()
            st.download_button(
                say("Save the report of every row"),
                lambda: report_csv(customers, language, written_for),
                file_name="report.csv",
                mime="text/csv",
                icon=":material/save_alt:",
                type="tertiary",
                on_click="ignore",
            )
    with right:
        placed = say("{n} of {all} placed", n=customers.n_accepted, all=customers.rows_read)
        section(say("On the map"), placed)
        with st.container(key="framed"):
            map_view(
                customer_documents(dataset, current().viewer),
                key="customers-map",
                language=current().language.code,
                height=500,
            )
        measure = quality.ranked_measure(customers)
        if measure is not None:
            st.html(quality.abc_table(customers, measure))
            download_table(quality.abc_frame(customers, measure), say("Save the classes"), "classes.csv")


page()
