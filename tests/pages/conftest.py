from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from geo.planning import open_demo
from geo.store import Database, Workspace
from geo.viewer import MANAGER
from tests.pages.visitor import PATIENCE, settle

SCRIPT = str(Path(__file__).resolve().parents[2] / "ui" / "main.py")
PAGES = {name: f"../pages/{name}.py" for name in ("start", "customers", "team", "territories", "compare", "handover")}


@pytest.fixture(scope="session", autouse=True)
def installed_once():
    """Look once for components among the installed packages, which every `AppTest` does anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory):
    """A workspace with the demo company in it, to be copied."""
    folder = tmp_path_factory.mktemp("demo")
    open_demo(Workspace(folder), viewer=MANAGER)
    Database.of(Workspace(folder)).close()
    return folder


@pytest.fixture(scope="session")
def demo(demo_home):
    """Name of the demo company's dataset."""
    return open_demo(Workspace(demo_home), viewer=MANAGER).id


@pytest.fixture
def home(demo_home, tmp_path):
    """A workspace of one's own with the demo company in it."""
    return shutil.copytree(demo_home, tmp_path / "home")


@pytest.fixture
def shown():
    """What the map was asked to show; `answer` is what it answers."""

    class Shown:
        def __init__(self):
            self.calls: list[dict[str, object]] = []
            self.answer: dict[str, object] = {}

    return Shown()


@pytest.fixture
def visit(home, monkeypatch, shown):
    """Open a page as a visitor does, with an address, and wait for the work it shows; the map is not drawn."""
    monkeypatch.setenv("TERRITORY_HOME", str(home))

    def st_folium(*args, **kwargs):
        shown.calls.append(kwargs)
        return shown.answer

    monkeypatch.setattr("ui.components.map_view.st_folium", st_folium)

    def visit(page: str = "start", *, waits: bool = True, **query: str) -> AppTest:
        app = AppTest.from_file(SCRIPT, default_timeout=PATIENCE)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        if page != "start":
            app.switch_page(PAGES[page]).run()
        return settle(app) if waits else app

    yield visit
    st.cache_resource.clear()
