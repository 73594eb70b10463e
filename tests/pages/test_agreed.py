"""The plan that was agreed: made so where two are compared, named wherever proposals are, taken back."""

import shutil
from typing import NamedTuple

import pytest

from geo.planning import DesignSettings, design, open_dataset
from geo.planning.agreed import agree, agreed_state
from geo.planning.scenarios import Desks, keep_proposal
from geo.store import Database, Scenarios, Workspace
from geo.territories import assign
from geo.viewer import MANAGER
from tests.pages.visitor import button, words

A, B = "Plan <A>", "*Plan* B"


class Planned(NamedTuple):
    folder: object
    one: str
    other: str


@pytest.fixture(scope="module")
def planned(demo_home, demo, tmp_path_factory):
    """The demo company with two plans."""
    folder = shutil.copytree(demo_home, tmp_path_factory.mktemp("planned") / "home")
    workspace = Workspace(folder)
    dataset = open_dataset(workspace, demo, viewer=MANAGER)
    settings = DesignSettings(6, measure="workload", areas="province", tolerance=0.3)
    proposal = design(dataset.customers, settings, viewer=MANAGER)
    one = keep_proposal(workspace, dataset, proposal, viewer=MANAGER, name=A).id
    other = Scenarios(workspace).copy(one, B).id
    Database.of(workspace).close()
    return Planned(folder, one, other)


@pytest.fixture
def home(planned, tmp_path):
    return shutil.copytree(planned.folder, tmp_path / "home")


@pytest.fixture
def workspace(home):
    return Workspace(home)


@pytest.fixture
def plan(workspace, demo):
    """Return a function that says which version of which scenario is the plan."""

    def found():
        plan = agreed_state(workspace, demo, viewer=MANAGER).plan
        return plan and (plan.scenario.id, plan.revision)

    return found


def edit(workspace, scenario, area=0):
    desk = Desks(workspace).open(scenario, MANAGER)
    held = desk.current[1]
    to = next(t.id for t in held.territories if t.id != held.ids[held.alignment[area]])
    desk.edit(MANAGER, lambda plan: assign(plan, [area], to))


def chosen(app):
    return tuple(next(box.value for box in app.selectbox if box.label == side) for side in ("Before", "After"))


def options(app, side):
    return next(box.options for box in app.selectbox if box.label == side)


def labels(app):
    return [one.label for one in app.button]


def menu(app):
    state = app.session_state["rayon"]
    app.session_state[f"menu-{state.edition}-{state.forms}"] = True
    return app.run()


def test_what_stands_on_the_right_is_made_the_plan_and_that_is_taken_back(visit, demo, planned, plan):
    app = visit("compare", lang="en", dataset=demo, scenario=planned.other)
    assert plan() is None
    button(app, r"Make \*Plan\* B the plan").click().run()
    assert plan() == (planned.other, 1)
    assert not any("the plan" in label for label in labels(app))
    assert "The plan since " in words(app)
    assert chosen(app) == ("today", planned.other)
    button(app, "Undo").click().run()
    assert plan() is None
    assert button(app, r"Make \*Plan\* B the plan")
    assert "Undo" not in labels(app)


def test_in_dutch_it_is_said_in_dutch(visit, demo, planned, plan):
    app = visit("compare", lang="nl", dataset=demo, scenario=planned.other)
    button(app, r"Maak \*Plan\* B het plan").click().run()
    assert plan() == (planned.other, 1)
    assert "Het plan sinds " in words(app)
    assert button(app, "Ongedaan maken")


def test_the_two_that_are_looked_at_stay_when_one_becomes_the_plan(visit, demo, planned, plan, workspace):
    agree(workspace, planned.one, None, 0, viewer=MANAGER)
    app = visit("compare", lang="en", dataset=demo, scenario=planned.other)
    assert chosen(app) == (planned.one, planned.other)
    button(app, r"Make \*Plan\* B the plan").click().run()
    assert chosen(app) == (planned.one, planned.other)
    assert plan() == (planned.other, 1)
    button(app, "Undo").click().run()
    assert plan() == (planned.one, 1)


def test_the_plan_is_withdrawn(visit, demo, planned, plan, workspace):
    agree(workspace, planned.one, None, 0, viewer=MANAGER)
    app = visit("compare", lang="en", dataset=demo, scenario=planned.one)
    assert chosen(app) == ("today", planned.one)
    button(app, "Withdraw").click().run()
    assert plan() is None
    assert "No proposal is the plan any more." in words(app)
    button(app, "Undo").click().run()
    assert plan() == (planned.one, 1)


