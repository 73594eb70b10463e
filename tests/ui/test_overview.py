"""What the start page says of a list and its plan."""

from dataclasses import replace
from datetime import UTC, datetime
from math import ceil

import pytest

from geo.planning.agreed import AgreedPlan
from geo.sales import Rep, Team
from geo.store import Scenario
from ui import state
from ui.overview import overview

SINCE = datetime(2026, 11, 12, 12, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("visitor")


def test_those_who_stay_are_those_who_do_not_change_hands(dataset, by_revenue):
    owners = ["Jansen"] * 3 + ["Bakker"] * 2 + [None] + ["Visser"]
    moved = sum(
        owner is not None and owner != by_revenue.reps[territory]
        for owner, territory in zip(owners, by_revenue.territory[:7], strict=True)
    )
    deviation, staying = overview(dataset, by_revenue).figures
    assert 0 < moved < 3
    assert staying.value == f"{100 * (7 - moved) / 7:.1f}\u00a0%"
    assert deviation.value == f"{ceil(1e4 * abs(by_revenue.balance.deviations).max()) / 100:.2f}\u00a0%"


def test_a_plan_that_misses_its_tolerance_asks_for_attention(dataset, by_customers):
    found = overview(dataset, replace(by_customers, lower_bound=0.0))
    assert found.standings[5].mark == "attention"
    assert found.standings[5].wrong
    assert found.figures[0].tone == "wrong"
    proved = overview(dataset, replace(by_customers, lower_bound=by_customers.balance.deviation))
    assert (proved.standings[5].mark, proved.standings[5].wrong) == ("attention", False)
    assert proved.figures[0].tone == "neutral"


def test_a_plan_within_its_tolerance_is_done(dataset, by_customers):
    easy = replace(by_customers, settings=replace(by_customers.settings, tolerance=0.3))
    found = overview(dataset, easy)
    assert found.standings[5].mark == "done"
    assert not found.standings[5].wrong
    assert found.figures[0].tone == "neutral"
    assert "28.58\u00a0%" in found.standings[5].about


def test_without_a_plan_it_is_the_next_step_and_there_are_no_figures(dataset):
    found = overview(dataset, None)
    assert found.standings[1].mark == "done"
    assert found.standings[5].mark == "next"
    assert not found.figures


def test_proposals_that_are_kept_are_counted_where_none_is_open(dataset, by_customers):
    found = overview(dataset, None, kept=2)
    assert str(found.about) == "Customers are in, and 2 proposals are kept; open one to go on."
    assert (found.standings[5].mark, found.standings[5].figure) == ("next", "2 proposals")
    assert overview(dataset, by_customers, kept=2).standings[5] == overview(dataset, by_customers).standings[5]


def test_customers_of_nobody_today_say_nothing_of_who_stays(dataset, by_customers):
    assert len(overview(dataset, replace(by_customers, today=None)).figures) == 1


def agreed(scenario, *, changed=False):
    made = Scenario(
        scenario, "a" * 16, "b" * 16, "c" * 16, "Plan <A>", {}, SINCE, SINCE, None, head=3, next_territory=5
    )
    return AgreedPlan(made, 2, SINCE, "manager", changed)


def test_the_plan_that_was_agreed_is_named_with_the_territories(dataset, by_customers):
    state.current().scenario = "1" * 16
    easy = replace(by_customers, settings=replace(by_customers.settings, tolerance=0.3))
    mine, changed, other = (
        overview(dataset, easy, agreed=plan).standings[5]
        for plan in (agreed("1" * 16), agreed("1" * 16, changed=True), agreed("2" * 16))
    )
    assert (mine.figure, mine.more) == (
        "3 territories in the plan",
        "Plan <A> has been the plan since 12 November 2026.",
    )
    assert changed.more == "Changed since it was agreed: version 2 is the plan."
    assert (other.figure, other.more) == ("3 territories in this proposal", mine.more)
    assert overview(dataset, easy).standings[5].more == ""


def test_a_plan_that_was_agreed_is_done_while_no_proposal_is_open(dataset):
    found = overview(dataset, None, agreed=agreed("1" * 16)).standings[5]
    assert (found.mark, found.figure) == ("done", "The plan: version 2")
    assert found.about == "Plan <A> has been the plan since 12 November 2026."


def test_a_team_that_is_too_small_asks_for_attention(dataset):
    small, large, tight = Team((Rep("a", hours_week=1),)), Team((Rep("a"), Rep("b"))), Team((Rep("a", hours_week=2.5),))
    assert overview(dataset, None).standings[3].mark == "open"
    assert (overview(dataset, None, small).standings[3].mark, overview(dataset, None, large).standings[3].mark) == (
        "attention",
        "done",
    )
    assert (overview(dataset, None, tight).standings[3].mark, overview(dataset, None, tight).standings[3].wrong) == (
        "attention",
        False,
    )
    assert overview(dataset, None, large).standings[3].figure == "2 representatives"
    assert "2,112 hours a year, 63 assumed to be asked" in overview(dataset, None, large).standings[3].about
