"""A coverage of a file of boundaries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.areas._columns import Named, columns_of, name_features, require_one_area_a_code
from geo.areas._coverage import Coverage
from geo.areas._crossings import crossings
from geo.areas._faults import Fault, require_none
from geo.areas._formats import read_features
from geo.areas._metric import DEGREES, metric_crs
from geo.areas._repair import Shapes, on_grid, repaired
from geo.areas._whereabouts import plane, require_here
from geo.errors import InputError
from geo.gazetteer import area_code, normalise_postcodes, postcode_places, require_country
from geo.progress import Cancel, Progress, check, never, unheard
from geo.texts import Text, plural, text

MOST_AREAS = 30_000
MOST_CORNERS = 5_000_000
"""Beyond these a file is refused before it keeps the machine busy for minutes."""

_POSTCODES = 0.9
"""Share of codes that must be known postcodes for customers to be placed by theirs."""


@dataclass(frozen=True, eq=False)
class Boundaries:
    """
    What a file of boundaries became.

    Parameters
    ----------
    coverage
        Its areas.
    remarks
        What was recognised, repaired and left out.
    columns
        The columns of the file that could name the areas.
    code_column, name_column
        Those that do; None where the areas are numbered, or called by their codes.
    """

    coverage: Coverage
    remarks: tuple[Text, ...]
    columns: tuple[str, ...]
    code_column: str | None
    name_column: str | None


def read_boundaries(
    content: bytes | Path,
    filename: str,
    country: str = "NL",
    *,
    code_column: str | None = None,
    name_column: str | None = None,
    progress: Progress = unheard,
    cancelled: Cancel = never,
) -> Boundaries:
    """
    Read areas from GeoJSON, GeoPackage, a zipped Shapefile or GeoParquet.

    Rows with one code and one name are one area. Borders that nearly meet are joined; a file without a coordinate
    system is taken for degrees, or for the national metres (EPSG:28992) where the numbers can only be those.

    Parameters
    ----------
    content
        Of the file, or where it is.
    filename
        How the user calls it; only shown.
    country
        Where the areas lie.
    code_column, name_column
        Columns that name the areas; recognised where None.
    progress, cancelled
        Hear of the work and may stop it.

    Returns
    -------
    A coverage and what to tell about it. Where its codes are the country's postcodes, customers are placed by theirs.

    Raises
    ------
    InputError
        The file cannot be read, holds no polygons, or lacks a column that was asked for.
    BoundaryError
        The areas are not a coverage, or lie elsewhere; shows where.
    SettingsError
        The country does not ship.
    """
    crs = metric_crs(require_country(country))
    shown = re.split(r"[/\\]", filename)[-1][:100] or "?"
    progress(text("Reading the file"), 0.05)
    features = read_features(content.read_bytes() if isinstance(content, Path) else content, shown)
    check(cancelled)
    progress(text("Checking the areas"), 0.3)
    drawn, remarks = _drawn(features, shown)
    named = name_features(drawn, shown, code_column, name_column)
    table, shapes, mended = _grounded(drawn, named, shown)
    require_here(shapes, table["name"].tolist(), country)
    table, shapes, united = _one_row_an_area(table, shapes)
    check(cancelled)
    progress(text("Fitting the borders together"), 0.5)
    fitted = repaired(shapes, table["name"].tolist(), country, crs)
    seen = ~shapely.is_empty(fitted.shapes)
    areas = gpd.GeoDataFrame(
        table[seen].reset_index(drop=True), geometry=shapely.normalize(fitted.shapes[seen]), crs=DEGREES
    )
    by_postcode = _by_postcode(areas, country)
    coverage = Coverage(areas, "file", country, approximate=False, source=shown, postcode_area=by_postcode)
    remarks = [named.remark, *remarks, *mended, *united, *fitted.remarks, *_vanished(int((~seen).sum()))]
    if by_postcode is not None:
        remarks.append(text("The codes are postcodes: customers belong to the area of theirs."))
    progress(text("Done"), 1.0)
    return Boundaries(coverage, tuple(remarks), tuple(columns_of(drawn)), named.code, named.name)


def _drawn(features: gpd.GeoDataFrame, filename: str) -> tuple[gpd.GeoDataFrame, list[Text]]:
    """Return the features that are drawn as polygons, and what to tell of the others."""
    shapes = np.asarray(features.geometry.to_numpy(), dtype=object)
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if not np.isfinite(shapely.get_coordinates(shapes[there])).all():
        raise InputError(
            text("'{filename}' has coordinates that are no numbers.", filename=filename),
            text("Export it once more, or draw the areas anew."),
        )
    kind = shapely.get_type_id(shapes)
    polygonal = there & np.isin(kind, (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON))
    if not polygonal.any() and there.any():
        require_none(_lines_and_points(features[there]))
    _require_bearable(shapes[polygonal], filename)
    left = int((~polygonal).sum())
    remarks = [plural("{count} row without an area was left out.", "{count} rows without an area were left out.", left)]
    return features[polygonal].reset_index(drop=True), remarks if left else []


def _lines_and_points(features: gpd.GeoDataFrame) -> list[Fault]:
    """Return the features as wrong places, where they can be shown in degrees."""
    known = features.set_crs(DEGREES) if features.crs is None else features
    sentence = text("The file holds points or lines where areas should be.")
    return [Fault("shape", (), shape, sentence) for shape in known.geometry.to_crs(DEGREES)]


def _require_bearable(shapes: Shapes, filename: str) -> None:
    corners = int(shapely.get_num_coordinates(shapes).sum())
    if len(shapes) == 0:
        raise _no_areas(filename)
    if len(shapes) > MOST_AREAS or corners > MOST_CORNERS:
        raise InputError(
            plural(
                "'{filename}' has {count} area with {corners} corners.",
                "'{filename}' has {count} areas with {corners} corners.",
                len(shapes),
                filename=filename,
                corners=corners,
            ),
            text(
                "Give at most {areas} areas and {most} corners: unite areas, or simplify the borders.",
                areas=MOST_AREAS,
                most=MOST_CORNERS,
            ),
        )


def _grounded(drawn: gpd.GeoDataFrame, named: Named, filename: str) -> tuple[pd.DataFrame, Shapes, list[Text]]:
    """Return name and shape of each feature that has ground, on the exchanged grid, and what to tell of repairs."""
    crs = plane(drawn, filename)
    flat = shapely.force_2d(np.asarray(drawn.geometry.to_numpy(), dtype=object))
    wrong, mended = crossings(flat, named.table["name"].tolist(), crs)
    require_none(wrong)
    shapes = on_grid(flat, crs)
    whole = ~shapely.is_empty(shapes)
    if not whole.any():
        raise _no_areas(filename)
    remarks = []
    if drawn.crs is None and crs != DEGREES:
        remarks.append(
            text("The file names no coordinate system; its numbers are those of {crs}.", crs=crs.to_string())
        )
    if mended:
        remarks.append(
            plural(
                "{count} area that crossed itself was mended.",
                "{count} areas that crossed themselves were mended.",
                mended,
            )
        )
    return named.table[whole].reset_index(drop=True), shapes[whole], remarks


def _one_row_an_area(table: pd.DataFrame, shapes: Shapes) -> tuple[pd.DataFrame, Shapes, list[Text]]:
    """Unite the rows of one code, which must have one name."""
    first = ~table["code"].duplicated()
    if first.all():
        return table, shapes, []
    require_one_area_a_code(table, shapes)
    rows, _ = pd.factorize(table["code"])
    order = np.argsort(rows, kind="stable")
    groups = np.split(shapes[order], np.flatnonzero(np.diff(rows[order])) + 1)
    united = np.array([shapely.union_all(group) for group in groups], dtype=object)
    spare = int((~first).sum())
    told = plural(
        "{count} row was united with another of its code.", "{count} rows were united with others of their code.", spare
    )
    return table[first].reset_index(drop=True), united, [told]


def _vanished(n: int) -> list[Text]:
    if not n:
        return []
    return [
        plural(
            "{count} area too narrow to be seen was left out.", "{count} areas too narrow to be seen were left out.", n
        )
    ]


def _no_areas(filename: str) -> InputError:
    return InputError(
        text("'{filename}' holds no areas.", filename=filename), text("Give a file with at least one polygon.")
    )


def _by_postcode(areas: gpd.GeoDataFrame, country: str) -> pd.Series | None:
    codes = area_code(normalise_postcodes(areas["code"], country), country)
    known = codes.isin(postcode_places(country).index) & ~codes.duplicated()
    if known.mean() < _POSTCODES:
        return None
    return pd.Series(np.flatnonzero(known), index=pd.Index(codes[known]), name="area")
