"""Two divisions side by side: what is counted as changing hands, and what is not."""

from dataclasses import replace

import numpy as np
import pytest

from geo.customers import read_customers
from geo.errors import NotAllowedError, SettingsError
from geo.planning import DesignSettings, design
from geo.planning.comparing import compare
from geo.planning.divisions import Division, Made, Now, division
from geo.texts import text
from geo.viewer import MANAGER, Viewer

NAMES = ("Ank", "Bo", "Cas")


def renamed(proposal, reps):
    """Return a proposal whose territories name their representatives."""
    territories = tuple(replace(t, rep=rep) for t, rep in zip(proposal.plan.territories, reps, strict=True))
    return proposal.revised(replace(proposal.plan, territories=territories))


def seen(proposal, name="Plan"):
    return Division(proposal, text("{name}", name=name))


PLACES = {"Groningen": "9711 AB", "Utrecht": "3511 AB", "Noord-Holland": "1011 AB", "Limburg": "6211 AB"}


def listed_in(rows):
    """Return customers of rows of a province, a revenue and an owner, as many of each as its last number says."""
    lines = [f"{PLACES[province]};{revenue};{owner}" for province, revenue, owner, n in rows for _ in range(n)]
    return read_customers("\n".join(["postcode;omzet;vertegenwoordiger", *lines]).encode(), "klanten.csv")


def drawn(customers, *provinces, capacities=(1.0, 1.0)):
    """Return a plan of two territories that balances customers, each of the provinces that are named for it."""
    made = design(customers, DesignSettings(2, areas="province", tolerance=0.5), viewer=MANAGER)
    names = made.plan.coverage.areas["name"]
    alignment = np.select([names.isin(part) for part in provinces], [0, 1], -1)
    territories = [replace(t, capacity=c) for t, c in zip(made.plan.territories, capacities, strict=True)]
    return made.revised(replace(made.plan, alignment=alignment, territories=tuple(territories)))


def test_today_against_a_proposal_says_what_the_proposal_says(demo_plan):
    found = compare(Division.now(demo_plan), seen(demo_plan), viewer=MANAGER)
    changes = demo_plan.today.changes
    ours = demo_plan.measures["customers"] > 0
    assert found.totals["moved"]["customers"] == (changes.moved & ours).sum()
    assert found.totals["share"]["revenue"] == pytest.approx(changes.share(demo_plan.measures["revenue"]))
    assert found.measures == ("customers", "revenue", "workload")
    assert found.balance_before.deviation == pytest.approx(demo_plan.today.balance.deviation)
    table = found.territories.set_index("territory")
    own = demo_plan.table.set_index("name")
    heirs = own[own["rep"].notna()]
    assert table["gained"][heirs.index].tolist() == heirs["gained"].tolist()
    assert table["lost"][heirs.index].tolist() == heirs["lost"].tolist()
    assert table["deviation_before"][heirs.index].tolist() == pytest.approx(heirs["deviation_today"].tolist())


def test_nothing_changes_against_itself_and_the_least_is_no_more_than_what_moves(demo_plan):
    same = compare(seen(demo_plan), seen(demo_plan), viewer=MANAGER)
    assert not same.moved.any()
    assert (same.totals["moved"] == 0).all()
    assert (same.least == 0).all()
    assert len(same.accounts) == 0
    found = compare(Division.now(demo_plan), seen(demo_plan), viewer=MANAGER)
    assert (found.totals["least"] > 0).all()
    assert (found.totals["more"] >= 0).all()
    assert found.totals["least"]["customers"].is_integer()


def test_every_account_that_changes_hands_is_named_with_both_representatives_the_largest_first(demo_plan):
    found = compare(Division.now(demo_plan), seen(demo_plan), viewer=MANAGER)
    accounts = found.accounts
    assert len(accounts) == found.moved.sum()
    assert accounts["revenue"].is_monotonic_decreasing
    assert (accounts["from_rep"] != accounts["to_rep"]).all()
    owner = demo_plan.customers.table.set_index("key")["owner"]
    assert accounts["from_rep"].tolist() == owner[accounts["key"]].tolist()
    assert (accounts["class"] == "A").sum() == found.n_large > 0


