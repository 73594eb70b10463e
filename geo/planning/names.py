"""Territories and customers by what people call them."""

from __future__ import annotations

from difflib import get_close_matches

import pandas as pd

from geo.errors import EditError
from geo.planning.written import COMMA, SUGGESTED, bare, cut, few, near, plain
from geo.territories import Plan
from geo.texts import Text, spoken, text

_HOW = text("Write the name or the key of a customer as it stands in the list.")


def territory_named(plan: Plan, written: str) -> int:
    """
    Return the id of the territory that somebody wrote down.

    Parameters
    ----------
    plan
        The plan.
    written
        Its name, in which case and accents do not matter, or its number behind a #.

    Raises
    ------
    EditError
        Where there is none of that name, or accents alone tell several apart; it says which there are.
    """
    asked = bare(written)
    if not asked:
        raise EditError(text("No territory is named."), _known(plan, asked))
    for alike in (spoken, plain):
        found = [t.id for t in plan.territories if alike(t.name) == alike(asked)]
        if len(found) > 1:
            raise EditError(
                text("{count} territories are called {name}.", count=len(found), name=asked),
                text("Choose one of {names}.", names=", ".join(f"#{number}" for number in found)),
            )
        if found:
            return found[0]
    for territory in plan.territories:
        if asked == f"#{territory.id}":
            return territory.id
    raise EditError(text("There is no territory {name}.", name=asked[:80]), _known(plan, asked))


def territories_named(plan: Plan, written: str) -> list[int]:
    """Return the ids of territories separated by commas, in the order in which they were written."""
    if any(spoken(t.name) == spoken(bare(written)) for t in plan.territories):
        return [territory_named(plan, written)]
    return [territory_named(plan, piece) for piece in cut(written, COMMA)]


def customer_named(customers: pd.DataFrame, written: str) -> str:
    """
    Return the key of the customer that somebody wrote down.

    Parameters
    ----------
    customers
        The list, `geo.schema.CUSTOMERS`.
    written
        Its key, or its name in which case does not matter.

    Raises
    ------
    EditError
        Where there is none, or several have the name; it says which would be right.
    """
    asked = bare(written)
    if not asked:
        raise EditError(text("No customer is named."), _HOW)
    keys = customers["key"]
    if (keys == asked).any():
        return asked
    names = customers["name"].str.casefold()
    found = keys[(names == asked.casefold()).fillna(value=False)].tolist()
    if len(found) == 1:
        return str(found[0])
    if found:
        raise EditError(
            text("{count} customers are called {name}.", count=len(found), name=asked[:80]),
            text("Choose one by its key: {keys}.", keys=few(found)),
        )
    alike = customers["name"][names.str.contains(asked.casefold(), regex=False, na=False)]
    raise EditError(
        text("The list has no customer {key}.", key=asked[:80]), near(alike.drop_duplicates()[:SUGGESTED], _HOW)
    )


def _known(plan: Plan, asked: str) -> Text:
    """Suggest the territories whose names are near, else say which there are."""
    names = {plain(t.name): t.name for t in plan.territories}
    alike = [names[name] for name in get_close_matches(plain(asked), list(names), n=SUGGESTED)]
    return near(alike, text("Choose one of {names}.", names=few([t.name for t in plan.territories])))
