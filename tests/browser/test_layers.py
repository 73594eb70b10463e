"""What lies over the map: layers, and full screen; in a file too."""

import sys
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

sys.path.insert(0, str(Path(__file__).parent / "harness"))
from looking import INK, asked_for, switch

from geo.exports.html import map_html
from geo.planning.drawing import plan_layers
from geo.texts import Language

pytestmark = pytest.mark.browser


def test_customers_and_towns_can_be_left_out_and_stay_out(opened):
    frame = opened()
    assert frame.evaluate(INK)
    assert frame.locator(".rayon-town").count() > 0
    switch(frame, "customers", False)
    switch(frame, "towns", False)
    assert not frame.evaluate(INK)
    assert frame.locator(".rayon-town").count() == 0
    again = opened()
    assert not again.evaluate(INK)
    assert again.locator(".rayon-town").count() == 0
    switch(again, "towns", True)
    assert again.locator(".rayon-town").count() > 0


def test_density_colours_every_area_by_its_measure_and_says_what_colours_mean(opened, layered):
    frame = opened("lang=en")
    switch(frame, "density", True)
    expect(frame.locator(".rayon-density")).to_contain_text("Revenue in € per km²")
    expect(frame.locator(".rayon-layer", has=frame.locator("[name=density]"))).to_have_text("Revenue in € per km²")
    assert frame.locator(".rayon-density .rayon-legend-row").count() == 6
    colours = frame.evaluate("rayon.frame.desk.weights[0].map((_, area) => rayon.frame.board.blocks.colouring(area))")
    plan = layered.desk.current[1]
    tally = layered.desk.tally
    density = tally.free_sums(plan)[:, tally.names.index("revenue")] / plan.coverage.area_km2
    scale = ["#F3F4F2", "#FFFFD9", "#C7E9B4", "#7FCDBB", "#41B6C4", "#2C7FB8", "#253494"]
    steps = np.array([scale.index(colour) for colour in colours])
    assert (steps[density == 0] == 0).all()
    means = [density[steps == step].mean() for step in range(1, 7)]
    assert means == sorted(means)
    switch(frame, "density", False)
    expect(frame.locator(".rayon-density")).to_be_hidden()
    assert frame.evaluate("rayon.frame.board.blocks.colouring") is None


def test_borders_are_asked_for_once_and_only_when_wanted(browser_page, opened):
    asked = asked_for(browser_page, r"/map/borders/")
    frame = opened()
    assert asked == []
    drawn = "Boolean(rayon.frame.corner.menu.regions.provinces?._map)"
    switch(frame, "provinces", True)
    frame.wait_for_function(drawn)
    switch(frame, "provinces", False)
    assert not frame.evaluate(drawn)
    switch(frame, "provinces", True)
    assert frame.evaluate(drawn)
    assert [url.rsplit("/", 2)[1:] for url in asked] == [["NL", "province.json"]]


def test_the_legend_says_what_lies_on_the_map_and_no_more(opened):
    frame = opened("lang=en")
    legend = frame.locator(".rayon-legend:not(.rayon-density) .rayon-legend-row")
    expect(legend).to_have_text(["Customer", "Prospect", "Larger is more", "Area borders", "Borders are approximate"])
    switch(frame, "customers", False)
    switch(frame, "mesh", False)
    switch(frame, "municipalities", True)
    switch(frame, "provinces", True)
    expect(legend).to_have_text(["Municipal borders", "Provincial borders", "Borders are approximate"])
    signs = legend.locator(".rayon-swatch")
    assert signs.evaluate_all("all => all.map(e => e.offsetWidth > 0)") == [True] * 3


def test_whatever_has_the_focus_by_key_is_seen_to_have_it(browser_page, opened):
    frame = opened("lang=en")
    frame.click(".rayon-layers button")
    frame.focus(".rayon-tool")
    ringed = """() => {
        const had = document.activeElement, { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(had);
        if (had === document.body) return null;
        return [had.className || had.name, outlineStyle, outlineWidth, outlineColor];
    }"""
    seen = {}
    for _ in range(60):
        found = frame.evaluate(ringed)
        if found is None:  # beyond the last of the map
            break
        seen[found[0]] = found[1:]
        browser_page.keyboard.press("Tab")
    names = " ".join(seen)
    for name in ("rayon-tool", "leaflet-control-zoom-in", "leaflet-control-zoom-out", "rayon-corner-button", "density"):
        assert name in names
    assert found is None
    assert set(map(tuple, seen.values())) == {("solid", "2px", "rgb(59, 76, 192)")}


def test_the_mesh_of_an_edited_map_can_be_left_out(opened):
    frame = opened()
    before = frame.evaluate("document.querySelector('canvas.rayon-blocks').toDataURL().length")
    switch(frame, "mesh", False)
    assert frame.evaluate("document.querySelector('canvas.rayon-blocks').toDataURL().length") < before


def test_no_mesh_is_told_of_where_every_area_is_a_territory(opened):
    frame = opened()
    signs = "rayon.frame.corner.menu.signs(rayon.frame.board.words).map(([sign]) => sign)"
    assert "mesh" in frame.evaluate(signs)
    frame.evaluate("rayon.frame.board.desk.owner = rayon.frame.board.desk.owner.map((_, area) => area + 1)")
    assert "mesh" not in frame.evaluate(signs)


def test_a_map_to_look_at_offers_only_what_it_has(opened):
    frame = opened("kind=plan")
    frame.click(".rayon-layers button")
    names = "[...document.querySelectorAll('.rayon-layer:not([hidden]) input')].map((box) => box.name)"
    assert frame.evaluate(names) == ["customers", "municipalities", "provinces", "towns", "mesh"]
    switch(frame, "mesh", False)
    assert frame.locator(".leaflet-rayon-mesh-pane").is_hidden()


def test_full_screen_by_key_and_back(browser_page, opened):
    frame = opened("lang=en")
    button = frame.get_by_role("button", name="Full screen")
    browser_page.keyboard.press("f")
    frame.wait_for_function("document.fullscreenElement === document.documentElement")
    leave = frame.get_by_role("button", name="Leave full screen")
    expect(leave).to_be_visible()
    leave.click()
    frame.wait_for_function("document.fullscreenElement === null")
    expect(button).to_be_visible()


def test_a_file_offers_layers_and_asks_nobody(browser_page, layered, tmp_path):
    page, file = browser_page, tmp_path / "map.html"
    file.write_bytes(map_html(plan_layers(layered.desk.first, Language("en")), title="A", language=Language("en")))
    page.context.set_offline(True)
    page.goto(file.as_uri())
    page.wait_for_function("window.rayon && rayon.settled > 0")
    assert page.locator(".rayon-search").count() == 0
    page.click(".rayon-layers button")
    names = page.evaluate("[...document.querySelectorAll('.rayon-layer:not([hidden]) input')].map((box) => box.name)")
    assert names == ["customers", "towns", "mesh"]
    page.uncheck("input[name=customers]")
    assert not page.evaluate(INK)
    assert (page.noise.elsewhere, page.noise.errors) == ([], [])
