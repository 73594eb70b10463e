"""Every page opened as a representative: nothing of a colleague or of a colleague's customers is shown or sent."""

from __future__ import annotations

import json
import re

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from geo.maps import Registry
from geo.planning import import_customers
from geo.store import Workspace
from geo.viewer import MANAGER, Viewer
from tests.pages.conftest import PAGES, SCRIPT
from tests.pages.visitor import PATIENCE, settle
from ui.state import AppState

LIST = """naam;postcode;omzet;vertegenwoordiger
Ahornhof;3523 AB;123456;Jorritsma
Berkenhof;0000 ZZ;150;Jorritsma
Cederhof;1012 A;200;Jorritsma
Dennenhof;9712 AB;300;Bakkerus
Elzenhof;9711 AB;50;Bakkerus
Foeliehof;6211 AA;200;
Ginkgohof;0000 ZZ;75;Vrolijkstra
Hazelhof;4331 AA;75;Vrolijkstra
"""
BAKKER = Viewer("rep", "Bakkerus")
OWN = ["Dennenhof", "Elzenhof"]
FOREIGN = [
    "Ahornhof",
    "Berkenhof",
    "Cederhof",
    "Foeliehof",
    "Ginkgohof",
    "Hazelhof",
    "Jorritsma",
    "Vrolijkstra",
    "3523",
    "123456",
]
PLAN = {"territories": "3", "measure": "revenue", "areas": "province"}


@pytest.fixture
def workspace(visit, tmp_path, monkeypatch):
    monkeypatch.setenv("TERRITORY_HOME", str(tmp_path))
    return Workspace(tmp_path)


@pytest.fixture
def dataset(workspace):
    return import_customers(workspace, LIST.encode(), "klanten.csv", viewer=MANAGER)


@pytest.fixture
def registry(monkeypatch):
    """What the maps publish."""

    class Log(Registry):
        def __init__(self):
            super().__init__()
            self.published = []

        def publish(self, published):
            self.published.append(published)
            return super().publish(published)

    found = Log()
    monkeypatch.setattr("ui.components.map_view.REGISTRY", found)
    return found


@pytest.fixture
def saved(monkeypatch):
    """Contents of all files that a page offers."""
    found = []

    def offer(label, data, **rest):
        content = data() if callable(data) else data
        found.append(content if isinstance(content, bytes) else str(content).encode())

    monkeypatch.setattr(st, "download_button", offer)
    return found


def opened_by(viewer, page, **query):
    app = AppTest.from_file(SCRIPT, default_timeout=PATIENCE)
    app.session_state["rayon"] = AppState(viewer=viewer)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    if page != "start":
        app.switch_page(PAGES[page]).run()
    return settle(app)


def sent(node):
    """All that went to the browser below a node of a page."""
    proto = getattr(node, "proto", None)
    own = proto.SerializeToString() if proto is not None else b""
    return own + b"".join(sent(child) for child in getattr(node, "children", {}).values())


def said(name: str, shown: bytes) -> bool:
    """Return whether a name, or a number that is no part of an id drawn at random, is among what was sent."""
    if not name.isdigit():
        return name.encode() in shown
    return re.search(rb"(?<![0-9a-f]{2})%s(?![0-9a-f]{2})" % name.encode(), shown) is not None


@pytest.mark.parametrize("page", ["start", "customers", "territories"])
@pytest.mark.parametrize("query", [{}, PLAN], ids=["list", "plan"])
@pytest.mark.parametrize("before", [False, True], ids=["first", "after the manager"])
def test_a_rep_sees_nobody_elses(dataset, registry, saved, page, query, before):
    if before:
        opened_by(MANAGER, page, lang="en", dataset=dataset.id, **query)
        saved.clear()
        registry.published.clear()
    app = opened_by(BAKKER, page, lang="en", dataset=dataset.id, **query)
    assert app.session_state["rayon"].viewer == BAKKER
    shown = sent(app._tree) + b"".join(saved)
    assert [name for name in FOREIGN if said(name, shown)] == []
    assert [document for document in registry.published if document.viewer != BAKKER] == []
    assert [name for name in FOREIGN for document in registry.published if f'"{name}"' in document.text] == []


@pytest.mark.parametrize("page", ["customers", "territories"])
def test_a_rep_sees_their_own_and_the_manager_all(dataset, registry, saved, page):
    """What the test above looks for is there to be found."""
    points = {}
    for viewer in (BAKKER, MANAGER):
        app = opened_by(viewer, page, lang="en", dataset=dataset.id)
        shown = sent(app._tree)
        if page == "customers":
            assert all(name.encode() in shown for name in (OWN if viewer == BAKKER else ["Ahornhof", "Jorritsma"]))
        document = next(d for d in registry.published if d.viewer == viewer)
        points[viewer] = len(json.loads(document.text)["points"]) // 4
    assert points == {BAKKER: 2, MANAGER: 5}
