"""Files for map programs, read back by GDAL: nothing is lost, moved or run."""

import io
import re
import zipfile
from datetime import UTC, datetime
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from geo.errors import InputError
from geo.exports.geopackage import geopackage, read_tables
from geo.exports.gis import Category, GisLayer
from geo.exports.kml import Folder, Place, kml
from geo.exports.shapefile import MOST_BYTES, shapefiles, short_names

MOMENT = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
NAMES = [
    "=cmd|' /C calc'!A0",
    "{{7*7}} $[name] ${7*7}",
    "<b>vet</b><script>1</script>",
    "Noord-Holland-Noord met Kop, Westfriesland en de eilanden nu",
    "naam'); DROP TABLE areas;--",
    "Ё 東京 é\x00\x0b",
]
SEEN = [*NAMES[:-1], "Ё 東京 é"]
CATEGORIES = [
    Category(i + 1, name, colour) for i, (name, colour) in enumerate(zip(NAMES, ["#77AADD"] * 6, strict=True))
]


@pytest.fixture(scope="module")
def layers() -> list[GisLayer]:
    """Six territories, one with a hole and an island, one without ground; and points of theirs and of nobody."""
    shapes = [shapely.box(4 + x, 52, 4.5 + x, 52.7) for x in (0, 0.5, 1, 1.5)]
    shapes[1] = shapely.MultiPolygon(
        [shapes[1].difference(shapely.box(4.6, 52.2, 4.8, 52.4)), shapely.box(4.65, 52.25, 4.7, 52.3)]
    )
    shapes += [shapely.Polygon(), shapely.box(6, 52, 6.0000003, 52.0000003)]
    ground = gpd.GeoDataFrame(
        {
            "territory": range(1, 7),
            "name": NAMES,
            "locked": [True, False] * 3,
            "load": np.arange(6) * 1234.56789,
            "a_very_long_name": ["x" * 300] * 6,
        },
        geometry=shapes,
        crs="EPSG:4326",
    )
    points = gpd.GeoDataFrame(
        {"territory": pd.array([1, None, 2], dtype="Int64"), "name": [NAMES[0], None, NAMES[2]]},
        geometry=shapely.points([4.1234567, 4.2, 4.3], [52.1234567, 52.2, 52.3]),
        crs="EPSG:4326",
    )
    return [GisLayer("territories", ground, "name"), GisLayer("customers", points, "name", "point", 50_000)]


def km2(frame: gpd.GeoDataFrame) -> list[float]:
    return (frame.to_crs("EPSG:28992").area / 1e6).fillna(0).tolist()


@pytest.fixture(scope="module")
def unpacked(layers, tmp_path_factory):
    folder = tmp_path_factory.mktemp("gis")
    (folder / "plan.gpkg").write_bytes(geopackage(layers, CATEGORIES, at=MOMENT))
    legend = {"name": "Naam", "customers.name": "Klant"}
    with zipfile.ZipFile(io.BytesIO(shapefiles(layers, at=MOMENT, legend=legend))) as archive:
        archive.extractall(folder)
    return folder


def test_a_geopackage_holds_every_layer_as_it_is(layers, unpacked):
    frame = pyogrio.read_dataframe(unpacked / "plan.gpkg", layer="territories")
    assert frame.crs.to_epsg() == 4326
    assert frame["name"].tolist() == SEEN
    assert frame["load"].tolist() == layers[0].frame["load"].tolist()
    assert frame["locked"].tolist() == [True, False] * 3
    assert km2(frame) == pytest.approx(km2(layers[0].frame), rel=1e-9)
    assert frame.geometry[4].is_empty
    points = pyogrio.read_dataframe(unpacked / "plan.gpkg", layer="customers")
    assert points.geometry.x.tolist() == [4.1234567, 4.2, 4.3]
    assert points["territory"].fillna(0).tolist() == [1, 0, 2]


def test_qgis_finds_a_default_style_of_each_layer(layers, unpacked):
    styles = pyogrio.read_dataframe(unpacked / "plan.gpkg", layer="layer_styles").set_index("f_table_name")
    assert styles["useAsDefault"].tolist() == [True, True]
    assert styles["f_table_schema"].tolist() == ["", ""]  # by which QGIS asks for them
    assert set(styles["f_geometry_column"]) == {"geom"}
    drawn = ElementTree.fromstring(styles.loc["territories", "styleQML"])
    renderer = drawn.find("renderer-v2")
    assert (renderer.get("type"), renderer.get("attr")) == ("categorizedSymbol", "territory")
    listed = [(c.get("value"), c.get("label")) for c in renderer.iter("category")]
    assert listed == [*((str(i + 1), name) for i, name in enumerate(SEEN)), ("", "–")]
    fills = [s.find("layer/Option/Option[@name='color']").get("value") for s in renderer.iter("symbol")]
    assert fills == ["119,170,221,209"] * 6 + ["213,216,221,209"]
    assert drawn.find("labeling/settings/text-style").get("fieldName") == "name"
    points = ElementTree.fromstring(styles.loc["customers", "styleQML"])
    assert {s.get("type") for s in points.iter("symbol")} == {"marker"}
    assert points.find("labeling/settings/rendering").get("scaleMin") == "50000"


