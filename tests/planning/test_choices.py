"""What the program chooses where the manager left it open."""

from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from geo.customers import read_customers
from geo.errors import Cancelled
from geo.planning import DesignSettings, design
from geo.planning.today import disruption_measure
from geo.viewer import MANAGER

CODES = ["3511", "3512", "1012", "9712", "9711", "6211", "4331", "5611", "8011", "7511"]


@pytest.fixture(scope="module")
def ten():
    rows = "\n".join(f"Klant {code};{code} AB;100" for code in CODES)
    return read_customers(f"naam;postcode;omzet\n{rows}\n".encode(), "tien.csv")


@pytest.mark.parametrize(("unknown", "areas"), [(0, "postcode"), (1, "postcode"), (2, "free")])
def test_postcode_areas_are_taken_where_nine_in_ten_postcodes_are_known(ten, unknown, areas):
    table = ten.table.copy()
    table.loc[table.index[:unknown], "postcode"] = None
    plan = design(replace(ten, table=table), DesignSettings(2, tolerance=0.5), viewer=MANAGER)
    assert plan.settings.areas == areas


def test_areas_that_were_asked_for_are_taken_whatever_is_known(ten):
    plan = design(ten, DesignSettings(2, areas="province", tolerance=0.5), viewer=MANAGER)
    assert plan.settings.areas == "province"


@pytest.mark.parametrize(("n_territories", "wanted"), [(2, 1000), (25, 1000), (26, 1040), (100, 4000)])
def test_hexagons_are_many_enough_for_the_territories(ten, monkeypatch, n_territories, wanted):
    asked = []

    def resolution(country, n):
        asked.append((country, n))
        raise Cancelled

    monkeypatch.setattr(import_module("geo.planning.design"), "hexagon_resolution", resolution)
    with pytest.raises(Cancelled):
        design(ten, DesignSettings(n_territories, areas="hexagon"), viewer=MANAGER)
    assert asked == [("NL", wanted)]


@pytest.mark.parametrize(
    ("revenue", "measure"), [(None, "customers"), ([0.0, 0.0], "customers"), ([0.0, 5.0], "revenue")]
)
def test_disruption_is_told_in_revenue_where_there_is_any(revenue, measure):
    measures = {"customers": np.ones(2), "potential": np.full(2, 9.0)}
    if revenue is not None:
        measures["revenue"] = np.array(revenue)
    assert disruption_measure(measures) == measure
