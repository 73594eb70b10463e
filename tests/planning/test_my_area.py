"""What one representative is shown of a scenario: their own customers, and nothing of anybody else."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
import shapely

from geo.errors import NotAllowedError, StoreError
from geo.planning.my_area import my_area
from geo.planning.scenarios import desks_of
from geo.store import Contact, Contacts, Scenarios
from geo.territories import bind, set_rep
from geo.viewer import MANAGER, Viewer

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def shown(workspace, field, rep="Anna", **more):
    return my_area(workspace, viewer=Viewer("rep", rep, field.id), scenario=field.id, clock=lambda: NOW, **more)


def test_a_representative_sees_their_own_customers_without_competitors(workspace, field, field_plan, own_keys):
    found = shown(workspace, field)
    assert set(found.customers["key"]) == own_keys(0)
    assert found.territories == (field_plan.plan.territories[0].name,)
    assert (found.rep, found.series, found.version, found.basis) == ("Anna", field.series, 1, "revenue")
    assert "competitor" not in set(found.customers["status"])
    first = found.customers.set_index("key").loc[sorted(own_keys(0))[0]]
    assert first["phone"] == f"030-{1000000 + int(first.name[1:])}"
    assert first["value"] == 10 + int(first.name[1:])


def test_a_name_that_differs_in_case_is_the_same_person(workspace, field):
    assert (
        shown(workspace, field, " anna").customers["key"].tolist() == shown(workspace, field).customers["key"].tolist()
    )


def test_a_customer_bound_elsewhere_goes_with_its_territory(workspace, field, field_plan, own_keys):
    desk, moved = desks_of(workspace).open(field.id, MANAGER), sorted(own_keys(0))[0]
    second = field_plan.plan.territories[1].id
    desk.edit(MANAGER, lambda plan: bind(plan, moved, second))
    assert moved not in set(shown(workspace, field).customers["key"])
    assert moved in set(shown(workspace, field, "Bram").customers["key"])
    assert shown(workspace, field).version == 2


def test_one_with_two_territories_has_both_and_one_with_none_has_nothing(workspace, field, field_plan, own_keys):
    second = field_plan.plan.territories[1].id
    desks_of(workspace).open(field.id, MANAGER).edit(MANAGER, lambda plan: set_rep(plan, second, "Anna"))
    both = shown(workspace, field)
    assert set(both.customers["key"]) == own_keys(0) | own_keys(1)
    assert len(both.ground.own) == len(both.ground.colours) == 2
    nobody = shown(workspace, field, "Bram")
    assert (len(nobody.customers), nobody.territories, nobody.n_due) == (0, (), 0)
    assert shapely.box(*nobody.ground.bounds).contains(shapely.box(*both.ground.bounds).centroid)


def test_the_ground_is_ones_own_and_the_rest_has_no_name(workspace, field, field_plan, own_keys):
    ground = shown(workspace, field).ground
    assert len(ground.own) == 1
    drawn, true = ground.own[0], field_plan.shapes.iloc[0]
    assert drawn.symmetric_difference(true).area < 0.02 * true.area
    assert shapely.union_all(ground.around).intersection(drawn).area < 1e-9
    assert np.allclose(ground.bounds, true.bounds)
    assert len(ground.towns) > 5


def test_who_comes_from_somebody_else_is_told_from_whom(workspace, field, field_plan, own_keys):
    owners = field_plan.customers.table.set_index("key")["owner"]
    found = shown(workspace, field)
    assert dict(zip(found.customers["key"], found.customers["before"], strict=True)) == dict(owners[list(own_keys(0))])
    assert found.n_new == len(found.customers)
    desks_of(workspace).open(field.id, MANAGER).edit(MANAGER, lambda plan: set_rep(plan, plan.territories[0].id, "R1"))
    kept = shown(workspace, field, "R1")
    before = dict(zip(kept.customers["key"], kept.customers["before"], strict=True))
    assert before == {key: "" if owners[key] == "r1" else owners[key] for key in own_keys(0)}
    assert kept.n_new == sum(owners[key] != "r1" for key in own_keys(0))


@pytest.mark.parametrize(
    "viewer",
    [
        lambda scenario: MANAGER,
        lambda scenario: Viewer("meeting", scenario=scenario),
        lambda scenario: Viewer("rep", "Anna"),
        lambda scenario: Viewer("rep", "Anna", "0" * 16),
    ],
)
def test_nobody_else_is_shown_it(workspace, field, viewer):
    with pytest.raises(NotAllowedError):
        my_area(workspace, viewer=viewer(field.id), scenario=field.id)


def test_a_scenario_that_was_deleted_shows_nothing(workspace, field):
    Scenarios(workspace).delete(field.id)
    with pytest.raises(StoreError):
        shown(workspace, field)


def test_the_last_contact_moves_a_customer_behind_who_is_due(workspace, field):
    before = shown(workspace, field)
    key = before.customers["key"][0]
    assert before.n_due == len(before.customers)
    assert not before.logged
    assert before.customers["size_class"].is_monotonic_increasing
    logged = Contact("1", field.series, field.id, "somebody else", key, "order", "", NOW - timedelta(days=1), NOW)
    Contacts(workspace).add(logged)
    after = shown(workspace, field)
    assert after.n_due == before.n_due - 1
    assert after.logged
    row = after.customers.iloc[-1]
    assert (row["key"], row["last"].to_pydatetime()) == (key, NOW - timedelta(days=1))
    assert row["due"].to_pydatetime() == NOW + timedelta(days=29)
