"""
A plan as KML, for Google Earth and what reads the same.

Written here and not by GDAL, which would drop the colours. Google Earth shows descriptions as HTML and fills in `$[…]`
in them; people's words are escaped for both, and for XML.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

import shapely

from geo.exports.gis import Category, legible
from geo.palette import INK

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_FILL_ALPHA = "d1"
_NOBODY = "#D5D8DD"
_PIN = "http://maps.google.com/mapfiles/kml/shapes/placemark_circle.png"
"""Google Earth carries this picture itself and fetches nothing for it."""


@dataclass(frozen=True, eq=False)
class Place:
    """
    A placemark.

    Parameters
    ----------
    name
        What it is called; any text.
    facts
        What is known of it, by what that is called; any texts.
    shape
        Where it is, in EPSG:4326.
    territory
        Number of its territory, None for none.
    """

    name: str
    facts: Mapping[str, str]
    shape: shapely.Geometry
    territory: int | None


@dataclass(frozen=True, eq=False)
class Folder:
    """
    Placemarks, or further folders, that are shown and hidden together.

    Parameters
    ----------
    name
        What it is called; any text.
    places
        Its placemarks.
    folders
        Folders in it.
    open
        Whether its content is listed at first.
    """

    name: str
    places: Sequence[Place] = ()
    folders: Sequence[Folder] = ()
    open: bool = False


def kml(title: str, folders: Sequence[Folder], categories: Sequence[Category]) -> bytes:
    """
    Return folders as KML, each territory in its colour; the same folders give the same bytes.

    Parameters
    ----------
    title
        What the document is called; any text.
    folders
        The folders.
    categories
        The territories.
    """
    root = Element("kml", {"xmlns": _NAMESPACE})
    document = SubElement(root, "Document")
    _words(document, "name", title)
    for number, colour in [*((c.value, c.colour) for c in categories), (None, _NOBODY)]:
        _style(document, number, colour)
    for folder in folders:
        _folder(document, folder)
    written: str = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}'.encode()


def balloon(facts: Mapping[str, str]) -> str:
    """Return facts as the HTML of a balloon in which no word of theirs is markup or filled in."""
    return "<br>".join(f"<b>{_literal(head)}</b>: {_literal(value)}" for head, value in facts.items() if value)


def _literal(words: str) -> str:
    return html.escape(legible(words)).replace("$", "&#36;").replace("\n", "<br>")


def _folder(parent: Element, folder: Folder) -> None:
    made = SubElement(parent, "Folder")
    _words(made, "name", folder.name)
    if folder.open:
        _words(made, "open", "1")
    for inner in folder.folders:
        _folder(made, inner)
    for place in folder.places:
        _place(made, place)


def _place(parent: Element, place: Place) -> None:
    made = SubElement(parent, "Placemark")
    _words(made, "name", place.name)
    # The list beside the map would show the first line of the description as it stands.
    SubElement(made, "Snippet", {"maxLines": "0"})
    _words(made, "description", balloon(place.facts))
    _words(made, "styleUrl", f"#{_style_name(place.territory)}")
    _shape(made, place.shape)


def _shape(parent: Element, shape: shapely.Geometry) -> None:
    if isinstance(shape, shapely.Point):
        _words(SubElement(parent, "Point"), "coordinates", f"{shape.x!r},{shape.y!r}")
        return
    many = SubElement(parent, "MultiGeometry")
    for part in shapely.get_parts(shape):
        polygon = SubElement(many, "Polygon")
        for kind, ring in _rings(part):
            line = SubElement(SubElement(polygon, kind), "LinearRing")
            places = shapely.get_coordinates(ring).tolist()
            _words(line, "coordinates", " ".join(f"{lon!r},{lat!r}" for lon, lat in places))


def _rings(polygon: shapely.Polygon) -> Iterator[tuple[str, shapely.LinearRing]]:
    turned = shapely.orient_polygons(polygon)
    yield "outerBoundaryIs", turned.exterior
    for ring in turned.interiors:
        yield "innerBoundaryIs", ring


def _style(document: Element, number: int | None, colour: str) -> None:
    style = SubElement(document, "Style", {"id": _style_name(number)})
    icon = SubElement(style, "IconStyle")
    _words(icon, "color", _abgr(colour, "ff"))
    _words(icon, "scale", "0.6")
    _words(SubElement(icon, "Icon"), "href", _PIN)
    _words(SubElement(style, "LabelStyle"), "scale", "0.8")
    line = SubElement(style, "LineStyle")
    _words(line, "color", _abgr("#FFFFFF", "ff"))
    _words(line, "width", "1.6")
    _words(SubElement(style, "PolyStyle"), "color", _abgr(colour, _FILL_ALPHA))
    box = SubElement(style, "BalloonStyle")
    # Only what was escaped: Google Earth would take a name in a balloon for HTML.
    _words(box, "text", "$[description]")
    _words(box, "textColor", _abgr(INK, "ff"))


def _style_name(number: int | None) -> str:
    return "none" if number is None else f"t{int(number)}"


def _abgr(colour: str, alpha: str) -> str:
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    return (alpha + blue + green + red).lower()


def _words(parent: Element, tag: str, words: str) -> None:
    SubElement(parent, tag).text = legible(words)
