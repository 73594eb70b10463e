"""A presentation in a browser: by key, click and address, on a projector and a phone, whatever names are in it."""

import sys
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import expect

from geo.maps import assets_folder

sys.path.insert(0, str(Path(__file__).parent / "harness"))

from presenting import LONG, Presented, presented

pytestmark = pytest.mark.browser

SHOWN = ".slide:not([hidden])"
PROJECTOR, PHONE = {"width": 1920, "height": 1080}, {"width": 360, "height": 740}
CUT = """() => {
    const slide = document.querySelector(".slide:not([hidden])"), told = slide.querySelector(".told");
    const cut = [...slide.querySelectorAll("h1, p, dt, dd, li .name, li .load, td, th, .plan, .count, figcaption")]
        .filter(e => e.offsetParent && (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== "inline"
            || e.getBoundingClientRect().right > innerWidth + 1));
    return [document.documentElement.scrollWidth > innerWidth, told.scrollHeight > told.clientHeight + 3,
        ...cut.map(e => e.className + ": " + e.textContent)];
}"""
EXTENT = """e => {
    const range = document.createRange();
    range.selectNodeContents(e);
    const {left, right, top, bottom} = range.getBoundingClientRect();
    return [left, right, top, bottom];
}"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll(".slide:not([hidden]) .told *")]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && e.offsetParent)
    .map(e => parseFloat(getComputedStyle(e).fontSize)))"""


@pytest.fixture(scope="module")
def company(browser, tmp_path_factory):
    with presented(Presented(tmp_path_factory.mktemp("company"), 12)) as served:
        yield served


@pytest.fixture(scope="module")
def three_figures(browser, tmp_path_factory):
    """A list with revenue and no other measure: three figures on a slide, where the demo company has four."""
    rows = (f"k{i};{1011 + 37 * (i % 240)};{41_000 + 907 * i};rep {i % 240 // 60}" for i in range(480))
    content = "\n".join(["naam;postcode;omzet;vertegenwoordiger", *rows]).encode()
    folder = tmp_path_factory.mktemp("three")
    with presented(Presented(folder, 4, content=content, measure="revenue")) as served:
        yield served


@pytest.fixture(scope="module")
def crowd(browser, tmp_path_factory, hostile_texts):
    """Forty territories of the longest and most harmful names."""
    with presented(Presented(tmp_path_factory.mktemp("crowd"), 40, [LONG, *hostile_texts])) as served:
        yield served


def opened(page, address, size=PROJECTOR):
    page.set_viewport_size(size)
    page.goto(address)
    page.wait_for_selector(SHOWN)
    return page


def counted(page):
    return page.locator(f"{SHOWN} .count").inner_text()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", [PROJECTOR, {"width": 1366, "height": 768}, {"width": 1440, "height": 900}, PHONE])
def test_three_figures_fit_beside_each_other(browser_page, three_figures, size, language):
    page = opened(browser_page, f"{three_figures.own}?lang={language}", size)
    for number in range(1, three_figures.territories + 3):
        shown = page.locator(f"{SHOWN} .figures dd")
        assert shown.count() == 3, number
        assert page.evaluate(CUT) == [False, False], number
        boxes = sorted((shown.nth(i).evaluate(EXTENT) for i in range(3)), key=lambda box: box[0])
        assert all(left[1] <= right[0] or left[3] <= right[2] for left, right in pairwise(boxes)), number
        page.keyboard.press("ArrowRight")


