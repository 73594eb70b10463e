"""Reading a division as the page shows it: how far it is, and the way to stop it."""

from threading import Event

import pytest

from geo.errors import Cancelled
from geo.texts import text
from tests.pages.test_handover import home, planned  # noqa: F401 - fixtures
from tests.pages.visitor import PATIENCE, button, settle, words


@pytest.fixture
def reading(monkeypatch):
    """Stands for the reading of a file of a million rows: it goes on until it is asked to stop."""
    began, over = Event(), Event()

    def read_back(content, filename, proposal, *, viewer, next_territory, progress, cancelled):
        began.count += 1
        progress(text("Taking over the areas"), 0.42)
        began.set()
        while not cancelled():
            began.over.wait(0.01)
        began.over.wait(PATIENCE)
        raise Cancelled

    began.count, began.over = 0, over
    monkeypatch.setattr("ui.handover.reading.read_back", read_back)
    yield began
    over.set()


def test_a_long_reading_says_how_far_it_is_and_stops_when_asked(visit, demo, planned, reading):  # noqa: F811
    app = visit("handover", waits=False, lang="en", dataset=demo, scenario=planned[1])
    app.get("file_uploader")[-1].set_value(("crm.csv", b"code,territory_name\n", "text/csv")).run()
    assert reading.wait(PATIENCE)
    app.run()
    assert "Taking over the areas" in words(app)
    assert 'value="42"' in words(app)
    button(app, "Stop").click().run()
    assert "Stopping…" in words(app)
    reading.over.set()
    settle(app)
    assert "The work was stopped. Everything is as it was." in words(app)
    assert "state wrong" not in words(app)
    app.run()
    assert reading.count == 1, "what was stopped is not begun anew"
