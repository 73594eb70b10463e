"""From a list of customers to a plan, its edits and its history, all on the command line."""

import io
import json
import math

import geopandas as gpd
import pandas as pd
import pytest
from typer.testing import CliRunner

from geo.cli import app
from geo.planning.scenarios import Desks
from geo.store import Database, Scenarios, Workspace
from geo.territories import lock
from geo.viewer import MANAGER

FILES = {"territories.geojson", "areas.csv", "customers.csv", "report.csv", "plan.json", "map.html"}
SAME = FILES - {"plan.json", "map.html"}
ROWS = [f"K{i};Klant {i};{1011 + 97 * i} AB;{10 + i};r{i % 3}" for i in range(90)]
LIST = "\n".join(["klantnummer;naam;postcode;omzet;vertegenwoordiger", *ROWS])
EDITS = (
    "assign 3011-3099 to Eindhoven",
    "rename Almere to Flevoland",
    "new Zuid with 6211, 6212",
    "capacity Zuid 0,5",
    "move K4 to Zuid",
    "undo",
)


def run(*arguments: object):
    return CliRunner().invoke(app, [*map(str, arguments)])


def designed(folder, areas="postcode"):
    """Four territories; on postcode areas these are Groningen, Almere, Rotterdam and Eindhoven."""
    (folder / "klanten.csv").write_text(LIST, encoding="utf-8")
    asked = ("--territories", 4, "--measure", "revenue", "--tolerance", 0.05, "--areas", areas)
    result = run("design", folder / "klanten.csv", *asked, "--out", folder / "plan")
    assert result.exit_code == 0, result.output
    return folder / "plan"


def edited(plan, out, *commands, options=()):
    doing = [part for command in commands for part in ("--do", command)]
    return run("edit", plan, *doing, "--out", out, *options)


def content(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return designed(tmp_path_factory.mktemp("one"))


@pytest.fixture(scope="module")
def after(plan, tmp_path_factory):
    """The plan with every edit, and what the command said."""
    out = tmp_path_factory.mktemp("edited") / "next"
    before = content(plan)
    result = edited(plan, out, *EDITS)
    assert result.exit_code == 0, result.output
    assert content(plan) == before
    return out, result


def areas(folder):
    return pd.read_csv(folder / "areas.csv", dtype={"code": str}).set_index("code")


def test_it_says_what_each_edit_did_and_what_became_of_the_deviation(plan, after):
    out, result = after
    deviation = [json.loads((folder / "plan.json").read_text("utf-8"))["deviation"] for folder in (plan, out)]
    before, now = (f"{math.ceil(1e4 * value) / 100:.2f}\u00a0%" for value in deviation)
    assert result.stdout.splitlines()[:7] == [
        "65 areas to Eindhoven",
        "Renamed Almere to Flevoland",
        "Added Zuid with 2 areas",
        "Capacity of Zuid is 0.50 now",
        "Customer Klant 4 to Zuid",
        "Undone: Customer Klant 4 to Zuid",
        f"The largest deviation goes from {before} to {now}.",
    ]
    assert result.stdout.splitlines()[7].startswith("5 of 5 territories are more than 5.0\u00a0% off target")
    assert "Rebalance: that moves" in result.stderr


def test_the_files_are_those_of_the_last_revision_and_agree(plan, after):
    out, _ = after
    assert {p.name for p in out.iterdir()} == {*FILES, "workspace"}
    about = json.loads((out / "plan.json").read_text("utf-8"))
    assert (about["revision"], about["territories"]) == (7, 5)
    assert about["scenario"] == json.loads((plan / "plan.json").read_text("utf-8"))["scenario"]
    territories = gpd.read_file(out / "territories.geojson")
    assert territories["name"].tolist() == ["Groningen", "Flevoland", "Rotterdam", "Eindhoven", "Zuid"]
    changed = areas(plan)["territory"] != areas(out)["territory"]
    assert {code for code in areas(out).index[changed] if not "3011" <= code <= "3099"} == {"6211", "6212"}
    assert areas(out).loc["6211", "territory_name"] == "Zuid"
    customers = pd.read_csv(out / "customers.csv", dtype=str)
    loads = customers.astype({"omzet": float, "territory": int}).groupby("territory")["omzet"].sum()
    figures = territories.set_index("territory")["load"]
    assert figures[figures > 0].to_dict() == pytest.approx(loads.to_dict())


def test_the_workspace_opens_where_the_command_stopped(after):
    out, _ = after
    about = json.loads((out / "plan.json").read_text("utf-8"))
    workspace = Workspace(out / "workspace")
    desk = Desks(workspace).open(about["scenario"], MANAGER)
    assert desk.current[0] == about["revision"]
    assert desk.proposal.balance.deviation == about["deviation"]
    assert desk.scenario.dataset == about["dataset"]
    assert (desk.current[2].done, desk.current[2].undone) == ([2, 3, 4, 5], [6])
    Database.of(workspace).close()


def test_an_edited_plan_is_edited_on_with_its_history(plan, after, tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    assert edited(plan, one, "release 3011").exit_code == 0
    assert edited(one, two, "undo").exit_code == 0
    assert {name: (two / name).read_bytes() for name in SAME} == {name: (plan / name).read_bytes() for name in SAME}
    lines = run("history", two).stdout.splitlines()
    assert [line.split("  ")[-1] for line in lines] == [
        "Made 4 territories",
        "1 area unassigned",
        "Undone: 1 area unassigned",
    ]


def test_the_history_as_a_table_for_programs(after):
    out, _ = after
    before = content(out)
    table = pd.read_csv(io.StringIO(run("history", out, "--format", "csv", "--language", "nl").stdout))
    assert table["version"].tolist() == list(range(1, 8))
    assert table["what"].tolist()[:4] == [
        "4 rayons gemaakt",
        "65 gebieden naar Eindhoven",
        "Almere heet nu Flevoland",
        "Zuid toegevoegd met 2 gebieden",
    ]
    assert pd.to_datetime(table["time"]).is_monotonic_increasing
    assert content(out) == before


def test_the_same_list_and_edits_give_the_same_bytes(after, tmp_path):
    out, _ = after
    again = tmp_path / "again"
    assert edited(designed(tmp_path), again, *EDITS).exit_code == 0
    assert {name: (again / name).read_bytes() for name in SAME} == {name: (out / name).read_bytes() for name in SAME}
    told = [json.loads((folder / "plan.json").read_text("utf-8")) for folder in (out, again)]
    for about in told:
        del about["seconds"], about["scenario"]
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("commands", "said"),
    [
        (["release 3011", "assign 9999999 to Almere"], "'assign 9999999 to Almere' cannot be done. There is no area"),
        (["rename Almere to X", "lock Almere"], "There is no territory Almere. Choose one of Groningen, X"),
        (["lock Almere", "assign 3011 to Almere"], "Almere is locked"),
        (["undo"], "There is nothing to undo"),
        (["make it so"], "'make it so' cannot be done"),
    ],
)
def test_all_edits_are_made_or_none(plan, tmp_path, commands, said):
    before = content(plan)
    result = edited(plan, tmp_path / "next", *commands)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "next").exists()
    assert content(plan) == before


