"""The demo company and plans of it, made once."""

import pytest

from geo.customers import Customers, read_customers
from geo.planning import DesignSettings, Proposal, design
from geo.planning.datasets import DEMO
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
