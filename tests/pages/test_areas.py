"""Building blocks: official borders are fetched, files handed in, both used in a plan."""

import json

import pytest

from geo.areas import official
from geo.maps import REGISTRY
from geo.planning.blocks import add_own, available
from geo.store import Scenarios, Workspace
from geo.viewer import MANAGER
from tests.pages.visitor import button, settle, words
from tests.services.server import Answer, features_of, serving

PAGE = "../pages/areas.py"


class Given:
    """A file as the uploader gives it."""

    def __init__(self, content, name="rayons.geojson"):
        self.content, self.name, self.file_id = content, name, "1"

    def getvalue(self):
        return self.content


@pytest.fixture(scope="module")
def provinces():
    return official("province", "NL").areas


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("TERRITORY_HOME", str(tmp_path / "home"))
    return Workspace(tmp_path / "home")


@pytest.fixture
def pdok(monkeypatch, provinces):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving() as service:
        monkeypatch.setenv("RAYON_PDOK_URL", service.address)
        service.features = features_of(provinces, "statcode", "statnaam")
        yield service


@pytest.fixture
def open_page(visit, workspace, monkeypatch):
    def open_page(given=None, **query):
        monkeypatch.setattr("ui.boundaries.st.file_uploader", lambda *args, **rest: given)
        monkeypatch.setenv("TERRITORY_HOME", str(workspace.root))
        app = visit("start", lang="nl", **query)
        return settle(app.switch_page(PAGE).run())

    return open_page


def test_what_there_is_is_listed(open_page):
    page = words(open_page())
    assert all(
        word in page for word in ("Bouwstenen", "Postcodegebieden", "4.071 gebieden", "342 gebieden", "12 gebieden")
    )
    assert page.count("Benaderde grenzen") == 3
    assert "Officiële grenzen</span>" not in page


def test_official_borders_are_fetched_and_said_to_be_official(open_page, pdok, workspace):
    app = open_page()
    settle(app.button(key="fetch-province").click().run())
    assert words(app).count("Benaderde grenzen") == 2
    assert "PDOK" in words(app)
    assert button(app, "Opnieuw ophalen")
    assert [b.approximate for b in available(workspace, MANAGER)] == [True, True, False]


def test_a_service_that_is_away_is_told_and_changes_nothing(open_page, pdok, workspace):
    pdok.first = [Answer(status=404)]
    app = open_page()
    settle(app.button(key="fetch-province").click().run())
    assert "er komt fout 404 terug" in words(app)
    assert words(app).count("Benaderde grenzen") == 3
    button(app, "Sluiten").click().run()
    assert "state wrong" not in words(app)
    assert not (workspace.root / "blocks").exists()


def test_a_file_is_kept_and_told(open_page, provinces, workspace):
    app = open_page(Given(provinces.to_json(drop_id=True).encode()))
    page = words(app)
    assert "12 gebieden zijn klaar" in page
    assert "De codes komen uit de kolom" in page
    assert page.count("rayons.geojson") >= 2
    own = available(workspace, MANAGER)[-1]
    app.button(key=f"hide-{own.id}").click().run()
    assert not any(b.own for b in available(workspace, MANAGER))


def test_other_columns_take_the_place_of_those_recognised(open_page, provinces, workspace):
    areas = provinces.assign(regio=[f"R{i}" for i in range(12)])
    app = open_page(Given(areas.to_json(drop_id=True).encode()))
    first = available(workspace, MANAGER)[-1].id
    assert [box.value for box in app.selectbox] == ["code", "name"]
    settle(app.selectbox(key="code-1").set_value("regio").run())
    own = [b.id for b in available(workspace, MANAGER) if b.own]
    assert len(own) == 1
    assert own != [first]


def test_wrong_places_are_shown_on_the_map_and_named(open_page, provinces, shown, workspace):
    twice = json.loads(provinces.to_json(drop_id=True))
    twice["features"].append({**twice["features"][0], "properties": {"code": "x", "name": "<b>Dubbel</b>"}})
    app = open_page(Given(json.dumps(twice).encode(), "dubbel.geojson"))
    page = words(app)
    assert "dubbel.geojson is niet te gebruiken" in page
    assert "Gebieden overlappen" in page
    assert "&lt;b&gt;Dubbel&lt;/b&gt;" in page
    assert "<b>Dubbel</b>" not in page
    layers = json.loads(next(iter(shown.calls[-1]["feature_group_to_add"]._children.values())).options)["layers"]
    marks = json.loads(REGISTRY.fetch(layers[0], MANAGER).text)
    assert marks["kind"] == "marks"
    assert len(marks["points"]) == 2
    assert not workspace.root.joinpath("blocks").exists()


def test_a_plan_is_made_of_areas_of_ones_own(visit, home, demo, provinces):
    added = add_own(Workspace(home), provinces.to_json(drop_id=True).encode(), "eigen.geojson", viewer=MANAGER)
    app = visit("territories", lang="nl", dataset=demo)
    built_from = next(box for box in app.selectbox if box.label == "Bouwsteen")
    assert "eigen.geojson (12)" in built_from.options
    built_from.set_value(added.fingerprint)
    app.number_input[0].set_value(3)
    app.select_slider[0].set_value(0.1)
    settle(button(app, "Maak een voorstel").click().run())
    assert "Er ging iets mis" not in words(app)
    assert added.fingerprint in {scenario.coverage for scenario in Scenarios(Workspace(home)).list()}
