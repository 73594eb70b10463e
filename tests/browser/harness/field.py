"""A representative in the field: a scenario with customers who can be reached, and links to the own area."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from presenting import _free_port
from serving import serving
from starlette.applications import Starlette

import geo.http
from geo.planning import DesignSettings, design
from geo.planning.contact_log import contacts_of
from geo.planning.datasets import import_customers
from geo.planning.links import make_link, revoke_link
from geo.planning.scenarios import desks_of, keep_proposal
from geo.store import Workspace
from geo.territories import assign, bind, rename, set_rep
from geo.viewer import MANAGER

REP, OTHER = "Sietske Hoekstra", "Bram de Wit"
HEAD = "id;naam;postcode;plaats;status;omzet;vertegenwoordiger;telefoon;e-mail;adres"


def listed(n: int, names: list[str] | None = None, others: int = 0) -> bytes:
    """Return a list of customers in the middle of the Netherlands, the first the largest, so many after it Bram's."""
    towns = ((3941, "Doorn"), (3956, "Leersum"), (3901, "Veenendaal"), (3911, "Rhenen"), (3811, "Amersfoort"))
    rows = []
    for i in range(n):
        code, town = towns[i % len(towns)]
        name = names[i % len(names)] if names else f"Bouwbedrijf Koster {i}"
        said = name.replace('"', '""')
        status = "prospect" if i % 4 == 3 else "klant"
        reached = f"030-{1000000 + i};k{i}@voorbeeld.nl;Dorpsstraat {i}" if i % 2 == 0 else ";;"
        letters = f"{chr(65 + i // 26 % 26)}{chr(65 + i % 26)}"
        rep = OTHER if 0 < i <= others else REP
        rows.append(f'k{i};"{said}";{code + i // 5 % 3} {letters};{town};{status};{1000 * (n - i)};{rep};{reached}')
    far = f"x1;Haven Rotterdam;3011 AB;Rotterdam;klant;{900 * n};{OTHER};010-1234567;;"
    return "\n".join([HEAD, *rows, far, "c1;De Concurrent;3941 AA;Doorn;concurrent;1;;;;"]).encode()


class Field:
    """Two territories, Sietske's and Bram's, with the addresses at which they are shown."""

    def __init__(
        self, folder: Path, n: int, names: list[str] | None = None, territory: str = "Heuvelrug", others: int = 0
    ) -> None:
        self.workspace = Workspace(folder)
        dataset = import_customers(self.workspace, listed(n, names, others), "klanten.csv", viewer=MANAGER)
        asked = DesignSettings(2, measure="revenue", areas="municipality", tolerance=0.5)
        made = design(dataset.customers, asked, viewer=MANAGER)
        keys = dataset.customers.table["key"]
        far = int(made.territory[(keys == "x1").to_numpy()][0])
        (self.mine, self.theirs) = (made.plan.territories[k].id for k in (1 - far, far))
        plan = assign(made.plan, made.area[keys.str.startswith("k").to_numpy()], self.mine)
        for number, name, rep in ((self.mine, territory, REP), (self.theirs, "Rijnmond", OTHER)):
            plan = set_rep(rename(plan, number, name), number, rep)
        kept = keep_proposal(self.workspace, dataset, made.revised(plan), viewer=MANAGER)
        self.scenario, self.series = kept.id, kept.series
        self.address = self.beyond = ""

    def link(self, rep: str = REP, language: str = "nl") -> tuple[str, str]:
        """Return the id of a new link to an area, and its address."""
        link, secret = make_link(
            self.workspace, viewer=MANAGER, scenario=self.scenario, kind="area", rep=rep, language=language, days=7
        )
        return link.id, f"{self.beyond}/l/{secret}"

    def revoke(self, link: str) -> None:
        """Take a link back."""
        revoke_link(self.workspace, link, viewer=MANAGER)

    def give_away(self, customer: str) -> None:
        """Bind a customer to the other territory."""
        desks_of(self.workspace).open(self.scenario, MANAGER).edit(
            MANAGER, lambda plan: bind(plan, customer, self.theirs)
        )

    def stored(self) -> list[tuple[str, str | None, str]]:
        """Return what was logged: customer, outcome, note."""
        table = contacts_of(self.workspace, viewer=MANAGER, series=self.series)
        found = table[["key", "outcome", "note"]].astype(object)
        return list(found.where(found.notna(), None).itertuples(index=False, name=None))

    @property
    def own(self) -> str:
        """Where a manager sees the page on the own machine."""
        return f"{self.address}/area/{self.scenario}?rep={quote(REP)}"


@contextmanager
def in_the_field(made: Field) -> Iterator[Field]:
    """Serve it: the program behind its gate, and links alone."""
    links = geo.http.link_routes(workspace=lambda: made.workspace)
    own = geo.http.routes(workspace=lambda: made.workspace)
    program = Starlette(routes=own, middleware=geo.http.gate(links, {}))
    ports = [_free_port(), _free_port()]
    made.address, made.beyond = (f"http://127.0.0.1:{port}" for port in ports)
    with serving(program, ports[0]), serving(geo.http.links_only(links), ports[1]):
        yield made
