"""What stands where the map will be, until it is drawn."""

import pytest

from geo.planning import open_demo
from geo.store import Workspace
from geo.viewer import MANAGER

pytestmark = pytest.mark.browser

PLAN = "/territories?lang=en&dataset={dataset}&territories=8&measure=revenue&tolerance=0.05&areas=municipality"
COVER = """() => {
    const frame = document.querySelector("iframe[title*=st_folium]");
    const around = frame.closest('[data-testid="stElementContainer"]');
    const { content, backgroundColor } = getComputedStyle(around, "::after");
    return content === "none" ? null : backgroundColor;
}"""


def test_until_the_map_is_drawn_there_is_sea_and_no_white_sheet(browser_page, serve, root, tmp_path, map_frame):
    program = serve(root / "app.py", TERRITORY_HOME=str(tmp_path))
    dataset = open_demo(Workspace(tmp_path), viewer=MANAGER).id
    held, free = [], []
    browser_page.route("**/map/base/**", lambda route: route.continue_() if free else held.append(route))
    with browser_page.expect_request("**/map/base/**"):
        browser_page.goto(program.address + PLAN.format(dataset=dataset))
    browser_page.wait_for_selector("iframe[title*=st_folium]")
    assert browser_page.evaluate(COVER) == "rgb(223, 232, 237)"
    assert browser_page.get_by_test_id("stSpinner").count() == 0
    free.append(True)
    for route in held:
        route.continue_()
    map_frame(browser_page)
    assert browser_page.evaluate(COVER) is None
