"""How QGIS draws a layer: a colour for each territory, and labels (QML, as QGIS keeps it in a GeoPackage)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from geo.exports.gis import Category, legible
from geo.palette import INK

_NOBODY = Category(0, "–", "#D5D8DD")
_FILL_ALPHA = 209
"""Of 255, as on the map of the program."""


def qml(kind: str, categories: Sequence[Category], *, label: str, outline: float, labels_from: int = 0) -> str:
    """
    Return the style of a layer.

    Parameters
    ----------
    kind
        "fill" for areas, "point" for places.
    categories
        The territories, known by the field "territory".
    label
        The field that labels show.
    outline
        Width of the white border of areas, in millimetres.
    labels_from
        Largest scale denominator at which labels are shown, 0 for always.
    """
    root = Element("qgis", {"version": "3.28.0", "styleCategories": "Symbology|Labeling", "labelsEnabled": "1"})
    renderer = SubElement(
        root,
        "renderer-v2",
        {
            "type": "categorizedSymbol",
            "attr": "territory",
            "symbollevels": "0",
            "enableorderby": "0",
            "forceraster": "0",
        },
    )
    listed, symbols = SubElement(renderer, "categories"), SubElement(renderer, "symbols")
    for number, category in enumerate([*categories, _NOBODY]):
        # Whatever is not listed, such as no territory at all, has the empty value.
        value = "" if category is _NOBODY else str(category.value)
        SubElement(
            listed,
            "category",
            {"value": value, "symbol": str(number), "label": legible(category.label), "render": "true", "type": "long"}
            if value
            else {"value": "", "symbol": str(number), "label": category.label, "render": "true"},
        )
        _symbol(symbols, number, kind, category.colour, outline)
    _labels(root, kind, label, labels_from)
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + tostring(root, encoding="unicode")


def _symbol(symbols: Element, number: int, kind: str, colour: str, outline: float) -> None:
    symbol = SubElement(
        symbols,
        "symbol",
        {
            "type": "fill" if kind == "fill" else "marker",
            "name": str(number),
            "alpha": "1",
            "clip_to_extent": "1",
            "force_rhr": "0",
        },
    )
    layer = SubElement(
        symbol,
        "layer",
        {"class": "SimpleFill" if kind == "fill" else "SimpleMarker", "enabled": "1", "locked": "0", "pass": "0"},
    )
    if kind == "fill":
        _options(
            layer,
            {
                "color": _rgba(colour, _FILL_ALPHA),
                "style": "solid",
                "outline_color": "255,255,255,255",
                "outline_style": "solid",
                "outline_width": f"{outline:g}",
                "outline_width_unit": "MM",
            },
        )
        return
    _options(
        layer,
        {
            "name": "circle",
            "color": _rgba(colour, 255),
            "outline_color": _rgba(INK, 255),
            "outline_style": "solid",
            "outline_width": "0.2",
            "outline_width_unit": "MM",
            "size": "1.8",
            "size_unit": "MM",
        },
    )


def _labels(root: Element, kind: str, label: str, labels_from: int) -> None:
    labeling = SubElement(root, "labeling", {"type": "simple"})
    settings = SubElement(labeling, "settings", {"calloutType": "simple"})
    style = SubElement(
        settings,
        "text-style",
        {
            "fieldName": label,
            "isExpression": "0",
            "fontSize": "10" if kind == "fill" and not labels_from else "8",
            "fontSizeUnit": "Point",
            "fontWeight": "63" if kind == "fill" and not labels_from else "50",
            "textColor": _rgba(INK, 255),
            "textOpacity": "1",
            "allowHtml": "0",
            "useSubstitutions": "0",
        },
    )
    SubElement(
        style,
        "text-buffer",
        {
            "bufferDraw": "1",
            "bufferSize": "0.8",
            "bufferSizeUnits": "MM",
            "bufferColor": "255,255,255,255",
            "bufferOpacity": "1",
        },
    )
    # Beside a point (0: around it), and within an area (1: over its point).
    SubElement(settings, "placement", {"placement": "0" if kind == "point" else "1", "dist": "1", "distUnits": "MM"})
    visible = {"scaleVisibility": "1", "scaleMin": str(labels_from), "scaleMax": "1"} if labels_from else {}
    SubElement(settings, "rendering", {"displayAll": "0", **visible})


def _options(layer: Element, values: Mapping[str, str]) -> None:
    """Write settings as QGIS reads them from 3.26 on, and as it did before."""
    listed = SubElement(layer, "Option", {"type": "Map"})
    for name, value in values.items():
        SubElement(listed, "Option", {"type": "QString", "name": name, "value": value})
    for name, value in values.items():
        SubElement(layer, "prop", {"k": name, "v": value})


def _rgba(colour: str, alpha: int) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"{red},{green},{blue},{alpha}"
