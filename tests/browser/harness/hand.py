"""A window on a map to paint on, and a mouse that knows areas."""

from __future__ import annotations

COLUMNS = 12
"""Squares in a row of the test's own ground."""

PLACE = """area => {
    const { mosaic } = rayon.frame.board, { map } = rayon.frame, { scale, x, y } = mosaic.frameOf(map);
    const [a, b] = mosaic.middle(area), point = map.layerPointToContainerPoint([a * scale + x, b * scale + y]);
    return [point.x, point.y];
}"""
SAVED = "rayon.frame.desk.pending.length === 0"


def area_of(column, row):
    """Row in the coverage of a square."""
    return row * COLUMNS + column


class Hand:
    """A window on the page, and a mouse that knows areas."""

    def __init__(self, page, program, query="selected=2"):
        self.page, self.program = page, program
        page.goto(f"{program.address}/?{query}")
        self.frame = page.wait_for_selector("iframe").content_frame()
        self.frame.wait_for_function("window.rayon && rayon.settled > 0 && rayon.frame.board")

    def at(self, column, row):
        return self.over(area_of(column, row))

    def over(self, area):
        """Place of an area on the page, in pixels."""
        return self.frame.evaluate(PLACE, area)

    def tool(self, name):
        self.frame.get_by_role("button", name=name).click()

    def click(self, column, row):
        self.page.mouse.click(*self.at(column, row))

    def sweep(self, *places, steps=2, release=True):
        self.page.mouse.move(*self.at(*places[0]))
        self.page.mouse.down()
        for place in places[1:]:
            self.page.mouse.move(*self.at(*place), steps=steps)
        if release:
            self.page.mouse.up()

    def owner(self, column, row):
        return self.frame.evaluate("a => rayon.frame.desk.ownerOf(a)", area_of(column, row))

    @property
    def owners(self):
        return self.frame.evaluate("[...rayon.frame.desk.owner]")

    @property
    def hint(self):
        return self.frame.locator(".rayon-hint")

    def saved(self):
        self.frame.wait_for_function(SAVED)
        return self.program.scenario.owner

    def told(self, name):
        return self.page.evaluate("name => heard.filter(([n]) => n === name).map(([, d]) => d)", name)
