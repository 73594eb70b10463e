"""What a manager is told of a plan besides its figures."""

from dataclasses import replace

import numpy as np
import pytest

from geo.customers import read_customers
from geo.planning import DesignSettings, design
from geo.planning.warnings import uprooted
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
