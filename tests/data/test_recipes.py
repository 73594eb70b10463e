"""What ships is what its recipes make, and the demo company is what it says it is."""

import gzip

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from data.recipes.areas import areas_nl
from data.recipes.demo import LARGE_ACCOUNTS, N_CUSTOMERS, REPS, UNKNOWN_POSTCODES, demo, to_csv
from data.recipes.sources import Cache, Source
from geo.customers import measures, read_customers
from geo.gazetteer import DATA, land


@pytest.fixture(scope="module")
def postcodes():
    return pd.read_parquet(DATA / "postcodes.parquet")


@pytest.fixture(scope="module")
def company():
    return read_customers((DATA / "demo.csv.gz").read_bytes(), "demo.csv.gz")


def test_the_demo_company_is_made_anew_byte_by_byte(postcodes):
    table = demo(postcodes, pd.read_parquet(DATA / "towns.parquet"))
    assert to_csv(table) == gzip.decompress((DATA / "demo.csv.gz").read_bytes())


def test_areas_are_made_anew_from_postcodes_and_land(postcodes):
    for level, areas in areas_nl(postcodes, land("NL")).items():
        shipped = gpd.read_parquet(DATA / f"areas_nl_{level}.parquet")
        assert areas["code"].tolist() == shipped["code"].tolist()
        apart = shapely.symmetric_difference(areas.geometry.to_numpy(), shipped.geometry.to_numpy())
        assert shapely.area(apart).max() < 1e-9


def test_the_demo_company_reads_like_any_file(company):
    assert company.rows_read == N_CUSTOMERS
    assert company.n_rejected == UNKNOWN_POSTCODES
    assert company.profile["sure"].all()
    fields = {"key", "name", "postcode", "place", "status", "sector", "size", "product", "owner"}
    assert fields | {"revenue", "potential", "workload"} == set(company.columns)


def test_the_fullest_representative_carries_too_much(company):
    table = company.table
    assert set(table["owner"]) == set(REPS)
    for measure in ("customers", "workload", "revenue"):
        load = pd.Series(measures(company)[measure]).groupby(table["owner"].to_numpy()).sum()
        assert 0.3 < load.max() / load.mean() - 1 < 0.5
        assert load.min() / load.mean() < 0.75


def test_revenue_is_spread_as_in_real_lists(company):
    revenue = np.sort(measures(company)["revenue"])[::-1]
    assert (revenue > 200_000).sum() >= LARGE_ACCOUNTS
    assert 0.6 < revenue[: len(revenue) // 5].sum() / revenue.sum() < 0.8
    prospects = company.table["status"] == "prospect"
    assert 0.10 < prospects.mean() < 0.16
    assert (measures(company)["revenue"][prospects] == 0).all()
    assert (measures(company)["potential"] > 0).all()


def test_a_source_that_is_not_what_was_pinned_is_refused(tmp_path):
    (tmp_path / "x.whl").write_bytes(b"another")
    with pytest.raises(ValueError, match=r"x\.whl has SHA-256 .*expected 00"):
        Cache(tmp_path).path(Source("pypi", "x", "1", "x.whl", "00"))
