"""Fields that several forms have: territories and areas by what people call them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from geo.areas import Coverage
from geo.errors import EditError
from geo.territories import Plan
from geo.texts import text
from ui.language import say
from ui.settings import write_capacities
from ui.state import current
from ui.workbench.sending import key


def names(plan: Plan) -> dict[int, str]:
    """Return what each territory is called, by its id."""
    return {territory.id: territory.name for territory in plan.territories}


def territory_field(plan: Plan, label: str, name: str, *, chosen: int | None = None) -> int | None:
    """
    Ask for a territory; outside a form, so that what follows knows at once which it is.

    Parameters
    ----------
    plan
        The plan.
    label
        What it is for.
    name
        Name of the field.
    chosen
        Id that stands there first; the territory chosen on the page where it is None.

    Returns
    -------
    Its id, None until one is chosen.

    Raises
    ------
    EditError
        Where the territory that stood there is gone: another must not take its place unseen.
    """
    called = names(plan)
    ids = list(called)
    _require(plan, key(name))
    first = chosen if chosen is not None else current().selected
    picked = st.selectbox(
        label,
        ids,
        index=ids.index(first) if first in ids else None,
        format_func=called.__getitem__,
        key=key(name),
        placeholder=say("Choose a territory"),
    )
    return None if picked is None else int(picked)


def not_yet(label: str, name: str) -> None:
    """Show the button of a form that waits for a choice."""
    st.button(label, disabled=True, key=key(f"{name}-wait"))


def territories_field(plan: Plan, label: str, name: str, chosen: Sequence[int] = ()) -> list[int]:
    """Ask for several territories; `chosen` are their ids that stand there first. Errors as in `territory_field`."""
    called = names(plan)
    _require(plan, key(name))
    picked = st.multiselect(
        label,
        list(called),
        default=list(chosen),
        format_func=called.__getitem__,
        key=key(name),
        placeholder=say("Choose territories"),
    )
    return [int(i) for i in picked]


def _require(plan: Plan, field: str) -> None:
    """Raise where a territory that a field holds was removed, and empty the field."""
    held = st.session_state.get(field)
    wanted = held if isinstance(held, list) else [] if held is None else [held]
    try:
        plan.positions(wanted)
    except EditError as error:
        del st.session_state[field]
        raise EditError(
            text("The territory that was chosen here is no longer in the plan; nothing was changed."),
            text("Choose another."),
        ) from error


def capacity_field(name: str, capacity: float) -> str:
    """Ask for a capacity, written as in the reader's language; read it with `geo.territories.read_capacity`."""
    return st.text_input(
        say("Capacity"),
        write_capacities((capacity,), current().language.code),
        key=key(name),
        max_chars=20,
        help=say(
            "1 is a full-time representative; {part} gets three fifths of that work.",
            part=write_capacities((0.6,), current().language.code),
        ),
    )


def areas_field(coverage: Coverage, name: str, *, label: str | None = None) -> str:
    """Ask for areas of a coverage by code or name."""
    postcodes = coverage.kind == "postcode"
    return st.text_area(
        label or say("Areas"),
        key=key(name),
        height=68,
        placeholder="3511, 3512, 3520-3529" if postcodes else ", ".join(coverage.areas["name"].iloc[:2]),
        help=say("Codes or names with commas between them; 3520-3529 stands for all codes between.")
        if postcodes
        else say("Codes or names with commas between them."),
    )
