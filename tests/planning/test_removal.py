"""A territory taken out of a plan: the same by form and by word."""

import numpy as np

from geo.planning import DesignSettings, design
from geo.planning.commands import perform
from geo.planning.datasets import import_customers
from geo.planning.removal import taken_away
from geo.planning.scenarios import Desks, keep_proposal
from geo.store import Workspace
from geo.territories import encode_plan
from geo.viewer import MANAGER


def test_customers_bound_to_it_weigh_where_they_will_be(tmp_path):
    workspace = Workspace(tmp_path)
    rows = "\n".join(f"K{i};{1011 + 97 * i} AB;{10 + i}" for i in range(90))
    dataset = import_customers(workspace, f"nummer;postcode;omzet\n{rows}".encode(), "klanten.csv", viewer=MANAGER)
    settings = DesignSettings(4, measure="revenue", areas="municipality", tolerance=0.05)
    made = design(dataset.customers, settings, viewer=MANAGER)
    desk = Desks(workspace).open(keep_proposal(workspace, dataset, made, viewer=MANAGER).id, MANAGER)
    for key in np.array(made.customers.table["key"])[made.territory == 1][:5]:
        perform(desk, MANAGER, f"move {key} to #1")
    plan = desk.current[1]
    assert len(plan.overrides) == 5
    without = taken_away(desk, plan, 1)
    assert (without.owners > 1).all()
    assert not without.overrides
    perform(desk, MANAGER, "remove #1")
    assert encode_plan(desk.current[1]) == encode_plan(without)
