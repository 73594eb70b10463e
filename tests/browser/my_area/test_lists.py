"""Lists of customers and ways to them: told in order, near from far, safe, and light."""

import pytest
from playwright.sync_api import expect

from tests.browser.harness.field import Field, in_the_field
from tests.browser.my_area.handset import PHONE, log

pytestmark = pytest.mark.browser

ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile Safari/604.1"


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
        # Nobody was ever logged: all are told once to be so, and nobody to be due or a stranger.
        count = int(page.locator("#count").inner_text().split()[0])
        assert count > 41
        expect(page.locator("#count")).to_have_text(f"{count} klanten")
        expect(page.locator(".list .caption").first).to_contain_text("Nog niets vastgelegd")
        expect(page.locator(".card .facts")).not_to_contain_text("contact")
        expect(page.locator(".row")).to_have_count(20)
        page.get_by_role("button", name="Meer tonen").tap()
        expect(page.locator(".row")).to_have_count(40)
        log(page, "order")
        expect(page.locator("#count")).to_have_text(f"{count - 1} aan de beurt")
        expect(page.locator(".list")).not_to_contain_text("Nog niets vastgelegd")
        expect(page.locator(".card .facts")).to_contain_text("Nog geen contact vastgelegd")


def test_who_is_new_is_marked_with_whom_they_come_from_and_listed_alone(phone, tmp_path):
    with in_the_field(Field(tmp_path, 60, others=3)) as field:
        page = phone(field.link()[1])
        expect(page.locator(".card")).not_to_contain_text("Nieuw van")
        only = page.get_by_role("button", name="Alleen nieuw voor u (3)")
        only.tap()
        expect(only).to_have_attribute("aria-pressed", "true")
        expect(page.locator(".card .new")).to_have_text("Nieuw van Bram de Wit")
        expect(page.locator(".row .new")).to_have_text(["Nieuw van Bram de Wit"] * 2)
        page.tap("[data-tab=area]")
        expect(page.locator(".row")).to_have_count(3)
        only.tap()
        expect(page.locator(".row")).to_have_count(40)
        page.get_by_label("Zoek op naam of plaats").fill("bram")
        expect(page.locator(".row")).to_have_count(3)


@pytest.mark.parametrize(("language", "words"), [("nl", "per jaar"), ("en", "a year")])
def test_an_amount_is_told_by_the_year(phone, field, language, words):
    page = phone(field.link(language=language)[1])
    expect(page.locator(".card .facts")).to_contain_text(f"000 {words}")
    page.tap("[data-tab=area]")
    expect(page.locator(".row .end").first).to_contain_text(words)


def test_a_position_that_is_not_shared_is_no_end(phone, field):
    page = phone(f"{field.link()[1]}#nearby", permissions=[])
    page.get_by_role("button", name="Gebruik mijn locatie").tap()
    expect(page.locator(".controls")).to_contain_text("Uw locatie is niet gedeeld.")
    expect(page.locator(".row").first).to_be_visible()


def test_one_without_a_territory_is_told(phone, field):
    page = phone(field.link(rep="Niemand")[1])
    expect(page.locator(".list")).to_contain_text("Op dit moment is geen rayon van dit plan van u.")
    expect(page.locator("#count")).to_have_text("0 aan de beurt")


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
