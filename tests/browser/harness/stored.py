"""The page to paint on, with a scenario of the store and the program's own routes behind it."""

from __future__ import annotations

from functools import cache

from painting import Program

import geo.http
from geo.customers import read_customers
from geo.planning import DesignSettings, design
from geo.planning.datasets import import_customers
from geo.planning.scenarios import Desks, keep_proposal
from geo.store import Scenarios
from geo.viewer import MANAGER

LISTED = "\n".join(
    ["postcode;omzet;vertegenwoordiger", *(f"{1011 + 97 * i} AB;{10 + i};r{i % 3}" for i in range(90))]
).encode()

BESIDE = """id => {
    const { owner } = rayon.frame.desk, { neighbours } = rayon.frame.board.mosaic;
    return [...owner.keys()].filter(a => owner[a] !== id && neighbours[a].some(b => owner[b] === id));
}"""


@cache
def made():
    """Three territories of municipalities."""
    customers = read_customers(LISTED, "klanten.csv")
    return design(customers, DesignSettings(3, measure="revenue", areas="municipality", tolerance=0.05), viewer=MANAGER)


class Stored(Program):
    """The page with the program's own routes; each start reads the scenario from the store again."""

    def __init__(self, workspace):
        dataset = import_customers(workspace, LISTED, "klanten.csv", viewer=MANAGER)
        self.workspace, self.id = workspace, keep_proposal(workspace, dataset, made(), viewer=MANAGER).id
        super().__init__(made().plan.coverage, self.id, self._fresh)

    def _fresh(self, registry):
        self.desks = Desks(self.workspace)
        return geo.http.routes(registry=registry, desks=lambda: self.desks)

    @property
    def desk(self):
        return self.desks.open(self.id, MANAGER)

    @property
    def owners(self):
        return self.desk.current[1].owners.tolist()

    @property
    def history(self):
        return [(r.number, r.kind) for r in Scenarios(self.workspace).history(self.id)][::-1]


def paint(hand, count):
    """Click on areas beside the first territory; return the owners that the map shows then."""
    for area in hand.frame.evaluate(BESIDE, 1)[:count]:
        hand.page.mouse.click(*hand.over(area))
    return hand.owners


def beside(hand, count):
    """Some areas of others beside the first territory, which can be given to it."""
    return hand.frame.evaluate(BESIDE, 1)[:count]


def settled(hand):
    """Wait until nothing is on its way."""
    hand.frame.wait_for_function("rayon.frame.desk.pending.length + rayon.frame.desk.wishes.length === 0")
