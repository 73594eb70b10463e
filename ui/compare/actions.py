"""What can be done with a comparison: take it along, send it, look at every account."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from geo.planning.comparing import Comparison
from geo.planning.comparison_files import accounts_csv, territories_csv
from geo.planning.comparison_words import account_words, letter
from geo.store import Dataset, Scenarios
from geo.texts import plural
from ui import cache
from ui.compare.agreeing import agreeing
from ui.compare.choosing import Sides, scenario_of
from ui.components.copying import copyable
from ui.components.markup import Html, html, plain
from ui.components.steps import TERRITORIES
from ui.components.text import note
from ui.language import dialect, render, say
from ui.navigate import go
from ui.state import current

_SHOWN = 1_000
"""Accounts in the list; all of them are in the file."""


def actions(dataset: Dataset, compared: Comparison, found: Sides) -> None:
    """Show what can be taken along or sent, the way to the second plan, and what makes it the plan."""
    with st.popover(say("Copy as mail text"), icon=":material/mail:", key="mailtext"):
        copyable(letter(compared).written(current().language), "mail-words")
    with st.popover(say("Save the differences"), icon=":material/save_alt:", key="differences"):
        _files(compared, "menu")
    chosen = scenario_of(found.after) or scenario_of(found.before)
    side = compared.after if scenario_of(found.after) else compared.before
    if chosen is not None and st.button(
        say("Open"), icon=":material/edit:", help=plain(render(side.name)), key="to-plan"
    ):
        _open(*chosen)
    agreeing(dataset, found)


def _open(name: str, version: int | None) -> NoReturn:
    """Turn to a scenario, and to the version of the list that it plans."""
    state = current()
    state.open_dataset(Scenarios(cache.workspace()).find(name).dataset)
    state.open_scenario(name)
    state.look_at(version)
    go(TERRITORIES)


def accounts_line(compared: Comparison) -> None:
    """Say how many large customers change hands and name the largest, with the way to the list of all."""
    if not compared.moved.any():
        return
    with st.container(key="accounts", horizontal=True, vertical_alignment="center", wrap=False, gap="small"):
        st.html(_large(compared))
        if st.button(say("Show the list"), type="tertiary", key="accounts-list"):
            _dialog(compared)


def _large(compared: Comparison) -> Html:
    largest = render(account_words(compared.accounts.iloc[0]))
    n = compared.n_large
    if not n:
        return html("<p>{words}</p>", words=say("The largest: {account}.", account=largest))
    head = plural("{count} A customer changes hands.", "{count} A customers change hands.", n)
    return html(
        "<p><strong>{head}</strong> {words}</p>",
        head=render(head),
        words=say("The largest: {account}.", account=largest),
    )


def _dialog(compared: Comparison) -> None:
    st.dialog(say("Customers that change hands"), width="large", icon=":material/swap_horiz:")(_list)(compared)


def _list(compared: Comparison) -> None:
    accounts = compared.accounts
    language = current().language
    columns = {
        "name": say("Customer"),
        "place": say("Place"),
        "class": say("Class"),
        "from_rep": say("From"),
        "to_rep": say("To"),
        "revenue": say("Revenue"),
        "workload": say("Hours"),
    }
    shown = accounts[[name for name in columns if name in accounts]].head(_SHOWN).fillna("")
    written = {
        "revenue": lambda value: language.money(float(value), millions=False),
        "workload": lambda value: language.number(float(value)),
    }
    st.dataframe(
        shown.style.format({name: how for name, how in written.items() if name in shown}),
        hide_index=True,
        height=min(35 * (len(shown) + 1) + 2, 480),
        alt=say("Customers that change hands, the largest first"),
        column_config={
            name: st.column_config.NumberColumn(label, alignment="right")
            if name in written
            else st.column_config.TextColumn(label)
            for name, label in columns.items()
        },
    )
    if len(accounts) > _SHOWN:
        note(say("The first {n} of {all}; the file has all of them.", n=_SHOWN, all=len(accounts)))
    _files(compared, "list")


def _files(compared: Comparison, place: str) -> None:
    written_for = dialect()
    for label, name, content in (
        (say("Customers that change hands (CSV)"), "changes.csv", lambda: accounts_csv(compared, written_for)),
        (
            say("What each territory gains and loses (CSV)"),
            "differences.csv",
            lambda: territories_csv(compared, written_for),
        ),
    ):
        st.download_button(
            label,
            content,
            file_name=name,
            mime="text/csv",
            icon=":material/save_alt:",
            type="tertiary",
            on_click="ignore",
            key=f"{place}-{name}",
        )
