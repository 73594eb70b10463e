"""A small page with the real routes behind it: a scenario of the demo company, a crowd, and a plan to look at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from serving import serving
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

import geo.http
from geo.maps import Desk, Layer, base_map, blocks, customers, document, show
from geo.maps.registry import Registry
from geo.planning import DesignSettings, design, open_demo
from geo.planning.drawing import plan_layers
from geo.planning.scenarios import Desks, keep_proposal
from geo.store import Workspace
from geo.texts import Language
from geo.viewer import MANAGER

PAGE = """<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>Layers</title>
<style>html,body{margin:0;height:100%}iframe{border:0;width:100%;height:100%}</style>
<input id="field" style="position:absolute;left:-999px">
<iframe title="map" allow="fullscreen" src="/frame/map/index.html?QUERY"></iframe>"""


class Program:
    """
    The page on a port of this machine.

    Parameters
    ----------
    folder
        Where its workspace is made.
    port
        A free port.
    n_crowd
        Customers of the crowd.
    """

    def __init__(self, folder: Path, port: int, n_crowd: int = 100_000) -> None:
        workspace = Workspace(folder)
        dataset = open_demo(workspace, viewer=MANAGER)
        proposal = design(
            dataset.customers, DesignSettings(12, "revenue", "municipality", tolerance=0.05), viewer=MANAGER
        )
        self.port, self.address = port, f"http://127.0.0.1:{port}"
        self.desks, self.registry = Desks(workspace), Registry()
        self.scenario = keep_proposal(workspace, dataset, proposal, viewer=MANAGER).id
        self.desk = self.desks.open(self.scenario, MANAGER)
        table, coverage = dataset.customers.table, proposal.plan.coverage
        places = table["lon"].to_numpy(), table["lat"].to_numpy()
        few = customers(*places, table["status"].tolist(), proposal.weights, areas=proposal.area)
        self.layers = {
            "desk": self._published(blocks(coverage), few),
            "crowd": self._published(blocks(coverage), _crowd(*places, proposal.area, n_crowd)),
            "plan": self._published(*plan_layers(proposal, Language("nl"))),
        }

    def _published(self, *layers: Layer) -> list[str]:
        return [self.registry.publish(document(layer, MANAGER)) for layer in layers]

    @contextmanager
    def running(self) -> Iterator[str]:
        """Answer for as long as the block lasts."""
        with serving(self._app(), self.port):
            yield self.address

    def _app(self) -> Starlette:
        own = [
            Route("/", lambda request: HTMLResponse(PAGE.replace("QUERY", request.url.query))),
            Route("/frame/map/index.html", self._frame),
        ]
        return Starlette(routes=[*own, *geo.http.routes(registry=self.registry, desks=lambda: self.desks)])

    async def _frame(self, request: Request) -> Response:
        asked = request.query_params
        kind = asked.get("kind", "desk")
        desk = None if kind == "plan" else Desk(self.scenario, at=int(asked["at"]) if "at" in asked else None)
        drawn = base_map()
        drawn.add_child(show(self.layers[kind], language=asked.get("lang", "nl"), desk=desk))
        return HTMLResponse(drawn.get_root().render())


def _crowd(lon: np.ndarray, lat: np.ndarray, area: np.ndarray, n: int) -> Layer:
    """Return many customers around those of a list, in their areas."""
    rng = np.random.default_rng(7)
    like = rng.integers(0, len(lon), n)
    spread = rng.normal(0, 0.004, (2, n))
    weights = rng.lognormal(8, 1.3, n)
    return customers(lon[like] + spread[0], lat[like] + spread[1], ["customer"] * n, weights, areas=area[like])