@pytest.mark.parametrize("size", [PROJECTOR, PHONE], ids=["projector", "phone"])
def test_every_kind_of_slide_can_be_read_by_everyone(browser_page, company, size):
    page = opened(browser_page, f"{company.own}?lang=nl", size)
    page.evaluate((assets_folder() / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    for _ in ("overview", "today beside tomorrow", "a territory"):
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [v["id"] for v in found["violations"] if v["impact"] in {"serious", "critical"}] == []
        page.keyboard.press("ArrowRight")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", [PROJECTOR, {"width": 1024, "height": 768}, {"width": 1280, "height": 720}, PHONE])
def test_every_slide_fits_on_the_way_from_first_to_last(browser_page, company, size, language):
    page = opened(browser_page, f"{company.own}?lang={language}", size)
    expect(page.locator("html")).to_have_attribute("lang", language)
    total = company.territories + 2
    for number in range(1, total + 1):
        assert counted(page) == f"{number} / {total}"
        assert page.evaluate(CUT) == [False, False], number
        assert page.evaluate(SMALLEST) >= {1920: 25, 360: 14}.get(size["width"], 12), number
        page.keyboard.press("ArrowRight")
    assert counted(page) == f"{total} / {total}"
    noise = page.noise
    assert (noise.elsewhere, noise.failed, noise.errors) == ([], [], [])


@pytest.mark.parametrize("size", [PROJECTOR, PHONE])
def test_forty_territories_of_any_name_are_shown_whole_and_do_no_harm(browser_page, crowd, size):
    page = opened(browser_page, f"{crowd.own}?lang=nl", size)
    assert page.locator(f"{SHOWN} li").count() == 0
    assert page.locator(f"{SHOWN} .columns .bar").count() == 40
    assert page.locator(f"{SHOWN} .columns .chosen").count() == 0
    total = int(counted(page).split("/")[1])
    seen = set()
    for number in range(total):
        overflow, clipped, *_ = page.evaluate(CUT)
        assert (overflow, clipped) == (False, False), number
        seen.add(page.locator(f"{SHOWN} h1").inner_text())
        page.keyboard.press("ArrowRight")
    assert any('<img src=x onerror="window.ran = 2">' in title for title in seen)
    assert any("{{7*191}}" in title for title in seen)
    assert page.evaluate("window.ran === undefined")
    assert (page.noise.elsewhere, page.noise.errors, page.noise.dialogs) == ([], [], [])


def test_the_title_is_large_and_the_team_stands_beside_its_target(browser_page, company):
    page = opened(browser_page, f"{company.own}?lang=nl")
    size = float(page.locator(f"{SHOWN} h1").evaluate("e => parseFloat(getComputedStyle(e).fontSize)"))
    assert 58 <= size <= 84
    assert page.locator(f"{SHOWN} .foot").evaluate("e => getComputedStyle(e).fontSize") == "20px"
    rows = page.locator(f"{SHOWN} .team li")
    assert rows.count() == 12
    rows.first.locator(".load").evaluate("e => { e.textContent = '1.234.567'; }")
    ticks = rows.locator(".tick").evaluate_all("all => all.map(e => e.getBoundingClientRect().x)")
    assert max(ticks) - min(ticks) < 0.1
    page.goto(f"{company.own}?lang=nl#3")
    page.reload()
    page.wait_for_selector(f"{SHOWN} .columns")
    assert page.locator(f"{SHOWN} .columns .bar").count() == 12
    assert page.locator(f"{SHOWN} .columns .chosen").count() == 1


def test_a_territory_stands_behind_its_representative_where_there_is_room(browser_page, company):
    def with_names(route):
        told = route.fetch().json()
        for number, bar in enumerate(told["slides"][0]["bars"]):
            bar.update(name=f"Sanne de Boer {number}", line=lines[number % len(lines)])
        route.fulfill(json=told)

    browser_page.route("**/deck.json*", with_names)
    lines = ["Amsterdam", "Noord-Holland"]
    page = opened(browser_page, f"{company.own}?lang=nl")
    expect(page.locator(f"{SHOWN} .where").first).to_be_visible()
    assert page.locator(f"{SHOWN} li").first.inner_text().startswith("Sanne de Boer 0 Amsterdam")
    assert page.evaluate(CUT) == [False, False]
    lines.append(LONG)
    page.reload()
    page.wait_for_selector(SHOWN)
    assert page.locator(f"{SHOWN} .where:visible").count() == 0
    assert page.evaluate(CUT) == [False, False]


def test_a_load_outside_what_was_agreed_is_marked_on_the_slide_of_its_territory(browser_page, company):
    def beyond(route):
        told = route.fetch().json()
        own = next(slide for slide in told["slides"] if slide["key"].startswith("territory"))
        own["bars"][own["chosen"]]["beyond"] = own["figures"][0]["beyond"] = True
        own["conclusion"] = "31 % te veel"
        route.fulfill(json=told)

    browser_page.route("**/deck.json*", beyond)
    page = opened(browser_page, f"{company.own}?lang=nl#3")
    colour = "(e, name) => getComputedStyle(e)[name]"
    assert page.locator(f"{SHOWN} .chosen").evaluate(colour, "backgroundColor") == "rgb(194, 65, 12)"
    for words in (".conclusion", ".figures dd >> nth=0", ".figures dt >> nth=0"):
        assert page.locator(f"{SHOWN} {words}").evaluate(colour, "color") == "rgb(168, 51, 10)"
    assert page.locator(f"{SHOWN} .figures dd >> nth=1").evaluate(colour, "color") == "rgb(27, 35, 48)"
    page.keyboard.press("ArrowRight")
    assert page.locator(f"{SHOWN} .chosen").evaluate(colour, "backgroundColor") != "rgb(194, 65, 12)"


def test_keys_of_a_keyboard_and_of_a_clicker(browser_page, company):
    page = opened(browser_page, f"{company.own}?lang=nl")
    for key, number in [
        ("PageDown", 2), ("Space", 3), ("ArrowDown", 4), ("PageUp", 3), ("ArrowUp", 2), ("ArrowLeft", 1),
        ("ArrowLeft", 1), ("End", 14), ("ArrowRight", 14), ("Shift+Space", 13), ("Backspace", 12), ("Home", 1),
    ]:  # fmt: skip
        page.keyboard.press(key)
        assert counted(page) == f"{number} / 14", key
        assert page.evaluate("location.hash") == ("" if number == 1 and key == "" else f"#{number}")


def test_a_reload_and_an_address_keep_the_slide(browser_page, company):
    page = opened(browser_page, f"{company.own}?lang=nl#5")
    assert counted(page) == "5 / 14"
    page.keyboard.press("ArrowRight")
    page.reload()
    page.wait_for_selector(SHOWN)
    assert counted(page) == "6 / 14"
    page.evaluate("location.hash = '#2'")
    expect(page.locator(f"{SHOWN} .count")).to_have_text("2 / 14")
    opened(page, f"{company.own}?lang=nl&v=1#999")
    assert counted(page) == "14 / 14"


def test_a_click_on_a_side_and_a_swipe_turn_the_slide(browser_page, company):
    page = opened(browser_page, f"{company.own}?lang=nl")
    page.mouse.click(1700, 60)
    assert counted(page) == "2 / 14"
    page.mouse.click(960, 500)
    assert counted(page) == "2 / 14"
    page.mouse.click(60, 60)
    assert counted(page) == "1 / 14"
    swipe = """([from, to]) => {
        const stage = document.getElementById("stage");
        for (const [kind, x] of [["pointerdown", from], ["pointerup", to]])
            stage.dispatchEvent(new PointerEvent(kind, { clientX: x, clientY: 300, pointerType: "touch", button: 0 }));
    }"""
    page.evaluate(swipe, [300, 100])
    assert counted(page) == "2 / 14"
    page.evaluate(swipe, [100, 300])
    assert counted(page) == "1 / 14"


def test_all_slides_are_listed_and_one_is_chosen(browser_page, company):
    page = opened(browser_page, f"{company.own}?lang=nl#3")
    page.keyboard.press("o")
    contents = page.get_by_role("dialog", name="Alle dia's")
    expect(contents).to_be_visible()
    assert contents.get_by_role("button").count() == 14
    expect(contents.locator("[aria-current=true]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(contents).to_be_hidden()
    assert counted(page) == "3 / 14"
    page.get_by_role("button", name="Alle dia's").click()
    contents.get_by_role("button").nth(6).click()
    expect(contents).to_be_hidden()
    assert counted(page) == "7 / 14"


def test_full_screen_is_a_key(browser_page, company):
    page = opened(browser_page, f"{company.own}?lang=nl")
    page.keyboard.press("f")
    page.wait_for_selector(":fullscreen")
    page.keyboard.press("f")
    page.wait_for_selector(":not(:fullscreen) > body")
    assert counted(page) == "1 / 14"


def test_a_network_that_fails_is_asked_again(browser_page, company):
    failed = []

    def once(route):
        if failed:
            route.continue_()
        else:
            failed.append(route.abort())

    browser_page.route("**/deck.json*", once)
    assert counted(opened(browser_page, f"{company.own}?lang=nl")) == "1 / 14"
    assert len(failed) == 1


def test_a_program_that_was_started_anew_is_asked_what_it_tells_now(browser_page, company):
    """A picture it no longer knows has the page ask once; there is no end to asking otherwise."""
    told = []
    browser_page.on("request", lambda request: "deck.json" in request.url and told.append(request.url))
    browser_page.route("**/picture/**", lambda route: route.fulfill(status=404, body=""))
    page = opened(browser_page, f"{company.own}?lang=nl")
    page.wait_for_selector(".lost .absent:visible")
    page.wait_for_selector('.slide[data-key="territory-12"] .lost, .slide:last-child .lost', state="attached")
    assert len(told) == 2


def test_escape_leaves_for_the_plan(browser_page, company):
    page = opened(browser_page, f"{company.own}?lang=nl")
    page.keyboard.press("Escape")
    page.wait_for_url("**/territories?**")
    assert f"scenario={company.scenario}" in page.url


def test_an_order_in_the_address_is_kept(browser_page, company):
    page = opened(browser_page, f"{company.own}?lang=nl&order=changes,nothing,overview")
    assert counted(page) == "1 / 2"
    assert page.locator(SHOWN).get_attribute("data-key") == "changes"


def test_a_reader_who_hears_it_is_told_of_each_slide(browser_page, company):
    page = opened(browser_page, f"{company.own}?lang=en")
    page.keyboard.press("ArrowRight")
    title = page.locator(f"{SHOWN} h1").inner_text().replace("\n", " ")
    expect(page.get_by_role("status")).to_have_text(f"Slide 2 of 14: {title}")
    assert page.get_by_role("group", name="Slide 2 of 14").count() == 1
    assert page.locator("h1:visible").count() == 1
    assert page.locator(f"{SHOWN} img").evaluate_all("all => all.every(e => e.alt)")
    page.keyboard.press("ArrowRight")
    assert page.locator(f"{SHOWN} [role=img]").get_attribute("aria-label")
    assert page.title() != "Rayon"


def test_pictures_are_as_large_as_their_place_and_are_fetched_ahead(browser_page, company):
    page = opened(browser_page, f"{company.own}?lang=nl")
    page.wait_for_selector(f"{SHOWN} .there")
    place = page.locator(f"{SHOWN} figure").bounding_box()
    wide = page.locator(f"{SHOWN} img").evaluate("e => e.naturalWidth")
    assert abs(wide - place["width"]) <= 1
    # Bands of another colour would stand above and below a picture that is set smaller than its place.
    assert page.locator(f"{SHOWN} .exact img").evaluate("e => getComputedStyle(e).objectFit") == "cover"
    page.wait_for_selector('.slide[data-key="changes"] .there', state="attached")
    page.set_viewport_size({"width": 2560, "height": 1080})
    page.wait_for_selector(f"{SHOWN} img[data-asked='1730']")


def test_on_a_nearly_square_screen_two_countries_are_stacked(browser_page, company):
    for size, stacked in (({"width": 1024, "height": 768}, True), (PROJECTOR, False)):
        page = opened(browser_page, f"{company.own}?lang=nl&order=changes", size)
        expect(page.locator(f"{SHOWN} .exact")).to_have_count(2)
        first, second = (page.locator(f"{SHOWN} figure").nth(n).bounding_box() for n in (0, 1))
        assert (second["y"] >= first["y"] + first["height"]) is stacked
        assert (second["x"] >= first["x"] + first["width"]) is not stacked
        wide, high = page.locator(f"{SHOWN} img").first.evaluate("e => [e.naturalWidth, e.naturalHeight]")
        assert abs(wide / high / (first["width"] / first["height"]) - 1) < 0.03


def test_printed_each_slide_has_its_page(browser_page, company):
    page = opened(browser_page, f"{company.own}?lang=nl")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator(".slide:visible").count() == 14
    heights = page.locator(".slide").evaluate_all("all => all.map(e => Math.round(e.getBoundingClientRect().height))")
    assert set(heights) == {719}
    full = "all => all.filter(e => e.scrollHeight > e.clientHeight + 3).map(e => e.textContent)"
    assert page.locator(".told").evaluate_all(full) == []
    page.emulate_media(media=None)
    assert page.pdf(prefer_css_page_size=True).count(b"/MediaBox") == 14
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert page.locator(".slide:visible").count() == 1
