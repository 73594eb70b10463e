"""The panel follows the hand on the map, and the map the panel."""

import json
import re

import pytest
from playwright.sync_api import expect

from geo.planning import open_demo
from geo.store import Scenarios, Workspace
from geo.viewer import MANAGER

pytestmark = pytest.mark.browser

PLAN = "/territories?lang=en&dataset={dataset}&territories=8&measure=revenue&tolerance=0.05&areas=municipality"
GIVE = """() => {
  const { desk, board } = rayon.frame;
  const side = board.layer.sides.find(([a, b]) => b >= 0 && (desk.owner[a] === 2) !== (desk.owner[b] === 2));
  desk.assign(2, side.filter((area) => desk.owner[area] !== 2));
}"""


@pytest.fixture
def bench(browser_page, program, workspace, map_frame):
    """A page with a scenario of eight territories, and the frame of its map."""
    dataset = open_demo(Workspace(workspace), viewer=MANAGER).id
    browser_page.goto(program.address + PLAN.format(dataset=dataset))
    browser_page.wait_for_url("**/territories?*scenario=*")
    frame = map_frame(browser_page)
    frame.wait_for_function("rayon.frame.board?.hand")
    yield browser_page, frame
    assert browser_page.noise.errors == []
    assert browser_page.noise.elsewhere == []


def version(page, number):
    """Wait for a version in the line at the top and in the tables."""
    expect(page.get_by_text(re.compile(f"^version {number} · saved"))).to_be_visible()
    page.locator(f'[data-version="{number}"]').wait_for(state="attached")


def test_a_stroke_on_the_map_is_in_the_tables_and_is_undone_from_the_panel(bench):
    page, frame = bench
    first = int(page.locator("[data-version]").get_attribute("data-version"))
    frame.evaluate(GIVE)
    version(page, first + 1)
    page.get_by_role("button", name="Undo (Ctrl+Z)").click()
    version(page, first + 2)
    page.keyboard.press("Control+y")
    version(page, first + 3)
    assert frame.evaluate("rayon.frame.desk.version") == first + 3


def test_what_is_chosen_on_the_map_is_shown_and_what_is_chosen_in_the_table_is_marked(bench):
    page, frame = bench
    frame.evaluate("rayon.command({do: 'select', territory: 2})")
    expect(page.locator(".chosen h2")).to_be_visible()
    chosen = page.locator(".chosen h2").inner_text()
    expect(page.get_by_test_id("stDataFrame")).to_have_count(1)
    box = page.get_by_test_id("stDataFrame").bounding_box()
    page.mouse.click(box["x"] + 90, box["y"] + 32 + 28 * 4.5)
    frame.wait_for_function("rayon.frame.board.selected === 5")
    expect(page.locator(".chosen h2")).not_to_have_text(chosen)


def test_the_map_stays_while_the_measure_changes_and_back_leads_to_the_one_before(bench):
    page, frame = bench
    frame.evaluate("rayon.marked = true")
    page.locator("[class*=st-key-shown-]").get_by_role("radio", name="Customers").or_(
        page.locator("[class*=st-key-shown-]").get_by_role("button", name="Customers")
    ).first.click()
    page.wait_for_url("**show=customers**")
    frame.wait_for_function("rayon.frame.board.measure === 0")
    page.go_back()
    frame.wait_for_function("rayon.frame.board.measure === 1")
    assert frame.evaluate("rayon.marked")


def test_an_earlier_version_cannot_be_edited_and_back_leads_to_the_last(bench):
    page, frame = bench
    first = int(page.locator("[data-version]").get_attribute("data-version"))
    frame.evaluate(GIVE)
    version(page, first + 1)
    page.goto(page.url + "&at=1")
    expect(page.get_by_text(f"Version 1 of {first + 1}")).to_be_visible()
    expect(page.get_by_role("button", name="Undo (Ctrl+Z)")).to_be_disabled()
    page.get_by_role("button", name=f"Back to version {first + 1}").click()
    version(page, first + 1)


def test_a_stroke_refused_brings_the_conflict_although_there_is_no_new_version(bench):
    page, frame = bench
    first = int(page.locator("[data-version]").get_attribute("data-version"))

    def outdated(route):
        """Let the stroke say that its areas were another's when it was made."""
        sent = json.loads(route.request.post_data)
        for op in sent["ops"]:
            op["from"] = [8 if owner != 8 else 7 for owner in op["from"]]
        route.continue_(post_data=json.dumps(sent))

    page.route("**/edits", outdated)
    frame.evaluate(GIVE)
    expect(page.get_by_role("heading", name="Somebody else made changes too")).to_be_visible()
    assert int(page.locator("[data-version]").get_attribute("data-version")) == first
    page.get_by_role("button", name=f"Take version {first}").click()
    expect(page.get_by_role("heading", name="Somebody else made changes too")).to_be_hidden()


