"""The demo company and plans of it, made once; and a small scenario to be worked on."""

import pytest

from geo.customers import Customers, read_customers
from geo.planning import DesignSettings, Proposal, design
from geo.planning.datasets import DEMO, import_customers
from geo.planning.desk import Desk
from geo.planning.scenarios import Desks, keep_proposal
from geo.store import Scenario, Workspace
from geo.viewer import MANAGER


@pytest.fixture(scope="session")
def demo() -> Customers:
    return read_customers(DEMO.read_bytes(), DEMO.name)


@pytest.fixture(scope="session")
def demo_plan(demo) -> Proposal:
    return design(demo, DesignSettings(12, measure="revenue", tolerance=0.02), viewer=MANAGER)


@pytest.fixture(scope="session")
def free_plan(demo) -> Proposal:
    return design(demo, DesignSettings(9, areas="free", tolerance=0.02), viewer=MANAGER)


@pytest.fixture(scope="session")
def listed() -> bytes:
    """A list of ninety customers all over the country, of three representatives."""
    codes = [f"{1011 + 97 * i} AB;{10 + i};r{i % 3}" for i in range(90)]
    return "\n".join(["postcode;omzet;vertegenwoordiger", *codes]).encode()


@pytest.fixture(scope="session")
def made(listed) -> Proposal:
    """A proposal of three territories on municipalities for that list."""
    customers = read_customers(listed, "klanten.csv")
    return design(customers, DesignSettings(3, measure="revenue", areas="municipality", tolerance=0.05), viewer=MANAGER)


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    return Workspace(tmp_path)


@pytest.fixture
def desks(workspace) -> Desks:
    return Desks(workspace)


@pytest.fixture
def scenario(workspace, listed, made) -> Scenario:
    """That proposal, kept."""
    dataset = import_customers(workspace, listed, "klanten.csv", viewer=MANAGER)
    return keep_proposal(workspace, dataset, made, viewer=MANAGER, name="Voorstel 1")


@pytest.fixture
def desk(desks, scenario) -> Desk:
    return desks.open(scenario.id, MANAGER)
