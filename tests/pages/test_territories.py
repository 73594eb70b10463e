import json
from threading import Event

import pytest

from geo.errors import Cancelled
from geo.maps import REGISTRY
from geo.planning import import_customers
from geo.store import Workspace
from geo.texts import Language, Share, text
from geo.viewer import MANAGER
from tests.pages.visitor import button, settle, words
from ui import address
from ui.components.bars import swatch

PLAN = {"territories": "6", "measure": "revenue", "tolerance": "0.05", "areas": "municipality"}


@pytest.mark.parametrize(
    ("lang", "said"),
    [("nl", ["6 rayons binnen", "Aaneengesloten", "Dekkend"]), ("en", ["6 territories within", "In one piece"])],
    ids=["nl", "en"],
)
def test_an_address_gives_its_plan(visit, demo, shown, lang, said):
    app = visit("territories", lang=lang, dataset=demo, **PLAN)
    page = words(app)
    assert all(word in page for word in said)
    assert len(app.dataframe[0].value) == 6
    assert shown.calls[-1]["key"] == "territories-map"


def test_a_list_without_representatives_gets_its_plan_too(visit, home, shown):
    rows = "\n".join(f"{code} AB;{code}" for code in range(1011, 1020))
    listed = import_customers(Workspace(home), f"postcode;omzet\n{rows}\n".encode(), "kaal.csv", viewer=MANAGER)
    app = visit("territories", lang="nl", dataset=listed.id, territories="2", areas="postcode", tolerance="0.5")
    assert "2 rayons binnen" in words(app)
    assert "Er ging iets mis" not in words(app)
    assert shown.calls[-1]["key"] == "territories-map"
    assert button(app, "Maak een voorstel")


def test_the_map_shows_today_when_asked(visit, demo, shown):
    app = visit("territories", lang="nl", dataset=demo, **PLAN)
    ground, desk = published(shown)
    assert ground["kind"] == "blocks"
    assert desk["scenario"] == app.session_state["rayon"].scenario
    app.segmented_control(key="map-shows").set_value("today").run()
    ground, desk = published(shown)
    assert desk is None
    assert "Sanne Duinhof" in {t["name"] for t in ground["territories"]}
    assert len(ground["territories"]) == 14


def published(shown):
    """The lowest layer of the map that was shown last, and the scenario edited on it."""
    options = json.loads(next(iter(shown.calls[-1]["feature_group_to_add"]._children.values())).options)
    return json.loads(REGISTRY.fetch(options["layers"][0], MANAGER).text), options["desk"]


def test_settings_are_asked_for_first_and_the_plan_stands_in_the_address(visit, demo):
    app = visit("territories", lang="nl", dataset=demo)
    assert "Nog geen rayons" in words(app)
    app.number_input[0].set_value(5)
    app.selectbox[0].set_value("province")
    settle(button(app, "Maak een voorstel").click().run())
    assert len(app.dataframe[0].value) == 5
    state = app.session_state["rayon"]
    assert state.plan is None
    assert address.write(state.address) == {"lang": "nl", "dataset": demo, "scenario": state.scenario}


def test_what_cannot_be_is_explained_beside_the_settings(visit, demo):
    app = visit("territories", lang="nl", dataset=demo, territories="13", areas="province")
    assert "13 rayons zijn niet te maken van 12 gebieden." in words(app)
    assert button(app, "Maak een voorstel")
    assert "territories" not in app.query_params


def test_a_plan_that_cannot_be_made_leaves_the_one_before(visit, demo):
    app = visit("territories", lang="en", dataset=demo, **PLAN)
    app.selectbox[0].set_value("province")
    app.number_input[0].set_value(40)
    settle(button(app, "Make a proposal").click().run())
    page = words(app)
    assert "cannot be made of 12 areas" in page
    assert "6 territories within" in page
    assert len(app.session_state["rayon"].scenario) == 16
    assert app.session_state["rayon"].plan is None


def test_capacities_that_are_no_numbers_are_explained(visit, demo):
    app = visit("territories", lang="en", dataset=demo)
    app.text_input[0].set_value("half")
    button(app, "Make a proposal").click().run()
    assert "no list of numbers" in words(app)


