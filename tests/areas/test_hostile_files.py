"""Files of boundaries that try to lead elsewhere, or to fill the memory."""

import io
import json
import sqlite3
import zipfile

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from geo.areas import read_boundaries
from geo.errors import InputError
from tests.areas.shapes import rectangle


@pytest.fixture
def areas():
    return gpd.GeoDataFrame({"code": ["a", "b"]}, geometry=[rectangle(0, 0, 1, 1), rectangle(1, 0, 2, 1)], crs=4326)


def packed(**members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return content.getvalue()


def test_an_archive_in_an_archive_is_not_unpacked():
    with pytest.raises(InputError, match="holds another archive"):
        read_boundaries(packed(inner_zip=packed(x_shp=b"")), "x")


def test_an_archive_with_a_password_is_told(areas, tmp_path):
    areas.to_file(tmp_path / "x.shp")
    content = bytearray(packed(x_shp=(tmp_path / "x.shp").read_bytes()))
    directory = content.index(b"PK\x01\x02")
    content[directory + 8] |= 1
    with pytest.raises(InputError, match="locked with a password"):
        read_boundaries(bytes(content), "x")


def test_an_archive_that_unpacks_to_far_more_than_it_is_is_refused(monkeypatch):
    monkeypatch.setattr("geo.areas._limits.MOST_BYTES", 100_000)
    content = packed(x_shp=bytes(1_000_000))
    assert len(content) < 5_000
    with pytest.raises(InputError, match="too large"):
        read_boundaries(content, "x")


def test_an_archive_of_countless_files_is_refused(monkeypatch):
    monkeypatch.setattr("geo.areas._containers._MOST_MEMBERS", 2)
    with pytest.raises(InputError, match="too large"):
        read_boundaries(packed(a_shp=b"", b_txt=b"", c_txt=b""), "x")


def test_a_damaged_member_is_told(areas, tmp_path):
    content = bytearray(packed(x_shp=bytes(5000), x_dbf=b"", x_shx=b""))
    content[60:70] = b"\xff" * 10
    with pytest.raises(InputError, match="cannot be read as boundaries"):
        read_boundaries(bytes(content), "x")


def changed(areas, tmp_path, *statements):
    """A GeoPackage in whose schema a statement stands that another program would not write."""
    areas.to_file(tmp_path / "x.gpkg", driver="GPKG")
    database = sqlite3.connect(tmp_path / "x.gpkg")
    database.execute("PRAGMA writable_schema = ON")
    for number, statement in enumerate(statements):
        database.execute(
            "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES ('table', ?, ?, 0, ?)",
            (f"t{number}", f"t{number}", statement),
        )
    database.commit()
    database.close()
    return (tmp_path / "x.gpkg").read_bytes()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIRTUAL TABLE t0 USING VirtualOGR('/etc/passwd')",
        "CREATE VIRTUAL TABLE \"t0 USING rtree(\" USING VirtualOGR('/etc/passwd')",
        "create  virtual table t0 using VirtualText('/etc/passwd', 'utf8')",
    ],
)
def test_a_geopackage_that_reads_other_files_is_refused(areas, tmp_path, statement):
    with pytest.raises(InputError, match="cannot be read as boundaries"):
        read_boundaries(changed(areas, tmp_path, statement), "x")


def test_a_usual_geopackage_with_its_index_is_read(areas, tmp_path):
    assert len(read_boundaries(changed(areas, tmp_path), "x").coverage) == 2


def test_of_several_layers_the_one_with_areas_is_read(areas, tmp_path):
    points = gpd.GeoDataFrame({"code": ["p"]}, geometry=[shapely.Point(5.4, 52.1)], crs=4326)
    points.to_file(tmp_path / "x.gpkg", layer="a punten", driver="GPKG")
    areas.to_file(tmp_path / "x.gpkg", layer="b 'vlakken'", driver="GPKG")
    assert read_boundaries(tmp_path / "x.gpkg", "x").coverage.areas["code"].tolist() == ["a", "b"]


def test_a_parquet_file_of_repeated_values_is_counted_before_it_is_read(monkeypatch):
    monkeypatch.setattr("geo.areas._limits.MOST_BYTES", 2_000_000)
    one = shapely.to_wkb(shapely.Point(5, 52).buffer(0.1, quad_segs=500))
    table = pa.table({"geometry": pa.array([one] * 20_000), "code": np.arange(20_000)})
    content = io.BytesIO()
    pq.write_table(table, content)
    assert len(content.getvalue()) < 1_000_000
    with pytest.raises(InputError, match="too large"):
        read_boundaries(content.getvalue(), "x")


@pytest.mark.parametrize(
    "crs", ["+proj=longlat +nadgrids=/etc/passwd", "/etc/passwd", "file:///etc/passwd", 4326, None, ["EPSG:4326"]]
)
def test_a_coordinate_system_is_named_by_its_number_and_never_defined(crs):
    document = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": crs}},
        "features": [{"type": "Feature", "geometry": None}],
    }
    with pytest.raises(InputError, match="cannot be read as boundaries"):
        read_boundaries(json.dumps(document).encode(), "x")
