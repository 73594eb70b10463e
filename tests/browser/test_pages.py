"""A visitor's way through the pages: from the demo company to a plan, back, on, and back the next morning."""

import pytest
from playwright.sync_api import expect

from geo.maps.assets import assets_folder

pytestmark = pytest.mark.browser

PLAN = "/territories?lang=nl&dataset={dataset}&territories=6&measure=revenue&areas=municipality&tolerance=0.05"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def program(serve, browser, root, workspace):
    return serve(root / "app.py", TERRITORY_HOME=str(workspace))


@pytest.fixture(scope="module")
def demo(program, workspace):
    """Name of the demo company's dataset in the workspace of the program."""
    from geo.planning import open_demo
    from geo.store import Workspace
    from geo.viewer import MANAGER

    return open_demo(Workspace(workspace), viewer=MANAGER).id


@pytest.fixture
def visitor(browser):
    """The window of a Dutch visitor who was never here before."""
    context = browser.new_context(locale="nl-NL", viewport={"width": 1440, "height": 900})
    context.set_default_timeout(60_000)
    yield context
    context.close()


def sentence(page):
    heading = page.get_by_test_id("stMain").locator("h1")
    expect(heading).to_contain_text("rayons binnen", timeout=60_000)
    return heading.inner_text()


def test_from_the_demo_to_a_plan_and_back(visitor, program):
    page = visitor.new_page()
    page.goto(program.address)
    page.get_by_role("button", name="Open het demobedrijf").click()
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name="Maak een voorstel").click()
    planned = sentence(page)
    page.wait_for_url("**/territories?*scenario=*")
    address = page.url
    page.get_by_role("link", name="1 Klanten").click()
    expect(page.get_by_role("button", name="Naar de rayons")).to_be_visible()
    page.go_back()
    assert sentence(page) == planned
    assert page.url == address
    page.reload()
    assert sentence(page) == planned


def test_an_address_gives_the_same_plan_after_a_restart(visitor, program, serve, root, workspace, demo):
    page = visitor.new_page()
    page.goto(program.address + PLAN.format(dataset=demo))
    planned = sentence(page)
    again = serve(root / "app.py", TERRITORY_HOME=str(workspace))
    page.goto(again.address + PLAN.format(dataset=demo))
    assert sentence(page) == planned


def test_the_bare_address_shows_what_was_open(visitor, program, demo):
    page = visitor.new_page()
    page.goto(program.address + PLAN.format(dataset=demo).replace("lang=nl", "lang=en"))
    expect(page.get_by_test_id("stMain").locator("h1")).to_contain_text("territories within")
    other = visitor.new_page()
    other.goto(program.address + "/territories")
    expect(other.get_by_test_id("stMain").locator("h1")).to_contain_text("6 territories within")


def test_a_click_in_the_table_chooses_the_territory_on_the_map(visitor, program, demo, map_frame):
    page = visitor.new_page()
    page.goto(program.address + PLAN.format(dataset=demo))
    sentence(page)
    frame = map_frame(page)
    box = page.get_by_test_id("stDataFrame").bounding_box()
    page.mouse.click(box["x"] + 90, box["y"] + 32 + 28 * 2.5)
    expect(page.locator(".chosen h2")).to_be_visible()
    frame.wait_for_function("rayon.frame.board.selected === 3")


@pytest.mark.parametrize("size", [(1440, 900), (360, 740)], ids=["desk", "phone"])
@pytest.mark.parametrize("path", [f"{path}?lang=nl" for path in ("/", "/customers", "/team", "/territories")])
@pytest.mark.parametrize("filled", [False, True], ids=["empty", "demo"])
def test_pages_can_be_read_by_everyone(visitor, program, demo, size, path, filled):
    page = visitor.new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    query = PLAN.format(dataset=demo).partition("lang=nl")[2] if filled else ""
    page.goto(program.address + path + query)
    page.get_by_test_id("stMain").locator(".page-title, .state").first.wait_for()
    if not filled and ("customers" in path or path.startswith("/?")):
        page.locator("[data-testid=stFileUploaderDropzone] button[aria-label]").wait_for()
    # While a page runs, what stands from before is pale, and what comes has no words yet.
    page.locator("[data-test-script-state=notRunning]").wait_for()
    page.evaluate((assets_folder() / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    serious = [v["id"] for v in found["violations"] if v["impact"] in {"serious", "critical"}]
    assert serious == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 2
