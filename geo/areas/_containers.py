"""Take boundaries out of what contains them, an archive or a database, without trusting what else is in it."""

from __future__ import annotations

import io
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path, PurePosixPath

from geo.areas import _limits
from geo.errors import InputError
from geo.texts import text

_SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".zst", ".kmz")
_MOST_MEMBERS = 10_000
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 1

_DRAWN = ("POLYGON", "MULTIPOLYGON", "CURVEPOLYGON", "MULTISURFACE", "GEOMETRY", "GEOMETRYCOLLECTION")
_NAME = r"""(?:"[^"]*"|`[^`]*`|'[^']*'|\[[^\]]*\]|\w+)"""
_HARMLESS = re.compile(rf"(?is)\s*CREATE\s+VIRTUAL\s+TABLE\s+{_NAME}\s+USING\s+(?:rtree|fts\d?)\s*\(.*")
"""Tables that only index what is in the database; those of other modules may read files."""


def shapefile_parts(content: bytes, filename: str) -> dict[str, bytes]:
    """
    Return the parts of the one Shapefile in an archive, by their suffix.

    Raises
    ------
    InputError
        The archive holds another archive, none or several Shapefiles, is locked, or unpacks to too much.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [m for m in archive.infolist() if not m.is_dir() and not m.filename.startswith("__MACOSX")]
        if len(members) > _MOST_MEMBERS:
            raise _limits.too_large(filename)
        shapes = [m for m in members if m.filename.lower().endswith(".shp")]
        if not shapes and any(m.filename.lower().endswith(_ARCHIVES) for m in members):
            raise InputError(
                text("'{filename}' holds another archive.", filename=filename),
                text("Unpack it, and give the archive with the Shapefile itself."),
            )
        if len(shapes) != 1:
            raise InputError(
                text("'{filename}' holds {n} Shapefiles.", filename=filename, n=len(shapes)),
                text("Give a ZIP file with one Shapefile: .shp, .shx, .dbf and .prj."),
            )
        stem = shapes[0].filename[: -len(".shp")].lower()
        parts = [m for m in members if m.filename.lower() in {stem + part for part in _SHAPEFILE_PARTS}]
        if any(m.flag_bits & _ENCRYPTED for m in parts):
            raise InputError(
                text("'{filename}' is locked with a password.", filename=filename),
                text("Pack the Shapefile without a password."),
            )
        if any(m.compress_type not in _PACKINGS for m in parts):
            message = "a way of packing that is not read"
            raise ValueError(message)
        if sum(m.file_size for m in parts) > _limits.MOST_BYTES:
            raise _limits.too_large(filename)
        # Reading stops at the size that the directory states, so the sum holds for what comes out.
        return {PurePosixPath(m.filename).suffix.lower(): archive.read(m) for m in parts}


def geopackage_layer(path: Path) -> str:
    """
    Return the layer with the areas, the first of polygons.

    Parameters
    ----------
    path
        A database in a private folder.

    Raises
    ------
    ValueError
        It is no GeoPackage, or has virtual tables that could read other files.
    """
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        try:
            made = [str(row[0]) for row in database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")]
            tables = {str(row[0]) for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            layers = database.execute("SELECT table_name, geometry_type_name FROM gpkg_geometry_columns").fetchall()
        except sqlite3.Error as problem:
            message = "no GeoPackage"
            raise ValueError(message) from problem
    virtual = [sql for sql in made if re.match(r"(?is)\s*CREATE\s+VIRTUAL", sql)]
    if any(not _HARMLESS.fullmatch(sql) for sql in virtual):
        message = "a GeoPackage with tables that are not in it"
        raise ValueError(message)
    drawn = sorted((_DRAWN.index(kind.upper()), name) for name, kind in layers
                   if name in tables and kind.upper() in _DRAWN)  # fmt: skip
    if not drawn:
        message = "a GeoPackage without areas"
        raise ValueError(message)
    return str(drawn[0][1])
