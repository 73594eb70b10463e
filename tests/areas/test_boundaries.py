"""Files of boundaries: whole, careless, wrong and hostile."""

import gzip
import io
import json
import zipfile

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.areas import read_boundaries as read
from geo.errors import GeometryError, InputError, SettingsError
from tests.areas.shapes import rectangle


def read_boundaries(*args, **kwargs):
    return read(*args, **kwargs).coverage


LEFT, RIGHT = rectangle(0, 0, 1, 1), rectangle(1, 0, 2, 1)


def frame(shapes=(LEFT, RIGHT), **columns):
    columns = columns or {"code": ["a", "b"], "naam": ["Links", "Rechts"]}
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs=4326)


def geojson(table, crs=None):
    document = json.loads(table.to_json())
    document.pop("crs", None)
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    return json.dumps(document).encode()


def geopackage(table, folder):
    table.to_file(folder / "x.gpkg", driver="GPKG")
    return (folder / "x.gpkg").read_bytes()


def shapefile(table, folder, inside="", leave_out=(), **kwargs):
    table.to_file(folder / "grenzen.shp", **kwargs)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(folder.glob("grenzen.*")):
            if path.suffix not in leave_out:
                archive.write(path, inside + path.name)
    return packed.getvalue()


def geoparquet(table, folder):
    table.to_parquet(folder / "x.parquet")
    return (folder / "x.parquet").read_bytes()


def check(coverage, codes, names):
    assert coverage.areas["code"].tolist() == codes
    assert coverage.areas["name"].tolist() == names
    assert coverage.kind == "file"
    assert not coverage.approximate
    assert shapely.coverage_is_valid(coverage.areas.geometry.to_numpy())
    assert shapely.coverage_is_valid(coverage.metric.to_numpy())


@pytest.mark.parametrize("write", [geopackage, shapefile, geoparquet])
@pytest.mark.parametrize("crs", [4326, 28992])
def test_all_formats_give_the_same_areas(write, crs, tmp_path):
    coverage = read_boundaries(write(frame().to_crs(crs), tmp_path), "grenzen")
    check(coverage, ["a", "b"], ["Links", "Rechts"])
    assert coverage.area_km2 == pytest.approx([1, 1], rel=1e-3)
    assert coverage.adjacency[0, 1] == pytest.approx(1000, abs=1)


def test_a_file_is_read_from_where_it_is(tmp_path):
    (tmp_path / "x").write_bytes(geojson(frame()))
    check(read_boundaries(tmp_path / "x", "x"), ["a", "b"], ["Links", "Rechts"])


def test_the_older_way_to_name_a_coordinate_system_is_understood():
    content = geojson(frame().to_crs(28992), crs="urn:ogc:def:crs:EPSG::28992")
    assert read_boundaries(content, "x").area_km2 == pytest.approx([1, 1], rel=1e-3)


def test_national_metres_without_a_coordinate_system_are_recognised(tmp_path):
    content = shapefile(frame().to_crs(28992), tmp_path, leave_out=(".prj",))
    assert read_boundaries(content, "x").area_km2 == pytest.approx([1, 1], rel=1e-3)
    assert read_boundaries(geojson(frame().to_crs(28992)), "x").area_km2 == pytest.approx([1, 1], rel=1e-3)


def test_other_metres_without_a_coordinate_system_are_not(tmp_path):
    content = shapefile(frame().to_crs(32631), tmp_path, leave_out=(".prj",))
    with pytest.raises(GeometryError, match=r"'x.zip' does not say.*\.prj"):
        read_boundaries(content, "x.zip")


def test_a_wrong_coordinate_system_is_noticed_by_where_it_leads():
    with pytest.raises(GeometryError, match=r"near .*° E, .*outside NL"):
        read_boundaries(geojson(frame(), crs="EPSG:28992"), "x")


def test_another_country_is_noticed():
    away = [shapely.transform(shape, lambda xy: xy + np.array([10.0, 0.0])) for shape in (LEFT, RIGHT)]
    with pytest.raises(GeometryError, match=r"near 15\.\d{4}° E, 52\.\d{4}° N, outside NL"):
        read_boundaries(geojson(frame(away)), "x")


