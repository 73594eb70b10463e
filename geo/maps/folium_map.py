"""
The map as folium knows it: constants of ours, and nothing of what people wrote.

folium renders its children into text that it renders again as a template, so a name with an expression in it would be
executed. Here folium gets the addresses of our scripts, a country's code, and in `show` names of documents and whole
numbers; everything else travels as a document (`geo.maps.registry`) that the map's script reads by itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

import folium
from branca.element import MacroElement
from jinja2 import Template

from geo.texts import LANGUAGES, Language

SCRIPTS = ("rayon-geometry.js", "rayon-labels.js", "rayon-points.js", "rayon-controls.js", "rayon.js")
STYLES = ("fonts.css", "rayon.css")
ROOT_FROM_FRAME = "../../"
"""From the frame of the map component, /component/<name>/index.html, to the root of the app, base path included."""

_NAME = re.compile(r"[0-9a-f]{16}")
_COUNTRY = re.compile(r"[A-Z]{2}")


class RayonMap(folium.Map):
    """A Leaflet map without tiles that loads our scripts from our own server, and nothing from elsewhere."""

    default_js = [  # noqa: RUF012 - the name and kind that folium reads
        ("leaflet", f"{ROOT_FROM_FRAME}assets/leaflet/dist/leaflet.js"),
        *((name.removesuffix(".js"), f"{ROOT_FROM_FRAME}map/static/{name}") for name in SCRIPTS),
    ]
    default_css = [  # noqa: RUF012
        ("leaflet_css", f"{ROOT_FROM_FRAME}assets/leaflet/dist/leaflet.css"),
        *((name.removesuffix(".css"), f"{ROOT_FROM_FRAME}map/static/{name}") for name in STYLES),
    ]


class Start(MacroElement):
    """Starts our script on the map: which country, the words it shows, where our server is."""

    _template = Template(
        "{% macro script(this, kwargs) %}rayon.start({{ this._parent.get_name() }}, {{ this.options }});{% endmacro %}"
    )

    def __init__(self, country: str, root: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Start"
        self.options = json.dumps({"country": _code(country), "root": root, "words": _words()})


class Show(MacroElement):
    """Tells our script which documents to draw and which territory is chosen."""

    _template = Template("{% macro script(this, kwargs) %}rayon.show({{ this.options }});{% endmacro %}")

    def __init__(self, documents: Sequence[str], selected: int | None, language: str, answered: int) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Show"
        for name in documents:
            if not _NAME.fullmatch(name):
                message = f"a document is named by 16 hexadecimal digits, not {name!r}"
                raise ValueError(message)
        self.options = json.dumps(
            {
                "layers": list(documents),
                "selected": None if selected is None else int(selected),
                "language": Language(language).code if language in LANGUAGES else "en",
                "answered": int(answered),
            }
        )


def base_map(country: str = "NL", *, root: str = ROOT_FROM_FRAME, kind: type[RayonMap] = RayonMap) -> RayonMap:
    """
    Return the map of a country, the same at every run.

    Parameters
    ----------
    country
        Its ISO 3166 alpha-2 code.
    root
        Where the map's page finds our server, relative, with a slash at its end.
    kind
        Where the map takes its scripts from.
    """
    drawn = kind(
        location=[0, 0],
        zoom_start=3,
        tiles=None,
        zoom_control=False,
        font_size="13px",
        attributionControl=False,
        zoomSnap=0.25,
        zoomDelta=0.5,
        wheelPxPerZoomLevel=120,
        minZoom=6,
        maxZoom=15,
        maxBoundsViscosity=0.8,
    )
    drawn.add_child(Start(country, root))
    return drawn


def show(
    documents: Sequence[str], *, selected: int | None = None, language: str = "en", answered: int = 0
) -> folium.FeatureGroup:
    """
    Return what varies from run to run, for st_folium's `feature_group_to_add`.

    Parameters
    ----------
    documents
        Names of published documents, the lowest layer first.
    selected
        The territory that is chosen, None for none.
    language
        Language of the map's own words, one of `geo.texts.LANGUAGES`.
    answered
        Number of the last click that the page has answered: a new one makes the map take the page's word again.
    """
    group = folium.FeatureGroup()
    group.add_child(Show(documents, selected, language, answered))
    return group


def _words() -> dict[str, dict[str, str]]:
    """Return the map's own words in every language; constants, safe in a script."""
    spoken = {}
    for code in LANGUAGES:
        language = Language(code)
        spoken[code] = {
            "map": language.say("Map of the territories"),
            "zoom_in": language.say("Zoom in"),
            "zoom_out": language.say("Zoom out"),
            "customer": language.say("Customer"),
            "prospect": language.say("Prospect"),
            "sized": language.say("Larger is more"),
            "selected": language.say("Chosen territory"),
            "approximate": language.say("Borders are approximate"),
            "failed": language.say("The map cannot be drawn. Load the page again."),
        }
    return spoken


def _code(country: str) -> str:
    if not _COUNTRY.fullmatch(country):
        message = f"a country is a code of two capital letters, not {country!r}"
        raise ValueError(message)
    return country
