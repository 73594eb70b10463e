"""The map's own words in every language: constants, which its script puts on the page."""

from __future__ import annotations

from dataclasses import replace

from geo.maps.layer_words import layer_words
from geo.texts import LANGUAGES, Language, plural

_TERRITORY = "{territory}"
_COUNT = "{count}"
"""What the script fills in stays open."""


def words() -> dict[str, dict[str, str]]:
    """Return the words by language and key; they hold nothing from outside, so they are safe in a script."""
    return {
        code: {**_signs(language), **_tools(language), **_notices(language), **layer_words(language)}
        for code, language in ((code, Language(code)) for code in LANGUAGES)
    }


def _signs(language: Language) -> dict[str, str]:
    """Return what stands on every map."""
    moved = (replace(plural("{count} area moved", "{count} areas moved", n), values={"count": _COUNT}) for n in (1, 2))
    one, many = (language.render(message) for message in moved)
    return {
        "map": language.say("Map of the territories"),
        "zoom_in": language.say("Zoom in"),
        "zoom_out": language.say("Zoom out"),
        "customer": language.say("Customer"),
        "prospect": language.say("Prospect"),
        "sized": language.say("Larger is more"),
        "selected": language.say("Chosen territory"),
        "moved_one": one,
        "moved_many": many,
        "moved_ground": language.say("Changes territory"),
        "unassigned": language.say("Unassigned"),
        "approximate": language.say("Borders are approximate"),
        "failed": language.say("The map cannot be drawn. Load the page again."),
        "waiting": language.say("No answer yet; trying again"),
    }


def _tools(language: Language) -> dict[str, str]:
    """Return the names of the tools and what a click does with each."""
    return {
        "tools": language.say("Tools"),
        "choose": language.say("Choose"),
        "paint": language.say("Paint"),
        "lasso": language.say("Lasso"),
        "polygon": language.say("Draw"),
        "hint_choose": language.say("Click a territory to choose it"),
        "hint_first": language.say("Choose a territory first: click it"),
        "hint_paint": language.say("Click or drag: areas go to {territory} · Shift: unassigned", territory=_TERRITORY),
        "hint_finger": language.say("Tap or drag: areas go to {territory}", territory=_TERRITORY),
        "hint_lasso": language.say("Draw around areas: they go to {territory}", territory=_TERRITORY),
        "hint_polygon": language.say(
            "Click around areas, double-click to close: they go to {territory}", territory=_TERRITORY
        ),
        "hint_earlier": language.say("An earlier version, to look at only"),
    }


def _notices(language: Language) -> dict[str, str]:
    """Return why something did not happen."""
    return {
        "locked": language.say("{territory} is locked: its areas stay as they are", territory=_TERRITORY),
        "few_points": language.say("Nothing changed: draw a line with at least three corners"),
        "crossing": language.say("Nothing changed: the line crosses itself"),
        "nothing_within": language.say("Nothing changed: no area lies within the line"),
        "there_already": language.say("Nothing changed: the areas are there already"),
        "not_kept": language.say("An earlier edit from this browser could not be kept"),
        "away": language.say("Not saved yet; trying again"),
        "lost": language.say("The map is no longer connected. Load the page again."),
    }
