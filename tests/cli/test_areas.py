"""`--areas` of the command line: files with their faults, official borders, areas in the workspace."""

import json

import pytest
from typer.testing import CliRunner

from geo.areas import official
from geo.cli import app
from geo.planning.blocks import add_own
from geo.planning.datasets import DEMO
from geo.store import Workspace
from geo.viewer import MANAGER
from tests.services.server import Answer, features_of, serving


@pytest.fixture(scope="module")
def provinces():
    return official("province", "NL").areas.to_json(drop_id=True).encode()


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("TERRITORY_HOME", str(tmp_path / "workspace"))
    return tmp_path / "workspace"


@pytest.fixture
def pdok(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving() as service:
        monkeypatch.setenv("RAYON_PDOK_URL", service.address)
        service.features = features_of(official("province", "NL").areas, "statcode", "statnaam")
        yield service


def design(areas, out):
    arguments = ["design", DEMO, "--territories", 3, "--tolerance", 0.5, "--areas", areas, "--out", out]
    return CliRunner().invoke(app, list(map(str, arguments)))


def test_a_file_of_boundaries_is_used_and_told(tmp_path, provinces):
    (tmp_path / "regio.geojson").write_bytes(provinces)
    result = design(tmp_path / "regio.geojson", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "Codes come from the column 'code', names from 'name'." in result.stderr
    assert "regio.geojson" in (tmp_path / "out" / "map.html").read_text(encoding="utf-8")


def test_a_file_with_faults_is_one_line_and_leaves_nothing(tmp_path, provinces):
    twice = json.loads(provinces)
    for number, feature in enumerate(json.loads(provinces)["features"]):
        twice["features"].append({**feature, "properties": {"code": str(number), "name": str(number)}})
    (tmp_path / "dubbel.geojson").write_text(json.dumps(twice))
    result = design(tmp_path / "dubbel.geojson", tmp_path / "out")
    assert result.exit_code == 2
    assert "overlap: 100.0 %" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_official_borders_are_fetched_once(tmp_path, pdok):
    for out in ("one", "two"):
        result = design("official:province", tmp_path / out)
        assert result.exit_code == 0, result.output
        assert "PDOK" in (tmp_path / out / "map.html").read_text(encoding="utf-8")
    assert len(pdok.asked) == 1
    assert "PDOK" not in result.stderr
    design("province", tmp_path / "three")
    assert "PDOK" in (tmp_path / "three" / "map.html").read_text(encoding="utf-8")


def test_a_service_that_is_away_is_told(tmp_path, pdok):
    pdok.first = [Answer(status=404)]
    result = design("official:province", tmp_path / "out")
    assert result.exit_code == 2
    assert "PDOK cannot be used now: it answers with error 404." in result.stderr
    assert not (tmp_path / "out").exists()


def test_areas_in_the_workspace_are_used_by_their_fingerprint(tmp_path, home, provinces):
    added = add_own(Workspace(home), provinces, "eigen.geojson", viewer=MANAGER)
    result = design(added.fingerprint, tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "eigen.geojson" in (tmp_path / "out" / "map.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("areas", "said"),
    [
        ("official:street", "no official borders of the kind street"),
        ("0123456789abcdef", "areas 0123456789abcdef are not in this workspace"),
        ("parishes", "no areas of the kind parishes, nor a file"),
    ],
)
def test_what_is_not_there_is_told(tmp_path, areas, said):
    result = design(areas, tmp_path / "out")
    assert result.exit_code == 2
    assert said in result.stderr
