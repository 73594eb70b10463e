"""Why a customer is where it is, what is known of it, and who else is there."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.planning.reasons import Place, why
from geo.territories import UNASSIGNED, balance, bind, lock
from geo.texts import Language


@pytest.fixture
def row(demo_plan):
    """A customer of some weight that lies in its postcode's area."""
    heavy = np.argsort(-demo_plan.weights, kind="stable")
    return int(heavy[40])


def _why(proposal, row):
    return why(proposal, proposal.customers.table["key"].iloc[row])


def test_the_reason_is_the_area_of_the_postcode_and_the_way_to_the_middle(demo_plan, row):
    reason = _why(demo_plan, row)
    plan, own = demo_plan.plan, demo_plan.territory[row]
    assert reason.territory == plan.territories[own].id
    said = str(reason.because)
    assert "Its postcode " in said
    assert f"belongs to {plan.territories[own].name}." in said
    mine = demo_plan.territory == own
    middle = np.average(demo_plan.points[mine], axis=0, weights=demo_plan.weights[mine])
    away = np.linalg.norm(middle - demo_plan.points[row]) / 1000
    assert f"is {Language('en').number(away, 1)} km away." in said


def test_what_comes_next_is_the_nearest_middle_of_the_others(demo_plan, row):
    middles = np.array(
        [
            np.average(demo_plan.points[mine], axis=0, weights=demo_plan.weights[mine])
            for k in range(len(demo_plan.plan))
            if (mine := demo_plan.territory == k).any()
        ]
    )
    away = np.linalg.norm(middles - demo_plan.points[row], axis=1)
    away[demo_plan.territory[row]] = np.inf
    assert _why(demo_plan, row).next == demo_plan.plan.territories[int(away.argmin())].id


def test_the_costs_are_what_moving_the_customer_brings(demo_plan, row):
    reason = _why(demo_plan, row)
    key = demo_plan.customers.table["key"].iloc[row]
    moved = demo_plan.revised(bind(demo_plan.plan, key, reason.next))
    before, after = (Language("en").share(b.deviation) for b in (demo_plan.balance, moved.balance))
    costs = [str(cost) for cost in reason.costs]
    change = f"stays {after}" if before == after else f"goes from {before} to {after}"
    assert costs[1] == f"Moved there, the largest deviation {change}."
    assert len(costs) == 4
    name = demo_plan.plan.territories[demo_plan.plan.position(reason.next)].name
    share = moved.balance.deviations[demo_plan.plan.position(reason.next)]
    assert costs[3].startswith(f"{name} goes from ")
    assert costs[3].endswith(f" to {Language('en').share(float(share), signed=True)}.")


def test_a_customer_given_by_hand_says_so_and_whose_its_area_is(demo_plan, row):
    key = demo_plan.customers.table["key"].iloc[row]
    home = demo_plan.plan.territories[demo_plan.territory[row]]
    to = next(t for t in demo_plan.plan.territories if t.id != home.id)
    reason = why(demo_plan.revised(bind(demo_plan.plan, key, to.id)), key)
    assert reason.territory == to.id
    assert str(reason.because).startswith(f"It was given to {to.name} by hand; its area ")
    assert f" belongs to {home.name}." in str(reason.because)


def test_a_locked_territory_keeps_its_customers_and_takes_none(demo_plan, row):
    reason = _why(demo_plan, row)
    full = _why(demo_plan.revised(lock(demo_plan.plan, reason.next, True)), row)
    assert full.next not in (reason.next, reason.territory)
    kept = _why(demo_plan.revised(lock(demo_plan.plan, reason.territory, True)), row)
    assert kept.next is None
    assert str(kept.costs[0]).endswith("is locked and keeps its customers.")


def test_a_customer_of_nobody_says_so_and_what_it_would_add(demo_plan, row):
    alignment = demo_plan.plan.alignment.copy()
    alignment[demo_plan.area[row]] = UNASSIGNED
    loose = demo_plan.revised(replace(demo_plan.plan, alignment=alignment))
    reason = _why(loose, row)
    assert reason.territory == UNASSIGNED
    assert str(reason.because).endswith("which belongs to no territory.")
    following = loose.plan.position(reason.next)
    territory = loose.territory.copy()
    territory[row] = following
    after = balance(territory, loose.weights, loose.plan.capacities).deviation
    assert str(reason.costs[1]).endswith(f" {Language('en').share(after)}.")
    assert len(reason.costs) == 3


def test_what_weighs_nothing_costs_only_the_way(demo_plan):
    idle = np.flatnonzero((demo_plan.weights == 0) & demo_plan.customers.ours)
    reason = _why(demo_plan, int(idle[0]))
    assert str(reason.costs[1]) == "It weighs nothing in what is balanced: no deviation changes."


