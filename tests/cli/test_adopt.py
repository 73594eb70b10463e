"""A division that came back from others, on the command line."""

import pandas as pd
import pytest

from tests.cli.test_edit import content, designed, edited, run


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return designed(tmp_path_factory.mktemp("adopt"), areas="province")


@pytest.fixture(scope="module")
def after(plan, tmp_path_factory):
    folder = tmp_path_factory.mktemp("adopt-after") / "after"
    name = pd.read_csv(plan / "areas.csv")["territory_name"][0]
    doing = (f"rename {name} to Elders", "capacity Elders 0,5", "move K4 to Elders", "assign Limburg to Elders")
    assert edited(plan, folder, *doing).exit_code == 0
    return folder


@pytest.mark.parametrize("form", ["xlsx", "gpkg", "areas.csv"])
def test_a_hand_over_read_into_the_plan_it_came_from_is_the_same_division(plan, after, tmp_path, form):
    run("export", after, "--format", form, "--out", tmp_path / f"crm.{form}")
    before = content(plan)
    result = run("adopt", plan, tmp_path / f"crm.{form}", "--out", tmp_path / "next")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(f"Read back from crm.{form}: ")
    assert (tmp_path / "next" / "areas.csv").read_bytes() == (after / "areas.csv").read_bytes()
    if form != "areas.csv":
        assert (tmp_path / "next" / "territories.geojson").read_bytes() == (after / "territories.geojson").read_bytes()
        assert (tmp_path / "next" / "customers.csv").read_bytes() == (after / "customers.csv").read_bytes()
    assert content(plan) == before
    history = run("history", tmp_path / "next", "--format", "csv").stdout.splitlines()
    assert len(history) == 3


def test_what_cannot_be_used_is_named_and_the_rest_is_used(plan, tmp_path):
    frame = pd.read_csv(plan / "areas.csv", dtype=str)
    frame.loc[0, "code"] = "Atlantis"
    frame.to_csv(tmp_path / "crm.csv", index=False)
    result = run("adopt", plan, tmp_path / "crm.csv", "--out", tmp_path / "next", "--language", "nl")
    assert result.exit_code == 0
    assert "code, rij 2, “Atlantis”: is geen gebied van dit plan." in result.stderr
    assert "1 gebied staat niet in het bestand" in result.stderr
    assert "crm.csv zegt wat het plan al zegt." in result.stdout


def test_a_file_that_is_no_division_leaves_nothing(plan, tmp_path):
    (tmp_path / "x.txt").write_text("naam;omzet\na;1\n")
    result = run("adopt", plan, tmp_path / "x.txt", "--out", tmp_path / "next")
    assert result.exit_code == 2
    assert "has no table of areas" in result.stderr
    assert not (tmp_path / "next").exists()
    missing = run("adopt", plan, tmp_path / "weg.xlsx", "--out", tmp_path / "next")
    assert missing.exit_code == 2
    assert "cannot be read" in missing.stderr
