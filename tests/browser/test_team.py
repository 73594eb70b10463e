"""The team in a real browser: a workbook loaded, hours typed, the capacity follows, and a reload keeps all of it."""

import pytest
from playwright.sync_api import expect

from geo.sales import Rep, Team, team_workbook
from geo.texts import Language

pytestmark = pytest.mark.browser

DUTCH = Language("nl")
HOSTILE = "<img src=x onerror=alert(1)> {{7*7}}"
NAME, HOME, WEEK, YEAR, FIELD, HOURS, CAPACITY = range(7)
KEYS_MS = 40
"""Between the keys of a hand that types: the first one opens the cell."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def program(serve, browser, root, workspace):
    return serve(root / "app.py", TERRITORY_HOME=str(workspace))


@pytest.fixture(scope="module")
def address(program, workspace):
    """The page of the demo company's team, in Dutch."""
    from geo.planning import open_demo
    from geo.store import Workspace
    from geo.viewer import MANAGER

    return f"{program.address}/team?lang=nl&dataset={open_demo(Workspace(workspace), viewer=MANAGER).id}"


@pytest.fixture
def workbook():
    reps = (Rep("Sietske Hoekstra", "3511", "Utrecht", hours_week=32.0), Rep(HOSTILE, "9712", "Groningen"), Rep("Daan"))
    content = team_workbook(Team(reps), DUTCH)
    mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "team.xlsx", "mimeType": mime, "buffer": content}


def cell(page, column, row):
    return page.get_by_test_id(f"glide-cell-{column}-{row}")


def write(page, column, row, words):
    """Type in a cell, as one does with the keys: from the first cell of the table to it."""
    box = page.get_by_test_id("stDataFrame").bounding_box()
    page.mouse.click(box["x"] + 20, box["y"] + 36 + 16)
    expect(cell(page, 0, 0)).to_have_attribute("aria-selected", "true")
    for _ in range(column):
        page.keyboard.press("ArrowRight")
    for _ in range(row):
        page.keyboard.press("ArrowDown")
    expect(cell(page, column, row)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.locator(".gdg-input").wait_for()
    page.keyboard.press("Control+A")
    page.keyboard.type(words, delay=KEYS_MS)
    page.keyboard.press("Enter")


def test_a_workbook_is_loaded_hours_are_typed_and_a_reload_keeps_them(browser_page, address, workbook, map_frame):
    page = browser_page
    page.goto(address)
    expect(page.get_by_text("Nog geen team")).to_be_visible()
    page.locator("input[type=file]").set_input_files([workbook])
    expect(page.get_by_role("heading", name="3 vertegenwoordigers is te weinig")).to_be_visible()
    expect(cell(page, WEEK, 0)).to_have_text("32")
    expect(cell(page, HOURS, 0)).to_have_text("845")
    expect(cell(page, NAME, 1)).to_have_text(HOSTILE)

    write(page, WEEK, 0, "37,5")
    expect(cell(page, HOURS, 0)).to_have_text("990")
    expect(cell(page, CAPACITY, 0)).to_have_text("0,94")
    expect(page.get_by_text("37,5 uur per week × 44 weken per jaar")).to_be_visible()
    write(page, FIELD, 2, "veel")
    expect(page.get_by_text("“veel”: Dat is geen getal.")).to_be_visible()
    expect(cell(page, HOURS, 2)).to_have_text("1.056")

    page.reload()
    expect(cell(page, WEEK, 0)).to_have_text("37,5")
    expect(cell(page, HOURS, 0)).to_have_text("990")
    expect(cell(page, FIELD, 2)).to_have_text("60")
    frame = map_frame(page)
    expect(frame.locator(".rayon-home span").filter(has_text="onerror")).to_have_text(HOSTILE)
    assert frame.locator(".rayon-home").count() == 2

    # Daan has no home yet: a click on the map is where he lives.
    expect(page.get_by_text("Of klik op de kaart waar Daan woont.")).to_be_visible()
    x, y = frame.evaluate("(({ x, y }) => [x, y])(rayon.frame.map.latLngToContainerPoint([51.44, 5.47]))")
    frame.locator(".leaflet-container").click(position={"x": x, "y": y})
    expect(cell(page, HOME, 2)).to_contain_text("Eindhoven")
    expect(frame.locator(".rayon-home")).to_have_count(3)

    page.get_by_role("button", name="Ongedaan maken").click()
    expect(cell(page, HOME, 2)).to_have_text("")
    expect(cell(page, WEEK, 0)).to_have_text("37,5")
    page.get_by_role("button", name="Ongedaan maken").click()
    expect(cell(page, WEEK, 0)).to_have_text("32")
    # Streamlit itself asks for its health below the page first, where there is none.
    failed = [line for line in page.noise.failed if "/_stcore/" not in line]
    assert (page.noise.elsewhere, failed, page.noise.errors, page.noise.dialogs) == ([], [], [], [])
