"""The files of a plan, recounted from its parts."""

import io
import json
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.customers import read_customers
from geo.errors import InputError
from geo.planning import DesignSettings, design
from geo.planning.drawing import plan_layers, today_layers
from geo.planning.files import Source, areas_csv, customers_csv, plan_json, report_csv, territories_geojson
from geo.planning.reading_back import read_back
from geo.texts import Language
from geo.viewer import MANAGER

LIST = """naam;postcode;omzet;status;vertegenwoordiger;area
Bakkerij;3511 AB;100,00;klant;Jansen;x
Smederij;1012 AB;200,00;klant;Jansen;y
=Kapper;9712 AB;300,00;prospect;Bakker;z
Rivaal;5611 EC;9.000,00;concurrent;Visser;w
Slager;6211 AA;200,00;klant;;v
Nergens;0000 ZZ;1,00;klant;Jansen;u
"""


@pytest.fixture(scope="module")
def plan():
    customers = read_customers(LIST.encode(), "klanten.csv")
    return design(customers, DesignSettings(2, measure="revenue", areas="province", tolerance=0.5), viewer=MANAGER)


def test_competitors_weigh_nothing_and_represent_nobody(plan):
    assert plan.balance.loads.sum() == 800
    assert plan.table["customers"].sum() == 4
    assert plan.today.reps == ("Bakker", "Jansen")


def test_territories_carry_their_figures(plan):
    frame = gpd.read_file(io.BytesIO(territories_geojson(plan)))
    assert frame["territory"].tolist() == [1, 2]
    assert frame["load"].tolist() == plan.balance.loads.tolist()
    assert frame["rep"].tolist() == plan.reps
    assert frame["area_km2"].tolist() == pytest.approx(frame.to_crs("EPSG:28992").area / 1e6, rel=1e-5)
    parts = [ring for shape in frame.geometry for ring in shapely.get_parts(shape)]
    assert all(part.exterior.is_ccw for part in parts)


def test_customers_keep_their_own_columns_and_their_names(plan):
    frame = pd.read_csv(io.BytesIO(customers_csv(plan)), dtype=str, keep_default_na=False)
    assert frame.columns.tolist() == [
        "naam", "postcode", "omzet", "status", "vertegenwoordiger", "area", "area_plan", "territory", "territory_name",
        "rep", "moves",
    ]  # fmt: skip
    assert frame["area"].tolist() == list("xyzwv")
    assert frame["naam"].tolist() == ["Bakkerij", "Smederij", "'=Kapper", "Rivaal", "Slager"]
    names = [t.name for t in plan.plan.territories]
    ours = frame["status"] != "concurrent"
    reps = [plan.reps[int(t) - 1] or "" if own else "" for t, own in zip(frame["territory"], ours, strict=True)]
    assert frame["rep"].tolist() == reps
    owners = frame["vertegenwoordiger"].where(ours, "")
    assert frame["moves"].tolist() == [
        "yes" if o and o != r else "no" for o, r in zip(owners, frame["rep"], strict=True)
    ]
    assert frame["territory_name"].tolist() == [names[int(t) - 1] for t in frame["territory"]]


def test_areas_and_report_are_complete(plan):
    areas = pd.read_csv(io.BytesIO(areas_csv(plan)))
    assert len(areas) == 12
    assert areas["territory"].tolist() == (plan.plan.alignment + 1).tolist()
    report = pd.read_csv(io.BytesIO(report_csv(plan.customers)))
    assert report["row"].tolist() == [7]
    assert report["explanation"].notna().all()


def test_the_summary_tells_what_changes(plan):
    about = json.loads(plan_json(plan))
    owner = plan.customers.table["owner"]
    served = [i for i in range(5) if i != 3 and isinstance(owner[i], str)]
    moved = [i for i in served if owner[i] != plan.reps[plan.territory[i]]]
    revenue = [100, 200, 300, 0, 200]
    assert about["today"]["customers_changing"] == len(moved)
    assert about["today"]["share_changing"]["revenue"] == pytest.approx(sum(revenue[i] for i in moved) / 800)
    assert about["rows"] == {"read": 6, "accepted": 5, "repaired": 0, "rejected": 1}
    centre = [
        np.average(plan.points[plan.territory == k], axis=0, weights=plan.weights[plan.territory == k])
        for k in range(2)
    ]
    squared = ((plan.points - np.array(centre)[plan.territory]) ** 2).sum(axis=1)
    assert about["inertia"] == pytest.approx((plan.weights * squared).sum())
    assert about["compactness"] == pytest.approx(np.average(squared, weights=plan.weights))


def test_the_map_of_today_names_the_representatives(plan):
    today, proposed = (layers(plan, Language("nl"))[0] for layers in (today_layers, plan_layers))
    assert [t["name"] for t in today["territories"]] == ["Bakker", "Jansen"]
    assert [t["name"] for t in proposed["territories"]] == [t.name for t in plan.plan.territories]
    assert [t["attention"] for t in proposed["territories"]] == plan.outside.tolist()
    assert len({t["colour"] for t in proposed["territories"]}) == 2


def test_a_plan_that_is_kept_names_where(plan):
    about = json.loads(plan_json(plan, Source("d" * 16, "5" * 16, 7)))
    assert (about["dataset"], about["scenario"], about["revision"]) == ("d" * 16, "5" * 16, 7)
    assert not {"dataset", "scenario", "revision"} & set(json.loads(plan_json(plan)))


def test_columns_of_ours_are_unlike_any_of_the_list_in_whatever_case_and_no_head_is_a_formula(plan):
    own = ["Territory", "TERRITORY_NAME", "territory_plan", "=1+1", "@Rep"]
    source = plan.customers.source.set_axis(own + plan.customers.source.columns[5:].tolist(), axis=1)
    content = customers_csv(replace(plan, customers=replace(plan.customers, source=source)))
    heads = pd.read_csv(io.BytesIO(content), dtype=str).columns.tolist()
    assert heads[:5] == ["Territory", "TERRITORY_NAME", "territory_plan", "'=1+1", "'@Rep"]
    assert heads[-5:] == ["area_plan", "territory_plan_plan", "territory_name_plan", "rep", "moves"]
    assert len({head.casefold() for head in heads}) == len(heads)
    # However our columns are called, the file is known for what it is when it comes back.
    with pytest.raises(InputError, match="lists customers with their territory, not areas"):
        read_back(content, "customers.csv", plan, viewer=MANAGER, next_territory=99)
