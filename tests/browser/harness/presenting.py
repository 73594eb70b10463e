"""A company to present: the program on one port, links alone on another, and pictures that cost nothing."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from serving import serving
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

import geo.http
from geo.exports.picture import picture
from geo.planning import DesignSettings, design, import_customers, open_demo
from geo.planning.links import make_link
from geo.planning.presenting import Presentations
from geo.planning.scenarios import Desks, keep_proposal
from geo.planning.story import story
from geo.store import Workspace
from geo.territories import rename, set_rep
from geo.viewer import MANAGER

LONG = "Noordoostelijke Waddeneilanden en Vlietlanden rondom 's-Hertogenbosch-Zuidoost 1"
"""As long as a name may be."""


def _plain(drawing, form, width, height, language, *, unit=None):
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"></svg>'.encode()


class Presented:
    """A scenario of the demo company, or of a list, with the addresses at which it is shown."""

    def __init__(
        self,
        folder: Path,
        territories: int,
        names: list[str] | None = None,
        *,
        drawn: bool = False,
        content: bytes | None = None,
        measure: str = "customers",
    ) -> None:
        self.workspace = Workspace(folder)
        dataset = (
            open_demo(self.workspace, viewer=MANAGER)
            if content is None
            else import_customers(self.workspace, content, "klanten.csv", viewer=MANAGER)
        )
        asked = DesignSettings(territories, measure=measure, areas="municipality", tolerance=0.1)
        made = design(dataset.customers, asked, viewer=MANAGER)
        plan = made.plan
        for number, territory in enumerate(plan.territories):
            if names is not None:
                name = f"{names[number % len(names)][:76]} {number}"
                plan = set_rep(rename(plan, territory.id, name), territory.id, name)
        kept = keep_proposal(self.workspace, dataset, made.revised(plan), viewer=MANAGER, name="Voorjaarsplan 2027")
        self.scenario, self.territories = kept.id, territories
        self.presentations = Presentations(Desks(self.workspace), story, picture if drawn else _plain)
        self.address = self.beyond = ""

    def link(self, language: str = "nl", **more: object) -> tuple[str, str]:
        """Return the id of a new link to the presentation, and its address."""
        given = {"kind": "present", "rep": None, "days": 7, "language": language, **more}
        link, secret = make_link(self.workspace, viewer=MANAGER, scenario=self.scenario, **given)
        return link.id, f"{self.beyond}/l/{secret}"

    def ended(self) -> str:
        """Return the address of a link that has expired."""
        return self.link(clock=lambda: datetime.now(UTC) - timedelta(days=9))[1]

    @property
    def own(self) -> str:
        """Where a manager presents it."""
        return f"{self.address}/present/{self.scenario}"


@contextmanager
def presented(made: Presented) -> Iterator[Presented]:
    """Serve it: the program behind its gate, and links alone."""
    links = geo.http.link_routes(workspace=lambda: made.workspace, presentations=lambda: made.presentations)
    own = geo.http.routes(presentations=lambda: made.presentations)
    page = Route("/territories", lambda request: PlainTextResponse("the workbench"))
    program = Starlette(routes=[page, *own], middleware=geo.http.gate(links, {}))
    ports = [_free_port(), _free_port()]
    made.address, made.beyond = (f"http://127.0.0.1:{port}" for port in ports)
    with serving(program, ports[0]), serving(geo.http.links_only(links), ports[1]):
        yield made


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