APART = """() => {
  const { desk, board } = rayon.frame;
  const near = (area) => board.mosaic.neighbours[area].some((other) => desk.owner[other] === 2);
  const far = [...desk.owner.keys()].find((area) => desk.owner[area] !== 2 && !near(area));
  desk.assign(2, [far]);
  return far;
}"""


def test_the_verdict_on_pieces_shows_the_map_where_they_are(bench):
    page, frame = bench
    first = int(page.locator("[data-version]").get_attribute("data-version"))
    far = frame.evaluate(APART)
    version(page, first + 1)
    zoom = frame.evaluate("rayon.frame.map.getZoom()")
    page.get_by_role("button", name=re.compile(" in 2 pieces")).click()
    frame.wait_for_function("rayon.frame.board.selected === 2")
    frame.wait_for_function(f"rayon.frame.map.getZoom() > {zoom}")
    inside = """(area) => {
      const { map, board } = rayon.frame;
      return map.getBounds().pad(0.01).contains(L.latLngBounds(board.mosaic.cornersOf(map, [area])));
    }"""
    frame.wait_for_function(inside, arg=far)
    page.get_by_role("button", name="Undo (Ctrl+Z)").click()
    version(page, first + 2)


SURE = "Somebody else made changes too"
TAKE = """([area, to]) => {
  const { desk } = rayon.frame;
  desk._add({ kind: "assign", to, areas: [area], from: [desk.ownerOf(area)] });
}"""


def test_the_card_of_a_refused_stroke_is_in_its_own_window_alone_also_after_a_reload(bench, browser, map_frame):
    page, frame = bench
    first = int(page.locator("[data-version]").get_attribute("data-version"))
    other = browser.new_page()
    other.goto(page.url)
    others = map_frame(other)
    others.wait_for_function("rayon.frame.board?.hand")
    here, there = frame.evaluate("[...rayon.frame.desk.owner.keys()].filter(a => rayon.frame.desk.owner[a] === 1)")[:2]
    held = []
    page.route("**/edits", lambda route: route.continue_() if held else held.append(route))
    with page.expect_request("**/edits"):
        frame.evaluate(TAKE, [here, 2])
    others.evaluate(TAKE, [here, 3])
    others.wait_for_function(f"rayon.frame.desk.version === {first + 1}")
    held[0].continue_()
    expect(page.get_by_role("heading", name=SURE)).to_be_visible()
    frame.evaluate(TAKE, [there, 2])
    other.locator(f'[data-version="{first + 2}"]').wait_for(state="attached")
    expect(other.get_by_role("heading", name=SURE)).to_have_count(0)
    page.reload()
    map_frame(page).wait_for_function("rayon.frame.board?.hand")
    expect(page.get_by_role("heading", name=SURE)).to_be_visible()
    page.get_by_role("button", name=f"Take version {first + 2}").click()
    expect(page.get_by_role("heading", name=SURE)).to_have_count(0)
    other.close()


def test_a_map_takes_no_strokes_once_the_page_has_turned_to_another_scenario(bench, workspace):
    page, frame = bench
    shown = frame.evaluate("rayon.frame.board.scenario")
    scenarios = Scenarios(Workspace(workspace))
    first, other = scenarios.find(shown).name, scenarios.copy(shown, "Another").name
    frame.evaluate("rayon.show = () => null")
    page.get_by_role("button", name=first).click()
    page.get_by_role("button", name=other).click()
    frame.wait_for_function("rayon.frame.desk.still")
    frame.evaluate("rayon.frame.desk.assign(2, [...rayon.frame.desk.owner.keys()])")
    assert frame.evaluate("[rayon.frame.board.scenario, rayon.frame.desk.n]") == [shown, 0]
    page.get_by_role("button", name=other).click()
    page.get_by_role("button", name=first).click()
    frame.wait_for_function("!rayon.frame.desk.still")


WHOLE = """(button) => {
  const range = document.createRange();
  range.selectNodeContents(button.querySelector("p"));
  const [words, room] = [range.getBoundingClientRect(), button.getBoundingClientRect()];
  return words.left >= room.left && words.right <= room.right - 4 && words.bottom <= room.bottom;
}"""


def test_the_main_action_shows_the_whole_name_of_its_territory(bench, map_frame):
    page, _ = bench
    page.goto(page.url.replace("lang=en", "lang=nl"))
    frame = map_frame(page)
    frame.wait_for_function("rayon.frame.board?.hand")
    names = frame.evaluate("rayon.frame.desk.territories.map(({ id, name }) => [name.length, id, name])")
    _, territory, name = max(names)
    frame.evaluate(f"rayon.command({{ do: 'select', territory: {territory} }})")
    action = page.locator(".st-key-rebalance button:visible").filter(has_text=f"Herbalanceer rond {name}")
    expect(action).to_be_visible()
    expect(page.locator(".chosen h2")).to_contain_text(name)
    for beside in ("Bewerken", "Instellingen", "Meenemen"):
        expect(page.locator(".st-key-actions").get_by_role("button", name=beside)).to_be_visible()
    assert action.evaluate(WHOLE)
    assert action.bounding_box()["height"] <= 40