def test_a_territory_is_chosen_on_the_map(visit, demo, shown):
    app = visit("territories", lang="en", dataset=demo, **PLAN)
    assert "Choose a territory" in words(app)
    app.session_state["rayon"].choose_on_map(3)
    app.run()
    page = words(app)
    assert '<div class="chosen">' in page
    assert f"<h2>{app.dataframe[0].value['name'][2]} " in page
    assert "Deviation from target" in page


def test_settings_stay_when_the_page_changes(visit, demo):
    app = visit("territories", lang="en", dataset=demo)
    app.number_input[0].set_value(9).run()
    app.switch_page("../pages/customers.py").run()
    app.switch_page("../pages/territories.py").run()
    assert app.number_input[0].value == 9


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_start_page_tells_where_the_plan_stands(visit, demo, lang):
    app = visit(lang=lang, dataset=demo, **PLAN)
    page = words(app)
    assert page.count('<div class="step done">') == 2
    assert {"nl": "6 rayons", "en": "6 territories in the plan"}[lang] in page
    assert [link.proto.page for link in app.get("page_link")] == ["customers", "team", "compare", "handover"]
    assert button(app, {"nl": "Rayons bekijken", "en": "View territories"}[lang])


def test_work_under_way_is_shown_and_can_be_stopped(visit, demo, monkeypatch):
    started, stopped = Event(), Event()

    def endless(customers, settings, *, progress, cancelled, **rest):
        moving = "Step 2 of 3: moving borders until everything fits"
        progress(text(moving, deviation=Share(0.248)), 0.3)
        progress(text(moving, deviation=Share(0.031)), 0.5)
        started.set()
        while not cancelled():
            stopped.wait(0.01)
        raise Cancelled

    app = visit("territories", lang="nl", dataset=demo)
    monkeypatch.setattr("ui.plans.design", endless)
    app.number_input[0].set_value(7)
    button(app, "Maak een voorstel").click().run()
    assert started.wait(10)
    app.run()
    page = words(app)
    assert "Stap 2 van 3: grenzen verschuiven tot alles past" in page
    assert page.count("3,1\u00a0%") == page.count("24,8\u00a0%") == 1
    assert button(app, "Stop en houd dit resultaat")
    assert app.query_params["territories"] == "7"
    settle(button(app, "Stoppen").click().run())
    assert "Maak een voorstel" in [b.label for b in app.button]
    assert app.number_input[0].value == 7
    assert "Het werk is gestopt. Alles is zoals het was." in words(app)
    assert "state wrong" not in words(app)


def test_on_today_the_table_shows_what_the_map_shows_in_its_colours(visit, demo, shown):
    app = visit("territories", lang="nl", dataset=demo, **PLAN)
    app.segmented_control(key="map-shows").set_value("today").run()
    ground, _ = published(shown)
    drawn = [(t["name"], swatch(t["colour"])) for t in ground["territories"]]
    table = app.dataframe[0].value
    assert list(zip(table["name"], table["swatch"], strict=True)) == drawn
    said = words(app)
    assert "Vandaag" in said
    assert not [b for b in app.button if b.label.startswith(("Alles herbalanceren", "Herbalanceer"))]
    button(app, "Naar het voorstel").click().run()
    assert published(shown)[1]["scenario"] == app.session_state["rayon"].scenario
    assert app.segmented_control(key="map-shows").value == "proposal"


def test_on_today_map_and_table_are_in_the_measure_that_was_chosen(visit, demo, shown):
    app = visit("territories", lang="nl", dataset=demo, **PLAN)
    app.segmented_control(key="map-shows").set_value("today").run()
    before = [t["line"] for t in published(shown)[0]["territories"]]
    switch = next(w for w in app.segmented_control if str(w.key).startswith("shown-"))
    switch.set_value(next(name for name in ("customers", "revenue") if name != switch.value)).run()
    after = [t["line"] for t in published(shown)[0]["territories"]]
    assert after != before
    figures = [float(d) for d in app.dataframe[0].value["deviation"]]
    assert after == [Language("nl").share(figure, signed=True) for figure in figures]
