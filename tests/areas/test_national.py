"""Official borders in place of the approximate ones."""

import gzip
import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.areas import BoundaryError, official, official_borders


def features(areas, name="name"):
    return gpd.GeoDataFrame({"code": areas["code"], "name": areas[name]}, geometry=areas.geometry, crs=4326)


@pytest.fixture(scope="module")
def shipped():
    return official("province", "NL")


@pytest.fixture(scope="module")
def given(shipped):
    """Provinces as a service gives them: numbered codes, another order, one in two rows."""
    areas = features(shipped.areas).assign(code=[f"PV{20 + i}" for i in range(12)])
    areas["name"] = areas["name"].replace("Friesland", "Fryslân")
    parts = areas[areas["name"] == "Zeeland"].explode()
    return pd.concat([areas[areas["name"] != "Zeeland"], parts]).iloc[::-1].reset_index(drop=True)


def test_the_codes_are_those_of_the_approximate_areas(shipped, given):
    coverage, _ = official_borders(given, "province", "NL", "CBS")
    assert coverage.areas["code"].tolist() == shipped.areas["code"].tolist()
    assert coverage.areas.set_index("code").loc["Friesland", "name"] == "Fryslân"
    assert (coverage.kind, coverage.approximate, coverage.source) == ("province", False, "CBS")
    assert coverage.area_km2 == pytest.approx(shipped.area_km2, rel=1e-6)


def test_customers_belong_to_the_province_of_their_postcode(shipped, given):
    coverage, _ = official_borders(given, "province", "NL", "CBS")
    assert coverage.postcode_area.to_dict() == shipped.postcode_area.to_dict()


def test_an_area_the_program_does_not_know_keeps_its_name(given):
    coverage, _ = official_borders(given.replace("Utrecht", "Sticht"), "province", "NL", "CBS")
    assert "Sticht" in set(coverage.areas["code"])
    area, distance = coverage.place(pd.Series(["3511"]), [5.12], [52.09])
    assert coverage.areas["code"][area[0]] == "Sticht"
    assert distance[0] == 0


def test_rows_without_code_and_name_are_passed_over(given):
    nameless = given.assign(
        code=given["code"].where(given["name"] != "Utrecht"), name=given["name"].where(given["name"] != "Utrecht")
    )
    with pytest.raises(BoundaryError):  # a whole province is open, with people in it
        official_borders(nameless, "province", "NL", "CBS")
    with pytest.raises(BoundaryError, match="no areas that are known"):
        official_borders(given.assign(code=pd.NA, name=pd.NA), "province", "NL", "CBS")


def test_a_part_of_the_country_is_not_the_country(given):
    with pytest.raises(BoundaryError, match=r"Only \d+.% of the postcodes lie in the official areas"):
        official_borders(given[given["name"].isin(["Groningen", "Drenthe"])], "province", "NL", "CBS")


@pytest.mark.no_cover
def test_the_official_postcode_areas_become_a_coverage(official_data):
    document = json.loads(gzip.decompress((official_data / "nl_pc4_simplified50m.geojson.gz").read_bytes()))
    rounded = gpd.GeoDataFrame.from_features(document["features"], crs=4326)
    given = gpd.GeoDataFrame({"code": rounded["pc4"], "name": None}, geometry=rounded.geometry, crs=4326)
    coverage, remarks = official_borders(given, "postcode", "NL", "CBS")
    assert len(coverage) == 4067
    assert shapely.coverage_is_valid(coverage.areas.geometry.to_numpy())
    assert shapely.coverage_is_valid(coverage.metric.to_numpy())
    assert any("closed" in str(remark) for remark in remarks)
    shipped = official("postcode", "NL")
    both = shipped.areas.set_index("code").loc[coverage.areas["code"]]
    assert (both["name"].to_numpy() == coverage.areas["name"].to_numpy()).all()
    without = sorted(set(shipped.areas["code"]) - set(coverage.areas["code"]))
    assert without == ["1364", "2236", "8269", "8323"]
    where = shapely.point_on_surface(shipped.areas.set_index("code").geometry.loc[without].to_numpy())
    lon, lat = shapely.get_coordinates(where).T
    area, _ = coverage.place(pd.Series(without), lon, lat)
    assert (area == coverage.locate(lon, lat)[0]).all()
    assert np.isfinite(coverage.centres).all()
