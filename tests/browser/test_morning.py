"""The whole morning of a manager, to the visit that a representative logs: load, plan, adjust, compare, hand over."""

import io
import socket
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

sys.path.insert(0, str(Path(__file__).parent / "harness"))

from hand import PLACE

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
NEIGHBOUR = """() => {
    const { desk, board } = rayon.frame;
    const side = board.layer.sides.find(([a, b]) => b >= 0 && (desk.owner[a] === 2) !== (desk.owner[b] === 2));
    return side.find((area) => desk.owner[area] !== 2);
}"""
WORDS = {
    "nl": {
        "demo": "Open het demobedrijf", "team": "3 Team", "begin": "Begin met de 14", "divide": "Werk verdelen",
        "propose": "Maak een voorstel", "paint": "Schilderen", "version": "versie 2 · opgeslagen",
        "compare": "Vergelijken", "changes": "Klanten wisselen", "hand": "Overdragen",
        "sheets": ["Samenvatting", "Rayons", "Gebieden", "Klanten", "Wijzigingen"],
        "present": "Presentatie starten", "rep": "Een vertegenwoordiger", "saved": "Bewaard",
        "waits": "Wacht op verbinding (1)", "quote": "Offerte", "order": "Order",
    },
    "en": {
        "demo": "Open the demo company", "team": "3 Team", "begin": "Begin with 14", "divide": "Divide the work",
        "propose": "Make a proposal", "paint": "Paint", "version": "version 2 · saved",
        "compare": "Compare", "changes": "Customers change", "hand": "Hand over",
        "sheets": ["Summary", "Territories", "Areas", "Customers", "Changes"],
        "present": "Start presenting", "rep": "A representative", "saved": "Saved",
        "waits": "Waiting for the line (1)", "quote": "Quote", "order": "Order",
    },
}  # fmt: skip


@pytest.fixture
def program(serve, browser, root):
    """The program on this machine, and links alone on a port of their own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        beyond = f"127.0.0.1:{free.getsockname()[1]}"
    served = serve(root / "app.py", RAYON_LINKS_ADDRESS=beyond, RAYON_LINKS_URL=f"http://{beyond}")
    served.beyond = f"http://{beyond}"
    return served


@pytest.fixture
def phone(browser):
    """A representative's phone, which knows nothing of the program."""
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    yield page
    context.close()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_from_a_list_to_a_visit_in_one_morning(browser_page, phone, program, map_frame, language):
    page, words = browser_page, WORDS[language]
    page.goto(f"{program.address}/?lang={language}")
    page.get_by_role("button", name=words["demo"]).click()
    page.get_by_role("link", name=words["team"]).click()
    page.get_by_role("button", name=words["begin"]).click()
    page.get_by_role("button", name=words["divide"]).click()
    page.get_by_role("button", name=words["propose"]).click()
    page.wait_for_url("**/territories?*scenario=*")

    _paint_one_area(page, map_frame(page), words)
    _compare(page, words)
    _take_the_workbook(page, words)
    _present(page, words)

    rep = _make_a_link(page, words)
    address = page.locator(".st-key-linkmade code").inner_text().strip()
    assert address.startswith(f"{program.beyond}/l/")
    visited = _log_visits(phone, address, words)

    page.get_by_role("link", name=words["team"]).click()
    logged = page.locator(".st-key-contacts tbody tr")
    for name, outcome in visited:
        expect(logged.filter(has_text=name).filter(has_text=rep).filter(has_text=words[outcome])).to_have_count(1)
    expect(logged).to_have_count(2)
    assert (page.noise.elsewhere, page.noise.errors, page.noise.dialogs, phone.errors) == ([], [], [], [])


def _paint_one_area(page, frame, words):
    """Give an area at its border to the second territory, with the mouse."""
    frame.wait_for_function("rayon.frame.board?.hand")
    frame.evaluate("rayon.command({do: 'select', territory: 2})")
    frame.get_by_role("button", name=words["paint"]).click()
    area = frame.evaluate(NEIGHBOUR)
    box = page.locator("iframe[title*=st_folium]").bounding_box()
    x, y = frame.evaluate(PLACE, area)
    page.mouse.click(box["x"] + x, box["y"] + y)
    assert frame.evaluate("a => rayon.frame.desk.ownerOf(a)", area) == 2
    expect(page.get_by_text(words["version"])).to_be_visible()


def _compare(page, words):
    page.locator("[class*=st-key-menu-]").get_by_role("button").first.click()
    page.get_by_role("link", name=words["compare"]).click()
    expect(page.get_by_text(words["changes"])).to_be_visible()
    expect(page.locator("iframe[title*=st_folium]")).to_have_count(2)
    page.go_back()
    page.wait_for_url("**/territories?*scenario=*")


def _take_the_workbook(page, words):
    page.locator(".st-key-take-along button").first.click()
    page.get_by_role("link", name=words["hand"]).click()
    with page.expect_download() as landing:
        page.locator(".st-key-make-xlsx button").click()
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(landing.value.path().read_bytes()))
    assert workbook.sheet_names == words["sheets"]
    assert len(workbook.get_sheet_by_index(1).to_python()) >= 14


def _present(page, words):
    """Walk through all slides with the keyboard, as in the meeting."""
    with page.context.expect_page() as opened:
        page.get_by_role("link", name=words["present"]).click()
    shown = opened.value
    count = shown.locator(".slide:not([hidden]) .count")
    expect(count).to_have_text("1 / 16")
    for number in range(2, 17):
        shown.keyboard.press("ArrowRight")
        expect(count).to_have_text(f"{number} / 16")
    shown.keyboard.press("ArrowLeft")
    expect(count).to_have_text("15 / 16")
    shown.close()


def _make_a_link(page, words):
    page.locator("[class*=st-key-link-kind]").get_by_text(words["rep"]).click()
    rep = page.locator(".st-key-link-rep [data-baseweb=select], .st-key-link-rep input").first
    expect(rep).to_be_visible()
    page.locator(".st-key-link-make button").click()
    return page.locator("[class*=st-key-link-] .handover-link strong").first.inner_text()


def _log_visits(phone, address, words):
    """Log one visit, and another with the line cut; return whom they were about."""
    phone.goto(address)
    phone.wait_for_selector(".card h2")
    visited = []
    for outcome, cut in (("quote", False), ("order", True)):
        phone.context.set_offline(cut)
        name = phone.locator(".card h2").inner_text()
        visited.append((name, outcome))
        phone.tap(f"[data-outcome={outcome}]")
        phone.tap(".save")
        if cut:
            expect(phone.locator(".waiting")).to_have_text(words["waits"])
            phone.context.set_offline(False)
            expect(phone.locator(".waiting")).to_be_hidden()
        else:
            expect(phone.locator("#toast p")).to_have_text(f"{words['saved']}{name}")
            expect(phone.locator(".card h2")).not_to_have_text(name)
    return visited
