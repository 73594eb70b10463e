"""A representative's phone: a visit in two taps, with and without a line, exactly once; and only ways that are safe."""

import json
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from geo.maps.assets import assets_folder

sys.path.insert(0, str(Path(__file__).parent / "harness"))

from field import Field, in_the_field

pytestmark = pytest.mark.browser

BOXES = "all => all.map(e => e.getBoundingClientRect()).map(b => [b.left, b.top, b.right, b.bottom])"
PHONE, SMALL = {"width": 360, "height": 740}, {"width": 320, "height": 568}
ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile Safari/604.1"
SMALLEST = """() => Math.min(...[...document.querySelectorAll("body *")]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && e.offsetParent)
    .map(e => parseFloat(getComputedStyle(e).fontSize)))"""
LABELS = """() => [...document.querySelectorAll(".town span")].map(e => e.getBoundingClientRect())
    .map(box => [box.left, box.top, box.right, box.bottom])"""
PLACED = """([towns, taken, dots]) => import("/public/my-area-names.js").then(({ placed }) =>
    placed(towns.map(([name, x, y]) => ({ name, at: { x, y } })),
        { size: { x: 320, y: 200 }, taken, dots, wide: name => 8 * name.length })
    .map(({ name, by }) => [name, ...by]))"""
TARGETS = """() => [...document.querySelectorAll("button, a, input, textarea")]
    .filter(e => e.offsetParent).map(e => [e.textContent, e.getBoundingClientRect()])
    .filter(([_, box]) => box.height < 43.5 || box.width < 43.5).map(([words]) => words)"""


@pytest.fixture(scope="module")
def field(browser, tmp_path_factory):
    with in_the_field(Field(tmp_path_factory.mktemp("field"), 60)) as served:
        yield served


@pytest.fixture
def phone(browser):
    """Return a function that opens an address on a phone; nothing may ask another host or fail unseen."""
    contexts, wrong = [], []

    def opened(address, size=PHONE, **options):
        context = browser.new_context(viewport=size, has_touch=True, is_mobile=True, locale="nl-NL", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda r: urlsplit(r.url).hostname == "127.0.0.1" or wrong.append(r.url))
        page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
        page.goto(address)
        page.wait_for_selector("#main[data-whole=true]")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def log(page, outcome):
    """Log a visit in two taps and return whom it was about."""
    name = page.locator(".card h2").inner_text()
    page.tap(f"[data-outcome={outcome}]")
    page.tap(".save")
    return name


def stored(field, name):
    key = f"k{name.rsplit(' ', 1)[1]}"
    return [(outcome, note) for customer, outcome, note in field.stored() if customer == key]


def kept(page):
    (found,) = page.evaluate("Object.entries(localStorage).filter(([key]) => key.startsWith('rayon.area.'))")
    return found[0], json.loads(found[1])


def test_a_visit_is_two_taps_and_the_next_customer_stands_there(phone, field):
    page = phone(field.link()[1])
    due = int(page.locator("#count").inner_text().split()[0])
    name = log(page, "quote")
    expect(page.locator("#toast p")).to_have_text(f"Bewaard{name}")
    expect(page.locator("#count")).to_have_text(f"{due - 1} aan de beurt")
    expect(page.locator(".card h2")).not_to_have_text(name)
    assert stored(field, name) == [("quote", "")]
    page.reload()
    expect(page.locator("#count")).to_have_text(f"{due - 1} aan de beurt")


def test_a_note_goes_along_and_stands_alone(phone, field):
    page = phone(field.link(language="en")[1])
    name = page.locator(".card h2").inner_text()
    page.tap(".save")
    expect(page.get_by_role("alert")).to_have_text("Choose what came of it, or write a note.")
    page.get_by_role("button", name="Add a note").tap()
    page.get_by_label("Your note").fill("Calls back <b>Monday</b>\nabout the quote")
    expect(page.locator(".save")).to_have_text("Save note")
    page.tap("[data-outcome=conversation]")
    expect(page.locator(".save")).to_have_text("Save visit")
    page.tap("[data-outcome=conversation]")
    page.tap(".save")
    expect(page.locator("#toast p")).to_have_text(f"Saved{name}")
    assert stored(field, name) == [(None, "Calls back <b>Monday</b>\nabout the quote")]
    expect(page.locator(".card h2")).to_have_text(name)


