"""The demo company and plans of it, made once; and a small scenario to be worked on."""

import pytest

from geo.customers import Customers, read_customers
from geo.planning import DesignSettings, Proposal, design
from geo.planning.datasets import DEMO, import_customers
from geo.planning.desk import Desk
from geo.planning.handed import Handed
from geo.planning.scenarios import Desks, desks_of, keep_proposal
from geo.store import Scenario, Workspace
from geo.territories import add, assign, bind, lock, recolour, release, rename, set_capacity, set_rep
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


HOSTILE = ["=cmd|' /C calc'!A0", "{{7*7}} <b>vet</b>", "Noord-Holland-Noord met Kop, Westfriesland en de eilanden nu"]
"""Names of territories that must come through every file as they stand; the last one of sixty characters."""


@pytest.fixture
def edited_desk(desk) -> Desk:
    """That scenario, everything about it edited that an edit can change."""
    ids = [t.id for t in desk.current[1].territories]
    for number, name in zip(ids, HOSTILE, strict=True):
        desk.edit(MANAGER, lambda plan, number=number, name=name: rename(plan, number, name))
    desk.edit(MANAGER, lambda plan: set_capacity(plan, ids[0], 0.6))
    desk.edit(MANAGER, lambda plan: set_rep(plan, ids[1], "@Nieuw <i>Iemand</i>"))
    desk.edit(MANAGER, lambda plan: recolour(plan, ids[2], 5))
    desk.edit(MANAGER, lambda plan: add(plan, "Leeg", id=desk.next_territory))
    desk.edit(MANAGER, lambda plan: release(plan, [0, 7]))
    desk.edit(MANAGER, lambda plan: assign(plan, [3, 4], ids[1]))
    keys = desk.first.customers.table["key"]
    desk.edit(MANAGER, lambda plan: bind(plan, keys[5], ids[2]))
    desk.edit(MANAGER, lambda plan: bind(plan, keys[30], ids[0]))
    desk.edit(MANAGER, lambda plan: lock(plan, ids[2], True))
    return desk


@pytest.fixture
def handed(edited_desk) -> Handed:
    """What there is to hand over of it."""
    version = edited_desk.current[0]
    (revision,) = edited_desk.history(limit=1)
    return Handed(edited_desk.proposal, edited_desk.scenario.name, version, revision.at)


@pytest.fixture(scope="session")
def field_list() -> bytes:
    """Ninety customers of three representatives; every tenth is a competitor."""
    status = ["concurrent" if i % 10 == 9 else "klant" if i % 3 else "prospect" for i in range(90)]
    rows = [f"k{i};Klant {i};{1011 + 97 * i} AB;{status[i]};{10 + i};r{i % 3};030-{1000000 + i}" for i in range(90)]
    return "\n".join(["id;naam;postcode;status;omzet;vertegenwoordiger;telefoon", *rows]).encode()


@pytest.fixture
def field(workspace, field_list) -> Scenario:
    """A scenario of three territories, the first Anna's, the others Bram's and Cees's."""
    dataset = import_customers(workspace, field_list, "klanten.csv", viewer=MANAGER)
    settings = DesignSettings(3, measure="revenue", areas="province", tolerance=0.5)
    made = design(dataset.customers, settings, viewer=MANAGER)
    plan = made.plan
    for territory, rep in zip(plan.territories, ("Anna", "Bram", "Cees"), strict=True):
        plan = set_rep(plan, territory.id, rep)
    return keep_proposal(workspace, dataset, made.revised(plan), viewer=MANAGER)


@pytest.fixture
def field_plan(workspace, field) -> Proposal:
    return desks_of(workspace).open(field.id, MANAGER).proposal


@pytest.fixture
def own_keys(field_plan):
    """Return a function that says which customers and prospects a territory of it has, by its position."""
    ours = field_plan.customers.table["status"] != "competitor"
    return lambda k: set(field_plan.customers.table["key"][ours & (field_plan.territory == k)])
