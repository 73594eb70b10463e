"""The map's words for layers, search and customers: constants, as those of `geo.maps.words`."""

from __future__ import annotations

from dataclasses import replace

from geo.texts import Language, plural

_OPEN = {name: f"{{{name}}}" for name in ("territory", "customer", "count", "measure", "n")}
"""What the script fills in stays open."""


def layer_words(language: Language) -> dict[str, str]:
    """Return the words by key."""
    return {**_layers(language), **_search(language), **_customer(language)}


def _layers(language: Language) -> dict[str, str]:
    """Return what can be laid on a map, and what its signs mean."""
    return {
        "layers": language.say("Layers"),
        "layer_customers": language.say("Customers"),
        "layer_municipalities": language.say("Municipal borders"),
        "layer_provinces": language.say("Provincial borders"),
        "layer_towns": language.say("Towns"),
        "layer_homes": language.say("Homes of the team"),
        "layer_mesh": language.say("Area borders"),
        "together": language.say("Customers together"),
        "hidden": language.say("{count} more come when you zoom in", count=_OPEN["count"]),
        "density": language.say("{measure} per km²", measure=_OPEN["measure"]),
        "density_customers": language.say("Customers per km²"),
        "density_revenue": language.say("Revenue in € per km²"),
        "density_potential": language.say("Potential in € per km²"),
        "density_workload": language.say("Workload in hours a year per km²"),
        "full_screen": language.say("Full screen"),
        "full_screen_end": language.say("Leave full screen"),
    }


def _search(language: Language) -> dict[str, str]:
    """Return the words of the search box."""
    more = (replace(plural("{count} more", "{count} more", n), values={"count": _OPEN["count"]}) for n in (1, 2))
    one, many = (language.render(message) for message in more)
    return {
        "search": language.say("Search the map"),
        "search_all": language.say("Place, postcode, customer, area"),
        "search_places": language.say("Place or postcode"),
        "more_one": one,
        "more_many": many,
        "more_hint": language.say("Show more, or type on"),
        "search_none": language.say("Nothing found"),
        "no_answer": language.say("No answer just now. Try again."),
        "kind_place": language.say("Place"),
        "kind_postcode": language.say("Postcode"),
        "kind_area": language.say("Area"),
        "kind_customer": language.say("Customer"),
    }


def _customer(language: Language) -> dict[str, str]:
    """Return the words of the card of a customer."""
    return {
        "why": language.say("Why is this customer here?"),
        "in_plan": language.say("Territory in this plan"),
        "of_here": language.say("{n} of {count} here", n=_OPEN["n"], count=_OPEN["count"]),
        "previous_here": language.say("Previous customer here"),
        "next_here": language.say("Next customer here"),
        "accounts": language.say("Moved by name: {count}", count=_OPEN["count"]),
        "account_bound": language.say(
            "{customer} now belongs to {territory}", customer=_OPEN["customer"], territory=_OPEN["territory"]
        ),
        "account_free": language.say("{customer} follows its area again", customer=_OPEN["customer"]),
        "accounts_changed": language.say("Customers moved by name: {count}", count=_OPEN["count"]),
        "move_to": language.say("Move to {territory}", territory=_OPEN["territory"]),
        "close": language.say("Close"),
    }