def test_the_same_layers_and_moment_give_the_same_bytes(layers):
    assert geopackage(layers, CATEGORIES, at=MOMENT) == geopackage(layers, CATEGORIES, at=MOMENT)
    assert shapefiles(layers, at=MOMENT, legend={}) == shapefiles(layers, at=MOMENT, legend={})


def test_tables_of_a_geopackage_are_read_and_nothing_else_of_it(layers, unpacked):
    found = read_tables((unpacked / "plan.gpkg").read_bytes(), ["areas", "territories"])
    assert list(found) == ["territories"]
    assert found["territories"]["name"].tolist() == SEEN
    with pytest.raises(InputError, match="GeoPackage"):
        read_tables(b"SQLite format 3\x00" + b"x" * 200, ["areas"])


def test_shapefiles_keep_shapes_and_say_what_their_short_names_mean(layers, unpacked):
    frame = pyogrio.read_dataframe(unpacked / "territories.shp")
    assert frame.crs.to_epsg() == 4326
    assert frame["name"].tolist() == SEEN
    assert frame.columns.tolist() == ["terr_id", "name", "locked", "load", "a_very_lon", "geometry"]
    assert frame["load"].tolist() == pytest.approx(layers[0].frame["load"].tolist(), rel=1e-12)
    assert km2(frame) == pytest.approx(km2(layers[0].frame), rel=1e-9)
    assert frame["a_very_lon"].str.len().tolist() == [MOST_BYTES] * 6
    assert len(pyogrio.read_dataframe(unpacked / "customers.shp")) == 3
    assert (unpacked / "territories.cpg").read_text().strip().upper() == "UTF-8"
    legend = (unpacked / "LEGEND.txt").read_text(encoding="utf-8-sig").splitlines()
    assert "territories.name = Naam" in legend
    assert "customers.name = Klant" in legend


def test_short_names_are_unlike_each_other():
    short = short_names(["territory", "territory_name", "workload_this_year", "workload_next_year", "Workload_t"])
    assert list(short.values()) == ["terr_id", "terr_name", "workload_t", "workload_n", "Workload_2"]
    assert max(map(len, short.values())) <= 10


@pytest.fixture(scope="module")
def drawn(layers) -> bytes:
    ground, points = (layer.frame for layer in layers)
    shown = ground[~ground.geometry.is_empty]
    return kml(
        "<i>Plan</i>",
        [
            Folder(
                "Rayons",
                [
                    Place(n, {"Rayon": n}, s, int(t))
                    for n, s, t in zip(shown["name"], shown.geometry, shown["territory"], strict=True)
                ],
            ),
            Folder("Klanten", folders=[Folder(NAMES[2], [Place("k", {}, p, None) for p in points.geometry])]),
        ],
        CATEGORIES,
    )


def test_kml_is_read_back_by_gdal(layers, drawn, tmp_path):
    (tmp_path / "plan.kml").write_bytes(drawn)
    frame = pyogrio.read_dataframe(tmp_path / "plan.kml", layer="Rayons")
    whole = layers[0].frame[~layers[0].frame.geometry.is_empty]
    assert frame["Name"].tolist() == [name for i, name in enumerate(SEEN) if i != 4]
    assert km2(frame.set_geometry(frame.geometry.force_2d())) == pytest.approx(km2(whole), rel=1e-9)
    layers_of = [name for name, kind in pyogrio.list_layers(tmp_path / "plan.kml") if name != "Rayons"]
    assert sum(len(pyogrio.read_dataframe(tmp_path / "plan.kml", layer=name)) for name in layers_of) == 3


def test_balloons_take_no_word_for_markup_and_fill_nothing_in(drawn):
    space = {"k": "http://www.opengis.net/kml/2.2"}
    root = ElementTree.fromstring(drawn)
    told = [d.text or "" for d in root.iterfind(".//k:description", space)]
    assert "&lt;b&gt;vet&lt;/b&gt;&lt;script&gt;" in told[2]
    assert not re.search(r"<(?!/?b>|br>)", "".join(told))
    assert "$" not in "".join(told)
    assert {b.text for b in root.iterfind(".//k:BalloonStyle/k:text", space)} == {"$[description]"}
    assert [n.text for n in root.iterfind("k:Document/k:name", space)] == ["<i>Plan</i>"]


def test_each_territory_has_its_colour_in_kml(drawn):
    space = {"k": "http://www.opengis.net/kml/2.2"}
    root = ElementTree.fromstring(drawn)
    styles = {s.get("id"): s.find("k:PolyStyle/k:color", space).text for s in root.iterfind(".//k:Style", space)}
    used = {u.text.removeprefix("#") for u in root.iterfind(".//k:styleUrl", space)}
    assert used <= styles.keys()
    assert styles["t1"] == "d1ddaa77"  # alpha, blue, green, red
