"""One visitor's state: what wins over what, what is forgotten, what is returned to."""

from types import SimpleNamespace

import pytest
import streamlit as st

from geo.errors import SettingsError
from geo.planning import DesignSettings
from geo.texts import text
from ui import state
from ui.address import Address
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


def test_a_version_that_cannot_be_read_keeps_the_scenario(window):
    visitor = window.open(lang="nl", dataset="a", scenario="s", at="last", show="revenue")
    assert (visitor.scenario, visitor.at, visitor.measure) == ("s", None, "revenue")
    assert isinstance(visitor.problem, SettingsError)


def test_an_address_of_a_scenario_is_taken_over(window):
    visitor = window.open(lang="nl", dataset="a", scenario="s", at="3", show="revenue")
    assert (visitor.dataset, visitor.scenario, visitor.at, visitor.measure) == ("a", "s", 3, "revenue")
    window.open(lang="nl", dataset="a", scenario="t")
    assert (visitor.scenario, visitor.at, visitor.measure) == ("t", None, None)


def test_the_chosen_territory_stays_from_version_to_version_and_no_further(window):
    visitor = window.open(lang="nl", dataset="a", scenario="s")
    visitor.choose(4)
    window.open(lang="nl", dataset="a", scenario="s", at="3")
    assert visitor.selected == 4
    window.open(lang="nl", dataset="a", scenario="t")
    assert visitor.selected is None


def test_the_windows_of_a_map_stay_from_version_to_version_and_no_further(window):
    visitor = window.open(lang="nl", dataset="a", scenario="s")
    visitor.windows = ("0" * 16,)
    window.open(lang="nl", dataset="a", scenario="s", at="3")
    assert visitor.windows == ("0" * 16,)
    window.open(lang="nl", dataset="a", scenario="t")
    assert visitor.windows == ()
    visitor.windows = ("0" * 16,)
    visitor.open_scenario("u")
    assert visitor.windows == ()


def test_an_address_with_settings_leads_to_its_scenario_and_is_not_taken_again(window):
    asked = {"lang": "en", "dataset": "a", "territories": "4", "measure": "customers", "tolerance": "0.01"}
    visitor = window.open(**asked)
    visitor.keep("s")
    visitor.choose(2)
    window.open(**asked)
    assert (visitor.scenario, visitor.plan, visitor.selected) == ("s", None, 2)
    assert visitor.address == Address("en", "a", scenario="s")


def full():
    return AppState(
        dataset="a",
        plan=FIVE,
        former="s",
        tried=FOUR,
        job="j",
        draft={"n": 9},
        scenario="t",
        at=3,
        measure="revenue",
        selected=1,
        work="w",
        problem=PROBLEM,
    )


def test_another_list_forgets_plan_and_scenario_of_the_former():
    visitor = full()
    before = visitor.edition
    visitor.open_dataset("b")
    assert (visitor.dataset, visitor.job, visitor.problem) == ("b", None, None)
    assert (visitor.plan, visitor.former, visitor.tried, visitor.draft) == (None, None, None, {})
    assert (visitor.scenario, visitor.at, visitor.measure, visitor.selected, visitor.work) == (None,) * 5
    assert visitor.edition > before


def test_the_same_list_keeps_its_plan_and_scenario():
    visitor = full()
    visitor.open_dataset("a")
    assert (visitor.plan, visitor.former, visitor.draft) == (FIVE, "s", {"n": 9})
    assert (visitor.scenario, visitor.at, visitor.selected) == ("t", 3, 1)
    assert (visitor.job, visitor.problem) == (None, None)


def test_a_list_that_is_closed_takes_its_plan_and_scenario_along():
    visitor = full()
    visitor.close_dataset()
    assert (visitor.dataset, visitor.plan, visitor.former, visitor.scenario, visitor.selected) == (None,) * 5


def test_each_choice_on_the_map_counts():
    visitor = AppState()
    for count, territory in enumerate([2, 2, None], start=1):
        visitor.choose_on_map(territory)
        assert (visitor.selected, visitor.chosen_on_map, visitor.chosen_here) == (territory, count, 0)


def test_each_choice_on_the_page_counts_for_the_map():
    visitor = AppState()
    for count, territory in enumerate([2, 2, None], start=1):
        visitor.choose(territory)
        assert (visitor.selected, visitor.chosen_here, visitor.chosen_on_map) == (territory, count, 0)


def test_another_plan_forgets_the_chosen_territory_and_keeps_the_scenario_before():
    visitor = AppState(scenario="s", at=2, selected=1, problem=PROBLEM)
    visitor.ask(FIVE)
    assert (visitor.plan, visitor.former, visitor.scenario, visitor.selected, visitor.problem) == (
        FIVE,
        "s",
        None,
        None,
        None,
    )
    visitor.ask(FOUR)
    assert (visitor.plan, visitor.former) == (FOUR, "s")


def test_a_plan_that_cannot_be_made_gives_way_to_the_scenario_before():
    visitor = AppState(scenario="s")
    visitor.ask(FIVE)
    visitor.fall_back(PROBLEM)
    assert (visitor.plan, visitor.scenario, visitor.former) == (None, "s", None)
    assert (visitor.tried, visitor.problem) == (FIVE, PROBLEM)


def test_a_first_plan_that_was_stopped_leaves_none():
    visitor = AppState()
    visitor.ask(FIVE)
    visitor.fall_back(None)
    assert (visitor.plan, visitor.scenario, visitor.tried, visitor.problem) == (None, None, FIVE, None)


def test_a_scenario_that_is_opened_is_the_last_version_in_its_own_measure():
    visitor = full()
    before = visitor.edition
    visitor.open_scenario("u")
    assert (visitor.scenario, visitor.at, visitor.measure, visitor.selected, visitor.plan) == ("u",) + (None,) * 4
    assert visitor.edition > before


def test_the_page_is_out_of_date_once_the_state_has_left_the_address(window):
    visitor = window.open(lang="nl", dataset="a", scenario="s")
    assert not visitor.elsewhere
    visitor.choose(3)
    assert not visitor.elsewhere
    visitor.look_at(2)
    assert visitor.elsewhere


def test_a_form_that_was_sent_forgets_what_was_written_and_tells_what_it_did():
    visitor = AppState(problem=PROBLEM)
    visitor.sent(text("Done."))
    assert (visitor.forms, str(visitor.notice), visitor.problem) == (1, "Done.", None)
    visitor.open_history()
    assert (visitor.forms, visitor.history) == (2, True)