def test_a_draft_outlives_a_reload(phone, field):
    page = phone(field.link()[1])
    page.get_by_role("button", name="Notitie toevoegen").tap()
    page.locator("textarea").fill("half af")
    page.tap("[data-outcome=order]")
    page.reload()
    expect(page.locator("textarea")).to_have_value("half af")
    expect(page.locator("[data-outcome=order]")).to_have_attribute("aria-pressed", "true")


def test_undo_takes_it_back_here_and_there(phone, field):
    page = phone(field.link()[1])
    due = page.locator("#count").inner_text()
    name = log(page, "order")
    expect(page.locator("#toast p")).to_have_text(f"Bewaard{name}")
    page.get_by_role("button", name="Ongedaan maken").tap()
    expect(page.locator("#toast p")).to_have_text(f"Teruggenomen{name}")
    expect(page.locator("#count")).to_have_text(due)
    expect(page.locator(".card h2")).to_have_text(name)
    page.wait_for_function("() => Object.entries(localStorage).every(([_, v]) => JSON.parse(v).queue?.length === 0)")
    assert ("order", "") not in stored(field, name)


def test_without_a_line_it_waits_and_is_then_stored_once(phone, field):
    link, address = field.link()
    page = phone(address)
    before = len(field.stored())
    page.context.set_offline(True)
    name = log(page, "conversation")
    expect(page.locator(".waiting")).to_have_text("Wacht op verbinding (1)")
    expect(page.locator("#toast p")).to_have_text(f"Onthouden, wacht op verbinding{name}")
    where, content = kept(page)
    assert where == f"rayon.area.{link}"
    assert [item["entry"]["name"] for item in content["queue"]] == [name]
    assert address.rsplit("/", 1)[1] not in page.evaluate("JSON.stringify(localStorage)")
    assert len(field.stored()) == before
    page.tap("[data-tab=area]")
    expect(page.locator(".row").first).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator(".waiting")).to_have_count(0)
    expect(page.locator("#toast p")).to_have_text(f"Bewaard{name}")
    assert stored(field, name).count(("conversation", "")) == 1
    assert len(field.stored()) == before + 1


def test_an_answer_that_was_lost_stores_nothing_twice(phone, field):
    page = phone(field.link()[1], service_workers="block")
    before, lost = len(field.stored()), []

    def swallow(route):
        route.fetch()
        lost.append(1)
        route.abort()

    page.route("**/contacts?*", swallow, times=1)
    name = log(page, "quote")
    expect(page.locator("#toast p")).to_have_text(f"Bewaard{name}")
    assert lost == [1]
    assert len(field.stored()) == before + 1


def test_undo_without_a_line_sends_nothing(phone, field):
    page = phone(field.link()[1])
    before = len(field.stored())
    page.context.set_offline(True)
    log(page, "quote")
    expect(page.locator(".waiting")).to_be_visible()
    page.get_by_role("button", name="Ongedaan maken").tap()
    page.context.set_offline(False)
    expect(page.locator(".waiting")).to_have_count(0)
    page.wait_for_function("() => Object.entries(localStorage).every(([_, v]) => JSON.parse(v).queue?.length === 0)")
    assert len(field.stored()) == before


def test_a_refused_entry_stays_with_its_words_until_it_is_let_go(phone, browser, tmp_path):
    with in_the_field(Field(tmp_path, 20)) as field:
        page = phone(field.link()[1], permissions=["clipboard-read", "clipboard-write"])
        name = page.locator(".card h2").inner_text()
        field.give_away(f"k{name.rsplit(' ', 1)[1]}")
        page.get_by_role("button", name="Notitie toevoegen").tap()
        page.locator("textarea").fill("wil een nieuw dak")
        log(page, "order")
        refused = page.locator(".unsaved")
        expect(refused).to_contain_text("1 notitie is niet bewaard")
        expect(refused).to_contain_text("Deze klant is in het plan niet meer van u.")
        expect(refused).to_contain_text("wil een nieuw dak")
        page.reload()
        expect(refused).to_contain_text("wil een nieuw dak")
        refused.get_by_role("button", name="Kopieer").tap()
        page.wait_for_function("async () => (await navigator.clipboard.readText()).includes('wil een nieuw dak')")
        assert name in page.evaluate("navigator.clipboard.readText()")
        refused.get_by_role("button", name="Verwijderen").tap()
        expect(refused).to_have_count(0)
        assert field.stored() == []


