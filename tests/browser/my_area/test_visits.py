"""A visit in two taps, with its note, taken back, or refused and kept with its words."""

import pytest
from playwright.sync_api import expect

from tests.browser.harness.field import Field, in_the_field
from tests.browser.my_area.handset import log, stored

pytestmark = pytest.mark.browser


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


def test_a_manager_looks_over_a_shoulder_on_the_own_machine(phone, field):
    page = phone(f"{field.own}&lang=nl")
    expect(page.locator("h1")).to_have_text("Heuvelrug")
    name = log(page, "not_there")
    expect(page.locator("#toast p")).to_have_text(f"Bewaard{name}")
    assert ("not_there", "") in stored(field, name)
