"""Areas of one's own and official borders: added, offered, used in plans."""

import json
import shutil

import geopandas as gpd
import numpy as np
import pytest

from geo.areas import BoundaryError, official
from geo.errors import Cancelled, InputError, NotAllowedError, SettingsError, StoreError
from geo.planning import DesignSettings, design
from geo.planning.blocks import add_own, available, chosen, coverage_of, edition, fetch_official, hide
from geo.services import Patience, ServiceError
from geo.store import Workspace
from geo.viewer import MANAGER, Viewer
from tests.services.server import Answer, features_of, serving

REP = Viewer("rep", "E. Jansen")
QUICK = Patience(tries=2, pause=0)


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path / "workspace")


@pytest.fixture
def pdok(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving() as service:
        monkeypatch.setenv("RAYON_PDOK_URL", service.address)
        service.features = features_of(official("province", "NL").areas, "statcode", "statnaam")
        yield service


@pytest.fixture(scope="module")
def provinces():
    """A file of boundaries with the provinces, north and south."""
    areas = official("province", "NL").areas
    return areas.assign(half=np.where(areas.geometry.centroid.y > 52, "N", "Z")).to_json(drop_id=True).encode()


pytestmark = pytest.mark.filterwarnings("ignore:Geometry is in a geographic CRS")


def test_what_ships_can_be_chosen_from_the_start(workspace):
    found = available(workspace, MANAGER)
    assert [(b.id, b.kind, b.n, b.approximate, b.own) for b in found] == [
        ("postcode", "postcode", 4071, True, False),
        ("municipality", "municipality", 342, True, False),
        ("province", "province", 12, True, False),
    ]
    assert not workspace.root.exists()


def test_areas_of_ones_own_are_kept_and_offered(workspace, provinces):
    heard = []
    added = add_own(
        workspace, provinces, "regio's.geojson", viewer=MANAGER, progress=lambda stage, fraction: heard.append(fraction)
    )
    assert added.n == 12
    assert (added.code_column, added.name_column) == ("code", "name")
    assert "half" in added.columns
    assert heard == sorted(heard)
    assert heard[-1] == 1
    last = available(workspace, MANAGER)[-1]
    assert (last.id, str(last.name), last.kind, last.own) == (added.fingerprint, "regio's.geojson", "file", True)
    coverage = coverage_of(workspace, added.fingerprint)
    assert coverage.areas["code"].tolist() == official("province", "NL").areas["code"].tolist()
    assert coverage_of(workspace, added.fingerprint) is coverage


def test_adding_the_same_twice_keeps_it_once(workspace, provinces):
    one, two = (add_own(workspace, provinces, "x.geojson", viewer=MANAGER) for _ in range(2))
    assert one.fingerprint == two.fingerprint
    assert len(available(workspace, MANAGER)) == 4


def test_hidden_areas_are_not_offered_until_they_are_added_again(workspace, provinces):
    added = add_own(workspace, provinces, "x.geojson", viewer=MANAGER)
    hide(workspace, added.fingerprint, viewer=MANAGER)
    assert all(not b.own for b in available(workspace, MANAGER))
    assert len(coverage_of(workspace, added.fingerprint)) == 12
    add_own(workspace, provinces, "x.geojson", viewer=MANAGER)
    assert available(workspace, MANAGER)[-1].id == added.fingerprint


def test_a_file_that_is_refused_leaves_nothing(workspace, provinces):
    twice = json.loads(provinces)
    twice["features"] += json.loads(provinces)["features"]
    for number, feature in enumerate(twice["features"]):
        feature["properties"]["code"] = str(number)
    with pytest.raises(BoundaryError) as caught:
        add_own(workspace, json.dumps(twice).encode(), "x", viewer=MANAGER)
    assert set(caught.value.places["reason"]) == {"overlap"}
    with pytest.raises(InputError):
        add_own(workspace, provinces, "x", viewer=MANAGER, code_column="streek")
    with pytest.raises(Cancelled):
        add_own(workspace, provinces, "x", viewer=MANAGER, cancelled=lambda: True)
    assert not workspace.root.exists()


def test_a_name_of_a_file_is_never_a_path(workspace, provinces):
    add_own(workspace, provinces, "../../../etc/{{7*191}}.geojson", viewer=MANAGER)
    assert str(available(workspace, MANAGER)[-1].name) == "{{7*191}}.geojson"
    inside = {p.suffix for p in workspace.root.rglob("*") if p.is_file()}
    assert inside == {".json", ".parquet"}


def test_a_plan_is_made_of_areas_of_ones_own(workspace, provinces, demo):
    added = add_own(workspace, provinces, "x.geojson", viewer=MANAGER)
    settings = DesignSettings(3, areas=added.fingerprint, tolerance=0.5)
    plan = design(demo, settings, viewer=MANAGER, coverage=chosen(workspace, settings, demo))
    assert plan.settings == settings
    assert plan.plan.coverage.fingerprint == added.fingerprint
    assert plan.complete


def test_official_borders_stand_in_place_of_the_approximate_ones(workspace, pdok, demo):
    before = chosen(workspace, DesignSettings(3, areas="province"), demo)
    assert before is official("province", "NL")
    assert edition(workspace, "province") == ""
    heard = []
    added = fetch_official(
        workspace, "province", viewer=MANAGER, patience=QUICK, progress=lambda s, f: heard.append((str(s), f))
    )
    assert ("12 of about 12 areas", 0.6) in heard
    assert [f for _, f in heard] == sorted(f for _, f in heard)
    offered = next(b for b in available(workspace, MANAGER) if b.id == "province")
    assert (offered.approximate, offered.n, offered.own) == (False, 12, False)
    assert "PDOK" in offered.source
    assert edition(workspace, "province") == added.fingerprint
    assert edition(workspace, "auto") == edition(workspace, "free") == ""
    settings = DesignSettings(3, areas="province", tolerance=0.5)
    plan = design(demo, settings, viewer=MANAGER, coverage=chosen(workspace, settings, demo))
    assert plan.settings.areas == "province"
    assert not plan.plan.coverage.approximate
    assert plan.plan.coverage.areas["code"].tolist() == before.areas["code"].tolist()
    assert not any("approximate" in str(warning) for warning in plan.warnings)


def test_the_newest_official_borders_are_in_use(workspace, pdok):
    first = fetch_official(workspace, "province", viewer=MANAGER, patience=QUICK)
    for feature in pdok.features:
        if feature["properties"]["statnaam"] == "Utrecht":
            feature["properties"]["statnaam"] = "Sticht"
    second = fetch_official(workspace, "province", viewer=MANAGER, patience=QUICK)
    assert edition(workspace, "province") == second.fingerprint != first.fingerprint
    assert len(coverage_of(workspace, first.fingerprint)) == 12


def test_a_service_that_is_away_changes_nothing(workspace, pdok):
    pdok.first = [Answer(status=500)] * 2
    with pytest.raises(ServiceError, match="Nothing was changed"):
        fetch_official(workspace, "province", viewer=MANAGER, patience=QUICK)
    assert not workspace.root.exists()
    assert coverage_of(workspace, "province") is official("province", "NL")


def test_fetching_can_be_stopped(workspace, pdok):
    with pytest.raises(Cancelled):
        fetch_official(workspace, "province", viewer=MANAGER, patience=QUICK, cancelled=lambda: bool(pdok.asked))
    assert not workspace.root.exists()


def test_other_countries_have_no_service(workspace):
    with pytest.raises(SettingsError, match="of BE cannot be fetched"):
        fetch_official(workspace, "province", viewer=MANAGER, country="BE")


@pytest.mark.parametrize("choice", ["free", "auto", "parishes", "../../x", "file"])
def test_what_stands_for_no_coverage_is_refused(workspace, choice):
    with pytest.raises(SettingsError):
        coverage_of(workspace, choice)


def test_free_ground_and_hexagons_need_no_coverage(workspace, demo):
    assert chosen(workspace, DesignSettings(3, areas="free"), demo) is None
    assert chosen(workspace, DesignSettings(3, areas="hexagon"), demo) is None
    assert chosen(workspace, DesignSettings(3), demo) is official("postcode", "NL")


def test_areas_that_are_gone_or_damaged_are_told(workspace, provinces):
    with pytest.raises(StoreError, match="not in this workspace"):
        coverage_of(workspace, "0123456789abcdef")
    added = add_own(workspace, provinces, "x.geojson", viewer=MANAGER)
    (workspace.root / "blocks" / f"{added.fingerprint}.json").write_text("{")
    with pytest.raises(StoreError, match=r"note .* about areas is damaged"):
        available(workspace, MANAGER)
    shutil.rmtree(workspace.root / "blocks")
    assert len(available(workspace, MANAGER)) == 3


def test_areas_of_another_country_are_refused(workspace):
    square = gpd.GeoDataFrame(
        {"code": ["a"]}, geometry=gpd.GeoSeries.from_wkt(["POLYGON((4.3 50.8,4.4 50.8,4.4 50.9,4.3 50.8))"])
    )
    added = add_own(workspace, square.to_json().encode(), "x", "BE", viewer=MANAGER)
    with pytest.raises(SettingsError, match="lie in BE, the customers in NL"):
        coverage_of(workspace, added.fingerprint)
    assert added.fingerprint not in {b.id for b in available(workspace, MANAGER)}
    assert added.fingerprint in {b.id for b in available(workspace, MANAGER, "BE")}


def test_a_rep_does_not_choose_building_blocks(workspace, provinces):
    for wish in (
        lambda: available(workspace, REP),
        lambda: add_own(workspace, provinces, "x", viewer=REP),
        lambda: fetch_official(workspace, "province", viewer=REP),
        lambda: hide(workspace, "0123456789abcdef", viewer=REP),
    ):
        with pytest.raises(NotAllowedError):
            wish()
