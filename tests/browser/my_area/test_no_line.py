"""Without a line: what was logged waits and is stored once, and the page opens with what was there."""

import pytest
from playwright.sync_api import expect

from tests.browser.my_area.handset import kept, log, stored

pytestmark = pytest.mark.browser


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