def test_the_plan_is_offered_on_both_sides_and_stands_beside_what_came_after_it(visit, demo, planned, workspace):
    agree(workspace, planned.one, None, 0, viewer=MANAGER)
    edit(workspace, planned.one)
    app = visit("compare", lang="en", dataset=demo, scenario=planned.one)
    assert chosen(app) == (f"{planned.one}.1", planned.one)
    for side in ("Before", "After"):
        assert options(app, side)[:2] == ["Today", f"The plan: {A} · version 1"]
        assert len(set(options(app, side))) == len(options(app, side)) == 4
    assert button(app, r"Make Plan \<A\> the plan")
    app = visit("compare", lang="en", dataset=demo, after=f"{planned.one}.1")
    assert chosen(app) == ("today", f"{planned.one}.1")
    assert "The plan since " in words(app)


def test_an_earlier_version_is_made_the_plan_by_its_number(visit, demo, planned, plan, workspace):
    edit(workspace, planned.one)
    app = visit("compare", lang="en", dataset=demo, after=f"{planned.one}.1")
    button(app, r"Make Plan \<A\> · version 1 the plan").click().run()
    assert plan() == (planned.one, 1)


def test_today_cannot_be_made_the_plan(visit, demo, planned):
    app = visit("compare", lang="en", dataset=demo, before=planned.one, after="today")
    assert not any("the plan" in label for label in labels(app))


def test_what_somebody_else_agreed_meanwhile_is_told_and_stays(visit, demo, planned, plan, workspace):
    app = visit("compare", lang="en", dataset=demo, scenario=planned.other)
    agree(workspace, planned.one, None, 0, viewer=MANAGER)
    button(app, r"Make \*Plan\* B the plan").click().run()
    assert "manager changed which proposal is the plan meanwhile." in words(app)
    assert plan() == (planned.one, 1)
    button(app, r"Make \*Plan\* B the plan").click().run()
    assert plan() == (planned.other, 1)
    assert "meanwhile" not in words(app)


def test_the_menu_and_the_list_of_proposals_mark_the_plan(visit, demo, planned, workspace):
    agree(workspace, planned.one, None, 0, viewer=MANAGER)
    for page, times in (
        (words(visit("territories", lang="en", dataset=demo)), 1),
        (words(menu(visit("territories", lang="en", dataset=demo, scenario=planned.other))), 1),
        # In the menu, and among the verdicts.
        (words(menu(visit("territories", lang="en", dataset=demo, scenario=planned.one))), 2),
    ):
        assert page.count(">The plan<") + page.count("</span> The plan<") == times
    edit(workspace, planned.one)
    app = menu(visit("territories", lang="nl", dataset=demo, scenario=planned.one))
    assert "Het plan: versie 1" in words(app)
    assert "Gewijzigd sinds het is afgesproken: versie 1 is het plan." in words(app)
    (way,) = [link for link in app.get("page_link") if "compare" in link.proto.page]
    assert way.proto.label == "Vergelijk met het plan"


def test_the_menu_makes_the_plan_withdraws_it_and_takes_that_back(visit, demo, planned, plan):
    app = menu(visit("territories", lang="en", dataset=demo, scenario=planned.one))
    button(app, "Make this the plan").click().run()
    assert plan() == (planned.one, 1)
    button(app, "Undo the choice of the plan").click().run()
    assert plan() is None
    button(app, "Make this the plan").click().run()
    app.session_state["rayon"].agreed = None
    app.run()
    button(app, "Withdraw as the plan").click().run()
    assert plan() is None


def test_the_plan_is_not_deleted_and_why_is_told(visit, demo, planned, plan, workspace):
    agree(workspace, planned.one, None, 0, viewer=MANAGER)
    app = menu(visit("territories", lang="en", dataset=demo, scenario=planned.one))
    button(app, "Delete").click().run()
    assert "&#x27;Plan &lt;A&gt;&#x27; is the plan of this list" in words(app)
    assert "First make another proposal the plan" in words(app)
    assert Scenarios(workspace).find(planned.one).deleted is None
    assert agreed_state(workspace, demo, viewer=MANAGER).number == 1


def test_the_start_names_the_plan(visit, demo, planned, workspace):
    agree(workspace, planned.one, None, 0, viewer=MANAGER)
    for more in ({}, {"scenario": planned.one}, {"scenario": planned.other}):
        assert "Plan &lt;A&gt; has been the plan since " in words(visit(lang="en", dataset=demo, **more))


def test_the_workbench_says_that_it_is_the_plan_and_that_it_was_changed_since(visit, demo, planned, workspace):
    def page(scenario, **more):
        return words(visit("territories", lang="nl", dataset=demo, scenario=scenario, **more))

    assert "plan<" not in page(planned.one)
    agree(workspace, planned.one, None, 0, viewer=MANAGER)
    assert "Het plan<" in page(planned.one)
    assert "plan<" not in page(planned.other)
    edit(workspace, planned.one)
    changed = page(planned.one)
    assert "Gewijzigd sinds het plan: versie 1<" in changed
    assert "Het plan<" not in changed
    assert "Het plan<" in page(planned.one, at="1")
