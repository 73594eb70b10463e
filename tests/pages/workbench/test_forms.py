"""Every form of the edit menu: what it gives, takes and refuses."""

import numpy as np
import pytest

from geo.territories import assign, encode_plan, lock, merge, rename, set_capacity
from geo.viewer import MANAGER
from tests.pages.visitor import button, words
from tests.pages.workbench.bench import codes
from ui.workbench.forms import FORMS


@pytest.mark.parametrize("form", list(FORMS))
def test_every_form_opens(bench, form):
    bench.open(form)
    assert "state wrong" not in words(bench.app)


def test_areas_are_given_by_their_names(bench):
    code = codes(bench, 1)[0]
    bench.open("give")
    assert bench.field("selectbox", "give-to").value is None
    assert button(bench.app, "Give areas").disabled
    bench.field("selectbox", "give-to").set_value(2).run()
    bench.field("text_area", "give-areas").set_value(code)
    bench.press("Give areas")
    assert code in codes(bench, 2)
    assert bench.desk.current[0] == 2
    assert bench.app.toast[0].value


def test_areas_that_were_there_already_are_told_with_what_was_given(bench):
    given, (there, *_) = codes(bench, 1)[0], codes(bench, 2)
    bench.open("give")
    bench.field("selectbox", "give-to").set_value(2).run()
    bench.field("text_area", "give-areas").set_value(f"{given}, {there}")
    bench.press("Give areas")
    (toast,) = bench.app.toast
    assert f" to {bench.name(2)}" in toast.value
    assert toast.value.endswith(f"1 was there already\\: {there}")


def test_an_area_that_is_not_there_is_told_beside_the_form_and_nothing_changes(bench):
    bench.open("give")
    bench.field("selectbox", "give-to").set_value(2).run()
    bench.field("text_area", "give-areas").set_value("Atlantis")
    page = bench.press("Give areas")
    assert "There is no area Atlantis." in page
    assert bench.desk.current[0] == 1
    assert bench.field("text_area", "give-areas").value == "Atlantis"


def test_a_locked_territory_refuses_and_says_the_way_on(bench):
    bench.desk.edit(MANAGER, lambda plan: lock(plan, 2, True))
    bench.open("give")
    bench.field("selectbox", "give-to").set_value(2).run()
    bench.field("text_area", "give-areas").set_value(codes(bench, 1)[0])
    page = bench.press("Give areas")
    assert f"{bench.name(2)} is locked." in page
    assert "Unlock the territory" in page


def test_areas_are_taken_away_and_the_verdict_leads_to_giving_them(bench):
    code = codes(bench, 1)[0]
    bench.open("release")
    bench.field("text_area", "release-areas").set_value(code)
    bench.press("Unassign areas")
    assert (bench.plan.owners == -1).sum() == 1
    bench.press("1 area unassigned")
    assert bench.field("text_area", "give-areas").value == code


def test_the_verdict_on_pieces_leads_to_those_that_lie_apart(bench):
    adjacency = bench.plan.coverage.adjacency.toarray() > 0
    owners = bench.plan.owners
    apart = next(a for a in np.flatnonzero(owners != 1) if not (adjacency[a] & (owners == 1)).any())
    bench.desk.edit(MANAGER, lambda plan: assign(plan, [apart], 1))
    bench.run()
    for count in (1, 2):
        next(b for b in bench.app.button if b.key == "verdict-pieces").click().run()
        held = np.flatnonzero(bench.plan.owners == bench.state.selected).tolist()
        assert bench.state.pointings == count
        assert 0 < len(bench.state.pointed_at) < len(held)
        assert set(bench.state.pointed_at) < set(held)


def test_a_new_territory_has_a_number_of_its_own(bench):
    bench.open("new")
    bench.field("text_input", "new-name").set_value("Nieuw")
    bench.press("Make territory")
    assert bench.name(5) == "Nieuw"
    assert len(bench.app.dataframe[0].value) == 5


def test_territories_are_merged(bench):
    bench.open("merge")
    assert button(bench.app, "Merge").disabled
    bench.field("multiselect", "merge-gone").set_value([2]).run()
    bench.field("selectbox", "merge-into").set_value(2).run()
    assert button(bench.app, "Merge").disabled
    bench.field("multiselect", "merge-gone").set_value([1, 2]).run()
    bench.press("Merge")
    assert bench.plan.ids.tolist() == [2, 3, 4]


