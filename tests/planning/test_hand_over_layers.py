"""The layers of a plan, counted and measured again from its parts."""

import numpy as np
import pyogrio
import pytest

from geo.planning.hand_over_layers import plan_geopackage, plan_kml, plan_layers, plan_shapefiles
from geo.texts import Language

DUTCH = Language("nl")


@pytest.fixture
def written(handed, tmp_path):
    (tmp_path / "plan.gpkg").write_bytes(plan_geopackage(handed, DUTCH))
    (tmp_path / "plan.zip").write_bytes(plan_shapefiles(handed, DUTCH))
    (tmp_path / "plan.kml").write_bytes(plan_kml(handed, DUTCH))
    return tmp_path


def test_every_file_has_as_much_ground_as_the_plan(handed, written):
    table = handed.proposal.table.set_index("name")["area_km2"]
    found = {
        "gpkg": pyogrio.read_dataframe(written / "plan.gpkg", layer="territories"),
        "shp": pyogrio.read_dataframe(f"/vsizip/{written}/plan.zip/territories.shp"),
        "kml": pyogrio.read_dataframe(written / "plan.kml", layer="Rayons").rename(columns={"Name": "name"}),
    }
    for form, frame in found.items():
        ground = frame.to_crs(handed.proposal.plan.coverage.crs).area / 1e6
        expected = [table[name] for name in frame["name"]]
        assert ground.fillna(0).tolist() == pytest.approx(expected, rel=1e-6), form
        assert set(frame["name"]) >= set(table.index[table > 0])


def test_layers_hold_all_customers_and_areas(handed, written):
    proposal = handed.proposal
    customers = pyogrio.read_dataframe(written / "plan.gpkg", layer="customers")
    assert customers["key"].tolist() == proposal.customers.table["key"].tolist()
    assert np.flatnonzero(customers["bound"]).tolist() == [5, 30]
    assert customers["moves"].tolist() == handed.moves.tolist()
    areas = pyogrio.read_dataframe(written / "plan.gpkg", layer="areas")
    owners = areas["territory"].fillna(-1).astype(int).tolist()
    assert owners == proposal.plan.owners.tolist()
    folders = [name for name, _ in pyogrio.list_layers(written / "plan.kml") if name != "Rayons"]
    places = sum(len(pyogrio.read_dataframe(written / "plan.kml", layer=name)) for name in folders)
    assert places == len(customers)


def test_layers_are_named_for_machines_and_for_styles(handed):
    assert [(layer.name, layer.kind) for layer in plan_layers(handed)] == [
        ("territories", "fill"),
        ("areas", "fill"),
        ("customers", "point"),
    ]
