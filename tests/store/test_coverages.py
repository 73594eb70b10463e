import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.areas import Coverage, official
from geo.errors import StoreError
from geo.store import Workspace, load_coverage, save_coverage


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path)


@pytest.fixture
def coverage(squares):
    codes = pd.Series(["1000", "1001", "1002", "1003"], dtype="str")
    names = pd.Series(["Noord", "Zuid", "Oost", "{{7*191}}"], dtype="str")
    areas = gpd.GeoDataFrame({"code": codes, "name": names}, geometry=squares)
    return Coverage(areas, "postcode", "NL", approximate=False, source="© Kadaster")


def same(one, other):
    assert one.fingerprint == other.fingerprint
    assert (one.kind, one.country, one.approximate, one.source) == (
        other.kind,
        other.country,
        other.approximate,
        other.source,
    )
    pd.testing.assert_frame_equal(one.areas, other.areas)
    assert one.areas.crs == other.areas.crs


def test_what_is_kept_reads_back_the_same(workspace, coverage):
    name = save_coverage(workspace, coverage)
    read = load_coverage(workspace, name)
    assert name == coverage.fingerprint
    same(read, coverage)
    assert read.postcode_area is None


def test_shipped_areas_keep_their_postcodes(workspace):
    shipped = official("municipality", "NL")
    read = load_coverage(workspace, save_coverage(workspace, shipped))
    same(read, shipped)
    pd.testing.assert_series_equal(read.postcode_area, shipped.postcode_area)
    asked = (pd.Series(["1012 AB", "9999", None]), [5.0] * 3, [52.0] * 3)
    np.testing.assert_array_equal(read.place(*asked), shipped.place(*asked))


def test_keeping_twice_keeps_once(workspace, coverage):
    assert save_coverage(workspace, coverage) == save_coverage(workspace, coverage)
    assert [p.name for p in (workspace.root / "coverages").iterdir()] == [coverage.fingerprint]


def test_areas_that_are_not_there_are_named(workspace):
    with pytest.raises(StoreError, match="0123456789abcdef are not in this workspace"):
        load_coverage(workspace, "0123456789abcdef")


def test_a_name_is_never_a_path(workspace):
    with pytest.raises(StoreError, match="There are no areas"):
        load_coverage(workspace, "../../etc")


def harm_json(folder, **changes):
    about = folder / "coverage.json"
    about.write_text(json.dumps(json.loads(about.read_text()) | changes))


@pytest.mark.parametrize("harm", ["cut", "junk", "lost", "moved", "renamed", "country", "postcodes", "no postcodes"])
def test_damaged_areas_are_named_with_the_way_on(workspace, coverage, harm):
    kept = Coverage(
        coverage.areas,
        "postcode",
        "NL",
        approximate=False,
        source="",
        postcode_area=pd.Series([0, 1, 2, 3], index=coverage.areas["code"]),
    )
    folder = workspace.path("coverages", save_coverage(workspace, kept))
    file = folder / "areas.parquet"
    match harm:
        case "cut":
            (folder / "coverage.json").write_text("{")
        case "junk":
            file.write_bytes(b"junk")
        case "lost":
            file.unlink()
        case "moved":
            moved = coverage.areas.set_geometry(
                [shapely.transform(g, lambda xy: xy + 1e-7) for g in coverage.areas.geometry], crs="EPSG:4326"
            )
            moved.to_parquet(file)
        case "renamed":
            coverage.areas.assign(name=coverage.areas["name"] + "x").to_parquet(file)
        case "country":
            harm_json(folder, country="BE")
        case "postcodes":
            pd.Series([0, 1, 3, 2], index=coverage.areas["code"], name="area").to_frame().to_parquet(
                folder / "postcodes.parquet"
            )
        case "no postcodes":
            (folder / "postcodes.parquet").unlink()
    with pytest.raises(StoreError, match=r"damaged.*load the areas again"):
        load_coverage(workspace, folder.name)
    assert folder.is_dir()


def test_areas_of_a_newer_program_are_refused(workspace, coverage):
    name = save_coverage(workspace, coverage)
    harm_json(workspace.path("coverages", name), format=99)
    with pytest.raises(StoreError, match="newer version"):
        load_coverage(workspace, name)
