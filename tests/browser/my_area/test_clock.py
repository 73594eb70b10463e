"""A phone whose clock is wrong: what is logged on it, also without a line, is dated as the program's clock has it."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from geo.store import Contacts
from tests.browser.my_area.handset import kept, log

pytestmark = pytest.mark.browser

SLOW, FAST = timedelta(days=-3), timedelta(days=70)
NOW = "() => new Date().toISOString()"


def when(field, name):
    """Return when customers of a name were visited, the newest first."""
    key = f"k{name.rsplit(' ', 1)[1]}"
    return [one.at for one in Contacts(field.workspace).list(field.series) if one.customer == key]


def wait_until_sent(page):
    page.wait_for_function("() => Object.values(localStorage).every((v) => JSON.parse(v).queue?.length === 0)")
    expect(page.locator(".unsaved")).to_have_count(0)


@pytest.mark.parametrize("off", [SLOW, FAST], ids=["slow", "fast"])
def test_what_is_logged_by_a_wrong_clock_is_dated_rightly(phone, field, off):
    page = phone(field.link()[1], clock=datetime.now(UTC) + off)
    assert abs(datetime.fromisoformat(page.evaluate(NOW)) - datetime.now(UTC) - off) < timedelta(minutes=2)
    for offline in (False, True):
        page.context.set_offline(offline)
        before = datetime.now(UTC)
        name = log(page, "order")
        page.context.set_offline(False)
        wait_until_sent(page)
        (at,) = when(field, name)
        assert abs(at - before) < timedelta(minutes=2)
    # Who was visited is not due, and who is due is told by the same clock.
    page.tap("[data-tab=area]")
    page.get_by_label("Zoek op naam of plaats").fill(name)
    page.locator(".row").first.tap()
    today = page.evaluate(
        "seconds => new Intl.DateTimeFormat('nl', { day: 'numeric', month: 'short' }).format(new Date(seconds * 1000))",
        at.timestamp(),
    )
    expect(page.locator(".facts")).to_contain_text(f"Laatste contact {today}")


def test_who_is_due_is_told_by_the_clock_of_the_program(phone, field):
    wrong = phone(field.link()[1], clock=datetime.now(UTC) + timedelta(days=200))
    name = log(wrong, "quote")
    wait_until_sent(wrong)
    told = phone(field.link()[1]).locator("#count").inner_text()
    expect(wrong.locator("#count")).to_have_text(told)
    assert name not in wrong.locator(".rows").first.inner_text()


def test_a_page_that_is_opened_without_a_line_knows_how_wrong_the_clock_is(phone, field):
    page = phone(field.link()[1])
    page.wait_for_selector("html[data-kept=true]", state="attached")
    page.evaluate(
        """off => caches.keys().then(async ([name]) => {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
            const answer = await cache.match(request), headers = new Headers(answer.headers);
            headers.set("X-Rayon-Kept", String(Number(headers.get("X-Rayon-Kept")) + off));
            await cache.put(request, new Response(await answer.blob(), { headers }));
        }
    })""",
        SLOW.total_seconds(),
    )
    later = datetime.now(UTC) + timedelta(hours=2)
    page.clock.install(time=later + SLOW)
    page.context.set_offline(True)
    page.reload()
    expect(page.locator(".stale")).to_contain_text("Geen verbinding. Stand van")
    log(page, "quote")
    expect(page.locator(".waiting")).to_be_visible()
    (waiting,) = kept(page)[1]["queue"]
    assert abs(datetime.fromisoformat(waiting["entry"]["at"]) - later) < timedelta(minutes=2)
