"""The coverages that ship, and those made of what ships."""

import gzip
import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from scipy.sparse.csgraph import connected_components

from geo.areas import official
from geo.errors import SettingsError
from geo.gazetteer import land, postcode_places

LEVELS = ("postcode", "municipality", "province")
COUNTS = {"postcode": 4071, "municipality": 342, "province": 12}
ISLANDS = {"Texel": "1797", "Vlieland": "8899", "Terschelling": "8881", "Ameland": "9164", "Schiermonnikoog": "9166"}


@pytest.fixture(scope="module", params=LEVELS)
def level(request):
    return official(request.param, "NL")


def test_it_is_a_coverage_in_degrees_and_in_metres(level):
    assert len(level) == COUNTS[level.kind]
    assert level.areas.crs == "EPSG:4326"
    assert level.areas.index.equals(pd.RangeIndex(len(level)))
    assert shapely.is_valid(level.areas.geometry.to_numpy()).all()
    assert shapely.coverage_is_valid(level.areas.geometry.to_numpy())
    assert shapely.coverage_is_valid(level.metric.to_numpy())
    assert level.approximate
    assert "OpenStreetMap" in level.source
    assert "GeoNames" in level.source


def test_every_vertex_lies_on_the_exchanged_grid(level):
    steps = shapely.get_coordinates(level.areas.geometry.to_numpy()) / 1e-7
    assert np.abs(steps - np.round(steps)).max() < 1e-3


def test_it_covers_the_land_and_nothing_else(level):
    ground = gpd.GeoSeries([land("NL")], crs=4326).to_crs(28992).iloc[0]
    covered = shapely.coverage_union_all(level.metric.to_numpy())
    assert covered.symmetric_difference(ground).area / ground.area < 1e-4


def test_every_postcode_has_an_area(level):
    places = postcode_places("NL")
    rows = level.postcode_area.reindex(places.index)
    assert rows.notna().all()
    names = places.index if level.kind == "postcode" else places[level.kind]
    assert level.areas["code"].to_numpy()[rows.astype(int)].tolist() == names.tolist()


def test_it_hangs_together_across_water(level):
    assert connected_components(level.adjacency)[0] == 1


def test_levels_are_nested():
    postcodes, *larger = (official(kind, "NL") for kind in LEVELS)
    for coverage in larger:
        below = postcodes.areas.assign(km2=postcodes.area_km2).groupby(coverage.kind)["km2"].sum()
        above = pd.Series(coverage.area_km2, index=coverage.areas["code"])
        pd.testing.assert_series_equal(below, above, check_names=False, rtol=1e-9)


def test_islands_keep_their_own_codes():
    coverage = official("postcode", "NL")
    rows = coverage.postcode_area[list(ISLANDS.values())]
    places = postcode_places("NL").loc[list(ISLANDS.values())]
    located, metres = coverage.locate(places["lon"], places["lat"])
    assert located.tolist() == rows.tolist()
    assert metres.max() == 0
    assert set(rows) <= set(coverage.links.ravel()) | set(np.flatnonzero(coverage.adjacency.sum(axis=1) > 1))


def test_only_islands_lie_apart_from_their_area():
    coverage = official("postcode", "NL")
    places = postcode_places("NL").loc[coverage.areas["code"]]
    parts, owner = shapely.get_parts(coverage.areas.geometry.to_numpy(), return_index=True)
    home = shapely.intersects_xy(parts, places["lon"].to_numpy()[owner], places["lat"].to_numpy()[owner])
    several = np.bincount(owner)[owner] > 1
    tree = shapely.STRtree(parts)
    for scrap in np.flatnonzero(several & ~home):
        touching = tree.query(parts[scrap], predicate="intersects")
        homeless = not home[owner == owner[scrap]].any()
        assert homeless or touching.tolist() == [scrap]


@pytest.mark.parametrize(("kind", "country"), [("postcode", "BE"), ("province", "BE"), ("municipality", "LU")])
def test_elsewhere_areas_are_made_of_postcodes(kind, country):
    coverage = official(kind, country)
    assert shapely.coverage_is_valid(coverage.areas.geometry.to_numpy())
    assert shapely.coverage_is_valid(coverage.metric.to_numpy())
    assert coverage.postcode_area.index.equals(postcode_places(country).index)
    assert coverage.postcode_area.between(0, len(coverage) - 1).all()
    assert "Natural Earth" in coverage.source


def test_a_coverage_is_made_once():
    assert official("province", "NL") is official("province", "NL")


@pytest.mark.parametrize(
    ("kind", "country", "message"),
    [
        ("postcode", "XX", "'XX'.*NL, BE, LU, DE, FR"),
        ("parish", "NL", "'parish'.*postcode, municipality, province"),
        ("municipality", "BE", "municipalities of BE.*postcode areas or provinces"),
    ],
)
def test_what_cannot_be_had_is_said(kind, country, message):
    with pytest.raises(SettingsError, match=message):
        official(kind, country)


def test_real_addresses_lie_in_the_cell_of_their_postcode(official_data):
    addresses = pd.read_csv(official_data / "points_nl_addresses_100k_bag.csv.gz", dtype={"postcode": "str"})
    coverage = official("postcode", "NL")
    located, metres = coverage.locate(addresses["lon"], addresses["lat"])
    own = coverage.postcode_area[addresses["postcode"].str[:4]].to_numpy()
    assert (located == own).mean() == pytest.approx(0.86, abs=0.02)
    assert metres.max() < 2_500
    placed, _ = coverage.place(addresses["postcode"].str[:4], addresses["lon"], addresses["lat"])
    assert (placed == own).all()


@pytest.mark.parametrize(
    ("kind", "file", "code", "least"),
    [
        ("postcode", "nl_pc4_simplified50m.geojson.gz", "pc4", 0.64),
        ("municipality", "nl_municipalities.geojson", "statnaam", 0.85),
        ("province", "nl_provinces.geojson", "statnaam", 0.96),
    ],
)
def test_borders_agree_with_the_official_ones(official_data, kind, file, code, least):
    content = (official_data / file).read_bytes()
    features = json.loads(gzip.decompress(content) if file.endswith(".gz") else content)
    theirs = gpd.GeoDataFrame.from_features(features, crs=4326).to_crs(28992).set_index(code).geometry.make_valid()
    theirs = theirs.rename({"Fryslân": "Friesland"})
    coverage = official(kind, "NL")
    ours = coverage.metric.set_axis(coverage.areas["code"]).reindex(theirs.index)
    assert ours.notna().all()
    common = shapely.intersection(ours.to_numpy(), theirs.to_numpy())
    assert shapely.area(common).sum() / theirs.area.sum() > least
