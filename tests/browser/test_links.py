"""Links in a browser: opened beyond the manager's machine, and what is shown where one no longer is good."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

sys.path.insert(0, str(Path(__file__).parent / "harness"))

from presenting import Presented, presented

from geo.planning.links import links_of, revoke_link
from geo.viewer import MANAGER

pytestmark = pytest.mark.browser

SHOWN = ".slide:not([hidden])"


@pytest.fixture(scope="module")
def company(browser, tmp_path_factory):
    with presented(Presented(tmp_path_factory.mktemp("company"), 8, drawn=True)) as served:
        yield served


@pytest.fixture
def visitor(browser):
    """Somebody elsewhere, with a browser that knows nothing of the program."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="nl-NL", reduced_motion="reduce")
    page = context.new_page()
    page.asked, page.told = [], []
    page.on("request", lambda request: page.asked.append(request))
    page.on("console", lambda message: page.told.append(message.text))
    page.on("pageerror", lambda error: page.told.append(str(error)))
    page.set_default_timeout(60_000)
    yield page
    context.close()


def test_a_link_opens_where_there_is_nothing_but_links(visitor, company):
    _, address = company.link()
    visitor.goto(address)
    visitor.wait_for_selector(f"{SHOWN} .there")
    expect(visitor.locator(f"{SHOWN} .count")).to_have_text("1 / 10")
    expect(visitor.locator("html")).to_have_attribute("lang", "nl")
    visitor.keyboard.press("End")
    visitor.wait_for_selector(f"{SHOWN} .there")
    visitor.keyboard.press("Escape")
    expect(visitor.locator(f"{SHOWN} .count")).to_have_text("10 / 10")
    hosts = {urlsplit(request.url).netloc for request in visitor.asked}
    assert hosts == {urlsplit(company.beyond).netloc}
    assert not [request for request in visitor.asked if request.headers.get("referer", "").count("/l/")]
    assert visitor.told == []
    assert visitor.context.cookies() == []
    assert visitor.evaluate("localStorage.length + sessionStorage.length") == 0


def test_the_letters_of_a_picture_are_the_programs_own(visitor, company):
    """An image may fetch no font: it has its own, or its words would not fit where they were measured."""
    _, address = company.link()
    visitor.goto(address)
    visitor.wait_for_selector(f"{SHOWN} .there")
    source = visitor.locator(f"{SHOWN} img").get_attribute("src")
    picture = visitor.request.get(source).text()
    assert "@font-face" in picture
    assert "<script" not in picture
    visitor.goto(source)
    visitor.wait_for_selector("text")
    assert visitor.evaluate("document.fonts.check(\"16px 'Hanken Grotesk Variable'\")")


def test_a_link_is_read_in_its_own_language(visitor, company):
    _, address = company.link("en")
    visitor.goto(address)
    visitor.wait_for_selector(SHOWN)
    expect(visitor.locator("html")).to_have_attribute("lang", "en")
    expect(visitor.get_by_role("button", name="All slides")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("unknown", "Deze link bestaat niet."),
        ("expired", "Deze link was geldig tot"),
        ("revoked", "Deze link is ingetrokken."),
        ("elsewhere", "Op dit adres is niets te vinden."),
    ],
)
def test_a_link_that_is_not_good_is_told_in_words(visitor, company, how, words, width):
    link, address = company.link()
    match how:
        case "unknown":
            address = address[:-10] + "aaaaaaaaaa"
        case "expired":
            address = company.ended()
        case "revoked":
            revoke_link(company.workspace, link, viewer=MANAGER)
        case "elsewhere":
            address = f"{company.beyond}/territories"
    visitor.set_viewport_size({"width": width, "height": 740})
    answer = visitor.goto(address)
    assert answer.status == {"unknown": 404, "expired": 410, "revoked": 410, "elsewhere": 404}[how]
    expect(visitor.get_by_role("heading", level=1)).to_contain_text(words)
    assert visitor.locator("p").inner_text() != ""
    assert visitor.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visitor.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith('"Hanken Grotesk"')
    assert [text for text in visitor.told if "status of 4" not in text] == []


def test_a_link_taken_back_while_it_is_shown_shows_nothing_more(visitor, company):
    link, address = company.link()
    visitor.goto(address)
    visitor.wait_for_selector(f"{SHOWN} .there")
    revoke_link(company.workspace, link, viewer=MANAGER)
    visitor.reload()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Deze link is ingetrokken.")


def test_a_manager_sees_when_a_link_was_opened(visitor, company):
    link, address = company.link()
    visitor.goto(address)
    visitor.wait_for_selector(SHOWN)
    found = {one.id: one for one in links_of(company.workspace, company.scenario, viewer=MANAGER)}
    assert found[link].opened >= found[link].made
