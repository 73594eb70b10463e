"""One visitor's state: what wins over what, what is forgotten, what is returned to."""

from types import SimpleNamespace

import pytest
import streamlit as st

from geo.errors import SettingsError
from geo.planning import DesignSettings
from geo.texts import text
from ui import state
from ui.state import AppState, begin

FOUR, FIVE = DesignSettings(4), DesignSettings(5)
PROBLEM = SettingsError(text("Too many."))


class Query(dict):
    to_dict = dict.copy


class Window:
    """A browser window: its address, its locale, what the browser remembers, and the session behind it."""

    def __init__(self, monkeypatch):
        self.query, self.remembered = Query(), {}
        self.context = SimpleNamespace(locale="en-GB", cookies={})
        monkeypatch.setattr(st, "session_state", {})
        monkeypatch.setattr(st, "query_params", self.query)
        monkeypatch.setattr(st, "context", self.context)
        monkeypatch.setattr(state, "remembered", lambda: self.remembered)

    def open(self, **query):
        self.query.clear()
        self.query.update(query)
        return begin()


@pytest.fixture
def window(monkeypatch):
    return Window(monkeypatch)


def test_an_address_that_was_edited_wins_over_the_session(window):
    first = window.open(lang="en", dataset="a", territories="4")
    edited = window.open(lang="nl", dataset="b", territories="5")
    assert edited is first
    assert (edited.language.code, edited.dataset, edited.plan) == ("nl", "b", FIVE)


def test_an_address_gone_back_to_wins_over_what_was_chosen_since(window):
    visitor = window.open(lang="en", dataset="a", territories="4")
    window.open(lang="en", dataset="a", territories="5")
    visitor.selected, visitor.draft = 1, {"n": 9}
    window.open(lang="en", dataset="a", territories="4")
    assert (visitor.plan, visitor.selected, visitor.draft) == (FOUR, None, {})


def test_an_address_that_was_seen_already_leaves_the_session_alone(window):
    visitor = window.open(lang="en", dataset="a", territories="4")
    visitor.ask(FIVE)
    visitor.selected = 2
    window.open(lang="en", dataset="a", territories="4")
    assert (visitor.plan, visitor.selected, visitor.run) == (FIVE, 2, 2)


def test_a_bare_address_leaves_the_session_alone(window):
    visitor = window.open(lang="en", dataset="a", territories="4")
    window.remembered = {"dataset": "z"}
    window.open()
    assert (visitor.dataset, visitor.plan) == ("a", FOUR)


def test_widgets_forget_what_they_showed_when_the_address_changes(window):
    visitor = window.open(lang="en", dataset="a")
    before = visitor.edition
    window.open(lang="en", dataset="a")
    assert visitor.edition == before
    window.open(lang="en", dataset="b")
    assert visitor.edition > before


@pytest.mark.parametrize(("locale", "language"), [("nl-NL", "nl"), ("NL", "nl"), ("en-US", "en"), (None, "en")])
def test_a_new_visitor_is_spoken_to_in_the_browser_s_language(window, locale, language):
    window.context.locale = locale
    assert window.open().language.code == language


def test_an_edited_address_without_a_language_keeps_the_visitor_s(window):
    window.open(lang="nl", dataset="a")
    assert window.open(dataset="b").language.code == "nl"


def test_an_address_that_cannot_be_read_keeps_its_list_and_tells_the_problem(window):
    visitor = window.open(lang="nl", dataset="a", territories="many")
    assert (visitor.language.code, visitor.dataset, visitor.plan) == ("nl", "a", None)
    assert isinstance(visitor.problem, SettingsError)


def full():
    return AppState(
        dataset="a", plan=FIVE, former=FOUR, tried=FOUR, job="j", draft={"n": 9}, selected=1, problem=PROBLEM
    )


def test_another_list_forgets_the_plan_of_the_former():
    visitor = full()
    before = visitor.edition
    visitor.open_dataset("b")
    assert (visitor.dataset, visitor.job, visitor.problem) == ("b", None, None)
    assert (visitor.plan, visitor.former, visitor.tried, visitor.draft, visitor.selected) == (
        None,
        None,
        None,
        {},
        None,
    )
    assert visitor.edition > before


def test_the_same_list_keeps_its_plan():
    visitor = full()
    visitor.open_dataset("a")
    assert (visitor.plan, visitor.former, visitor.draft, visitor.selected) == (FIVE, FOUR, {"n": 9}, 1)
    assert (visitor.job, visitor.problem) == (None, None)


def test_a_list_that_is_closed_takes_its_plan_along():
    visitor = full()
    visitor.close_dataset()
    assert (visitor.dataset, visitor.plan, visitor.former, visitor.selected) == (None, None, None, None)


def test_each_choice_on_the_map_counts():
    visitor = AppState()
    for count, territory in enumerate([2, 2, None], start=1):
        visitor.choose_on_map(territory)
        assert (visitor.selected, visitor.chosen_on_map) == (territory, count)


def test_another_plan_forgets_the_chosen_territory_and_keeps_the_plan_before():
    visitor = AppState(plan=FOUR, selected=1, problem=PROBLEM)
    visitor.ask(FIVE)
    assert (visitor.plan, visitor.former, visitor.selected, visitor.problem) == (FIVE, FOUR, None, None)


def test_the_same_plan_asked_again_keeps_the_chosen_territory_and_the_plan_before():
    visitor = AppState(plan=FIVE, former=FOUR, selected=1)
    visitor.ask(FIVE)
    assert (visitor.plan, visitor.former, visitor.selected) == (FIVE, FOUR, 1)


def test_a_plan_that_cannot_be_made_gives_way_to_the_one_before():
    visitor = AppState(plan=FOUR)
    visitor.ask(FIVE)
    visitor.fall_back(PROBLEM)
    assert (visitor.plan, visitor.former, visitor.tried, visitor.problem) == (FOUR, None, FIVE, PROBLEM)


def test_a_first_plan_that_was_stopped_leaves_none():
    visitor = AppState()
    visitor.ask(FIVE)
    visitor.fall_back(None)
    assert (visitor.plan, visitor.tried, visitor.problem) == (None, FIVE, None)
