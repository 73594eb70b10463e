"""A page that fails: words, never a trace, and a way on that keeps what is there."""

import pytest
from streamlit_folium import generate_leaflet_string

from geo.errors import StoreError
from geo.texts import text
from tests.pages.visitor import button, where, words
from ui import overview
from ui.workbench import panel

PLAN = {"territories": "4", "measure": "revenue", "tolerance": "0.05", "areas": "province"}


class Broken:
    """Stands for a part of a page that fails until it is mended."""

    def __init__(self, part, error):
        self._part, self._error, self.mended = part, error, False

    def __call__(self, *args, **rest):
        if not self.mended:
            raise self._error
        return self._part(*args, **rest)


@pytest.fixture
def broken(monkeypatch):
    def broken(module, name, error):
        part = Broken(getattr(module, name), error)
        monkeypatch.setattr(module, name, part)
        return part

    return broken


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (KeyError("secret of the inside"), "Er ging iets mis dat niet mis had mogen gaan."),
        (StoreError(text("The workspace {name} cannot be read.", name="x")), "The workspace x cannot be read."),
    ],
    ids=["unforeseen", "foreseen"],
)
def test_a_page_that_fails_says_so_and_can_be_tried_again(visit, demo, broken, error, said):
    part = broken(overview, "overview", error)
    app = visit("start", lang="nl", dataset=demo)
    page = words(app)
    assert said in page
    assert "secret of the inside" not in page
    assert "<svg" not in page
    part.mended = True
    button(app, "Probeer opnieuw").click().run()
    assert "state wrong" not in words(app)
    assert "Demobedrijf" in words(app)
    assert where(app)["dataset"] == demo


def map_of(shown):
    return generate_leaflet_string(shown.calls[-1]["feature_group_to_add"], base_id="map")


def test_a_panel_that_fails_leaves_the_map_and_the_scenario(visit, demo, broken, shown):
    app = visit("territories", lang="en", dataset=demo, **PLAN)
    scenario = where(app)["scenario"]
    part = broken(panel, "territory_table", KeyError("secret of the inside"))
    drawn = map_of(shown)
    app.run()
    page = words(app)
    assert "The scenario is as it was saved last." in page
    assert "secret of the inside" not in page
    assert map_of(shown) == drawn
    part.mended = True
    button(app, "Try again").click().run()
    assert "state wrong" not in words(app)
    assert where(app)["scenario"] == scenario
