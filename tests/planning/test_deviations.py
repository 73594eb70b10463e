"""The deviations of versions are those of their plans."""

import numpy as np
import pytest

from geo.customers import read_customers
from geo.errors import EditError
from geo.planning import DesignSettings, design
from geo.planning.datasets import import_customers
from geo.planning.deviations import deviations
from geo.planning.scenarios import Desks, keep_proposal
from geo.store import Workspace
from geo.territories import assign, set_capacity
from geo.viewer import MANAGER

LISTED = "\n".join(["postcode;omzet", *(f"{1011 + 290 * i} AB;{10 + i % 7}" for i in range(30))]).encode()


@pytest.fixture
def desk(tmp_path):
    workspace = Workspace(tmp_path)
    made = design(
        read_customers(LISTED, "klanten.csv"), DesignSettings(3, measure="revenue", areas="province"), viewer=MANAGER
    )
    dataset = import_customers(workspace, LISTED, "klanten.csv", viewer=MANAGER)
    return Desks(workspace).open(keep_proposal(workspace, dataset, made, viewer=MANAGER).id, MANAGER)


def test_each_version_has_the_deviation_of_its_plan(desk):
    desk.edit(MANAGER, lambda plan: assign(plan, [0], plan.owners[0] % 3 + 1))
    desk.edit(MANAGER, lambda plan: set_capacity(plan, 1, 0.5))
    first = deviations(desk, 2, 3)
    with pytest.raises(EditError):
        deviations(desk, 1, 4)
    desk.edit(MANAGER, lambda plan: assign(plan, np.flatnonzero(plan.owners == 1), 3))
    found = deviations(desk, 1, 4)
    assert found == pytest.approx({n: desk.proposal_at(n).balance.deviation for n in range(1, 5)})
    assert first == {n: found[n] for n in (2, 3)}
    assert len(set(found.values())) == 4