def test_territories_are_sorted_by_change_and_add_up(demo_plan, free_plan):
    found = compare(seen(demo_plan), seen(free_plan), viewer=MANAGER)
    table, moved = found.territories, found.totals["moved"]["customers"]
    change = table["gained"] + table["lost"]
    assert change.is_monotonic_decreasing
    assert table["gained"].sum() == table["lost"].sum() == moved
    assert table["change_revenue"].sum() == pytest.approx(0, abs=1)
    # Of the twelve who have a territory some have none among the nine, and lose all they have.
    ended = table[table["position"] < 0]
    assert set(ended["rep"]) == set(demo_plan.reps) - set(free_plan.reps)
    assert ended["deviation"].isna().all()
    assert (ended["lost"] == ended["customers_before"]).all()


def test_representatives_who_are_named_decide_and_one_who_comes_in_takes_from_all(made):
    one, two = renamed(made, NAMES), renamed(made, ["Bo", "ank ", "Dirk"])
    found = compare(seen(one), seen(two), viewer=MANAGER)
    # Nobody's area changes, yet every customer gets somebody else.
    assert found.moved.all()
    assert found.passage.successor.tolist() == [1, 0, -1]
    assert found.holders.reps == ("Ank", "Bo", "Cas", "Dirk")
    assert found.least[0] > 0
    newcomer = found.territories.set_index("rep").loc["Dirk"]
    assert newcomer["gained"] == newcomer["customers"]
    assert newcomer["customers_before"] == 0
    assert found.territories["customers_before"].sum() == len(made.customers.table)
    assert np.isnan(newcomer["deviation_before"])


def test_a_representative_of_two_territories_is_one_holder(made):
    one, two = renamed(made, ["Ank", "Ank", "Bo"]), renamed(made, ["Ank", "Bo", "Bo"])
    found = compare(seen(one), seen(two), viewer=MANAGER)
    moved = one.territory == 1
    assert found.moved.tolist() == moved.tolist()
    assert found.territories["lost"].sum() == moved.sum()
    assert found.territories["customers_before"].sum() == found.territories["customers"].sum() == len(moved)
    assert found.holders.names[0] == " + ".join(t.name for t in one.plan.territories[:2])


def test_versions_of_one_scenario_know_their_territories_by_their_ids(desk, desks, scenario):
    desk.edit(MANAGER, lambda plan: replace(plan, alignment=np.roll(plan.alignment, 40)))
    first, last = (division(desks, Made(scenario.id, n), viewer=MANAGER) for n in (1, None))
    found = compare(first, last, viewer=MANAGER)
    assert found.passage.successor.tolist() == [0, 1, 2]
    assert found.moved.tolist() == (first.territory != last.territory).tolist()
    assert str(last.name) == "Voorstel 1 · version 2"


def test_today_is_drawn_on_the_areas_of_a_scenario(desks, scenario, made):
    now = division(desks, Now(scenario.id), viewer=MANAGER)
    assert now.names == ("r0", "r1", "r2")
    assert now.plan.coverage.fingerprint == made.plan.coverage.fingerprint
    assert now.territory.tolist() == made.today.territory.tolist()


def test_customers_of_one_version_of_a_list_only_are_told_apart_and_do_not_move(listed, made):
    rows = listed.decode().splitlines()
    later = [rows[0], *rows[11:], "2011 AB;500;r0", "3011 AB;700;r1"]
    customers = read_customers("\n".join(later).encode(), "klanten.csv")
    settings = DesignSettings(3, measure="revenue", areas="province", tolerance=0.3)
    after = design(customers, settings, viewer=MANAGER)
    found = compare(seen(made), seen(after), viewer=MANAGER)
    keys, kept = made.customers.table["key"].tolist(), customers.table["key"][:-2].tolist()
    assert [key for key, only in zip(keys, found.only_before, strict=True) if only] == keys[: len(keys) - len(kept)]
    assert found.only_after.tolist() == [False] * len(kept) + [True, True]
    assert not found.moved[-2:].any()
    assert found.held[:-2].tolist() == made.territory[[keys.index(key) for key in kept]].tolist()
    assert found.territories["new"].sum() == 2
    assert found.territories["customers_before"].sum() == len(kept)
    assert found.territories["customers"].sum() == len(kept) + 2
    assert found.totals["total"]["customers"] == len(customers.table)


