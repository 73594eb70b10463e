"""The settings of a plan under the hand, before it is asked for."""

from __future__ import annotations

import re
from typing import Literal

import streamlit as st

from geo.customers import measures
from geo.errors import RayonError, SettingsError
from geo.planning import AREAS, MAX_TERRITORIES, DesignSettings
from geo.planning.teams import team_of
from geo.store import Dataset
from geo.texts import plural, read_number, text
from ui import blocks, cache
from ui import measures as words
from ui.components.text import note
from ui.language import render, say
from ui.navigate import link
from ui.state import AppState, current

USUAL_TERRITORIES = 12
TOLERANCES = (0.005, 0.01, 0.02, 0.03, 0.05, 0.1)
_MOST_SEGMENTS = 4


def settings_form(dataset: Dataset, known: DesignSettings | None = None, *, main: bool = True) -> None:
    """
    Show the settings and the button that asks for a plan with them.

    Parameters
    ----------
    dataset
        The list.
    known
        Settings to begin with; where there are none, what the list suggests.
    main
        Whether asking for the plan is the main action of what is shown.
    """
    state = current()
    draft = state.draft or first_draft(dataset, state.plan or state.tried or known)
    state.draft = draft = {
        "measure": _measure(state, dataset, str(draft["measure"])),
        "n": st.number_input(
            say("Number of territories"), 1, MAX_TERRITORIES, _whole(draft["n"]), key=f"n-{state.edition}"
        ),
        "tolerance": _tolerance(state, draft["tolerance"]),
        "areas": _areas(state, str(draft["areas"])),
        "capacities": st.text_input(
            say("Part-timers"),
            str(draft["capacities"]),
            key=f"capacities-{state.edition}",
            placeholder=say("everyone full-time"),
            help=say(
                "Capacity of who works less or more than full-time, such as {such}. All others count as 1.",
                such=write_capacities((0.6, 0.8), state.language.code),
            ),
        ),
        "seed": draft["seed"],
    }
    _as_the_team(state, dataset, draft)
    kind: Literal["primary", "secondary"] = "primary" if main else "secondary"
    if st.button(say("Make a proposal"), type=kind, icon=":material/view_quilt:", key="propose"):
        try:
            state.ask(as_settings(draft))
        except RayonError as error:
            state.problem = error
        st.rerun()


def first_draft(dataset: Dataset, plan: DesignSettings | None) -> dict[str, object]:
    """Return the settings to begin with: those of the plan that is open, else what team and list suggest."""
    if plan is not None:
        return {
            "measure": plan.measure,
            "n": plan.n_territories,
            "tolerance": plan.tolerance,
            "areas": plan.areas if plan.areas in AREAS or plan.own_areas else "auto",
            "capacities": write_capacities(plan.capacities, current().language.code),
            "seed": plan.seed,
        }
    owners = len(dataset.customers.owners)
    known = measures(dataset.customers)
    team = _of_the_team(dataset)
    return {
        "measure": next((m for m in ("workload", "revenue") if m in known and known[m].sum() > 0), "customers"),
        "n": min(owners, MAX_TERRITORIES) if owners > 1 else USUAL_TERRITORIES,
        "tolerance": DesignSettings(1).tolerance,
        "areas": "auto",
        "capacities": "",
        "seed": 0,
        **(team or {}),
    }


def begin_for_the_team(dataset: Dataset, known: DesignSettings | None) -> None:
    """Turn to the settings of a new proposal: as many as the team, with its capacities, and else as known ones."""
    state = current()
    draft = {**first_draft(dataset, known), **(_of_the_team(dataset) or {})}
    state.open_scenario(None)
    state.draft = draft


def _of_the_team(dataset: Dataset) -> dict[str, object] | None:
    """Return as many territories as the team has representatives, with their capacities; None without a team."""
    state = current()
    if state.viewer.role != "manager":
        return None
    team = team_of(cache.workspace(), dataset.id, viewer=state.viewer).team
    if not len(team):
        return None
    capacities = None if set(team.capacities) == {1.0} else team.capacities
    return {"n": len(team), "capacities": write_capacities(capacities, state.language.code)}


