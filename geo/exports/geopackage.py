"""A plan as a GeoPackage: layers in EPSG:4326, with styles that QGIS takes by itself when it opens them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from threading import Lock

import pandas as pd
import pyogrio

from geo.errors import InputError
from geo.exports.gis import GEOMETRY, Category, GisLayer, legible_frame, private_folder
from geo.exports.qml import qml
from geo.texts import text

STYLES = "layer_styles"
_SHAPE = "geom"
_ONE_AT_A_TIME = Lock()
"""The moment that GDAL writes into a file is a setting of the process."""


def geopackage(layers: Sequence[GisLayer], categories: Sequence[Category], *, at: datetime) -> bytes:
    """
    Return layers as a GeoPackage; the same layers and moment give the same bytes.

    The table `layer_styles` is the one in which QGIS keeps styles: a layer is drawn by its default style at once.

    Parameters
    ----------
    layers
        From the lowest up.
    categories
        The territories.
    at
        The moment that the file says it was made.
    """
    with private_folder() as folder, _dated(at):
        path = folder / "plan.gpkg"
        for layer in layers:
            pyogrio.write_dataframe(
                legible_frame(layer.uniform),
                path,
                layer=layer.name,
                driver="GPKG",
                geometry_type=GEOMETRY[layer.kind],
                layer_options={"GEOMETRY_NAME": _SHAPE, "FID": "fid"},
            )
        pyogrio.write_dataframe(_styles(layers, categories, at), path, layer=STYLES, driver="GPKG")
        return path.read_bytes()


def read_tables(content: bytes, wanted: Sequence[str]) -> dict[str, pd.DataFrame]:
    """
    Return tables of a GeoPackage as they are, without their geometry; those that it does not have are left out.

    Raises
    ------
    InputError
        Where it is no GeoPackage.
    """
    with private_folder() as folder:
        path = folder / "plan.gpkg"
        path.write_bytes(content)
        try:
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
                return dict(_tables(database, wanted))
        except (sqlite3.Error, pd.errors.DatabaseError, UnicodeDecodeError) as error:
            raise InputError(
                text("The file cannot be read as a GeoPackage."), text("Save it again, or give the workbook.")
            ) from error


def _tables(database: sqlite3.Connection, wanted: Sequence[str]) -> Iterator[tuple[str, pd.DataFrame]]:
    # A view, or a table of another module, could reach for more than stands in it.
    database.execute("PRAGMA trusted_schema = OFF")
    known = {
        str(name)
        for name, sql in database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        if str(sql).split("(")[0].split()[:2] == ["CREATE", "TABLE"]
    }
    for name in wanted:
        if name in known:
            columns = [str(row[1]) for row in database.execute(f'PRAGMA table_info("{name}")') if row[1] != _SHAPE]
            listed = ", ".join('"' + column.replace('"', '""') + '"' for column in columns)
            # The name is one of ours, the columns are quoted.
            yield name, pd.read_sql_query(f'SELECT {listed} FROM "{name}"', database)  # noqa: S608


def _styles(layers: Sequence[GisLayer], categories: Sequence[Category], at: datetime) -> pd.DataFrame:
    styles = [
        qml(
            layer.kind,
            categories,
            label=layer.label,
            outline=0.15 if layer.labels_from else 0.6,
            labels_from=layer.labels_from,
        )
        for layer in layers
    ]
    names = [layer.name for layer in layers]
    empty = [""] * len(layers)
    return pd.DataFrame(
        {
            "f_table_catalog": empty,
            "f_table_schema": empty,
            "f_table_name": names,
            "f_geometry_column": [_SHAPE] * len(layers),
            "styleName": names,
            "styleQML": styles,
            "styleSLD": empty,
            "useAsDefault": [True] * len(layers),
            "description": ["Rayon"] * len(layers),
            "owner": empty,
            "ui": empty,
            "update_time": [pd.Timestamp(at.astimezone(UTC).replace(microsecond=0, tzinfo=None))] * len(layers),
        }
    )


@contextmanager
def _dated(at: datetime) -> Iterator[None]:
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    with _ONE_AT_A_TIME:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": moment})
        try:
            yield
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
