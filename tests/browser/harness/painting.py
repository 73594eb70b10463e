"""A page with a map to paint on, on a port of this machine, that can be stopped and started again."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from serving import serving
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from geo.areas import Coverage
from geo.maps import Desk, base_map, blocks, document, show
from geo.maps.registry import Registry
from geo.viewer import MANAGER

PAGE = """<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>Painting</title>
<style>html, body {margin: 0; height: 100%} iframe {border: 0; width: 100%; height: 100%}</style>
<input id="field" style="position: absolute; left: -999px">
<script>
window.heard = [];
for (const name of ["rayon:plan", "rayon:select", "rayon:lost"])
  addEventListener(name, (event) => heard.push([name, structuredClone(event.detail)]));
</script>
<iframe title="map" src="/frame/map/index.html?QUERY"></iframe>"""


class Program:
    """
    The page and what stands behind it.

    Parameters
    ----------
    coverage
        The areas that are painted.
    scenario
        Id of the scenario on them.
    routes
        Makes the routes that answer for the scenario, anew at each start; they get the registry of documents.
    """

    def __init__(self, coverage: Coverage, scenario: str, routes: Callable[[Registry], Sequence[BaseRoute]]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._scenario, self._routes, self._registry = scenario, routes, Registry()
        self._ground = self._registry.publish(document(blocks(coverage), MANAGER))

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
        return Starlette(routes=[*own, *self._routes(self._registry)])

    async def _frame(self, request: Request) -> Response:
        asked = request.query_params
        chosen = int(asked["selected"]) if "selected" in asked else None
        at = int(asked["at"]) if "at" in asked else None
        drawn = base_map()
        shown = show(
            [self._ground], selected=chosen, language=asked.get("lang", "nl"), desk=Desk(self._scenario, at=at)
        )
        drawn.add_child(shown)
        return HTMLResponse(drawn.get_root().render())
