import dataclasses
import json
from collections.abc import Mapping

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
    assert (mine.n_ours, mine.owners, mine.rows_read) == (1, ["Jansen"], 1)


TEAM = "\n".join(
    [
        "naam;postcode;omzet;vertegenwoordiger;bezoeken;branche",
        "Linde;3511 AB;11;Jansen;21;Bouw",
        *(f"Ander{i};3011 A{c};{31 + i},5;Bakker;-{51 + i};Zorg{i}" for i, c in enumerate("ABCDEFGH")),
        "Molen;3511 AC;12,;Jansen;-22;Bouw",
        "Nergens;0000 ZZ;13;Jansen;23;Niets",
        "Wees;3512 AB;14;;24;Los",
        "Hoek;3513 AB;15;jansen;25;Klein",
    ]
).encode()


def cells(value):
    """Return every text and number in whatever a list of customers is made of."""
    match value:
        case pd.DataFrame():
            return {cell for column in value for cell in cells(value[column].tolist())} | cells(list(value.columns))
        case Mapping():
            return cells(list(value.items()))
        case list() | tuple():
            return {cell for one in value for cell in cells(one)}
        case _:
            return {str(value).removesuffix(".0")}


@pytest.mark.parametrize("rep", ["Jansen", "Bakker", "Niemand", "JANSEN", " Jansen"])
def test_nothing_a_rep_reads_was_said_of_others(workspace, rep):
    saved = save_dataset(workspace, read_customers(TEAM, "team.csv"), "team.csv", len(TEAM))
    whole = load_dataset(workspace, saved.id, MANAGER).customers
    mine = load_dataset(workspace, saved.id, Viewer("rep", rep)).customers
    theirs = (whole.table["owner"] == rep).to_numpy()
    rejected = [row.split(";") for row in TEAM.decode().splitlines() if row.startswith("Nergens")]
    of_columns = cells([dict(whole.columns), whole.profile.drop(columns="examples")]) | {"", "0"}
    said = [of_columns, *(cells(frame[theirs]) for frame in (whole.table, whole.own, whole.source))]
    others = [cells(rejected), *(cells(frame[~theirs]) for frame in (whole.table, whole.own, whole.source))]
    secret = set.union(*others) - set.union(*said)
    read = cells([getattr(mine, field.name) for field in dataclasses.fields(mine) if field.name != "rows_read"])
    assert len(secret) > 20
    assert not secret & read
    assert mine.n_accepted == mine.rows_read == theirs.sum()


def test_a_report_for_a_rep_tells_of_their_rows_as_that_of_the_whole_does(workspace):
    saved = save_dataset(workspace, read_customers(TEAM, "team.csv"), "team.csv", len(TEAM))
    mine = load_dataset(workspace, saved.id, Viewer("rep", "Jansen")).customers
    profile = mine.profile.set_index("column")
    assert profile.loc["branche", ["examples", "filled"]].tolist() == [["Bouw"], 1]
    assert profile.loc["naam", "examples"] == ["Linde", "Molen"]
    assert mine.issues[["row", "reason", "value"]].to_numpy().tolist() == [[11, "number_negative", "-22"]]
    nobodys = load_dataset(workspace, saved.id, Viewer("rep", "Niemand")).customers
    assert nobodys.profile["examples"].tolist() == [[]] * 6
    assert nobodys.profile["filled"].tolist() == [0] * 6


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


@pytest.mark.parametrize("harm", ["cut", "junk", "lost", "empty"])
def test_a_damaged_dataset_is_named_with_the_way_on(workspace, customers, harm):
    saved = save_dataset(workspace, customers, "klanten.csv", len(FILE))
    folder = workspace.path("datasets", saved.id)
    match harm:
        case "cut":
            (folder / "dataset.json").write_text("{")
        case "junk":
            (folder / "customers.parquet").write_bytes(b"junk")
        case "lost":
            (folder / "issues.parquet").unlink()
        case "empty":
            (folder / "dataset.json").write_text("{}")
    with pytest.raises(StoreError, match=r"damaged.*Load the file again"):
        load_dataset(workspace, saved.id, MANAGER)


def test_the_demo_is_known_by_its_mark_and_not_by_its_name(workspace, customers):
    demo = save_dataset(workspace, customers, "demo.csv.gz", len(FILE), demo=True)
    own = save_dataset(workspace, customers, "demo.csv.gz", len(FILE))
    assert own.id != demo.id
    assert load_dataset(workspace, demo.id, MANAGER).demo
    assert not load_dataset(workspace, own.id, MANAGER).demo