def test_an_entry_that_cannot_be_read_keeps_no_other_back(phone, tmp_path):
    with in_the_field(Field(tmp_path, 20)) as field:
        page = phone(field.link()[1])
        page.context.set_offline(True)
        page.get_by_role("button", name="Notitie toevoegen").tap()
        half = """box => { box.value = "half \ud83d"; box.dispatchEvent(new Event("input", { bubbles: true })); }"""
        page.locator("textarea").evaluate(half)
        log(page, "conversation")
        second = log(page, "order")
        page.context.set_offline(False)
        page.wait_for_function("() => Object.values(localStorage).every((v) => JSON.parse(v).queue?.length === 0)")
        expect(page.locator(".waiting")).to_have_count(0)
        expect(page.locator(".unsaved")).to_contain_text("1 notitie is niet bewaard")
        expect(page.locator(".unsaved")).to_contain_text("Wat verstuurd is, kan niet worden gelezen.")
        assert stored(field, second) == [("order", "")]
        assert len(field.stored()) == 1


def test_what_a_link_that_ended_left_on_the_phone_can_be_copied(phone, field):
    link, address = field.link()
    page = phone(address)
    before = len(field.stored())
    page.context.set_offline(True)
    name = log(page, "order")
    expect(page.locator(".waiting")).to_be_visible()
    field.revoke(link)
    page.context.set_offline(False)
    expect(page.locator(".ended")).to_contain_text("Deze link is ingetrokken.")
    expect(page.locator(".unsaved")).to_contain_text(name)
    page.goto(address)
    expect(page.locator("h1")).to_have_text("Deze link is ingetrokken.")
    assert name in page.locator("textarea").input_value()
    page.wait_for_function("async () => (await caches.keys()).length === 0")
    assert len(field.stored()) == before


def test_a_reload_without_a_line_shows_what_was_there(phone, field):
    link, address = field.link()
    page = phone(address)
    page.wait_for_selector("html[data-kept=true]", state="attached")
    secret = address.rsplit("/", 1)[1]
    names = page.evaluate(
        "async () => (await Promise.all((await caches.keys()).map(async key => "
        "[key, ...(await (await caches.open(key)).keys()).map(r => r.url)]))).flat()"
    )
    assert names[0] == f"rayon-area-{link}"
    assert secret not in " ".join(names)
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector(".card h2")
    expect(page.locator(".stale")).to_contain_text("Geen verbinding. Stand van")
    page.wait_for_selector("#map[data-ready=true]")
    name = log(page, "quote")
    expect(page.locator(".waiting")).to_be_visible()
    page.reload()
    expect(page.locator(".waiting")).to_have_text("Wacht op verbinding (1)")
    expect(page.locator(".card h2")).not_to_have_text(name)
    page.context.set_offline(False)
    expect(page.locator(".waiting")).to_have_count(0)
    expect(page.locator(".stale")).to_have_count(0)
    assert ("quote", "") in stored(field, name)


@pytest.mark.parametrize(
    ("agent", "route"),
    [
        (ANDROID, "geo:0,0?q=Dorpsstraat%200%2C%20Doorn"),
        (IPHONE, "https://maps.apple.com/?daddr=Dorpsstraat%200%2C%20Doorn"),
    ],
)
def test_ways_to_a_customer(phone, field, agent, route):
    page = phone(f"{field.link()[1]}#area", user_agent=agent)
    page.get_by_label("Zoek op naam of plaats").fill("koster 0")
    page.locator(".row").first.tap()
    expect(page.locator(".card h2")).to_have_text("Bouwbedrijf Koster 0")
    hrefs = page.locator(".way").evaluate_all("all => all.map(e => [e.getAttribute('aria-label'), e.href])")
    name = "Bouwbedrijf Koster 0"
    assert hrefs == [
        [f"Bel {name}", "tel:0301000000"], [f"Mail {name}", "mailto:k0@voorbeeld.nl"], [f"Navigeer naar {name}", route],
    ]  # fmt: skip
    page.get_by_label("Zoek op naam of plaats").fill("koster 1")
    page.locator(".row").first.tap()
    expect(page.locator(".way")).to_have_count(1)


