"""A scenario of the store to paint on, through the program's own routes, and a hand that has opened it."""

from __future__ import annotations

import pytest
from hand import Hand
from stored import Stored

from geo.store import Workspace


@pytest.fixture
def program(tmp_path):
    made = Stored(Workspace(tmp_path))
    with made.running():
        yield made


@pytest.fixture
def hand(browser_page, program):
    opened = Hand(browser_page, program, "selected=1")
    opened.tool("Schilderen")
    yield opened
    assert (browser_page.noise.errors, browser_page.noise.elsewhere) == ([], [])


@pytest.fixture
def context(browser):
    opened = browser.new_context(viewport={"width": 1000, "height": 800})
    yield opened
    opened.close()
