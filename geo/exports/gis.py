"""What every file for map programs has in common: layers, the colours of territories, and texts that do no harm."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import geopandas as gpd
import numpy as np
import shapely

from geo.errors import StoreError
from geo.texts import text

Kind = Literal["point", "fill"]
GEOMETRY: Mapping[Kind, str] = {"point": "Point", "fill": "MultiPolygon"}

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Category:
    """
    How a territory is drawn.

    Parameters
    ----------
    value
        Its number, as it stands in the field "territory".
    label
        What people call it; any text.
    colour
        Its colour as #RRGGBB.
    """

    value: int
    label: str
    colour: str


@dataclass(frozen=True, eq=False)
class GisLayer:
    """
    A layer of a file.

    Parameters
    ----------
    name
        Its name, of letters only.
    frame
        Its features in EPSG:4326, points or areas, with the number of their territory in "territory", null for none.
    label
        The field with which a feature is labelled.
    kind
        "fill" for areas, "point" for places.
    labels_from
        Largest scale denominator at which labels are shown, 0 for always.
    """

    name: str
    frame: gpd.GeoDataFrame
    label: str
    kind: Kind = "fill"
    labels_from: int = 0

    @property
    def uniform(self) -> gpd.GeoDataFrame:
        """The features with geometries of one type, as databases want them; ground that is nowhere has none."""
        shapes = self.frame.geometry.to_numpy()
        if self.kind == "point":
            return self.frame
        parts = [shapely.get_parts(shape) for shape in shapes]
        made = [shapely.multipolygons(p) if len(p) else None for p in parts]
        return self.frame.set_geometry(gpd.GeoSeries(made, index=self.frame.index, crs="EPSG:4326"))


def legible(words: str) -> str:
    """Return a text without signs that XML and databases refuse."""
    return _UNSEEN.sub("", words)


def legible_frame(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a frame whose texts are legible."""
    changed = {}
    for name in frame.columns.drop("geometry"):
        if frame[name].dtype == object or str(frame[name].dtype).startswith("str"):
            values = frame[name].to_numpy(dtype=object)
            changed[name] = np.array([legible(v) if isinstance(v, str) else None for v in values], dtype=object)
    return frame.assign(**changed)


@contextmanager
def private_folder() -> Iterator[Path]:
    """
    Give a folder that nobody else may read and that vanishes when the block ends.

    Raises
    ------
    StoreError
        Where none can be made, or what is written into it does not fit.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="rayon-") as folder:
            yield Path(folder)
    except OSError as error:
        raise StoreError(
            text("A temporary file cannot be written: {reason}.", reason=error.strerror or "?"),
            text("Free some space, or set TMPDIR to a folder that may be written."),
        ) from error
