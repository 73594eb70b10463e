"""The map's words for layers, search and customers: constants, as those of `geo.maps.words`."""

from __future__ import annotations

from geo.texts import Language

_OPEN = {name: f"{{{name}}}" for name in ("territory", "count", "measure")}
"""What the script fills in stays open."""


def layer_words(language: Language) -> dict[str, str]:
    """Return the words by key."""
    return {**_layers(language), **_search(language), **_customer(language)}


def _layers(language: Language) -> dict[str, str]:
    """Return what can be laid on a map, and what its signs mean."""
    return {
        "layers": language.say("Layers"),
        "layer_customers": language.say("Customers"),
        "layer_density": language.say("Density per km²"),
        "layer_municipalities": language.say("Borders of municipalities"),
        "layer_provinces": language.say("Borders of provinces"),
        "layer_towns": language.say("Towns"),
        "layer_mesh": language.say("Borders of areas"),
        "together": language.say("Customers together"),
        "hidden": language.say("{count} more come when you zoom in", count=_OPEN["count"]),
        "per_km2": language.say("{measure} per km²", measure=_OPEN["measure"]),
        "measure_customers": language.say("Customers"),
        "measure_revenue": language.say("Revenue"),
        "measure_potential": language.say("Potential"),
        "measure_workload": language.say("Workload"),
        "full_screen": language.say("Full screen"),
        "full_screen_end": language.say("Leave full screen"),
    }


def _search(language: Language) -> dict[str, str]:
    """Return the words of the search box."""
    return {
        "search": language.say("Search the map"),
        "search_all": language.say("Place, postcode, customer, area"),
        "search_places": language.say("Place or postcode"),
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
        "move_to": language.say("Move to {territory}", territory=_OPEN["territory"]),
        "close": language.say("Close"),
    }