def _as_the_team(state: AppState, dataset: Dataset, draft: dict[str, object]) -> None:
    """Say that the settings are the team's, or offer to take them from it."""
    team = _of_the_team(dataset)
    if team is None:
        return
    count = int(str(team["n"]))
    try:
        alike = _divided(draft) == _divided(team)
    except SettingsError:
        alike = False
    if alike:
        told = plural("As the team: {count} representative", "As the team: {count} representatives", count)
        note(render(told))
        return

    def take() -> None:
        state.draft = {**draft, **team}
        state.edition += 1

    offer = plural("Divide among the team of {count}", "Divide among the team of {count}", count)
    st.button(render(offer), type="tertiary", icon=":material/group:", on_click=take, key="as-team")


def _divided(draft: dict[str, object]) -> tuple[int, tuple[float, ...] | None]:
    n = _whole(draft["n"])
    return n, read_capacities(str(draft["capacities"]), n)


def as_settings(draft: dict[str, object]) -> DesignSettings:
    """
    Return a draft as settings.

    Raises
    ------
    SettingsError
        Where one of them cannot be.
    """
    n = _whole(draft["n"])
    return DesignSettings(
        n_territories=n,
        measure=str(draft["measure"]),
        areas=str(draft["areas"]),
        capacities=read_capacities(str(draft["capacities"]), n),
        tolerance=float(str(draft["tolerance"])),
        seed=_whole(draft["seed"]),
    )


def read_capacities(written: str, n: int) -> tuple[float, ...] | None:
    """
    Read capacities as people write them: those that are not 1, or one for every territory.

    Parameters
    ----------
    written
        Numbers with semicolons, spaces, or commas and spaces between them; a comma within a number is its decimal
        sign, whatever the language, as the language may change while the words stay.
    n
        Number of territories.

    Raises
    ------
    SettingsError
        Where a part is no number, or there are more than territories.
    """
    parts = [p for p in re.split(r",?[;\s]+", written) if p]
    try:
        given = [read_number(p) for p in parts]
    except ValueError as error:
        raise SettingsError(
            text("The capacities {written} are no list of numbers.", written=written[:80]),
            text("Write numbers with semicolons between them, such as 0.6; 0.8."),
        ) from error
    if not given:
        return None
    return tuple([1.0] * (n - len(given)) + given)


def write_capacities(capacities: tuple[float, ...] | None, language: str) -> str:
    """Return capacities as people write them, full-timers at the beginning left out."""
    rest = list(capacities or ())
    while len(rest) > 1 and rest[0] == 1:
        rest = rest[1:]
    written = "; ".join(f"{c:g}" for c in rest)
    return written.replace(".", ",") if language == "nl" else written


def _measure(state: AppState, dataset: Dataset, chosen: str) -> str:
    names = list(measures(dataset.customers))
    chosen = chosen if chosen in names else names[0]
    key, label = f"measure-{state.edition}", say("In balance")
    called = {name: render(words.name(name)) for name in names}

    if len(names) > _MOST_SEGMENTS:
        return st.selectbox(label, names, index=names.index(chosen), format_func=called.__getitem__, key=key)
    picked = st.segmented_control(
        label, names, default=chosen, required=True, format_func=called.__getitem__, key=key, width="stretch"
    )
    return str(picked)


def _areas(state: AppState, chosen: str) -> str:
    kinds = blocks.choices(chosen)
    picked = st.selectbox(
        say("Built from"),
        list(kinds),
        index=list(kinds).index(chosen),
        format_func=kinds.__getitem__,
        key=f"areas-{state.edition}",
    )
    link(blocks.PAGE, say("Use areas of your own…"), ":material/dashboard_customize:")
    return str(picked)


def _tolerance(state: AppState, chosen: object) -> float:
    value, language = float(str(chosen)), state.language
    return float(
        st.select_slider(
            say("Largest deviation"),
            sorted({*TOLERANCES, value}),
            value,
            format_func=lambda share: "±" + language.share(share),
            key=f"tolerance-{state.edition}",
        )
    )


def _whole(value: object) -> int:
    return int(str(value))
