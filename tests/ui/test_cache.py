"""Lists are opened as far as the one who asks may see them."""

import pytest
import streamlit as st

from geo.errors import StoreError
from geo.viewer import MANAGER, Viewer
from ui import cache


@pytest.fixture(autouse=True)
def home(workspace, monkeypatch):
    monkeypatch.setenv("TERRITORY_HOME", str(workspace.root))
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def names(dataset, viewer):
    return cache.dataset(dataset.id, viewer).customers.table["name"].tolist()


@pytest.mark.parametrize("first", [MANAGER, Viewer("rep", "Bakker"), Viewer("rep", "Visser")])
def test_each_viewer_gets_their_own_customers_whoever_asked_before(dataset, first):
    cache.dataset(dataset.id, first)
    assert names(dataset, Viewer("rep", "Bakker")) == ["Den", "Els"]
    assert "Ahorn" not in names(dataset, Viewer("rep", "Visser"))
    assert len(names(dataset, MANAGER)) == 8


def test_a_list_is_read_once_for_each_viewer(dataset):
    assert cache.dataset(dataset.id, MANAGER) is cache.dataset(dataset.id, MANAGER)


def test_another_workspace_has_lists_of_its_own(dataset, tmp_path, monkeypatch):
    cache.dataset(dataset.id, MANAGER)
    monkeypatch.setenv("TERRITORY_HOME", str(tmp_path))
    with pytest.raises(StoreError):
        cache.dataset(dataset.id, MANAGER)
