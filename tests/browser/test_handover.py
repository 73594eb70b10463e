"""Handing over in a real browser: files land, a link opens until it is taken back, in both languages."""

import io
import zipfile

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from geo.planning import DesignSettings, design, open_dataset, open_demo
from geo.planning.scenarios import keep_proposal
from geo.store import Database, Workspace
from geo.viewer import MANAGER

pytestmark = pytest.mark.browser

NAME = "Plan <b>{{7*7}}</b>"


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    """A workspace with the demo company and a plan of four territories."""
    folder = tmp_path_factory.mktemp("kept")
    workspace = Workspace(folder)
    dataset = open_dataset(workspace, open_demo(workspace, viewer=MANAGER).id, viewer=MANAGER)
    proposal = design(dataset.customers, DesignSettings(4, areas="province", tolerance=0.4), viewer=MANAGER)
    scenario = keep_proposal(workspace, dataset, proposal, viewer=MANAGER, name=NAME)
    Database.of(workspace).close()
    return folder, dataset.id, scenario.id


@pytest.fixture(scope="module")
def program(serve, browser, root, planned):
    return serve(root / "app.py", TERRITORY_HOME=str(planned[0]))


def saved(page, key):
    """Ask for a form and wait until it has landed."""
    with page.expect_download() as landing:
        page.locator(f".st-key-make-{key} button").click()
    return landing.value.suggested_filename, landing.value.path().read_bytes()


@pytest.mark.parametrize(
    ("language", "sheets", "name"),
    [
        ("nl", ["Samenvatting", "Rayons", "Gebieden", "Klanten", "Wijzigingen"], "Plan b 7 7 b versie 1"),
        ("en", ["Summary", "Territories", "Areas", "Customers", "Changes"], "Plan b 7 7 b v1"),
    ],
)
def test_files_land_and_a_link_opens_until_it_is_taken_back(
    browser, browser_page, program, planned, language, sheets, name
):
    page = browser_page
    _, dataset, scenario = planned
    page.goto(f"{program.address}/handover?lang={language}&dataset={dataset}&scenario={scenario}")
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()

    called, content = saved(page, "xlsx")
    assert called == f"{name}.xlsx"
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names == sheets
    called, content = saved(page, "pptx")
    assert called == f"{name}.pptx"
    slides = [n for n in zipfile.ZipFile(io.BytesIO(content)).namelist() if n.startswith("ppt/slides/slide")]
    assert len(slides) == 6

    page.locator(".st-key-link-make button").click()
    address = page.locator(".st-key-linkmade code").inner_text().strip()
    assert address.startswith(f"{program.address}/l/")
    expect(page.locator(".st-key-linkmade code")).to_be_in_viewport(ratio=1)
    other = browser.new_page()
    other.goto(address)
    expect(other.get_by_text(NAME).first).to_be_visible()

    page.get_by_role("button", name="Intrekken" if language == "nl" else "Take back").click()
    page.get_by_role("button", name="Trek de link in" if language == "nl" else "Take it back").click()
    expect(page.get_by_text("ingetrokken op" if language == "nl" else "taken back on").first).to_be_visible()
    expect(page.locator(".st-key-linkmade")).to_have_count(0)
    assert other.goto(address).status in (403, 404, 410)
    other.close()
    assert page.noise.errors == []
    assert page.noise.elsewhere == []


def test_slides_are_moved_from_the_keyboard_and_presented_so(browser_page, program, planned):
    page = browser_page
    _, dataset, scenario = planned
    page.goto(f"{program.address}/handover?lang=en&dataset={dataset}&scenario={scenario}")
    down = page.locator(".st-key-down-overview button")
    down.focus()
    page.keyboard.press("Enter")
    present = page.get_by_role("link", name="Start presenting")
    expect(present).to_have_attribute("href", f"/present/{scenario}?lang=en&order=changes%2Coverview%2C"
                                      "territory-1%2Cterritory-2%2Cterritory-3%2Cterritory-4")  # fmt: skip
    with page.context.expect_page() as opened:
        present.click()
    expect(opened.value.get_by_text("1 / 6")).to_be_visible()
    assert "order=changes" in opened.value.url
    opened.value.close()
