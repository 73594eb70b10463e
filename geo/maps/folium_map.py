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
from dataclasses import dataclass

import folium
from branca.element import MacroElement
from jinja2 import Template

from geo.maps.static_files import WHOLE_SCRIPT, WHOLE_STYLE
from geo.maps.words import words
from geo.texts import LANGUAGES, Language

ROOT_FROM_FRAME = "../../"
"""From the frame of the map component, /component/<name>/index.html, to the root of the app, base path included."""

_NAME = re.compile(r"[0-9a-f]{16}")
_COUNTRY = re.compile(r"[A-Z]{2}")


class RayonMap(folium.Map):
    """A Leaflet map without tiles that loads our scripts from our own server, and nothing from elsewhere."""

    default_js = [  # noqa: RUF012 - the name and kind that folium reads
        ("leaflet", f"{ROOT_FROM_FRAME}assets/leaflet/dist/leaflet.js"),
        ("rayon", f"{ROOT_FROM_FRAME}map/static/{WHOLE_SCRIPT}"),
    ]
    default_css = [  # noqa: RUF012
        ("leaflet_css", f"{ROOT_FROM_FRAME}assets/leaflet/dist/leaflet.css"),
        ("rayon_css", f"{ROOT_FROM_FRAME}map/static/{WHOLE_STYLE}"),
    ]


@dataclass(frozen=True)
class Desk:
    """
    Which scenario is edited on a map.

    Parameters
    ----------
    scenario
        Its id, sixteen hexadecimal digits.
    at
        Revision to be looked at and not edited; None for the last, which can be edited.
    measure
        Which measure the labels tell the deviation in, by its place among the scenario's; None for the one in balance.
    """

    scenario: str
    at: int | None = None
    measure: int | None = None

    def __post_init__(self) -> None:
        """Let nothing but constants and whole numbers through."""
        if not _NAME.fullmatch(self.scenario):
            message = f"a scenario is named by 16 hexadecimal digits, not {self.scenario!r}"
            raise ValueError(message)

    @property
    def options(self) -> dict[str, str | int | None]:
        """What the map's script is told."""
        whole = {"at": self.at, "measure": self.measure}
        return {"scenario": self.scenario, **{k: None if v is None else int(v) for k, v in whole.items()}}


class Start(MacroElement):
    """Starts our script on the map: which country, the words it shows, where our server is."""

    _template = Template(
        "{% macro script(this, kwargs) %}rayon.start({{ this._parent.get_name() }}, {{ this.options }});{% endmacro %}"
    )

    def __init__(self, country: str, root: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Start"
        self.options = json.dumps({"country": _code(country), "root": root, "words": words()})


class Show(MacroElement):
    """Tells our script which documents to draw, which territory is chosen and which scenario is edited."""

    _template = Template("{% macro script(this, kwargs) %}rayon.show({{ this.options }});{% endmacro %}")

    def __init__(
        self, documents: Sequence[str], selected: int | None, language: str, answered: int, desk: Desk | None
    ) -> None:
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
                "desk": None if desk is None else desk.options,
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
    documents: Sequence[str],
    *,
    selected: int | None = None,
    language: str = "en",
    answered: int = 0,
    desk: Desk | None = None,
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
    desk
        The scenario that is edited on a document of kind `blocks`, where one is. `selected` is then the id of the
        territory that is chosen when the map opens; afterwards the map knows better.
    """
    group = folium.FeatureGroup()
    group.add_child(Show(documents, selected, language, answered, desk))
    return group


def _code(country: str) -> str:
    if not _COUNTRY.fullmatch(country):
        message = f"a country is a code of two capital letters, not {country!r}"
        raise ValueError(message)
    return country
