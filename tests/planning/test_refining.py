"""A plan with free borders, laid on postcode areas."""

import numpy as np
import pytest

from geo.clustering import lower_bound
from geo.errors import EditError, NotAllowedError
from geo.planning import DesignSettings, design, import_customers
from geo.planning.refining import on_postcode_areas
from geo.planning.scenarios import Desks, keep_proposal
from geo.store import Workspace
from geo.territories import bind
from geo.viewer import MANAGER, Viewer


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    return Workspace(tmp_path_factory.mktemp("workspace"))


@pytest.fixture(scope="module")
def dataset(workspace):
    rows = "\n".join(f"K{i};{1011 + 29 * i} AB;{10 + i % 7}" for i in range(300))
    return import_customers(workspace, f"klantnr;postcode;omzet\n{rows}\n".encode(), "klanten.csv", viewer=MANAGER)


@pytest.fixture(scope="module")
def desks(workspace):
    return Desks(workspace)


@pytest.fixture(scope="module")
def free(workspace, dataset, desks):
    """A scenario with free borders and a bound customer."""
    made = design(dataset.customers, DesignSettings(4, areas="free", tolerance=0.05), viewer=MANAGER)
    desk = desks.open(keep_proposal(workspace, dataset, made, viewer=MANAGER).id, MANAGER)
    desk.edit(MANAGER, lambda plan: bind(plan, "K7", 3))
    return desk


@pytest.fixture(scope="module")
def laid(workspace, dataset, desks, free):
    return desks.open(on_postcode_areas(workspace, dataset, free, viewer=MANAGER, name="Op gebieden").id, MANAGER)


def test_each_area_goes_to_the_territory_that_its_centre_lies_in(free, laid):
    plan, ground = laid.current[1], free.current[1]
    assert plan.coverage.kind == "postcode"
    cells = ground.coverage.metric
    for area in range(0, len(plan.coverage), 401):
        x, y = plan.coverage.centres[area]
        nearest = int(cells.distance(plan.coverage.metric.iloc[area].centroid).argmin())
        assert plan.alignment[area] == ground.alignment[nearest], (x, y)
    assert (plan.alignment >= 0).all()


def test_territories_and_bound_customers_stay_what_they_are(free, laid):
    assert laid.current[1].territories == free.current[1].territories
    assert dict(laid.current[1].overrides) == {"K7": 3}
    moved = laid.proposal.territory != free.proposal.territory
    assert moved.mean() < 0.1
    assert laid.scenario.name == "Op gebieden"


def test_what_nobody_can_go_below_is_proved_anew_for_whole_areas(workspace, dataset, desks):
    customers = dataset.customers
    settings = DesignSettings(4, measure="revenue", areas="free", tolerance=0.5)
    plan = design(customers, settings, viewer=MANAGER)
    desk = desks.open(keep_proposal(workspace, dataset, plan, viewer=MANAGER, name="Vrij").id, MANAGER)
    laid = desks.open(on_postcode_areas(workspace, dataset, desk, viewer=MANAGER, name="Vrij op gebieden").id, MANAGER)
    loads = np.bincount(laid.proposal.area, laid.proposal.weights)
    assert laid.proposal.lower_bound == lower_bound(loads, laid.proposal.balance.targets)
    assert laid.proposal.lower_bound > 0


def test_another_division_is_another_scenario(workspace, dataset, free, laid):
    assert on_postcode_areas(workspace, dataset, free, viewer=MANAGER, name="Weer").id == laid.id
    last = int(np.flatnonzero(free.current[1].ids == 4)[0])
    free.edit(MANAGER, lambda plan: bind(plan, "K8", int(plan.ids[last])))
    assert on_postcode_areas(workspace, dataset, free, viewer=MANAGER, name="Anders").id != laid.id


def test_a_plan_of_areas_needs_none_and_a_rep_makes_none(workspace, dataset, free, laid):
    with pytest.raises(EditError):
        on_postcode_areas(workspace, dataset, laid, viewer=MANAGER, name="Nog eens")
    with pytest.raises(NotAllowedError):
        on_postcode_areas(workspace, dataset, free, viewer=Viewer("rep", "x"), name="x")
