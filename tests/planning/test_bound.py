"""Which customers a map is told of as bound by name."""

from dataclasses import replace

from geo.planning.answers import answer, state
from geo.planning.bound import bound_customers
from geo.planning.receiving import Received
from geo.territories import assign, bind
from geo.texts import ENGLISH
from geo.viewer import MANAGER

WINDOW = "0000000000000001"


def told(desk, since):
    return answer(desk, since, Received(0, ()), WINDOW, ENGLISH)["accounts"]


def keys(accounts):
    return [account["key"] for account in accounts]


def test_a_customer_bound_by_name_is_told_with_its_place_and_whose_it_is(desk):
    table = desk.first.customers.table
    row = next(row for row in range(len(table)) if desk.proposal.territory[row] == 0)
    desk.edit(MANAGER, lambda plan: bind(plan, table["key"].iloc[row], 2))
    expected = {
        "key": table["key"].iloc[row],
        "name": table["key"].iloc[row],
        "x": round(table["lon"].iloc[row] * 1e5),
        "y": round(table["lat"].iloc[row] * 1e5),
        "to": 2,
    }
    assert state(desk)["accounts"] == told(desk, 1) == [expected]
    assert state(desk, 1)["accounts"] == []


def test_undo_and_redo_tell_again_and_an_edit_of_areas_tells_nothing(desk):
    key = desk.first.customers.table["key"].iloc[0]
    to = next(t.id for t in desk.first.plan.territories if t.id != desk.first.plan.ids[desk.proposal.territory[0]])
    bound = desk.edit(MANAGER, lambda plan: bind(plan, key, to))
    undone = desk.undo(MANAGER)
    assert told(desk, bound) == []
    redone = desk.redo(MANAGER)
    assert keys(told(desk, undone)) == [key]
    desk.edit(MANAGER, lambda plan: assign(plan, [int(desk.first.area[0])], to))
    assert told(desk, redone) is None


def test_a_competitor_is_not_told_and_who_has_no_name_is_told_by_its_key(desk):
    table = desk.first.customers.table
    ours, theirs = table["key"].iloc[:2]
    plan = replace(desk.first.plan, overrides={theirs: 1, ours: 1})
    status = table["status"].where(table["key"] != theirs, "competitor")
    names = table["name"].where(table["key"] != ours)
    desk.first = replace(
        desk.first, customers=replace(desk.first.customers, table=table.assign(status=status, name=names))
    )
    assert [(a["key"], a["name"]) for a in bound_customers(desk, plan)] == [(ours, ours)]
