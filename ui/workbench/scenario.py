"""Which proposal is open: its name, and in a menu the others of the list and what can be done with this one."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from geo.errors import RayonError
from geo.planning.agreed import AgreedPlan, AgreedState
from geo.store import Dataset, Scenario
from geo.texts import Day, plural, text
from ui.agreed import agreed_of, changed_words, make_plan, plan_chip, take_back, withdraw
from ui.compare import comparison_link
from ui.components.markup import Html, html, joined, plain
from ui.components.states import error_state
from ui.components.text import note
from ui.handover import handover_link, present_link
from ui.language import render, say
from ui.state import current
from ui.workbench.moments import moment
from ui.workbench.naming import named_after
from ui.workbench.opening import scenarios, scenarios_of
from ui.workbench.standing import standing
from ui.workbench.view import View


def scenario_menu(dataset: Dataset, view: View) -> None:
    """Show the name of the proposal that is open, and behind it what can be done with it."""
    state, scenario = current(), view.desk.scenario
    key = f"menu-{state.edition}-{state.forms}"
    with st.popover(plain(render(scenario.called)), type="tertiary", key=key, on_change="rerun", wrap=False) as menu:
        if not menu.open:
            return
        agreed = agreed_of(dataset)
        _standing_of(scenario, agreed.plan)
        others = [other for other in scenarios_of(dataset) if other.id != scenario.id]
        if others:
            st.html(html('<p class="caption">{words}</p>', words=say("Other proposals of this list")))
            for other in others:
                scenario_row(other, agreed.plan)
        _rename(scenario)
        with st.container(key="menu-ways"):
            _way(say("History"), ":material/history:", "menu-history", state.open_history)
            same = agreed.plan is None or agreed.plan.is_version(scenario.id, None)
            comparison_link(scenario.id, None if same else say("Compare with the plan"))
            handover_link(key="wayto-handover")
            present_link(scenario.id, key="wayto-present")
            _plan_ways(dataset, view, agreed)
            _way(say("Make a copy"), ":material/content_copy:", "menu-copy", lambda: _copy(scenario, view))
            _way(say("New proposal"), ":material/add:", "menu-new", lambda: state.open_scenario(None))
            _way(say("Delete"), ":material/delete:", "menu-delete", lambda: _delete(scenario))


def _standing_of(scenario: Scenario, plan: AgreedPlan | None) -> None:
    """Say of the proposal that is open that it is the plan, and what became of it since."""
    if plan is None or plan.scenario.id != scenario.id:
        return
    since = say("since {day}", day=Day(plan.since))
    st.html(html('<p class="note">{chip} {since}</p>', chip=plan_chip(plan), since=since))
    if plan.changed:
        note(render(changed_words(plan)))


def _plan_ways(dataset: Dataset, view: View, agreed: AgreedState) -> None:
    """Offer to make what is looked at the plan, to withdraw the plan, and to take either back."""
    scenario, plan = view.desk.scenario, agreed.plan
    version = view.version if view.earlier else None
    if plan is None or not plan.is_version(scenario.id, version):
        label = say("Make this the plan") if version is None else say("Make version {n} the plan", n=version)
        _way(label, ":material/flag:", "menu-agree", lambda: make_plan(scenario.id, version, agreed.number))
    if current().agreed == agreed.number:
        _way(
            say("Undo the choice of the plan"),
            ":material/undo:",
            "menu-agree-undo",
            lambda: take_back(dataset.id, agreed.number),
        )
    elif plan is not None and plan.scenario.id == scenario.id:
        _way(
            say("Withdraw as the plan"),
            ":material/do_not_disturb_on:",
            "menu-withdraw",
            lambda: withdraw(dataset.id, agreed.number),
        )


def scenario_row(scenario: Scenario, plan: AgreedPlan | None) -> None:
    """Show a proposal in a line, with the way to it, and whether it is the plan."""
    with st.container(key=f"other-{scenario.id}"):
        st.button(
            plain(render(scenario.called)),
            type="tertiary",
            key=f"open-{scenario.id}",
            on_click=current().open_scenario,
            args=(scenario.id,),
        )
        known = standing(scenario)
        told = [say("version {n}", n=scenario.head), moment(scenario.changed)]
        mine = None if plan is None or plan.scenario.id != scenario.id else plan
        st.html(
            html(
                '<p class="note">{chip}{told}</p>',
                chip=Html("") if mine is None else joined([plan_chip(mine), Html(" ")]),
                told=" · ".join(told if known is None else [*told, render(known)]),
            )
        )


def deleted_rows(dataset: Dataset) -> None:
    """Show the proposals of a list that were deleted, each with the way to bring it back."""
    gone = scenarios_of(dataset, deleted=True)
    if not gone:
        return
    with st.expander(render(plural("{count} deleted proposal", "{count} deleted proposals", len(gone)))):
        for scenario in gone:
            with st.container(horizontal=True, vertical_alignment="center", key=f"gone-{scenario.id}"):
                note(f"{render(scenario.called)} · {moment(scenario.changed)}")
                st.button(say("Restore"), key=f"restore-{scenario.id}", on_click=restore, args=(scenario.id,))


def restore(scenario: str) -> None:
    """Bring a deleted proposal back and open it."""
    scenarios().restore(scenario)
    current().open_scenario(scenario)


def _rename(scenario: Scenario) -> None:
    state = current()
    with st.form(f"rename-{state.forms}", border=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            called = render(scenario.called)
            name = st.text_input(say("Name of this proposal"), called, max_chars=80)
            sent = st.form_submit_button(say("Rename"))
        if sent:
            try:
                if name.strip() != called:
                    scenarios().rename(scenario.id, name)
            except RayonError as error:
                error_state(error)
            else:
                state.sent(None)
                st.rerun()


def _way(label: str, icon: str, key: str, act: Callable[[], None]) -> None:
    st.button(label, icon=icon, type="tertiary", key=key, on_click=_tried, args=(act,))


def _tried(act: Callable[[], None]) -> None:
    try:
        act()
    except RayonError as error:
        # The panel tells why, which the open menu would hide.
        current().problem = error
        current().forms += 1


def _copy(scenario: Scenario, view: View) -> None:
    name = named_after(render(scenario.called), lambda name: say("{name} (copy)", name=name))
    made = scenarios().copy(scenario.id, name, view.version)
    current().open_scenario(made.id)
    current().notice = text("This is the copy now; {name} stays as it was.", name=scenario.called)


def _delete(scenario: Scenario) -> None:
    scenarios().delete(scenario.id)
    current().open_scenario(None)
    current().deleted = scenario.id
