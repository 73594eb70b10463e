"""What the main action of the panel does: rebalance, and refine on smaller areas."""

import numpy as np

from geo.areas import official
from geo.errors import Cancelled
from geo.planning.rebalancing import Evened
from geo.territories import assign, lock, rename
from geo.viewer import MANAGER
from tests.pages.visitor import button, settle, words
from tests.pages.workbench.bench import PLAN, Bench
from ui.components.markup import plain


def test_rebalancing_is_long_work_that_ends_in_words(bench):
    bench.press("Rebalance all")
    settle(bench.app)
    assert bench.state.work is None
    assert bench.state.problem is None


def test_rebalancing_that_was_stopped_says_that_nothing_changed(bench, monkeypatch):
    def even_out(*args, cancelled, **rest):
        raise Cancelled

    monkeypatch.setattr("ui.workbench.rebalance.even_out", even_out)
    bench.press("Rebalance all")
    settle(bench.app)
    assert "The work was stopped." in words(bench.app)
    assert bench.desk.current[0] == 1


def test_what_is_told_of_rebalancing_is_about_it_whoever_was_faster(bench, monkeypatch):
    def even_out(desk, *args, viewer, **rest):
        number = desk.edit(viewer, lambda plan: rename(plan, 1, "Midden"))
        desk.edit(viewer, lambda plan: rename(plan, 2, "Anderman"))
        return Evened(number, 4, 0.084, 0.02, 0.05)

    told = []
    monkeypatch.setattr("ui.workbench.rebalance.even_out", even_out)
    monkeypatch.setattr("streamlit.toast", lambda said, **_: told.append(said))
    bench.press("Rebalance all")
    settle(bench.app)
    assert [plain(said) for said in told] == [
        plain(plain("Rebalanced 4 territories: deviation 8.4\u00a0% → 2.0\u00a0%"))
    ]


def test_rebalancing_waits_for_two_and_refuses_in_words(bench):
    bench.open("rebalance")
    bench.field("multiselect", "rebalance-which").set_value([1]).run()
    assert button(bench.app, "Rebalance these").disabled
    assert "Choose at least two" in words(bench.app)
    bench.field("multiselect", "rebalance-which").set_value([1, 2]).run()
    bench.desk.edit(MANAGER, lambda plan: lock(plan, 2, True))
    bench.press("Rebalance these")
    settle(bench.app)
    assert f"{bench.name(2)} is locked." in words(bench.app)


def test_after_edits_that_broke_the_balance_the_advice_is_to_rebalance(bench):
    rows = np.flatnonzero(bench.plan.owners == 1)
    assert "Rebalance:" not in words(bench.app)
    bench.desk.edit(MANAGER, lambda plan: assign(plan, rows, 2))
    page = bench.run()
    assert "Rebalance: that moves" in page
    assert "Smaller areas or another number" not in page
    bench.state.choose(2)
    assert "Rebalance: that moves" in bench.run()


def test_to_rebalance_is_the_first_thing_to_do_only_where_the_plan_is_out_of_balance(bench):
    def primary():
        return [b.key for b in bench.app.main.button if b.proto.type == "primary"]

    assert not bench.desk.proposal.outside.any()
    assert primary() == []
    rows = np.flatnonzero(bench.plan.owners == 1)
    bench.desk.edit(MANAGER, lambda plan: assign(plan, rows, 2))
    bench.run()
    assert primary() == ["rebalance"]


def test_with_free_borders_no_form_begins_by_asking_for_areas(bench, visit):
    free = visit("territories", lang="en", dataset=bench.state.dataset, **{**PLAN, "areas": "free"})
    laid = Bench(free, bench.workspace)
    laid.app.session_state[f"edit-{laid.state.forms}"] = True
    laid.run()
    assert next(w for w in laid.app.selectbox if w.key == "edit-what").value == "customer"


def test_postcode_areas_are_those_that_a_plan_would_be_made_of(bench, visit, monkeypatch):
    free = visit("territories", lang="en", dataset=bench.state.dataset, **{**PLAN, "areas": "free"})
    laid = Bench(free, bench.workspace)
    asked = []

    def coverage_of(workspace, choice, country):
        asked.append((choice, country))
        return official("province", "NL")

    monkeypatch.setattr("ui.workbench.refine.coverage_of", coverage_of)
    laid.press("Adjust per postcode")
    assert asked == [("postcode", "NL")]
    assert laid.state.problem is None
    assert len(laid.plan.coverage) == len(official("province", "NL"))
    assert laid.desk.scenario.name == "Proposal 2 on postcode areas"
