"""A proposal for eight customers, and a visitor who has it open."""

import shutil

import pytest

from geo.planning import DesignSettings, design, import_customers
from geo.planning.scenarios import keep_proposal
from geo.store import Database, Workspace
from geo.viewer import MANAGER
from tests.pages.workbench.bench import ROWS, Bench


@pytest.fixture(scope="session")
def listed(demo_home, tmp_path_factory):
    """A workspace with the demo company and a proposal for eight customers, to be copied; their list, the scenario."""
    folder = shutil.copytree(demo_home, tmp_path_factory.mktemp("listed") / "home")
    content = f"klantnr;naam;postcode;omzet\n{ROWS}\n".encode()
    dataset = import_customers(Workspace(folder), content, "klanten.csv", viewer=MANAGER)
    settings = DesignSettings(4, measure="revenue", tolerance=0.3, areas="province")
    proposal = design(dataset.customers, settings, viewer=MANAGER)
    scenario = keep_proposal(Workspace(folder), dataset, proposal, viewer=MANAGER)
    Database.of(Workspace(folder)).close()
    return folder, dataset.id, scenario.id


@pytest.fixture
def home(listed, tmp_path):
    return shutil.copytree(listed[0], tmp_path / "home")


@pytest.fixture
def bench(visit, home, listed):
    return Bench(visit("territories", lang="en", dataset=listed[1], scenario=listed[2]), Workspace(home))