@pytest.mark.parametrize(
    ("columns", "codes", "names"),
    [
        ({"statcode": ["GM1", "GM2"], "statnaam": ["A", "B"]}, ["GM1", "GM2"], ["A", "B"]),
        ({"PC4": [3511.0, 3512.0]}, ["3511", "3512"], ["3511", "3512"]),
        ({"Gemeente_Naam": ["A", "B"]}, ["A", "B"], ["A", "B"]),
        ({"id": [7, 8], "Náám": ["A", "B"]}, ["7", "8"], ["A", "B"]),
        ({"code": ["a", None], "naam": ["A", "B"]}, ["A", "B"], ["A", "B"]),
        ({"colour": ["red", "blue"]}, ["1", "2"], ["1", "2"]),
    ],
)
def test_columns_are_recognised(columns, codes, names):
    check(read_boundaries(geojson(frame(**columns)), "x"), codes, names)


def test_rows_of_one_code_are_one_area():
    shapes = [LEFT, RIGHT, rectangle(5, 0, 6, 1)]
    content = geojson(frame(shapes, code=["a", "b", "a"], naam=["A", "B", "A"]))
    coverage = read_boundaries(content, "x")
    check(coverage, ["a", "b"], ["A", "B"])
    assert coverage.area_km2 == pytest.approx([2, 1], rel=1e-3)


def test_postcodes_as_codes_place_customers_by_postcode():
    coverage = read_boundaries(geojson(frame(postcode=["3511", "3512"])), "x")
    assert coverage.postcode_area.to_dict() == {"3511": 0, "3512": 1}
    assert read_boundaries(geojson(frame(code=["1", "2"])), "x").postcode_area is None


@pytest.mark.parametrize("slip", [-0.004, 0.0004, 1e-6])
def test_borders_that_nearly_meet_are_joined(slip):
    careless = [LEFT, rectangle(1 + slip, 0, 2, 1)]
    coverage = read_boundaries(geojson(frame(careless)), "x")
    check(coverage, ["a", "b"], ["Links", "Rechts"])
    assert coverage.adjacency[0, 1] == pytest.approx(1000, abs=1)
    assert coverage.area_km2.sum() == pytest.approx(2, rel=1e-3)


def test_a_vertex_that_a_neighbour_lacks_is_added():
    halves = [LEFT, rectangle(1, 0, 2, 0.5), rectangle(1, 0.5, 2, 1)]
    coverage = read_boundaries(geojson(frame(halves, code=["a", "b", "c"])), "x")
    check(coverage, ["a", "b", "c"], ["a", "b", "c"])
    assert coverage.adjacency.toarray()[0] == pytest.approx([0, 500, 500], abs=1)


def test_a_narrow_hole_is_closed():
    hole = rectangle(0.4, 0.995, 0.6, 1.005)
    lower, upper = (shapely.difference(shape, hole) for shape in (LEFT, rectangle(0, 1, 1, 2)))
    coverage = read_boundaries(geojson(frame([lower, upper])), "x")
    assert coverage.area_km2.sum() == pytest.approx(2, rel=1e-5)


def test_wide_gaps_stay_open():
    coverage = read_boundaries(geojson(frame([LEFT, rectangle(1.2, 0, 2, 1)])), "x")
    assert coverage.area_km2 == pytest.approx([1, 0.8], rel=1e-3)


def test_overlap_is_refused_with_both_names_and_the_place():
    over = [LEFT, rectangle(0.5, 0, 2, 1)]
    with pytest.raises(GeometryError, match=r"'Links' and 'Rechts' overlap: 50.0.%.*near 5\.\d{4}° E, 52\.\d{4}° N"):
        read_boundaries(geojson(frame(over)), "x")


def test_an_area_twice_is_refused():
    with pytest.raises(GeometryError, match=r"overlap: 100.0.%"):
        read_boundaries(geojson(frame([LEFT, LEFT])), "x")


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def feature(kind, coordinates):
    return {"type": "Feature", "properties": {}, "geometry": {"type": kind, "coordinates": coordinates}}


