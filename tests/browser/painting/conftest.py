"""Squares to paint on, served from memory, and a hand that has opened them."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hand import COLUMNS, Hand
from memory import SCENARIO, Scenario
from painting import Program
from squares import NAMES, ROWS

import geo.http
from geo.areas import Coverage


@pytest.fixture(scope="session")
def ground():
    """96 squares, row by row from the south; a third of the columns for each territory."""
    squares = [
        shapely.box(4 + 0.2 * c, 51.4 + 0.2 * r, 4.2 + 0.2 * c, 51.6 + 0.2 * r)
        for r in range(ROWS)
        for c in range(COLUMNS)
    ]
    codes = [f"{r}{c:02}" for r in range(ROWS) for c in range(COLUMNS)]
    table = gpd.GeoDataFrame({"code": codes, "name": codes}, geometry=shapely.set_precision(squares, 1e-7), crs=4326)
    return Coverage(table, "file", "NL", approximate=False, source="Squares")


@pytest.fixture
def program(ground):
    owner = [1 + c // 4 for _ in range(ROWS) for c in range(COLUMNS)]
    weights = [[10] * len(owner), np.arange(len(owner)).tolist()]
    scenario = Scenario(owner, weights, NAMES)
    made = Program(ground, SCENARIO, lambda registry: [*scenario.routes(), *geo.http.routes(registry=registry)])
    made.scenario = scenario
    return made


@pytest.fixture
def running(program):
    with program.running():
        yield program


@pytest.fixture
def context(browser):
    """Windows that share what their browser keeps."""
    opened = browser.new_context(viewport={"width": 1000, "height": 800})
    yield opened
    opened.close()


@pytest.fixture
def quiet(browser_page):
    """A page whose console is watched; at the end there was no error and nothing asked of another host."""
    errors = []
    browser_page.on("console", lambda m: m.type == "error" and errors.append(m.text))
    yield browser_page
    noise = browser_page.noise
    assert (errors, noise.errors, noise.elsewhere, noise.failed, noise.dialogs) == ([], [], [], [], [])


@pytest.fixture
def hand(quiet, running):
    opened = Hand(quiet, running)
    opened.tool("Schilderen")
    return opened