def test_lists_are_due_near_and_all(phone, field):
    page = phone(field.link()[1], geolocation={"latitude": 52.03, "longitude": 5.34}, permissions=["geolocation"])
    page.tap("[data-tab=nearby]")
    expect(page.locator(".caption")).to_contain_text("Afstanden vanaf Bouwbedrijf Koster")
    chosen = page.locator(".card h2").inner_text()
    assert page.locator(".caption").inner_text() == f"Afstanden vanaf {chosen}"
    assert chosen not in page.locator(".row .name").all_inner_texts()
    page.get_by_role("button", name="Gebruik mijn locatie").tap()
    expect(page.locator(".caption")).to_have_text("Afstanden vanaf uw plek")
    expect(page.locator(".row .line").first).to_contain_text("Doorn · ")
    page.tap("[data-tab=area]")
    values = page.locator(".row .end").all_inner_texts()
    figures = [int("".join(filter(str.isdigit, value))) for value in values]
    assert figures == sorted(figures, reverse=True)
    page.get_by_label("Zoek op naam of plaats").fill("RHENEN")
    expect(page.locator(".caption")).not_to_have_text("60 klanten")
    assert all("Rhenen" in line for line in page.locator(".row .line").all_inner_texts())
    page.get_by_label("Zoek op naam of plaats").fill("Haven")
    expect(page.locator(".list")).to_contain_text("Geen van uw klanten heet zo.")


def test_who_is_due_is_told_by_a_days_portion(phone, tmp_path):
    with in_the_field(Field(tmp_path, 60)) as field:
        page = phone(field.link()[1])
        due = int(page.locator("#count").inner_text().split()[0])
        assert due > 41
        expect(page.locator(".row")).to_have_count(20)
        page.get_by_role("button", name="Meer tonen").tap()
        expect(page.locator(".row")).to_have_count(40)
        expect(page.locator("#count")).to_have_text(f"{due} aan de beurt")


@pytest.mark.parametrize(("language", "words"), [("nl", "per jaar"), ("en", "a year")])
def test_an_amount_is_told_by_the_year(phone, field, language, words):
    page = phone(field.link(language=language)[1])
    expect(page.locator(".card .facts")).to_contain_text(f"000 {words} ·")
    page.tap("[data-tab=area]")
    expect(page.locator(".row .end").first).to_contain_text(words)


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
@pytest.mark.parametrize("tab", ["due", "area"])
def test_names_on_the_map_lie_within_it_and_apart(phone, field, size, tab):
    page = phone(f"{field.link()[1]}#{tab}", size)
    page.wait_for_selector("#map[data-ready=true]")
    page.wait_for_function("document.fonts.ready.then(() => true)")
    labels = page.evaluate(LABELS)
    within = page.locator("#map").bounding_box()
    assert labels or tab == "due"
    for left, top, right, bottom in labels:
        assert within["x"] <= left
        assert right <= within["x"] + within["width"]
        assert within["y"] <= top
        assert bottom <= within["y"] + within["height"]
    others = [*labels, *page.locator(".leaflet-control-zoom").evaluate_all(BOXES)]
    for n, (left, top, right, bottom) in enumerate(others):
        for w, n_, e, s in others[:n]:
            assert left >= e or right <= w or top >= s or bottom <= n_


