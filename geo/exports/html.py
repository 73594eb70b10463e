"""A plan's map as one HTML file: to mail, to open in a meeting without a network, to keep."""

from __future__ import annotations

from collections.abc import Sequence

from geo.maps import Layer, heading, standalone
from geo.texts import Language


def map_html(layers: Sequence[Layer], *, title: str, line: str = "", language: Language, country: str = "NL") -> bytes:
    """
    Return a map as an HTML file that needs nothing beside it.

    Parameters
    ----------
    layers
        Documents of `geo.maps`, from the lowest up.
    title, line
        What stands over the map: its conclusion and what it rests on. Any text; it is shown literally.
    language
        Language of the map's own words.
    country
        Whose base map lies below.

    Raises
    ------
    AssetsError
        The map's scripts are not on this machine and cannot be fetched.
    """
    page = standalone([*layers, heading(title, line)], title=title, language=language.code, country=country)
    return page.encode("utf-8")
