"""Three representatives and seven accounts, divided over the provinces; a visitor of no page."""

from __future__ import annotations

import html as markup
import re

import pytest
import streamlit as st

from geo.planning import DesignSettings, design, import_customers
from geo.store import Workspace
from geo.viewer import MANAGER
from ui.state import AppState

LIST = """naam;postcode;omzet;status;vertegenwoordiger
Ahorn;3511 AB;100;klant;Jansen
Berk;3512 AB;150;klant;Jansen
Ceder;1012 AB;200;klant;Jansen
Den;9712 AB;300;prospect;Bakker
Els;9711 AB;50;klant;Bakker
Foelie;6211 AA;200;klant;
Ginkgo;4331 AA;75;klant;Visser
Hulst;5611 EC;9000;concurrent;Visser
"""


@pytest.fixture(scope="session")
def workspace(tmp_path_factory):
    return Workspace(tmp_path_factory.mktemp("workspace"))


@pytest.fixture(scope="session")
def dataset(workspace):
    return import_customers(workspace, LIST.encode(), "klanten.csv", viewer=MANAGER)


@pytest.fixture(scope="session")
def by_customers(dataset):
    """Three territories that differ in customers by more than the tenth that was asked."""
    return design(
        dataset.customers, DesignSettings(3, measure="customers", areas="province", tolerance=0.1), viewer=MANAGER
    )


@pytest.fixture(scope="session")
def by_revenue(dataset):
    """Three territories of which one has more revenue than the tenth that was asked."""
    return design(
        dataset.customers, DesignSettings(3, measure="revenue", areas="province", tolerance=0.1), viewer=MANAGER
    )


@pytest.fixture
def visitor(monkeypatch):
    """The state of a visitor who reads English, without a page."""
    found = AppState()
    monkeypatch.setattr(st, "session_state", {"rayon": found})
    return found


@pytest.fixture(scope="session")
def cells():
    """Read a static table: its heads, then its rows, as texts."""

    def read(table: str) -> list[list[str]]:
        return [
            [markup.unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
            for row in re.findall(r"<tr>(.*?)</tr>", table)
        ]

    return read
