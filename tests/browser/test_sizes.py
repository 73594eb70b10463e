"""A manager's whole round of the workbench, at the sizes of a desk and of a projector, in both languages."""

import re

import pytest
from playwright.sync_api import expect

from geo.planning import open_demo
from geo.store import Workspace
from geo.viewer import MANAGER

pytestmark = pytest.mark.browser

PLAN = "/territories?lang={lang}&dataset={dataset}&territories=12&measure=workload&tolerance=0.05"
SAID = {
    "nl": {"paint": "Schilderen", "undo": r"Ongedaan", "version": r"versie {n} · opgeslagen", "edit": "Bewerken"},
    "en": {"paint": "Paint", "undo": r"Undo", "version": r"version {n} · saved", "edit": "Edit"},
}
BORDER = """() => {
  const { map, board } = rayon.frame;
  const { owner } = board.desk;
  const size = map.getSize();
  for (const [a, b] of board.layer.sides) {
    if (b < 0 || owner[a] === owner[b]) continue;
    const place = board.mosaic.middle(a);
    const point = map.latLngToContainerPoint(rayon.place(...board.mosaic.steps(place)));
    const clear = document.elementFromPoint(point.x, point.y)?.closest(".leaflet-control") === null;
    const inside = point.x > 200 && point.y > 150 && point.x < size.x - 200 && point.y < size.y - 150;
    if (clear && inside && board.mosaic.at(...board.mosaic.placed(map, point)) === a)
      return { x: point.x, y: point.y, area: a, to: owner[b] };
  }
}"""
COVERED = """() => [...document.querySelectorAll("button, a")].filter((button) => {
  const box = button.getBoundingClientRect();
  if (!box.width) return false;
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return !button.contains(top);
}).map((button) => button.getAttribute("aria-label") || button.textContent)"""

STANDS = {
    "": ".st-key-planways",
    "territories": "[data-version]",
    "compare": ".st-key-sidetable table",
    "handover": ".st-key-handoverread [data-testid=stFileUploader]",
}
TOO_SMALL = """() => {
  const seen = (part) => {
    const { width, height } = part.getBoundingClientRect();
    return width > 1 && height > 1 && getComputedStyle(part).visibility !== "hidden";
  };
  const low = [...document.querySelectorAll("button, a, [role=combobox], [role=radio]")].filter(
    (part) => seen(part) && part.getBoundingClientRect().height < 43.5,
  );
  const small = [...document.querySelectorAll("p, dt, dd, li, small, b, td, th, .chip")].filter(
    (part) => seen(part) && part.textContent.trim() && parseFloat(getComputedStyle(part).fontSize) < 14,
  );
  return [...low, ...small].map((part) => part.getAttribute("aria-label") || part.textContent);
}"""


@pytest.mark.parametrize("size", [(1440, 900), (1920, 1080)], ids=["desk", "projector"])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_round_of_the_workbench(browser_page, program, workspace, map_frame, size, lang):
    page, said = browser_page, SAID[lang]
    page.set_viewport_size({"width": size[0], "height": size[1]})
    dataset = open_demo(Workspace(workspace), viewer=MANAGER).id
    page.goto(program.address + PLAN.format(lang=lang, dataset=dataset))
    page.wait_for_url("**/territories?*scenario=*")
    frame = map_frame(page)
    frame.wait_for_function("rayon.frame.board?.hand")
    assert frame.evaluate(COVERED) == []
    first, zoom = frame.evaluate("[rayon.frame.desk.version, rayon.frame.map.getZoom()]")

    spot = frame.evaluate(BORDER)
    frame.evaluate("territory => rayon.command({do: 'select', territory})", spot["to"])
    frame.get_by_role("button", name=said["paint"]).click()
    box = frame.frame_element().bounding_box()
    page.mouse.click(box["x"] + spot["x"], box["y"] + spot["y"])
    frame.wait_for_function("([area, to]) => rayon.frame.desk.owner[area] === to", arg=[spot["area"], spot["to"]])
    saved = said["version"].format(n=first + 1)
    expect(page.get_by_text(re.compile(f"^{saved}"))).to_be_visible()
    page.locator(f'[data-version="{first + 1}"]').wait_for(state="attached")

    expect(page.get_by_role("button", name=said["edit"])).to_be_in_viewport()
    page.get_by_role("button", name=re.compile(said["undo"])).click()
    page.locator(f'[data-version="{first + 2}"]').wait_for(state="attached")
    assert frame.evaluate("area => rayon.frame.desk.owner[area]", spot["area"]) != spot["to"]
    assert frame.evaluate("rayon.frame.map.getZoom()") == zoom
    wide = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide[0] <= wide[1]
    assert page.noise.errors == []
    assert page.noise.elsewhere == []


def test_the_table_stays_where_it_is_when_a_row_is_chosen(browser_page, program, workspace):
    page = browser_page
    dataset = open_demo(Workspace(workspace), viewer=MANAGER).id
    page.goto(program.address + PLAN.format(lang="nl", dataset=dataset))
    page.wait_for_url("**/territories?*scenario=*")
    table = page.get_by_test_id("stDataFrame")
    page.locator("[data-version]").wait_for(state="attached")
    before = table.bounding_box()
    page.mouse.click(before["x"] + 60, before["y"] + 100)
    page.locator(".chosen").wait_for()
    assert table.bounding_box()["y"] == before["y"]


@pytest.mark.parametrize("name", ["", "territories", "compare", "handover"])
def test_a_phone_has_targets_to_hit_and_words_to_read(browser_page, program, workspace, name):
    page = browser_page
    page.set_viewport_size({"width": 360, "height": 740})
    dataset = open_demo(Workspace(workspace), viewer=MANAGER).id
    page.goto(program.address + PLAN.format(lang="nl", dataset=dataset))
    page.wait_for_url("**/territories?*scenario=*")
    page.goto(page.url.replace("/territories?", f"/{name}?"))
    expect(page.locator(".page-title").first).to_be_visible()
    page.locator(STANDS[name]).first.wait_for(state="attached")
    assert page.evaluate(TOO_SMALL) == []
