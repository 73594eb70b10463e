"""How it looks on a small phone: read and tapped by everyone, names of any kind as they stand."""

import pytest
from playwright.sync_api import expect

from geo.maps.assets import assets_folder
from tests.browser.harness.field import Field, in_the_field
from tests.browser.my_area.handset import PHONE, SMALL, log

pytestmark = pytest.mark.browser

SMALLEST = """() => Math.min(...[...document.querySelectorAll("body *")]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && e.offsetParent)
    .map(e => parseFloat(getComputedStyle(e).fontSize)))"""
TARGETS = """() => [...document.querySelectorAll("button, a, input, textarea")]
    .filter(e => e.offsetParent).map(e => [e.textContent, e.getBoundingClientRect()])
    .filter(([_, box]) => box.height < 43.5 || box.width < 43.5).map(([words]) => words)"""


@pytest.mark.parametrize("size", [PHONE, SMALL], ids=["360", "320"])
def test_what_was_done_is_told_whole_above_the_tabs(phone, tmp_path, size):
    name = "Bouw- en aannemingsbedrijf Van den Heuvelrug en Zonen Onderhoud B.V."
    with in_the_field(Field(tmp_path, 20, [name])) as field:
        page = phone(field.link()[1], size)
        log(page, "quote")
        expect(page.locator("#toast p")).to_have_text(f"Bewaard{name}")
        told = page.locator("#toast p")
        assert told.evaluate("e => e.scrollWidth <= e.clientWidth && e.scrollHeight <= e.clientHeight + 4")
        assert page.locator("#toast span").evaluate("e => getComputedStyle(e).whiteSpace") == "normal"
        box, tabs = page.locator("#toast").bounding_box(), page.locator("#tabs").bounding_box()
        assert 0 < tabs["y"] - (box["y"] + box["height"]) <= 12
        assert box["y"] > page.locator("header").bounding_box()["height"]


@pytest.mark.parametrize("size", [PHONE, SMALL], ids=["360", "320"])
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("tab", ["due", "nearby", "area"])
def test_it_can_be_read_and_tapped_by_everyone(phone, field, size, language, tab):
    page = phone(f"{field.link(language=language)[1]}#{tab}", size)
    page.wait_for_selector("#map[data-ready=true]")
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
    assert page.evaluate(SMALLEST) >= 14
    assert page.evaluate(TARGETS) == []
    page.evaluate((assets_folder() / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [v["id"] for v in found["violations"] if v["impact"] in {"serious", "critical"}] == []


def test_names_of_any_kind_are_shown_as_they_stand(phone, tmp_path, hostile_texts):
    with in_the_field(Field(tmp_path, 20, hostile_texts, territory='<b>{{7*7}}</b> "x"')) as field:
        page = phone(field.link()[1])
        expect(page.locator("h1")).to_have_text('<b>{{7*7}}</b> "x"')
        shown = page.locator(".row .name, .card h2").all_text_contents()
        assert "{{7*191}}" in shown
        assert '<img src=x onerror="window.ran = 2">' in shown
        log(page, "quote")
        page.tap("[data-tab=area]")
        assert page.evaluate("window.ran === undefined")
