import json

import geopandas as gpd
import pandas as pd
import pytest

from geo.customers import read_customers
from geo.errors import NotAllowedError, StoreError
from geo.store import Workspace, load_dataset, save_dataset
from geo.viewer import MANAGER, Viewer

FILE = b"""naam;postcode;omzet;vertegenwoordiger;bezoeken
Bakkerij De Linde;3511 AB;1.234,50;Jansen;4
Smederij Zuid;1012 AB;2.000,00;Bakker;5
Nergens;0000 ZZ;1,00;Jansen;6
"""


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path)


@pytest.fixture
def customers():
    return read_customers(FILE, "klanten.csv")


def test_what_is_saved_reads_back_the_same(workspace, customers):
    saved = save_dataset(workspace, customers, "klanten.csv", len(FILE))
    read = load_dataset(workspace, saved.id, MANAGER)
    assert (read.filename, read.size) == ("klanten.csv", len(FILE))
    assert read.customers.fingerprint == customers.fingerprint
    assert read.customers.columns == customers.columns
    for frame in ("table", "own", "source", "issues", "profile"):
        pd.testing.assert_frame_equal(getattr(read.customers, frame), getattr(customers, frame))
    assert (read.customers.n_accepted, read.customers.n_rejected, read.customers.rows_read) == (2, 1, 3)


def test_a_list_without_measures_of_its_own_reads_back(workspace):
    customers = read_customers(b"naam;postcode\nLinde;3511 AB\n", "klanten.csv")
    saved = save_dataset(workspace, customers, "klanten.csv", 30)
    read = load_dataset(workspace, saved.id, MANAGER).customers
    assert read.own.shape == customers.own.shape == (1, 0)
    assert read.fingerprint == customers.fingerprint


def test_the_points_are_for_other_programs_and_not_read_here(workspace, customers):
    saved = save_dataset(workspace, customers, "klanten.csv", len(FILE))
    file = workspace.path("datasets", saved.id) / "customers.parquet"
    points = gpd.read_parquet(file)
    assert points.crs == "EPSG:4326"
    assert points.geometry.x.tolist() == customers.table["lon"].tolist()
    assert points.geometry.y.tolist() == customers.table["lat"].tolist()
    pd.DataFrame(points.drop(columns="geometry")).to_parquet(file)
    pd.testing.assert_frame_equal(load_dataset(workspace, saved.id, MANAGER).customers.table, customers.table)


def test_the_same_content_is_kept_once_and_other_content_apart(workspace, customers):
    one = save_dataset(workspace, customers, "klanten.csv", len(FILE))
    assert save_dataset(workspace, customers, "klanten.csv", len(FILE)).id == one.id
    other = read_customers(FILE.replace(b"2.000", b"3.000"), "klanten.csv")
    assert save_dataset(workspace, other, "klanten.csv", len(FILE)).id != one.id
    assert len(list((workspace.root / "datasets").iterdir())) == 2


def test_a_rep_reads_their_own_customers_only(workspace, customers):
    saved = save_dataset(workspace, customers, "klanten.csv", len(FILE))
    mine = load_dataset(workspace, saved.id, Viewer("rep", "Jansen")).customers
    assert mine.table["name"].tolist() == ["Bakkerij De Linde"]
    assert mine.source["naam"].tolist() == ["Bakkerij De Linde"]
    assert mine.own["bezoeken"].tolist() == [4]
    assert mine.issues.empty
    said = "\n".join(str(frame.to_dict()) for frame in (mine.table, mine.source, mine.issues, mine.profile))
    assert not [word for word in ("Smederij", "Bakker'", "1012", "Nergens") if word in said]
    assert load_dataset(workspace, saved.id, Viewer("rep", "Niemand")).customers.table.empty


def test_a_rep_without_a_name_is_nobody():
    with pytest.raises(NotAllowedError):
        Viewer("rep")


def test_a_dataset_that_is_not_there_is_named(workspace):
    with pytest.raises(StoreError, match="0123456789abcdef is not in this workspace"):
        load_dataset(workspace, "0123456789abcdef", MANAGER)


@pytest.mark.parametrize(("version", "problem"), [(99, "newer version"), (1, "is not in this workspace")])
def test_a_dataset_of_another_program_is_refused(workspace, customers, version, problem):
    saved = save_dataset(workspace, customers, "klanten.csv", len(FILE))
    about = workspace.path("datasets", saved.id) / "dataset.json"
    about.write_text(json.dumps(json.loads(about.read_text()) | {"format": version}))
    with pytest.raises(StoreError, match=problem):
        load_dataset(workspace, saved.id, MANAGER)