def test_the_only_territory_has_no_next(demo_plan, row):
    one = replace(
        demo_plan.plan,
        territories=demo_plan.plan.territories[:1],
        alignment=np.zeros_like(demo_plan.plan.alignment),
        overrides={},
    )
    reason = _why(demo_plan.revised(one), row)
    assert reason.next is None
    assert [str(cost) for cost in reason.costs] == ["There is no other territory that it could go to."]


def test_a_customer_is_found_by_where_it_lies(demo_plan, row):
    table = demo_plan.customers.table
    near = why(demo_plan, Place(table["lon"].iloc[row], table["lat"].iloc[row], 100))
    there = demo_plan.customers.table.set_index("key").loc[near.key]
    assert np.hypot(there["lon"] - table["lon"].iloc[row], there["lat"] - table["lat"].iloc[row]) < 1e-4
    weight = demo_plan.weights[(table["key"] == near.key).to_numpy()][0]
    assert weight >= demo_plan.weights[row]


@pytest.mark.parametrize("who", ["no such key", Place(3.0, 54.5, 500)])
def test_nobody_there_has_no_reason(demo_plan, who):
    assert why(demo_plan, who) is None


def test_reasons_are_told_of_free_ground_too(free_plan):
    reason = _why(free_plan, 5)
    assert reason.next != reason.territory
    assert Language("nl").render(reason.because)


def _facts(reason, language="nl"):
    say = Language(language).render
    return {say(fact.label): say(fact.value) for fact in reason.facts}


def test_what_is_known_of_a_customer_is_written_for_its_reader(demo_plan, row):
    table = demo_plan.customers.table.copy()
    table.loc[row, ["key", "revenue", "owner"]] = ["K-7", 12345.6, "{0} Bakker"]
    proposal = replace(demo_plan, customers=replace(demo_plan.customers, table=table))
    assert _facts(why(proposal, "K-7")) == {
        "Klantnummer": "K-7",
        "Omzet": "€\u00a012.346",
        "Vertegenwoordiger vandaag": "{0} Bakker",
    }
    assert _facts(why(proposal, "K-7"), "en")["Revenue"] == "€12,346"


@pytest.mark.parametrize(
    ("measure", "weight", "label", "said"),
    [
        ("workload", 12.5, "Werklast", "12,5 uur per jaar"),
        ("potential", 800.0, "Potentieel", "€\u00a0800"),
        ("Dozen", 1200.0, "Dozen", "1.200"),
        ("Dozen", 0.25, "Dozen", "0,25"),
    ],
)
def test_what_is_balanced_is_told_beside_the_revenue(demo_plan, row, measure, weight, label, said):
    weights = demo_plan.weights.copy()
    weights[row] = weight
    settings = replace(demo_plan.settings, measure=measure)
    proposal = replace(demo_plan, settings=settings, measures={**demo_plan.measures, measure: weights})
    found = _facts(_why(proposal, row))
    assert list(found) == ["Klantnummer", "Omzet", label, "Vertegenwoordiger vandaag"]
    assert found[label] == said


def test_what_is_not_known_is_not_told(demo_plan, row):
    table = demo_plan.customers.table.copy()
    table.loc[row, ["revenue", "owner"]] = [np.nan, pd.NA]
    proposal = replace(demo_plan, customers=replace(demo_plan.customers, table=table))
    assert _facts(_why(proposal, row), "en") == {
        "Customer number": table["key"].iloc[row],
        "Representative today": "Nobody",
    }
    assert list(_facts(_why(replace(proposal, today=None), row), "en")) == ["Customer number"]


def test_all_at_one_place_are_told_heaviest_first_and_none_from_elsewhere(demo_plan):
    table, ours = demo_plan.customers.table, demo_plan.customers.ours
    places = table.groupby(["lon", "lat"]).indices
    rows = next(rows for rows in places.values() if len(rows) > 4 and ours[rows].all())
    order = rows[np.argsort(-demo_plan.weights[rows], kind="stable")]
    keys = tuple(table["key"].iloc[order])
    found = why(demo_plan, Place(table["lon"].iloc[rows[0]], table["lat"].iloc[rows[0]], 5))
    assert (found.key, found.here) == (keys[0], keys)
    assert why(demo_plan, keys[2]).here == keys
    status = table["status"].where(table.index != order[1], "competitor")
    proposal = replace(demo_plan, customers=replace(demo_plan.customers, table=table.assign(status=status)))
    assert why(proposal, keys[0]).here == (keys[0], *keys[2:])
