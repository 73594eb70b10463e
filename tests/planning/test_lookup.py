"""What is found by typing, and why a customer is where it is."""

from dataclasses import replace

import numpy as np
import pytest

from geo.errors import SettingsError
from geo.planning.lookup import Place, find, find_places, why
from geo.territories import UNASSIGNED, balance, bind, lock
from geo.texts import Language


def _named(hits, kind):
    return [hit.name for hit in hits if hit.kind == kind]


@pytest.mark.parametrize("query", ["utrecht", "UTRECHT", " Utrecht "])
def test_a_place_called_exactly_so_comes_first(query):
    hit = find_places("NL", query)[0]
    assert (hit.kind, hit.name) == ("place", "Utrecht")
    assert (hit.lon, hit.lat) == pytest.approx((5.1, 52.1), abs=0.05)


@pytest.mark.parametrize(
    ("country", "query", "name"), [("NL", "s hertogenb", "'s-Hertogenbosch"), ("FR", "besancon", "Besançon")]
)
def test_signs_and_accents_are_not_needed(country, query, name):
    assert find_places(country, query)[0].name == name


@pytest.mark.parametrize("query", ["3511", "3511 AB", "3511ab", "NL-3511"])
def test_a_postcode_is_found_as_people_write_it(query):
    hit = find_places("NL", query)[0]
    assert (hit.kind, hit.name, hit.about) == ("postcode", "3511", "Utrecht")


def test_the_beginning_of_a_postcode_finds_several():
    found = _named(find_places("NL", "351"), "postcode")
    assert found == sorted(found)
    assert all(code.startswith("351") for code in found)


@pytest.mark.parametrize("query", ["", "   ", "'-", "qqqqzz"])
def test_nothing_is_found_by_nothing(demo_plan, query):
    assert find(demo_plan, query) == []


def test_places_are_those_of_a_country_that_ships():
    with pytest.raises(SettingsError):
        find_places("ZZ", "x")


def test_an_area_is_found_by_code_and_not_twice_as_a_postcode(demo_plan):
    hits = find(demo_plan, "3511")
    areas = demo_plan.plan.coverage.areas
    assert _named(hits, "area")[0] == "3511 Utrecht"
    assert _named(hits, "postcode") == []
    assert areas["code"].iloc[hits[0].area] == "3511"


def test_a_customer_is_found_by_name_with_its_territory(demo_plan):
    table = demo_plan.customers.table
    row = int(np.flatnonzero(demo_plan.customers.ours & table["name"].notna())[17])
    hit = next(h for h in find(demo_plan, table["name"].iloc[row]) if h.key == table["key"].iloc[row])
    assert hit.area == demo_plan.area[row]
    assert hit.about.endswith(demo_plan.plan.territories[demo_plan.territory[row]].name)
    assert (hit.lon, hit.lat) == (table["lon"].iloc[row], table["lat"].iloc[row])


def test_a_competitor_is_not_found(demo_plan):
    table = demo_plan.customers.table
    status = table["status"].where(table.index != 17, "competitor")
    proposal = replace(demo_plan, customers=replace(demo_plan.customers, table=table.assign(status=status)))
    hits = [find(p, table["name"].iloc[17], limit=100) for p in (demo_plan, proposal)]
    assert [table["key"].iloc[17] in [hit.key for hit in found] for found in hits] == [True, False]
    assert why(proposal, table["key"].iloc[17]) is None


def test_no_kind_crowds_out_the_others(demo_plan):
    hits = find(demo_plan, "utrecht")
    kinds = {hit.kind for hit in hits}
    assert len(hits) == 8
    assert {"place", "area"} <= kinds


# --- why ---


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
