"""
A map as one file that opens anywhere, with no network and nothing beside it.

It is the same map as in the app: the same script, its documents embedded instead of fetched. folium makes the page
around constants; what people wrote stands in it as encoded JSON that no part of folium renders as a template.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from branca.element import Element, Figure
from jinja2 import Template

from geo.maps.assets import ensure_assets
from geo.maps.base import base
from geo.maps.document import Layer
from geo.maps.folium_map import RayonMap, base_map, show
from geo.maps.packing import encode
from geo.maps.registry import document
from geo.maps.static_files import whole_script, whole_style
from geo.viewer import MANAGER

_FONT = re.compile(r'url\("\.\./\.\./assets/([^"]+\.woff2)"\)')
_HERE = "./"


class _Verbatim(Element):
    """Text that is put on the page as it is, and never read as a template."""

    _template = Template("{{ this.content }}")

    def __init__(self, content: str) -> None:
        super().__init__()
        self._name = "Verbatim"
        self.content = content


class _InlineMap(RayonMap):
    """The map of the app, its scripts and styles on the page itself."""

    default_js = []  # noqa: RUF012
    default_css = []  # noqa: RUF012


def standalone(layers: Sequence[Layer], *, title: str, language: str = "en", country: str = "NL") -> str:
    """
    Return an HTML page that shows a map.

    Parameters
    ----------
    layers
        Documents from the lowest up.
    title
        Title of the page, any text.
    language
        Language of the map's own words, one of `geo.texts.LANGUAGES`.
    country
        Whose base map lies below.

    Raises
    ------
    AssetsError
        The map's scripts are not on this machine and cannot be fetched.
    """
    packages = ensure_assets()
    drawn = base_map(country, root=_HERE, kind=_InlineMap)
    page = drawn.get_root()
    if not isinstance(page, Figure):
        message = f"a map without a page around it: {page!r}"
        raise TypeError(message)
    documents = {country: encode(base(country))}
    for layer in layers:
        made = document(_whole(layer), MANAGER)
        documents[made.name] = made.text
    page.title = None
    page.header.add_child(_Verbatim(f"<title>{_title(title)}</title>"), name="title")
    page.header.add_child(_Verbatim(_styles(packages)), name="styles")
    page.header.add_child(_Verbatim(_scripts(packages)), name="scripts")
    page.html.add_child(_Verbatim(_embedded(documents)), name="documents")
    drawn.add_child(show([name for name in documents if name != country], language=language))
    return str(page.render())


def _whole(layer: Layer) -> Mapping[str, object]:
    """Return a layer with every point of a crowd: there is nobody to ask for them later."""
    return layer["crowd"].points() if "crowd" in layer else layer


def _title(title: str) -> str:
    """Return a title as HTML whose braces cannot open a template either."""
    return escape(title).replace("{", "&#123;").replace("}", "&#125;").replace("`", "&#96;")


def _embedded(documents: Mapping[str, str]) -> str:
    return "\n".join(
        f'<script type="application/json" id="rayon-{name}">{content}</script>' for name, content in documents.items()
    )


def _styles(packages: Path) -> str:
    leaflet = (packages / "leaflet" / "dist" / "leaflet.css").read_text(encoding="utf-8")
    whole = f"{leaflet}\n{whole_style()}"
    return f"<style>{_FONT.sub(lambda found: _data_address(packages / found.group(1)), whole)}</style>"


def _scripts(packages: Path) -> str:
    leaflet = (packages / "leaflet" / "dist" / "leaflet.js").read_text(encoding="utf-8")
    leaflet = leaflet.replace("//# sourceMappingURL=leaflet.js.map", "")
    return f"<script>{leaflet}\n{whole_script()}</script>"


def _data_address(font: Path) -> str:
    return f'url("data:font/woff2;base64,{base64.b64encode(font.read_bytes()).decode("ascii")}")'
