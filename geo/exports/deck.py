"""
What is told of a plan, slide by slide: the same words, figures and pictures on a projector, in PowerPoint and in PDF.

Every text stands here as it is to be read, in the reader's language and with its units; whoever lays a deck out adds
no words of its own. People's words among them are data and may be anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import geopandas as gpd
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Name:
    """
    How a territory is written on a picture.

    Parameters
    ----------
    name
        What people call it.
    colour
        Index of its colour in `geo.palette.PALETTE`.
    line
        A second line, such as its representative.
    """

    name: str
    colour: int
    line: str = ""


@dataclass(frozen=True, eq=False)
class Points:
    """
    Customers without their names.

    Parameters
    ----------
    lon, lat
        Places in degrees, EPSG:4326, shape (n,).
    sizes
        Weight of each, shape (n,).
    prospect
        Whether each is a prospect, drawn open, shape (n,).
    """

    lon: Floats
    lat: Floats
    sizes: Floats
    prospect: npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Drawing:
    """
    A picture of a plan.

    Parameters
    ----------
    country
        ISO code of the country whose land and neighbours lie below.
    shapes
        Ground of each territory in EPSG:4326, together a coverage; empty for one without ground.
    names
        How each is written, in the same order.
    source
        Where the borders come from, for the line of sources.
    date
        When the plan was as it is drawn, as it is to be read.
    plan
        Name and version of the plan.
    focus
        Position of the one territory the picture is about, the others pale; None for all alike.
    points
        Customers to be drawn, None for none.
    moved
        Ground that changes hands, in EPSG:4326, outlined; None for none.
    moved_words
        What the outline means, for the legend; empty without one.
    """

    country: str
    shapes: gpd.GeoSeries
    names: Sequence[Name]
    source: str
    date: str
    plan: str
    focus: int | None = None
    points: Points | None = None
    moved: gpd.GeoSeries | None = None
    moved_words: str = ""

    @property
    def ratio(self) -> float:
        """Height of the ground of all territories divided by its width, one for none."""
        west, south, east, north = self.shapes.total_bounds
        ratio = (
            float((north - south) / ((east - west) * np.cos(np.radians((south + north) / 2)))) if east > west else 1.0
        )
        return ratio if np.isfinite(ratio) else 1.0

    @property
    def untitled(self) -> Drawing:
        """The same without plan and day, for a slide that says both in its foot."""
        return replace(self, plan="", date="")


@dataclass(frozen=True)
class Figure:
    """A figure in large type, what it counts, and whether it lies outside what was agreed."""

    value: str
    caption: str
    beyond: bool = False


@dataclass(frozen=True)
class Bar:
    """
    The load of one territory beside its target.

    Parameters
    ----------
    name
        Who or what it is about.
    colour
        Index of its colour in `geo.palette.PALETTE`.
    load, target
        Numbers to draw, in one unit.
    words
        The load as it is to be read, with its unit.
    beyond
        Whether it lies outside what was agreed.
    line
        Its territory, where the name is that of a representative; left out where there is no room.
    """

    name: str
    colour: int
    load: float
    target: float
    words: str
    beyond: bool = False
    line: str = ""


@dataclass(frozen=True)
class Table:
    """
    A table; every cell as it is to be read.

    Parameters
    ----------
    heads
        Titles of the columns.
    rows
        Cells, as many a row as there are titles.
    right
        Whether each column is set to the right, as figures are.
    colours
        For each row the colour of its swatch in `geo.palette.PALETTE`, None for none.
    beyond
        For each row whether its last figure lies outside what was agreed; empty where none does.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: Sequence[bool]
    colours: Sequence[int | None]
    beyond: Sequence[bool] = ()

    def is_beyond(self, row: int, column: int) -> bool:
        """Return whether a figure lies outside what was agreed."""
        return bool(self.beyond) and column == len(self.heads) - 1 and self.beyond[row]


@dataclass(frozen=True, eq=False)
class Slide:
    """
    One slide; a part that is empty is left out.

    Parameters
    ----------
    key
        "overview", "changes", "team" ("team-2", …) or "territory-" and the id of a territory: what an order of slides
        names.
    title
        Its conclusion, or the name of the territory.
    line
        A line under the title.
    colour
        Index of the accent colour in `geo.palette.PALETTE`, None for none.
    figures
        Two to four figures in large type.
    bars_words
        What the bars show, with the target and its unit.
    bars
        Load of each territory beside its target.
    chosen
        Position among the bars of the one it is about, None for none.
    table
        A table.
    conclusion
        A sentence that ends it.
    drawings
        One picture, or two beside each other, each with its caption.
    notes
        What the presenter may want to say, in sentences.
    """

    key: str
    title: str
    line: str = ""
    colour: int | None = None
    figures: Sequence[Figure] = ()
    bars_words: str = ""
    bars: Sequence[Bar] = ()
    chosen: int | None = None
    table: Table | None = None
    conclusion: str = ""
    drawings: Sequence[tuple[str, Drawing]] = ()
    notes: str = ""


@dataclass(frozen=True, eq=False)
class Deck:
    """
    A plan told from the overview to each territory.

    Parameters
    ----------
    title
        The plan in one sentence.
    footer
        Name and version of the plan, and whose it is: on every slide.
    language
        Code of the language, one of `geo.texts.LANGUAGES`.
    slides
        The slides in their order.
    table
        Every territory in one table, for a document that flows over pages; None without one.
    """

    title: str
    footer: str
    language: str
    slides: Sequence[Slide] = field(default=())
    table: Table | None = None