def test_territories_that_name_nobody_continue_those_whose_revenue_they_have():
    customers = listed_in(
        [("Groningen", 100, "", 1), ("Utrecht", 1, "", 3), ("Noord-Holland", 1, "", 3), ("Limburg", 100, "", 1)]
    )
    before = drawn(customers, ["Groningen", "Utrecht"], ["Noord-Holland", "Limburg"])
    after = drawn(customers, ["Groningen", "Noord-Holland"], ["Utrecht", "Limburg"])
    found = compare(seen(before), seen(after), viewer=MANAGER)
    assert found.passage.successor.tolist() == [0, 1]
    assert (found.totals["moved"]["customers"], found.totals["moved"]["revenue"]) == (6, 6)


def test_the_least_is_that_of_any_representatives_where_the_plan_names_none():
    customers = listed_in([("Groningen", 1, "Ank", 3), ("Utrecht", 1, "Bo", 3), ("Limburg", 1, "Bo", 3)])
    after = drawn(customers, ["Groningen", "Utrecht"], ["Limburg"], capacities=(2.0, 1.0))
    found = compare(Division.now(after), seen(after), viewer=MANAGER)
    # Ank, who has half as many as Bo, comes into the larger territory: the three in between change hands.
    assert found.passage.successor.tolist() == [0, 1]
    assert found.moved.sum() == 3
    # With Bo in the larger one none would have to.
    assert found.totals["least"].tolist() == [0, 0]
    named = compare(Division.now(after), seen(renamed(after, ["Ank", "Bo"])), viewer=MANAGER)
    assert named.totals["least"]["customers"] == 3


def test_competitors_are_in_no_count_of_two_plans(field_list):
    customers = read_customers(field_list, "klanten.csv")
    one, two = (
        design(customers, DesignSettings(3, measure="revenue", areas=areas, tolerance=0.5), viewer=MANAGER)
        for areas in ("province", "municipality")
    )
    found = compare(seen(renamed(one, NAMES)), seen(renamed(two, NAMES)), viewer=MANAGER)
    ours = (customers.table["status"] != "competitor").to_numpy()
    moved = ours & (one.territory != two.territory)
    assert found.moved.tolist() == moved.tolist()
    assert len(found.accounts) == found.totals["moved"]["customers"] == moved.sum()
    assert (one.territory != two.territory)[~ours].any()
    assert found.territories["customers_before"].sum() == found.territories["customers"].sum() == ours.sum()


def test_competitors_of_one_version_of_a_list_only_are_neither_gone_nor_new():
    rows = ["a;9711 AB;klant", "b;9711 AB;concurrent", "c;6211 AB;klant", "d;1011 AB;klant", "e;1011 AB;concurrent"]
    first, last = (
        drawn(read_customers("\n".join(["id;postcode;status", *part]).encode(), "klanten.csv"), [*PLACES], [])
        for part in (rows[:3], rows[2:])
    )
    found = compare(seen(first), seen(last), viewer=MANAGER)
    assert (found.only_before.tolist(), found.only_after.tolist()) == ([True, False, False], [False, True, False])


def test_lists_without_a_customer_in_common_are_no_versions_of_one_list(made, demo_plan):
    with pytest.raises(SettingsError, match="no customer in common"):
        compare(seen(demo_plan), seen(made), viewer=MANAGER)


def test_a_list_without_owners_has_no_today_and_its_plans_are_matched():
    customers = read_customers(b"postcode;klanten\n1011 AB;1\n3511 AB;1\n9711 AB;1\n6211 AB;1\n", "kaal.csv")
    two = [
        design(customers, DesignSettings(2, areas="province", tolerance=0.5, seed=seed), viewer=MANAGER)
        for seed in (0, 1)
    ]
    with pytest.raises(SettingsError, match="who serves it today"):
        Division.now(two[0])
    found = compare(seen(two[0]), seen(two[1]), viewer=MANAGER)
    assert found.measures == ("customers",)
    assert found.n_large == 0
    assert set(found.holders.reps) == {None}


@pytest.mark.parametrize("viewer", [Viewer("rep", "r0"), Viewer("meeting")])
def test_only_a_manager_compares(made, viewer):
    with pytest.raises(NotAllowedError):
        compare(Division.now(made), seen(made), viewer=viewer)
