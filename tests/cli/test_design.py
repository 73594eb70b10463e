import gzip
import io
import json
import math

import geopandas as gpd
import pandas as pd
import pytest
from typer.testing import CliRunner

from geo.cli import app
from geo.planning.datasets import DEMO

FILES = {"territories.geojson", "areas.csv", "customers.csv", "report.csv", "plan.json", "map.html"}
"""The files of a plan; those that hold times or names made anew each time are not compared."""
SAME = FILES - {"plan.json", "map.html"}


def run(*arguments: object):
    return CliRunner().invoke(app, ["design", *map(str, arguments)])


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    out = tmp_path_factory.mktemp("plan")
    result = run(DEMO, "--territories", 12, "--measure", "revenue", "--tolerance", 0.02, "--out", out)
    assert result.exit_code == 0, result.output
    return out


def test_all_files_are_written_and_nothing_else(done):
    assert {p.name for p in done.iterdir()} == {*FILES, "workspace"}
    assert {p.name for p in (done / "workspace").iterdir()} == {"coverages", "datasets", "rayon.db"}


def test_the_files_agree_with_each_other(done):
    territories = gpd.read_file(done / "territories.geojson")
    areas = pd.read_csv(done / "areas.csv", dtype={"code": str})
    customers = pd.read_csv(done / "customers.csv", dtype=str, keep_default_na=False)
    plan = json.loads((done / "plan.json").read_text(encoding="utf-8"))
    assert territories.crs.to_epsg() == 4326
    assert set(areas["territory"]) == set(territories["territory"])
    told = customers["area"].map(areas.set_index("code")["territory"]).astype(str)
    assert (told == customers["territory"]).all()
    assert plan["rows"]["accepted"] == len(customers)
    assert plan["rows"]["accepted"] + plan["rows"]["rejected"] == plan["rows"]["read"]
    assert plan["deviation"] == pytest.approx(territories["deviation"].abs().max(), abs=1e-8)


def test_own_columns_come_first_and_untouched(done):
    own = pd.read_csv(io.BytesIO(gzip.decompress(DEMO.read_bytes())), sep=";", dtype=str, keep_default_na=False)
    customers = pd.read_csv(done / "customers.csv", dtype=str, keep_default_na=False)
    assert customers.columns.tolist() == [*own.columns, "area", "territory", "territory_name", "rep", "moves"]
    key = own.columns[0]
    assert customers[own.columns].equals(own[own[key].isin(customers[key])].reset_index(drop=True))


def test_the_same_input_and_seed_give_the_same_bytes(done, tmp_path):
    assert run(DEMO, "--territories", 12, "--measure", "revenue", "--tolerance", 0.02, "--out", tmp_path).exit_code == 0
    for name in SAME:
        assert (tmp_path / name).read_bytes() == (done / name).read_bytes()


def test_a_tolerance_out_of_reach_is_a_warning_with_its_bound(tmp_path):
    result = run(DEMO, "--territories", 11, "--areas", "province", "--tolerance", 0, "--out", tmp_path)
    assert result.exit_code == 0
    about = json.loads((tmp_path / "plan.json").read_text())
    assert about["within_tolerance"] is False
    assert about["deviation"] == pytest.approx(about["lower_bound"])
    reached = f"{math.ceil(1e4 * about['deviation']) / 100:.2f}\u00a0% reached"
    assert f"{reached}; no plan of whole areas and customers is more even." in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.csv", "--territories", 3], "missing.csv cannot be read"),
        ([DEMO, "--territories", 0], "0 territories cannot be made"),
        ([DEMO, "--territories", 2, "--capacities", "1,x"], "1,x are no list of numbers"),
        ([DEMO, "--territories", 2, "--areas", "parishes"], "no areas of the kind parishes"),
        ([DEMO, "--territories", 2, "--measure", "profit"], "no measure profit"),
        ([DEMO, "--territories", 2, "--country", "XX"], "XX"),
    ],
)
def test_bad_input_is_one_line_and_leaves_nothing(tmp_path, arguments, said):
    out = tmp_path / "out"
    result = run(*arguments, "--out", out)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not out.exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    result = run(DEMO, "--territories", 3, "--areas", "province", "--out", tmp_path / "file")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
    assert (tmp_path / "file").read_text() == "in the way"


def test_no_folder_is_not_the_present_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run(DEMO, "--territories", 3, "--out", "")
    assert result.exit_code == 2
    assert "Name one with --out" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("customers", "language", "said"),
    [
        (1, "en", "1 row read: 1 accepted (0 of them repaired), 0 rejected."),
        (1, "nl", "1 regel gelezen: 1 aangenomen (waarvan 0 hersteld), 0 afgewezen."),
        (2, "en", "2 rows read: 2 accepted (0 of them repaired), 0 rejected."),
    ],
)
def test_rows_are_counted_in_words_that_fit(tmp_path, customers, language, said):
    path = tmp_path / "klanten.csv"
    path.write_text("postcode\n" + "3511 AB\n" * customers, encoding="utf-8")
    asked = ("--territories", 1, "--areas", "province", "--language", language)
    assert run(path, *asked, "--out", tmp_path / "out").stdout.splitlines()[0] == said


def test_an_amount_beyond_reason_does_not_outweigh_all_others(tmp_path):
    path = tmp_path / "klanten.csv"
    path.write_text("postcode;omzet\n3511 AB;10\n1012 AB;20\n9712 AB;1e308\n", encoding="utf-8")
    result = run(path, "--territories", 2, "--measure", "revenue", "--areas", "province", "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "1e308" in (tmp_path / "out" / "report.csv").read_text()
