"""Files for others on the command line."""

import pandas as pd
import pyogrio
import pytest

from geo.planning.handing_over import FORMATS
from tests.cli.test_edit import content, designed, run


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return designed(tmp_path_factory.mktemp("export"), areas="province")


def test_a_plan_is_written_under_the_name_that_was_given(plan, tmp_path):
    before = content(plan)
    result = run("export", plan, "--format", "gpkg", "--out", tmp_path / "uit.gpkg")
    assert (result.exit_code, result.stdout) == (0, f"{tmp_path / 'uit.gpkg'}\n")
    assert [p.name for p in tmp_path.iterdir()] == ["uit.gpkg"]
    assert len(pyogrio.read_dataframe(tmp_path / "uit.gpkg", layer="territories")) == 4
    assert content(plan) == before


def test_the_workbook_speaks_the_language_that_was_asked_for(plan, tmp_path):
    out = tmp_path / "plan.xlsx"
    assert run("export", plan, "--format", "xlsx", "--out", out, "--language", "nl").exit_code == 0
    areas = pd.read_excel(out, "Gebieden", dtype=str, engine="calamine")
    assert areas["Vertegenwoordiger"].isin(["r0", "r1", "r2"]).sum() > 0


def test_the_same_plan_gives_the_same_bytes(plan, tmp_path):
    for form in ("xlsx", "gpkg", "shp", "kml", "areas.csv"):
        for number in (1, 2):
            run("export", plan, "--format", form, "--out", tmp_path / f"{number}.{form}")
        assert (tmp_path / f"1.{form}").read_bytes() == (tmp_path / f"2.{form}").read_bytes(), form


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "docx", "--out", "x.docx"), "There is no format docx."),
        (("--format", "xlsx", "--out", "."), ". is no name for a file."),
        (("--format", "xlsx", "--out", "x.xlsx", "--template", "t.pptx"), "A template is for slides, not for xlsx."),
        (("--format", "pptx", "--out", "x.pptx", "--template", "t.pptx"), "The file t.pptx cannot be read"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(plan, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    result = run("export", plan, *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_format_is_answered_with_all_there_are(plan, tmp_path):
    result = run("export", plan, "--format", "xls", "--out", tmp_path / "x")
    assert ", ".join(FORMATS) in result.stderr


def test_a_folder_without_a_plan_is_refused(tmp_path):
    result = run("export", tmp_path, "--format", "xlsx", "--out", tmp_path / "x.xlsx")
    assert result.exit_code == 2
    assert "holds no plan" in result.stderr
