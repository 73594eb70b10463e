"""A hundred thousand real addresses: the territories of two kinds, checked from the files that are written."""

import io
import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.customers import read_customers
from geo.gazetteer import land
from geo.planning import DesignSettings, design
from geo.planning.files import areas_csv, customers_csv, plan_json, territories_geojson
from geo.viewer import MANAGER

pytestmark = pytest.mark.no_cover


@pytest.fixture(scope="module")
def addresses(official_data):
    path = official_data / "points_nl_addresses_100k_bag.csv.gz"
    return read_customers(path.read_bytes(), path.name)


@pytest.fixture(scope="module", params=["free", "postcode"])
def plan(request, addresses):
    return design(addresses, DesignSettings(12, areas=request.param, tolerance=0.005), viewer=MANAGER)


@pytest.fixture(scope="module")
def territories(plan):
    return gpd.read_file(io.BytesIO(territories_geojson(plan)))


@pytest.fixture(scope="module")
def customers(plan):
    return pd.read_csv(io.BytesIO(customers_csv(plan)), dtype={"postcode": str, "area": str})


def test_loads_are_within_the_tolerance(plan, customers):
    about = json.loads(plan_json(plan))
    assert about["deviation"] <= 0.005
    assert about["contiguous"]
    loads = customers["territory"].value_counts()
    assert len(loads) == 12
    assert (loads / loads.mean() - 1).abs().max() == pytest.approx(about["deviation"])


def test_the_territories_are_a_coverage_of_the_land(territories):
    shapes = territories.geometry.to_numpy()
    assert shapely.coverage_is_valid(shapes)
    metric = territories.geometry.to_crs("EPSG:28992")
    ground = gpd.GeoSeries([land("NL")], crs="EPSG:4326").to_crs("EPSG:28992").iloc[0]
    assert shapely.is_valid(metric.to_numpy()).all()
    difference = shapely.symmetric_difference(shapely.union_all(metric.to_numpy()), ground).area
    assert difference <= 1e-4 * ground.area


def test_each_customer_is_where_its_territory_is(plan, territories, customers):
    if plan.settings.areas != "free":
        areas = pd.read_csv(io.BytesIO(areas_csv(plan)), dtype={"code": str}).set_index("code")["territory"]
        assert (customers["postcode"].str[:4].map(areas) == customers["territory"]).all()
        return
    points = shapely.points(customers["lon"], customers["lat"])
    own = territories.set_index("territory").geometry.loc[customers["territory"]].to_numpy()
    tree = shapely.STRtree(territories.geometry.to_numpy())
    ashore = np.zeros(len(points), dtype=bool)
    ashore[tree.query(points, predicate="intersects")[0]] = True
    assert shapely.intersects(own[ashore], points[ashore]).all()
    afloat = np.flatnonzero(~ashore)
    metric = territories.geometry.to_crs("EPSG:28992")
    places = gpd.GeoSeries(points[afloat], crs="EPSG:4326").to_crs("EPSG:28992").to_numpy()
    distances = shapely.distance(places[:, None], metric.to_numpy()[None, :])
    taken = customers["territory"].to_numpy()[afloat] - 1
    assert (distances[np.arange(len(afloat)), taken] <= distances.min(axis=1) + 0.01).all()
