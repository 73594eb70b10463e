"""Long work in a real browser: its card, a second window, a reload, and the ways to end it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PATIENCE = 60_000
LONG = "territories=48&measure=workload&areas=postcode&tolerance=0"
"""Settings that nothing can meet, so that the search goes on until its last try."""


@pytest.fixture(scope="module")
def app(serve, root):
    return serve(root / "app.py").address


@pytest.fixture
def page(browser_page: Page, app: str) -> Page:
    """A page on which the demo company was opened."""
    browser_page.goto(f"{app}/?lang=en")
    browser_page.get_by_role("button", name="Open the demo company").first.click()
    expect(browser_page).to_have_url(re.compile("dataset="), timeout=PATIENCE)
    return browser_page


@pytest.fixture
def search(page: Page, app: str):
    """Ask for a plan that takes long, each time another one; return its address."""
    dataset = re.search("dataset=([0-9a-f]+)", page.url).group(1)
    numbers = iter(range(100))

    def ask() -> str:
        return f"{app}/territories?lang=en&dataset={dataset}&{LONG}&seed={next(numbers)}"

    return ask


def card(page: Page):
    return page.locator(".st-key-progress")


def test_a_search_is_joined_after_a_reload_and_by_a_second_window_and_kept_in_both(page, search, browser):
    page.goto(search())
    keep = page.get_by_role("button", name="Stop and keep this result")
    expect(keep).to_be_visible(timeout=PATIENCE)
    for words in ("Step 2 of 3: moving borders until everything fits", "Deviation now", "Began with"):
        expect(card(page)).to_contain_text(words)
    # Its figure is told once, and not in the words of the stage again.
    assert "%" not in page.locator(".progress p").inner_text()
    page.reload()
    expect(keep).to_be_visible(timeout=PATIENCE)
    second = browser.new_page(viewport={"width": 360, "height": 740})
    second.goto(page.url)
    expect(second.get_by_role("button", name="Stop and keep this result")).to_be_visible(timeout=PATIENCE)
    keep.click()
    for window in (page, second):
        expect(window).to_have_url(re.compile("scenario="), timeout=PATIENCE)
        expect(window.get_by_text("The search was stopped; a longer one may find")).to_be_attached(timeout=PATIENCE)
    second.close()
    assert not page.noise.errors


def test_a_search_that_is_stopped_leaves_the_settings_and_says_so(page, search):
    page.goto(search())
    expect(card(page)).to_be_visible(timeout=PATIENCE)
    card(page).get_by_role("button", name="Stop", exact=True).locator("visible=true").first.click()
    expect(page.get_by_text("The work was stopped. Everything is as it was.")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("button", name="Make a proposal")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_label("Number of territories")).to_have_value("48")


def test_back_after_an_import_goes_to_where_one_was_before(page, app):
    assert "job=" not in page.url
    page.go_back()
    page.wait_for_load_state()
    expect(page).not_to_have_url(re.compile("job="))
