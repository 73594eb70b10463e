"""Two plans side by side: chosen, looked at together, and told account by account, in both languages."""

import numpy as np
import pytest
from playwright.sync_api import expect

from geo.planning import DesignSettings, design, open_demo
from geo.planning.scenarios import Desks, keep_proposal
from geo.store import Database, Workspace
from geo.territories import assign
from geo.viewer import MANAGER

pytestmark = pytest.mark.browser

ADDRESS = "/compare?lang={lang}&dataset={dataset}&scenario={scenario}"
SAID = {
    "nl": {
        "list": "Toon de lijst",
        "moved": "Wisselt van rayon",
        "mail": "Kopieer als mailtekst",
        "copy": "Kopieer de tekst",
        "start": "Van vandaag naar",
    },
    "en": {
        "list": "Show the list",
        "moved": "Changes territory",
        "mail": "Copy as mail text",
        "copy": "Copy the text",
        "start": "From today to",
    },
}
VIEW = "() => { const { map } = rayon.frame; const c = map.getCenter(); return [map.getZoom(), c.lat, c.lng]; }"
SAME = "view => { const { map } = rayon.frame; const c = map.getCenter(); return map.getZoom() === view[0] && \
Math.abs(c.lat - view[1]) < 1e-6 && Math.abs(c.lng - view[2]) < 1e-6; }"


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    """A workspace, the demo company in it, and a scenario of two versions."""
    workspace = Workspace(tmp_path_factory.mktemp("workspace"))
    dataset = open_demo(workspace, viewer=MANAGER)
    settings = DesignSettings(14, measure="workload", areas="municipality", tolerance=0.05)
    proposal = design(dataset.customers, settings, viewer=MANAGER)
    scenario = keep_proposal(workspace, dataset, proposal, viewer=MANAGER, name="Plan A").id
    Desks(workspace).open(scenario, MANAGER).edit(
        MANAGER, lambda plan: assign(plan, np.flatnonzero(plan.alignment == 3)[:9], 1)
    )
    Database.of(workspace).close()
    return workspace, {"dataset": dataset.id, "scenario": scenario}


@pytest.fixture(scope="module")
def program(serve, root, planned):
    return serve(root / "app.py", TERRITORY_HOME=str(planned[0].root))


def frames(page):
    """Wait for both maps to be drawn and return their frames, the one before first."""
    page.wait_for_function("document.querySelectorAll('iframe[title*=st_folium]').length === 2")
    found = [frame.content_frame() for frame in page.query_selector_all("iframe[title*=st_folium]")]
    for frame in found:
        frame.wait_for_function("window.rayon && window.rayon.settled > 0")
    return found


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_maps_move_together_and_the_accounts_are_listed(browser_page, program, planned, lang):
    page, said = browser_page, SAID[lang]
    page.goto(program.address + ADDRESS.format(lang=lang, **planned[1]))
    before, after = frames(page)
    expect(page.get_by_text(said["start"]).first).to_be_visible()
    expect(after.locator(".rayon-legend")).to_contain_text(said["moved"])
    expect(before.locator(".rayon-legend")).not_to_contain_text(said["moved"])

    for moving, following in ((before, after), (after, before)):
        start = moving.evaluate(VIEW)
        box = moving.frame_element().bounding_box()
        page.mouse.move(box["x"] + 150, box["y"] + 200)
        page.mouse.wheel(0, -300)
        moving.wait_for_function("zoom => rayon.frame.map.getZoom() > zoom", arg=start[0])
        page.mouse.down()
        page.mouse.move(box["x"] + 190, box["y"] + 240, steps=4)
        page.mouse.up()
        moving.wait_for_function("() => !rayon.frame.map._animatingZoom && !rayon.frame.map.dragging.moving()")
        view = moving.evaluate(VIEW)
        assert view[1:] != start[1:]
        following.wait_for_function(SAME, arg=view)
        assert moving.evaluate(SAME, view)

    page.get_by_role("button", name=said["list"]).click()
    expect(page.get_by_role("dialog").get_by_test_id("stDataFrame")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name=said["mail"]).click()
    expect(page.get_by_test_id("stCode")).to_contain_text(said["start"])
    expect(page.get_by_role("button", name=said["copy"], exact=True)).to_be_visible()
    copying = page.locator('[data-testid="stCode"] > div:has(button)')
    expect(copying).to_have_css("opacity", "1")
    assert page.noise.errors == []
    assert page.noise.elsewhere == []


def test_what_is_chosen_stays_in_the_address_through_a_reload(browser_page, program, planned):
    page = browser_page
    page.goto(program.address + ADDRESS.format(lang="en", **planned[1]))
    frames(page)
    page.get_by_role("combobox").first.click()
    page.get_by_role("option", name="Plan A · version 1").click()
    page.wait_for_url(f"**before={planned[1]['scenario']}.1**")
    expect(page.get_by_text("From Plan A · version 1 to Plan A · version 2").first).to_be_visible()
    page.reload()
    frames(page)
    expect(page.get_by_text("From Plan A · version 1 to Plan A · version 2").first).to_be_visible()


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_team_of_fourteen_is_seen_whole_in_the_table(browser_page, program, planned, lang):
    browser_page.goto(program.address + ADDRESS.format(lang=lang, **planned[1]))
    frames(browser_page)
    table = browser_page.locator(".st-key-sidetable .scroll")
    expect(table.locator("tbody tr")).to_have_count(14)
    inner, outer = table.evaluate("e => [[e.scrollWidth, e.scrollHeight], [e.clientWidth, e.clientHeight]]")
    assert inner[0] <= outer[0]
    assert inner[1] <= outer[1]
    assert browser_page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight") <= 900


def test_the_plan_is_made_and_taken_back(browser_page, program, planned):
    page = browser_page
    page.goto(program.address + ADDRESS.format(lang="nl", **planned[1]))
    frames(page)
    page.get_by_role("button", name="Maak Plan A het plan").click()
    expect(page.get_by_role("status").filter(has_text="Het plan sinds")).to_be_visible()
    expect(page.get_by_role("button", name="Maak Plan A het plan")).to_have_count(0)
    page.get_by_role("button", name="Ongedaan maken").click()
    expect(page.get_by_role("button", name="Maak Plan A het plan")).to_be_visible()
    assert page.noise.errors == []


@pytest.mark.parametrize("size", [(1440, 900), (1920, 1080), (360, 740)], ids=["desk", "projector", "phone"])
def test_the_maps_fill_the_window_and_stack_on_a_phone(browser_page, program, planned, size):
    page = browser_page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(program.address + ADDRESS.format(lang="nl", **planned[1]))
    boxes = [frame.frame_element().bounding_box() for frame in frames(page)]
    wide = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide[0] <= wide[1]
    if size[0] > 1000:
        assert boxes[0]["y"] == boxes[1]["y"]
        assert size[1] - 40 <= boxes[0]["y"] + boxes[0]["height"] <= size[1]
        assert boxes[0]["width"] == pytest.approx(boxes[1]["width"], abs=1)
    else:
        assert boxes[1]["y"] >= boxes[0]["y"] + boxes[0]["height"]
        assert all(box["height"] > 0.5 * size[1] for box in boxes)
        edges = page.eval_on_selector_all(
            "table.changes :is(td, th)", "all => all.map(e => e.getBoundingClientRect().right)"
        )
        assert max(edges) <= size[0]
