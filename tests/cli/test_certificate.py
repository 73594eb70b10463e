"""What is proved of a plan, on the command line."""

import json

import pytest

from geo.planning.certifying import certify, proposal_of
from geo.store import Workspace
from geo.texts import Language
from geo.viewer import MANAGER
from tests.cli.test_edit import content, designed, run


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return designed(tmp_path_factory.mktemp("certificate"))


@pytest.mark.parametrize(("code", "begins"), [("en", "Every territory is within "), ("nl", "Elk rayon zit binnen ")])
def test_it_is_told_in_words(plan, code, begins):
    kept = content(plan)
    result = run("certificate", plan, "--language", code)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(begins)
    assert result.stdout == _certified(plan).written(Language(code))
    assert content(plan) == kept


def test_its_numbers_come_back_as_they_are(plan):
    result = run("certificate", plan, "--json")
    assert result.exit_code == 0, result.output
    told, found = json.loads(result.stdout), _certified(plan).certificate
    assert told["schema_version"] == 2
    assert told["balance"]["deviation_fraction"] == found.deviation
    assert told["balance"]["deviation_no_division_beats_fraction"] == found.least_deviation
    assert told["compactness"]["gap_fraction"] == found.gap
    assert [t["name"] for t in told["territories"]] == list(found.names)
    assert told["balance"]["deviation_fraction"] == pytest.approx(
        json.loads((plan / "plan.json").read_text("utf-8"))["deviation"]
    )


def test_a_proposal_of_the_app_is_known_by_its_name(plan, monkeypatch):
    monkeypatch.setenv("TERRITORY_HOME", str(plan / "workspace"))
    by_name = run("certificate", "proposal 1", "--json")
    assert by_name.exit_code == 0, by_name.output
    assert by_name.stdout == run("certificate", plan, "--json").stdout


def test_a_name_of_nothing_is_refused_in_a_line(tmp_path, monkeypatch):
    monkeypatch.setenv("TERRITORY_HOME", str(tmp_path / "none"))
    result = run("certificate", "nothing")
    assert result.exit_code == 2
    assert "No folder and no proposal is called nothing." in result.stderr
    assert not list(tmp_path.iterdir())


def test_a_file_is_told_from_a_plan(plan):
    for name in ("plan.json", "map.html"):
        result = run("certificate", plan / name)
        assert result.exit_code == 2
        assert str(plan / name)[-80:] in result.stderr
        assert "is a file, no plan. Name a folder that" in result.stderr
    told = run("certificate", plan / "plan.json", "--language", "nl")
    assert "is een bestand, geen plan. Noem een map" in told.stderr


def _certified(plan):
    return certify(proposal_of(str(plan), Workspace.default(), viewer=MANAGER), viewer=MANAGER)