@pytest.mark.parametrize("inside", [".", "workspace", "workspace/next", "../plan"])
def test_the_plan_itself_is_no_place_for_the_results(plan, inside):
    before = content(plan)
    result = edited(plan, plan / inside, "release 3011")
    assert result.exit_code == 2
    assert "which holds the plan itself" in result.stderr
    assert content(plan) == before


def test_nobody_elses_edits_are_overwritten(plan, after):
    out, _ = after
    before = content(out)
    result = edited(plan, out, "release 3011")
    assert result.exit_code == 2
    assert "has a workspace already, whose edits would be lost" in result.stderr
    assert content(out) == before


def test_no_folder_is_not_the_present_one(plan, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = edited(plan, "", "release 3011")
    assert result.exit_code == 2
    assert "Name one with --out" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("about", "workspace"),
    [(None, True), ("{", True), ("[]", True), ('{"scenario": 5}', True), ("{}", True), ('{"scenario": "x"}', False)],
)
def test_a_folder_without_a_plan_is_told(tmp_path, about, workspace):
    folder = tmp_path / "plan"
    folder.mkdir()
    if about is not None:
        (folder / "plan.json").write_text(about)
    if workspace:
        (folder / "workspace").mkdir()
    for result in (edited(folder, tmp_path / "next", "undo"), run("history", folder)):
        assert result.exit_code == 2
        assert "holds no plan that can be edited" in result.stderr
    assert not (tmp_path / "next").exists()


def test_a_scenario_that_the_workspace_has_not_is_told(plan, tmp_path):
    before = content(plan)
    copy = tmp_path / "plan"
    for name, part in before.items():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes(part)
    (copy / "plan.json").write_text('{"scenario": "0123456789abcdef"}')
    for result in (edited(copy, tmp_path / "next", "undo"), run("history", copy)):
        assert result.exit_code == 2
        assert "There is no scenario 0123456789abcdef" in result.stderr


def test_a_new_design_stands_beside_what_was_edited_in_its_folder(tmp_path):
    plan = designed(tmp_path, "province")
    workspace = Workspace(plan / "workspace")
    first = json.loads((plan / "plan.json").read_text("utf-8"))["scenario"]
    Desks(workspace).open(first, MANAGER).edit(MANAGER, lambda made: lock(made, 1, True))
    Database.of(workspace).close()
    designed(tmp_path, "province")
    second = json.loads((plan / "plan.json").read_text("utf-8"))["scenario"]
    kept = {one.id: (one.name, one.head) for one in Scenarios(workspace).list()}
    assert kept == {first: ("Proposal 1", 2), second: ("Proposal 2", 1)}
    Database.of(workspace).close()
