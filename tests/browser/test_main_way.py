"""The main way, once, end to end: the demo company, then a list of one's own, to territories on the map, and back."""

import re

import pandas as pd
import pytest
from playwright.sync_api import expect

from geo.gazetteer import postcode_places

pytestmark = pytest.mark.browser

ROWS = 600


@pytest.fixture(scope="module")
def own_list():
    """A list as Dutch Excel saves it: semicolons, decimal commas, cp1252, a foreign address and two errors in it."""
    places = postcode_places("NL").iloc[:: len(postcode_places("NL")) // ROWS].head(ROWS)
    frame = pd.DataFrame(
        {
            "Klantnr": [f"K{i:05d}" for i in range(len(places))],
            "Relatienaam": [f"Café 't Hoekje {i}" for i in range(len(places))],
            "PC": [f"{code} AB" for code in places.index],
            "Woonplaats": places["place"].to_numpy(),
            "Omzet 2025": [f"{1 + i % 9}.{i % 1000:03d},50" for i in range(len(places))],
            "Accountmanager": [
                ("Anne de Wit", "Bas Kok", "Cem Demir")[i * 3 // len(places)] for i in range(len(places))
            ],
        }
    )
    frame.loc[3, "PC"] = "0000 XX"
    frame.loc[4, "PC"] = "onbekend"
    frame.loc[5, ["PC", "Woonplaats"]] = ["2000", "Antwerpen"]
    return frame.to_csv(sep=";", index=False, lineterminator="\r\n").encode("cp1252")


def conclusion(page, territories):
    heading = page.get_by_test_id("stMain").locator("h1")
    expect(heading).to_contain_text(f"{territories} rayons binnen", timeout=60_000)
    return heading.inner_text()


def names_on_the_map(map_frame, page):
    frame = map_frame(page)
    frame.wait_for_function("document.querySelectorAll('.rayon-label').length > 0")
    return sorted(frame.locator(".rayon-label").all_inner_texts())


def test_from_a_list_of_ones_own_to_territories_and_back(browser_page, serve, root, own_list, map_frame):
    page, program = browser_page, serve(root / "app.py")
    page.goto(program.address + "/?lang=nl")
    page.get_by_role("button", name="Open het demobedrijf").click()
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name="Maak een voorstel").click()
    conclusion(page, 14)
    demo = page.url

    page.get_by_role("link", name="1 Klanten").click()
    page.get_by_role("button", name="Ander bestand").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "klanten 2026.csv", "mimeType": "text/csv", "buffer": own_list}
    )
    expect(page.get_by_role("heading", name="klanten 2026.csv")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name=re.compile(r"\d+ klanten overnemen")).click()
    page.get_by_role("button", name="Maak een voorstel").click()
    planned = conclusion(page, 3)
    expect(page.get_by_role("row", name="Omzet die wisselt")).to_be_visible()
    labels = names_on_the_map(map_frame, page)
    address = page.url
    assert address != demo

    page.reload()
    assert conclusion(page, 3) == planned
    assert names_on_the_map(map_frame, page) == labels
    page.goto(demo)
    conclusion(page, 14)
    page.go_back()
    assert conclusion(page, 3) == planned
    assert page.noise.elsewhere == []
    assert page.noise.errors == []
