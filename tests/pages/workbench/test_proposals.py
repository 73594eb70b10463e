"""The proposals of a list: opened, renamed, copied, deleted and brought back."""

import numpy as np

from geo.store import Scenarios
from geo.territories import release, rename
from geo.texts import Language
from geo.viewer import MANAGER
from tests.pages.visitor import button, words
from tests.pages.workbench.bench import PLAN

DUTCH = Language("nl")


def test_a_list_of_proposals_opens_none_of_them(bench):
    scenario = bench.state.scenario
    for number in range(10):
        Scenarios(bench.workspace).copy(scenario, f"Kopie {number}")
    desk = bench.desk
    bench.open_menu()
    assert "Kopie 9" in [b.label for b in bench.app.button]
    assert bench.desk is desk


def test_a_proposal_that_is_deleted_and_brought_back_stands_as_it_did(bench):
    scenario = bench.state.scenario
    bench.desk.edit(MANAGER, lambda plan: rename(plan, 1, "Midden"))
    bench.state.open_scenario(None)
    assert "largest deviation" not in bench.run()
    Scenarios(bench.workspace).delete(scenario)
    bench.run()
    bench.press("Restore")
    bench.state.open_scenario(None)
    assert "4 territories, largest deviation" in bench.run()


def test_a_copy_of_a_long_name_can_be_kept(bench):
    Scenarios(bench.workspace).rename(bench.state.scenario, "Voorstel " + "x" * 71)
    bench.run()
    bench.open_menu()
    bench.press("Make a copy")
    assert bench.state.problem is None
    assert len(bench.desk.scenario.name) == 80
    assert bench.desk.scenario.name.endswith("x… (copy)")


def test_a_proposal_is_renamed_copied_deleted_and_brought_back(bench):
    first = bench.state.scenario
    bench.open_menu()
    next(w for w in bench.app.text_input if w.label == "Name of this proposal").set_value("Zomer *2027*")
    bench.press("Rename")
    assert bench.desk.scenario.name == "Zomer *2027*"
    bench.open_menu()
    bench.press("Make a copy")
    second = bench.state.scenario
    assert second != first
    assert bench.desk.scenario.name == "Zomer *2027* (copy)"
    bench.open_menu()
    assert "version 1" in words(bench.app)
    bench.press("Delete")
    assert bench.state.scenario is None
    assert "was deleted" in words(bench.app)
    bench.press("Undo")
    assert bench.state.scenario == second


def test_a_proposal_that_nobody_named_is_called_in_the_language_of_each_reader(bench):
    bench.open_menu()
    bench.press("Make a copy")
    bench.state.language = DUTCH
    assert "Proposal 1 (copy)" in [one.name for one in Scenarios(bench.workspace).list()]
    bench.state.open_scenario(None)
    bench.run()
    assert "Voorstel 1" in [b.label for b in bench.app.button]
    bench.press("Voorstel 1")
    bench.open_menu()
    assert next(w for w in bench.app.text_input if w.label == "Naam van dit voorstel").value == "Voorstel 1"
    bench.press("Hernoemen")
    assert str(bench.desk.scenario.called) == "Proposal 1"


def test_a_list_shows_its_proposals_and_opens_one(bench):
    scenario = bench.state.scenario
    bench.state.open_scenario(None)
    page = bench.run()
    assert "Proposals of this list" in page
    assert "4 territories, largest deviation" in page
    bench.press("Proposal 1")
    assert bench.state.scenario == scenario


def test_a_scenario_that_is_gone_is_told_with_a_way_on(bench):
    bench.state.open_scenario("0123456789abcdef")
    page = bench.run()
    assert "state wrong" in page
    assert bench.state.scenario is None
    assert button(bench.app, "Make a proposal")


def test_a_deleted_scenario_and_one_of_another_list_are_told(bench, demo):
    scenario = bench.state.scenario
    bench.state.open_dataset(demo)
    bench.state.open_scenario(scenario)
    assert "belongs to another list" in bench.run()
    Scenarios(bench.workspace).delete(scenario)
    bench.state.open_scenario(scenario)
    assert "was deleted" in bench.run()


def test_the_same_settings_lead_to_the_same_scenario_until_it_is_touched(bench, visit):
    address = {"lang": "en", "dataset": bench.state.dataset, **PLAN}
    assert visit("territories", **address).session_state["rayon"].scenario == bench.state.scenario
    bench.desk.edit(MANAGER, lambda plan: release(plan, [0]))
    assert visit("territories", **address).session_state["rayon"].scenario != bench.state.scenario


def test_another_measure_stands_in_the_address_and_in_the_table(bench):
    switch = next(w for w in bench.app.segmented_control if str(w.key).startswith("shown-"))
    switch.set_value("customers").run()
    assert bench.state.measure == "customers"
    assert bench.state.address.measure == "customers"
    customers = bench.desk.tally.loads(bench.plan)[:, bench.desk.tally.names.index("customers")]
    shown = bench.app.dataframe[0].value["deviation"]
    assert np.allclose(shown, customers / customers.mean() - 1)