def test_a_removal_says_first_where_the_ground_goes(bench):
    bench.open("remove")
    assert button(bench.app, "Remove").disabled
    bench.field("selectbox", "remove-which").set_value(1).run()
    count = len(codes(bench, 1))
    page = words(bench.app)
    said = [
        int(line.split(" area")[0].split(">")[-1]) for line in page.split("\n") if " to " in line and " area" in line
    ]
    assert sum(said) == count
    bench.press(f"Remove {bench.name(1)}")
    assert bench.plan.ids.tolist() == [2, 3, 4]


@pytest.mark.parametrize(
    ("form", "kind", "name", "value", "label", "what"),
    [
        ("rename", "text_input", "rename-to-1", "Midden", "Rename", "name"),
        ("capacity", "text_input", "capacity-to-1", "0,6", "Set capacity", "capacity"),
        ("colour", "radio", "colour-to-1", 5, "Use this colour", "colour"),
    ],
)
def test_a_property_is_changed(bench, form, kind, name, value, label, what):
    bench.open(form)
    assert all(b.disabled for b in bench.app.button if b.label == label and "menu" not in str(b.key))
    bench.field("selectbox", f"{form}-which").set_value(1).run()
    bench.field(kind, name).set_value(value)
    next(b for b in bench.app.button if b.label == label and "menu" not in str(b.key)).click().run()
    assert getattr(bench.plan.territories[0], what) == (0.6 if value == "0,6" else value)


def test_a_capacity_is_a_text_and_what_is_none_is_told_beside_it(bench):
    bench.desk.edit(MANAGER, lambda plan: set_capacity(plan, 1, 0.8))
    bench.open("capacity")
    bench.field("selectbox", "capacity-which").set_value(1).run()
    written = bench.field("text_input", "capacity-to-1")
    assert written.value == "0.8"
    written.set_value("much")
    assert "A capacity of much is out of bounds." in bench.press("Set capacity")
    assert bench.plan.territories[0].capacity == 0.8


def test_a_territory_is_locked_and_freed(bench):
    bench.open("lock")
    assert button(bench.app, "Lock").disabled
    bench.field("selectbox", "lock-which").set_value(1).run()
    bench.press(f"Lock {bench.name(1)}")
    assert bench.plan.territories[0].locked
    bench.open("lock")
    bench.field("selectbox", "lock-which").set_value(1).run()
    bench.press(f"Unlock {bench.name(1)}")
    assert not bench.plan.territories[0].locked


@pytest.mark.parametrize(
    ("form", "label"),
    [("remove", "Remove {name}"), ("lock", "Lock {name}"), ("give", "Give areas"), ("merge", "Merge")],
)
def test_a_form_never_acts_on_another_territory_than_it_named(bench, form, label):
    bench.open(form)
    if form == "merge":
        bench.field("multiselect", "merge-gone").set_value([1, 4]).run()
        bench.field("selectbox", "merge-into").set_value(2).run()
    else:
        name = {"give": "give-to"}.get(form, f"{form}-which")
        bench.field("selectbox", name).set_value(1).run()
    if form == "give":
        bench.field("text_area", "give-areas").set_value(codes(bench, 4)[0])
    pressed = label.format(name=bench.name(1))
    bench.desk.edit(MANAGER, lambda plan: merge(plan, [1], 2))
    before = encode_plan(bench.plan)
    bench.press(pressed)
    assert "no longer in the plan" in words(bench.app)
    assert encode_plan(bench.plan) == before


def test_names_in_labels_are_shown_as_they_are_written(bench):
    bench.desk.edit(MANAGER, lambda plan: rename(plan, 1, "![x](http://127.0.0.1:9/evil.png)"))
    for form, label in (("remove", "Remove"), ("lock", "Lock")):
        bench.open(form)
        bench.field("selectbox", f"{form}-which").set_value(1).run()
        said = next(b.label for b in bench.app.button if b.label.startswith(f"{label} ") and "evil" in b.label)
        assert "![x](" not in said
