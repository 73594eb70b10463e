"""The words of the page that a representative carries along."""

from __future__ import annotations

from geo.planning.contact_words import OUTCOME_WORDS
from geo.planning.due import AGAIN, INTERVALS, UNCLASSED, Basis
from geo.texts import Language, Text, plural, text

_WORDS = {
    "tab_due": text("Due"),
    "tab_nearby": text("Nearby"),
    "tab_area": text("My territory"),
    "tabs": text("Lists"),
    "map": text("Map of your territory"),
    "zoom_in": text("Zoom in"),
    "zoom_out": text("Zoom out"),
    "call": text("Call {name}", name="{name}"),
    "mail": text("Mail {name}", name="{name}"),
    "navigate": text("Navigate to {name}", name="{name}"),
    "outcome": text("What came of it"),
    "save": text("Save visit"),
    "save_note": text("Save note"),
    "note": text("Your note"),
    "add_note": text("Add a note"),
    "choose": text("Choose what came of it, or write a note."),
    "saving": text("Saving …"),
    "all_saved": text("All is saved"),
    "saved": text("Saved"),
    "kept": text("Kept, waiting for the line"),
    "undo": text("Undo"),
    "undone": text("Taken back"),
    "copy": text("Copy"),
    "copied": text("Copied"),
    "remove": text("Remove"),
    "not_withdrawn": text("Could not be taken back"),
    "fragile": text("This phone keeps nothing for the page. Leave it open until all is saved."),
    "prospect": text("Prospect"),
    "last": text("Last contact {day}", day="{day}"),
    "a_year": text("{amount} a year", amount="{amount}"),
    "never": text("No contact logged yet"),
    "unlogged": text("Nothing is logged yet: your most important customers come first, by class and value."),
    "new_from": text("New from {name}", name="{name}"),
    "later": text("Later"),
    "nobody_due": text("Nobody is due now."),
    "none": text("There are no customers in your territory yet."),
    "no_territory": text("No territory of this plan is yours at the moment."),
    "ask": text("Ask your manager."),
    "from_me": text("Distances from where you are"),
    "from_customer": text("Distances from {name}", name="{name}"),
    "from_centre": text("Distances from the middle of your territory"),
    "locate": text("Use my position"),
    "locating": text("Looking for your position …"),
    "denied": text("Your position was not shared. Allow it for this page in the settings of your browser."),
    "insecure": text("A phone shares its position with https pages only; this one comes by http."),
    "unknown_place": text("Your phone does not know where it is just now. Try again outdoors."),
    "here": text("You are here"),
    "search": text("Search by name or place"),
    "not_found": text("No customer of yours is called that."),
    "partly": text("The rest of your customers is on its way …"),
    "more": text("Show more"),
    "as_of": text("No connection. As seen on {moment}.", moment="{moment}"),
    "failed": text("This page cannot be loaded just now."),
    "retry": text("Try again"),
    "open_only": text("Without a connection this page can be used for as long as it stays open."),
}

_PLURALS = {
    "due": plural("{count} due", "{count} due", 1),
    "customers": plural("{count} customer", "{count} customers", 1),
    "fresh": plural("Only new to you ({count})", "Only new to you ({count})", 1),
    "waiting": plural("Waiting for the line ({count})", "Waiting for the line ({count})", 1),
    "refused": plural("{count} entry was not saved", "{count} entries were not saved", 1),
}

_BASES: dict[Basis, Text] = {
    "size": text("A, B and C as your list has them."),
    "revenue": text("A, B and C by revenue: A bring the first half together, B the next 30 %."),
    "potential": text("A, B and C by potential: A bring the first half together, B the next 30 %."),
    "": text("The list says nothing by which customers could be divided into A, B and C."),
}


def area_words(language: Language) -> dict[str, object]:
    """Return the page's words by name: texts, pairs for one and for many, outcomes by their codes in their order."""
    return {
        **{name: language.render(words) for name, words in _WORDS.items()},
        **{name: [_counted(words, count, language) for count in (1, 2)] for name, words in _PLURALS.items()},
        "outcomes": {code: language.render(words) for code, words in OUTCOME_WORDS.items()},
    }


def class_words(basis: Basis, language: Language) -> str:
    """Say what the classes were made of, and when who is due again."""
    a, b, c = (interval.days for interval in INTERVALS.values())
    said = [_BASES[basis]]
    if basis:
        said.append(text("Due again after {a}, {b} and {c} days.", a=a, b=b, c=c))
    else:
        said.append(text("Due again after {days} days.", days=UNCLASSED.days))
    said.append(text("Who was not in: after {days} days.", days=AGAIN.days))
    return " ".join(language.render(one) for one in said)


def _counted(words: Text, count: int, language: Language) -> str:
    return language.render(Text(words.one, words.many, count, {"count": "{count}"}))