def test_a_name_on_the_map_gives_way_to_pins_and_larger_towns(phone, field):
    page = phone(field.link()[1])
    pin = {"left": 85, "top": 85, "right": 115, "bottom": 115}
    assert page.evaluate(PLACED, [[["Doorn", 100, 100]], [], []]) == [["Doorn", 0, 0]]
    (beside,) = page.evaluate(PLACED, [[["Doorn", 100, 100]], [pin], []])
    assert beside == ["Doorn", 0, -27]
    assert page.evaluate(PLACED, [[["Doorn", 100, 100]], [], [{"x": 100, "y": 100}]]) == [["Doorn", 0, -15]]
    towns = page.evaluate(PLACED, [[["Amersfoort", 100, 100], ["Ede", 100, 100]], [], []])
    assert towns == [["Amersfoort", 0, 0], ["Ede", 0, -27]]
    assert page.evaluate(PLACED, [[["Langedijk", 2, 199]], [], []]) == []


def test_a_position_that_is_not_shared_is_no_end(phone, field):
    page = phone(f"{field.link()[1]}#nearby", permissions=[])
    page.get_by_role("button", name="Gebruik mijn locatie").tap()
    expect(page.locator(".controls")).to_contain_text("Uw locatie is niet gedeeld.")
    expect(page.locator(".row").first).to_be_visible()


def test_a_tap_on_the_map_chooses_a_customer(phone, field):
    page = phone(field.link()[1])
    page.wait_for_selector("#map[data-ready=true]")
    first = page.locator(".card h2").inner_text()
    strip = page.locator("#map").bounding_box()
    for x in range(20, int(strip["width"]), 20):
        for y in range(20, int(strip["height"]), 20):
            page.touchscreen.tap(strip["x"] + x, strip["y"] + y)
            if page.locator(".card h2").inner_text() != first:
                return
    pytest.fail("no tap on the map chose anybody else")


def test_the_large_map_is_moved_and_zoomed(phone, field):
    page = phone(f"{field.link()[1]}#area")
    page.wait_for_selector("#map[data-ready=true]")
    expect(page.locator(".card")).to_be_hidden()
    names = page.locator(".town").all_inner_texts()
    page.get_by_role("button", name="Uitzoomen").tap()
    page.get_by_role("button", name="Inzoomen").tap()
    page.get_by_role("button", name="Inzoomen").tap()
    page.wait_for_function(
        "names => [...document.querySelectorAll('.town')].map(e => e.textContent).join() !== names.join()", arg=names
    )
    page.tap("[data-tab=due]")
    expect(page.get_by_role("button", name="Inzoomen")).to_have_count(0)


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


def test_one_without_a_territory_is_told(phone, field):
    page = phone(field.link(rep="Niemand")[1])
    expect(page.locator(".list")).to_contain_text("Op dit moment is geen rayon van dit plan van u.")
    expect(page.locator("#count")).to_have_text("0 aan de beurt")


def test_a_manager_looks_over_a_shoulder_on_the_own_machine(phone, field):
    page = phone(f"{field.own}&lang=nl")
    expect(page.locator("h1")).to_have_text("Heuvelrug")
    name = log(page, "not_there")
    expect(page.locator("#toast p")).to_have_text(f"Bewaard{name}")
    assert ("not_there", "") in stored(field, name)


@pytest.mark.parametrize("n", [400, 3000])
def test_the_first_screen_is_light(browser, tmp_path, n):
    with in_the_field(Field(tmp_path, n)) as field:
        context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, service_workers="block")
        page = context.new_page()
        session, sizes, names = context.new_cdp_session(page), {}, {}
        session.send("Network.enable")
        session.on(
            "Network.requestWillBeSent", lambda event: names.update({event["requestId"]: event["request"]["url"]})
        )
        session.on(
            "Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]})
        )
        page.route("**/customers.json", lambda route: None)
        page.goto(field.link()[1])
        page.wait_for_selector(".card h2")
        page.wait_for_function("document.fonts.ready.then(() => true)")
        first = {names[one]: size for one, size in sizes.items() if "/assets/" not in names.get(one, "/assets/")}
        assert any(name.endswith("/area.json") for name in first)
        assert sum(first.values()) <= 200_000
        assert page.locator(".row").count() == 20
        page.tap("[data-tab=area]")
        page.locator(".search").fill("no such")
        expect(page.locator(".list")).to_contain_text("De rest van uw klanten komt eraan")
        context.close()
