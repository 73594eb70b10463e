"""What a manager is told of a plan besides its figures."""

from dataclasses import replace

import numpy as np
import pytest

from geo.customers import read_customers
from geo.planning import DesignSettings, design
from geo.planning.certifying import certify
from geo.planning.story_words import farthest
from geo.planning.warnings import advice, given_beside, outweighing, uprooted
from geo.territories import at_most, bind, plan_sentence
from geo.texts import Language
from geo.viewer import MANAGER


@pytest.fixture(scope="module")
def made():
    """A plan of three territories for customers in three regions, each with a representative of its own."""
    regions = {"noor": 9711, "mid": 3511, "zuid": 5611}
    rows = (f"{first + 7 * i};{name}" for name, first in regions.items() for i in range(20))
    customers = read_customers("\n".join(["postcode;vertegenwoordiger", *rows]).encode(), "klanten.csv")
    return design(customers, DesignSettings(3, areas="municipality", tolerance=0.05), viewer=MANAGER)


def shuffled(made, turn):
    """The plan with its representatives handed round the territories."""
    reps = np.roll(made.reps, turn)
    territories = tuple(replace(t, rep=str(rep)) for t, rep in zip(made.plan.territories, reps, strict=True))
    return made.revised(replace(made.plan, territories=territories))


@pytest.mark.parametrize("turn", [0, 1, 2])
def test_whoever_keeps_hardly_any_customers_is_named_the_least_first(made, turn):
    plan = shuffled(made, turn)
    owner = plan.customers.table["owner"].to_numpy()
    held = np.array([plan.reps[t] if t >= 0 else None for t in plan.territory])
    share = {rep: (held[owner == rep] == rep).mean() for rep in plan.reps}
    expected = sorted((rep for rep in share if share[rep] < 0.1), key=lambda rep: (share[rep], rep))
    told = uprooted(plan)
    assert [text.values["name"] for text in told] == expected
    for text in told:
        mine = held[owner == text.values["name"]] == text.values["name"]
        assert (text.count, text.values["served"]) == (mine.sum(), len(mine))
    assert set(map(str, told)) <= set(map(str, plan.warnings))


def test_some_order_uproots_somebody(made):
    assert len(uprooted(shuffled(made, 1))) == 3
    assert not uprooted(made)


def test_an_area_heavier_than_a_territory_is_named_with_what_it_forces(made):
    rows = [*(f"{code}" for code in [1011] * 40), *("9711", "3511", "5611", "8911", "6511") * 4]
    customers = read_customers("\n".join(["postcode", *rows]).encode(), "klanten.csv")
    plan = design(customers, DesignSettings(3, areas="municipality", tolerance=0.05), viewer=MANAGER)
    (told,) = outweighing(plan)
    # Forty of sixty customers are in Amsterdam, where twenty make a territory.
    where = plan.plan.territories[int(plan.territory[0])].name
    said = str(told).replace("\N{NO-BREAK SPACE}", " ")
    assert said.startswith(
        f"Amsterdam alone carries 200 % of what a territory should, so {where} is at least 100 % above target"
    )
    assert plan.balance.deviation == pytest.approx(plan.lower_bound, abs=1e-6)
    # The others share what remains evenly.
    assert sorted(plan.balance.loads) == [8, 12, 40] or sorted(plan.balance.loads) == [10, 10, 40]
    assert str(told) in map(str, plan.warnings)
    assert not outweighing(made)


def test_a_customer_heavier_than_a_territory_is_named_in_place_of_its_area():
    rows = [f"{code};Bakker {code};{9000 if code == 1011 else 100}" for code in (*range(1011, 1041), 9711, 3511, 5611)]
    customers = read_customers("\n".join(["postcode;naam;omzet", *rows]).encode(), "klanten.csv")
    settings = DesignSettings(3, measure="revenue", areas="postcode", tolerance=0.05)
    (told,) = outweighing(design(customers, settings, viewer=MANAGER))
    said = str(told).replace("\N{NO-BREAK SPACE}", " ")
    assert said.startswith("Bakker 1011 in 1011 Amsterdam alone carries 232 % of what a territory should")
    assert "Smaller areas" not in said


def test_how_many_customers_were_bound_by_the_design_is_told_until_it_is_edited(demo):
    plan = design(demo, DesignSettings(40, measure="revenue", areas="free", tolerance=0.05), viewer=MANAGER)
    assert plan.within_tolerance
    (told,) = given_beside(plan)
    assert told.count == len(plan.plan.overrides) > 0
    assert str(told) in map(str, plan.warnings)
    another = plan.revised(bind(plan.plan, str(demo.table["key"].iloc[0]), 1))
    assert given_beside(another) == []


def test_deviation_and_tolerance_are_written_as_the_certificate_writes_them(demo_plan):
    alignment = demo_plan.plan.alignment.copy()
    alignment[:40] = 0
    edited = demo_plan.revised(replace(demo_plan.plan, alignment=alignment))
    reached = Language("en").share(at_most(edited.balance.deviation).value, 2)
    assert f"is {reached} off target, where ±2.0\u00a0% was agreed" in str(advice(edited))
    assert reached in str(certify(edited, viewer=MANAGER).proved[0])
    assert reached in str(farthest(edited))
    assert reached in str(plan_sentence(edited.balance, None, None, 0.02))
    tight = replace(demo_plan, settings=replace(demo_plan.settings, tolerance=0.001))
    assert any("A deviation of 0.1\u00a0% was asked and " in str(one) for one in tight.warnings)


def test_free_ground_is_not_told_of_smaller_areas(free_plan):
    settings = replace(free_plan.settings, tolerance=0.0001)
    said = " ".join(map(str, replace(free_plan, settings=settings, lower_bound=0.0).warnings))
    assert "Another number of territories may help." in said
    assert "Smaller areas" not in said
    alignment = free_plan.plan.alignment.copy()
    alignment[alignment == 1] = 0
    edited = free_plan.revised(replace(free_plan.plan, alignment=alignment))
    assert "Undo leads back" in str(advice(edited))
