"""Clicks on the map and in the table, as the components in the browser tell of them."""

from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit_folium import generate_leaflet_string

from geo.planning import import_customers
from geo.store import Workspace
from geo.viewer import MANAGER
from tests.pages.visitor import words
from ui import cache

PLAN = {"territories": "5", "measure": "revenue", "tolerance": "0.05", "areas": "province"}
LIST = b"""naam;postcode;omzet;vertegenwoordiger
Ahorn;3511 AB;100;Jansen
Berk;1012 AB;200;Jansen
Den;9712 AB;300;Bakker
Foelie;6211 AA;200;Bakker
Ginkgo;4331 AA;75;Visser
"""


class Component:
    """Stands for a component: tells of a click as Streamlit does, its callback before the script runs again."""

    def __init__(self, changed):
        self.changed, self.told, self.calls = changed, None, []

    def __call__(self, *args, key, **rest):
        self.calls.append({"key": key, **rest})
        if self.told is not None:
            st.session_state[key], self.told = self.told, None
            rest[self.changed]()
            st.rerun()
        return st.session_state.get(key)


@pytest.fixture
def page(visit, tmp_path, monkeypatch):
    """A scenario that is open, its map, its table, and the bridge between them."""

    class Page:
        map, table, bridge = Component("on_change"), Component("on_select"), Component("on_chosen_change")

        def click_map(self, territory):
            self.bridge.told = SimpleNamespace(chosen=territory)
            self.run()

        def click_today(self, answer):
            self.map.told = {"last_active_drawing": answer}
            self.run()

        def click_table(self, *cells):
            self.table.told = {"selection": {"cells": list(cells)}}
            self.run()

        def run(self):
            self.app.run()
            assert not self.app.exception

        @property
        def chosen(self):
            return self.app.session_state["rayon"].selected

        @property
        def drawn(self):
            """What the map was asked to draw, as its script."""
            return generate_leaflet_string(self.map.calls[-1]["feature_group_to_add"], base_id="map")

        @property
        def told(self):
            """What the bridge was told last."""
            return self.bridge.calls[-1]["data"]

    found = Page()
    monkeypatch.setattr("ui.components.map_view.st_folium", found.map)
    monkeypatch.setattr("ui.workbench.bridge._mount", found.bridge)
    monkeypatch.setattr("ui.territory_table.st.dataframe", lambda data, **rest: found.table(data, **rest))
    monkeypatch.setenv("TERRITORY_HOME", str(tmp_path))
    dataset = import_customers(Workspace(tmp_path), LIST, "klanten.csv", viewer=MANAGER)
    found.app = visit("territories", lang="en", dataset=dataset.id, **PLAN)
    return found


def heading(page):
    return next((part for part in words(page.app).split("\n") if '<div class="chosen">' in part), None)


@pytest.fixture
def name(page):
    """Name of each territory by its id."""
    job = next(j for j in cache.jobs()._jobs.values() if j.name.startswith("plan"))
    return {t.id: t.name for t in job.result.plan.territories}


def test_nothing_is_chosen_before_a_click(page):
    assert page.chosen is None
    assert heading(page) is None


def test_a_territory_clicked_on_the_map_is_shown_and_the_map_not_told_again(page, name):
    page.click_map({"territory": 2, "n": 1})
    assert page.chosen == 2
    assert name[2] in heading(page)
    assert (page.told["selected"], page.told["choice"]) == (2, 0)
    page.click_map({"territory": 4, "n": 2})
    assert name[4] in heading(page)


def test_a_click_beside_the_territories_chooses_none(page):
    page.click_map({"territory": 2, "n": 1})
    page.click_map({"territory": None, "n": 2})
    assert page.chosen is None
    assert heading(page) is None


@pytest.mark.parametrize("answer", [None, {"n": 1, "territory": "2"}, "2"])
def test_what_names_no_territory_chooses_none(page, answer):
    page.click_map(answer)
    assert page.chosen is None


def test_a_territory_that_is_gone_is_not_shown(page):
    page.click_map({"territory": 99, "n": 1})
    assert heading(page) is None


def test_a_click_in_the_table_is_shown_and_told_to_the_map(page, name):
    page.click_table((1, "name"))
    assert page.chosen == 2
    assert name[2] in heading(page)
    assert (page.told["selected"], page.told["choice"]) == (2, 1)
    page.click_table()
    assert heading(page) is None
    assert (page.told["selected"], page.told["choice"]) == (None, 2)


def test_the_last_click_counts_wherever_it_was(page, name):
    page.click_table((1, "name"))
    before = page.table.calls[-1]["key"]
    page.click_map({"territory": 3, "n": 1})
    assert name[3] in heading(page)
    assert page.table.calls[-1]["key"] != before
    page.click_table((0, "name"))
    assert name[1] in heading(page)


def test_the_map_of_the_scenario_never_makes_the_page_run(page):
    assert page.map.calls[-1]["returned_objects"] == []
    assert f'"scenario": "{page.told["scenario"]}"' in page.drawn


@pytest.fixture
def today(page):
    """The page with the map of today's division."""
    page.app.segmented_control(key="map-shows").set_value("today").run()
    return page


def test_a_click_on_todays_map_chooses_the_territory_its_representative_gets(today):
    job = next(j for j in cache.jobs()._jobs.values() if j.name.startswith("plan"))
    plan, heirs = job.result.plan, job.result.today.changes.successor.tolist()
    position = next(p for p, owner in enumerate(heirs) if owner == 1)
    today.click_today({"op": "select", "territory": 1, "n": 1})
    assert today.chosen == plan.ids[position]
    assert '"selected": 1' in today.drawn
    assert '"answered": 1' in today.drawn


@pytest.mark.parametrize("answer", [None, {}, {"op": "move", "territory": 2, "n": 1}])
def test_what_is_no_click_on_todays_map_changes_nothing(today, answer):
    today.click_table((1, "name"))
    today.click_today(answer)
    assert today.chosen == 2
