"""Long work as the windows see it that wait for it: joined, stopped, kept, abandoned, lost."""

from threading import Event

import pytest

from geo.errors import Cancelled
from geo.planning import design
from geo.texts import Share, text
from tests.pages.visitor import PATIENCE, button, settle, where, words
from ui import cache

PLAN = {"territories": "7", "measure": "revenue", "tolerance": "0.05", "areas": "province"}


class Search:
    """Stands for the search of a plan: it goes on until it is told to end, as real ones of a large list do."""

    def __init__(self):
        self.asked, self.began, self.gate = 0, Event(), Event()

    def __call__(self, customers, settings, *, progress, cancelled, enough, **rest):
        self.asked += 1
        progress(text("Moving", deviation=Share(0.248)), 0.3)
        progress(text("Moving", deviation=Share(0.031)), 0.6)
        self.began.set()
        while not (self.gate.wait(0.01) or cancelled() or enough()):
            pass
        if cancelled():
            # Not all work hears so at once.
            self.gate.wait(PATIENCE)
            raise Cancelled
        return design(customers, settings, **rest, enough=enough)


@pytest.fixture
def search(monkeypatch):
    found = Search()
    monkeypatch.setattr("ui.plans.design", found)
    yield found
    found.gate.set()


@pytest.fixture
def window(visit, demo, search):
    """Open another window on the same address, and leave it while the work goes on."""

    def window():
        app = visit("territories", waits=False, lang="en", dataset=demo, **PLAN)
        assert search.began.wait(PATIENCE)
        return app.run()

    return window


def labels(app):
    return [b.label for b in app.button]


def test_a_search_is_told_with_where_it_began_and_joined_by_a_second_window(window, search):
    first, second = window(), window()
    assert search.asked == 1
    for app in (first, second):
        page = words(app)
        assert page.count("3.1\u00a0%") == page.count("24.8\u00a0%") == 1
        assert {"Stop and keep this result", "Stop"} <= set(labels(app))


def test_what_was_found_is_kept_and_says_that_it_was_stopped(window, search):
    app = window()
    button(app, "Stop and keep this result").click().run()
    app = settle(app)
    assert "scenario" in where(app)
    assert "The search was stopped; a longer one may find" in words(app)


def test_who_asks_again_for_what_was_kept_gets_the_whole_search(window, search):
    settle(button(window(), "Stop and keep this result").click().run())
    window()
    assert search.asked == 2


def test_the_window_that_stops_and_the_one_that_waits_with_it_hear_so_and_start_nothing(window, search):
    stopping, waiting = window(), window()
    button(stopping, "Stop").click().run()
    assert "Stopping…" in words(stopping)
    search.gate.set()
    for app in (stopping, waiting):
        settle(app)
        assert "The work was stopped. Everything is as it was." in words(app)
        assert "state wrong" not in words(app)
        assert button(app, "Make a proposal")
    assert search.asked == 1


def test_a_window_that_comes_while_it_is_being_stopped_gets_it_anew(window, search):
    stopping = window()
    button(stopping, "Stop").click().run()
    coming = window()
    search.gate.set()
    settle(coming)
    assert "scenario" in where(coming)
    assert search.asked == 2
    settle(stopping)
    assert "The work was stopped." in words(stopping)
    assert "scenario" not in where(stopping)
    assert search.asked == 2


def test_work_that_was_left_alone_is_told_to_who_comes_back(window, search):
    app = window()
    for job in cache.jobs()._jobs.values():
        job.abandon()
    search.gate.set()
    settle(app)
    assert "stopped because no window waited for it any more" in words(app)
    assert button(app, "Make a proposal")


def test_an_import_that_was_stopped_is_told(visit, monkeypatch):
    began, gate = Event(), Event()

    def endless(*args, cancelled, **rest):
        began.set()
        while not cancelled():
            gate.wait(0.01)
        raise Cancelled

    monkeypatch.setattr("ui.imports.import_customers", endless)
    app = visit("customers", lang="en")
    app.file_uploader[0].upload("a.csv", b"naam;postcode\nA;3511 AB\n", "text/csv")
    app.run()
    assert began.wait(PATIENCE)
    assert "Stop and keep this result" not in labels(app.run())
    settle(button(app, "Stop").click().run())
    assert "The work was stopped." in words(app)
    assert "job" not in where(app)
    assert button(app, "Open the demo company")


def test_a_rebalancing_that_the_program_lost_is_told(visit, demo):
    app = visit("territories", lang="en", dataset=demo, **PLAN)
    scenario = where(app)["scenario"]
    again = visit("territories", lang="en", dataset=demo, scenario=scenario, work="balance0123456789abcdef")
    assert "was started anew while the plan was being rebalanced" in words(again)
    assert "work" not in where(again)