@pytest.mark.parametrize(
    "content",
    [
        collection(),
        collection({"type": "Feature", "properties": {}, "geometry": None}),
        collection(feature("Polygon", [[[5, 52], [5, 52], [5, 52], [5, 52]]])),
    ],
)
def test_a_file_without_areas_says_so(content):
    with pytest.raises(InputError, match="'x' holds no areas"):
        read_boundaries(content, "x")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"[" * 200_000,
        b"\xff\xfe\x00",
        b"lon,lat\n5,52\n",
        b"PAR1 is not enough",
        b"PK\x03\x04 is not enough",
        b"SQLite format 3\x00 is not enough",
        b'<?xml version="1.0"?><OGRVRTDataSource/>',
        collection(feature("Polygon", [["a", "b"]])),
        collection(feature("Polygon", [[[5, 52], [5, 53]]])),
        collection(feature("Polygon", [[[None, 52], [5, 53], [6, 53], [5, 52]]])),
        geojson(frame(), crs="EPSG:999999"),
        geojson(frame(), crs="/etc/passwd"),
        gzip.compress(b"{}", mtime=0),
    ],
)
def test_what_is_no_file_of_boundaries_is_refused(content):
    with pytest.raises(InputError, match=r"'x' cannot be read as boundaries.*GeoJSON, GeoPackage"):
        read_boundaries(content, "x")


def test_plain_tables_are_no_boundaries(tmp_path):
    frame().drop(columns="geometry").to_parquet(tmp_path / "x")
    with pytest.raises(InputError, match="cannot be read as boundaries"):
        read_boundaries(tmp_path / "x", "x")


def test_a_zip_must_hold_one_shapefile(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    with pytest.raises(InputError, match="holds 0 Shapefiles"):
        read_boundaries(packed.getvalue(), "x")


def test_a_shapefile_may_lie_in_a_folder_and_its_names_lead_nowhere(tmp_path):
    content = shapefile(frame(), tmp_path, inside="../../vsicurl/")
    before = sorted(tmp_path.parent.rglob("boundaries.*"))
    check(read_boundaries(content, "x"), ["a", "b"], ["Links", "Rechts"])
    assert sorted(tmp_path.parent.rglob("boundaries.*")) == before


def test_a_zip_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    content = shapefile(frame(), tmp_path)
    monkeypatch.setattr("geo.areas._limits.MOST_BYTES", 100)
    with pytest.raises(InputError, match="too large"):
        read_boundaries(content, "x")


@pytest.mark.parametrize("name", ["/vsicurl/http://example.invalid/x.geojson", "..\\..\\x.geojson", "/etc/x.geojson"])
def test_a_name_is_only_shown_without_its_folders(name):
    assert read_boundaries(geojson(frame()), name).source == "x.geojson"


def test_an_unknown_country_is_refused():
    with pytest.raises(SettingsError, match="'XX'"):
        read_boundaries(geojson(frame()), "x", country="XX")


def test_official_boundaries_that_rounding_parted_are_joined(official_data):
    document = json.loads(gzip.decompress((official_data / "nl_pc4_simplified50m.geojson.gz").read_bytes()))
    features = [f for f in document["features"] if f["properties"]["province"] == "Utrecht"]
    rounded = shapely.from_geojson([json.dumps(f["geometry"]) for f in features])
    assert not shapely.coverage_is_valid(rounded)
    coverage = read_boundaries(collection(*features), "pc4")
    assert len(coverage) == len(coverage.postcode_area) == len(features)
    assert coverage.areas["code"].tolist() == [f["properties"]["pc4"] for f in features]
    assert shapely.coverage_is_valid(coverage.areas.geometry.to_numpy())
    assert shapely.coverage_is_valid(coverage.metric.to_numpy())
    moved = shapely.symmetric_difference(coverage.areas.geometry.to_numpy(), shapely.make_valid(rounded))
    assert (shapely.area(moved) / shapely.area(rounded)).max() < 1e-3
