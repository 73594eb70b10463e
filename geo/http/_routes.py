"""All routes, also below the path under which the pages are served."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from geo import __version__
from geo.http._access import Identify, own_machine
from geo.http._area import area_page, routes_of_links, routes_of_the_own_machine
from geo.http._desk import DeskRoutes, FindDesks
from geo.http._links import FindWorkspace, LinkRoutes
from geo.http._lookup import places
from geo.http._maps import base_of_country, points, published, regions_of_country, whole
from geo.http._present import FindPresentations, PresentRoutes, deck_of_link, picture_of_link, present_page
from geo.http._sending import PROTECTED
from geo.maps import REGISTRY, Registry, assets_folder
from geo.maps.static_files import STATIC, WHOLE_SCRIPT, WHOLE_STYLE, whole_script, whole_style
from geo.planning.presenting import presentations_of
from geo.planning.scenarios import desks_of
from geo.store import Workspace

_PUBLIC = Path(__file__).resolve().parent / "public"
_TYPES = {
    ".css": "text/css",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}

_Handler = Callable[[Request], Response]


def routes(
    base_path: str = "",
    *,
    identify: Identify = own_machine,
    registry: Registry = REGISTRY,
    desks: FindDesks = lambda: desks_of(Workspace.default()),
    presentations: FindPresentations = lambda: presentations_of(Workspace.default()),
    workspace: FindWorkspace = Workspace.default,
) -> list[BaseRoute]:
    """
    Return the routes, also below the path under which the pages are served.

    Parameters
    ----------
    base_path
        Streamlit's `server.baseUrlPath`, with or without slashes.
    identify
        Tells who asks.
    registry
        Where pages publish the documents of their maps.
    desks
        Finds the scenarios that are open.
    presentations
        Finds what was told and drawn of plans.
    workspace
        Finds where plans, links and what representatives log are kept.
    """
    desk = DeskRoutes(desks, identify)
    fetch, near = (functools.partial(send, identify=identify, registry=registry) for send in (published, points))
    present = PresentRoutes(presentations, identify)
    own = [route for path in _below(base_path) for route in _routes(path, fetch, near, desk, present)]
    own += [route for path in _below(base_path) for route in routes_of_the_own_machine(path, workspace, identify)]
    return own + link_routes(base_path, workspace=workspace, presentations=presentations)


def link_routes(
    base_path: str = "",
    *,
    workspace: FindWorkspace = Workspace.default,
    presentations: FindPresentations = lambda: presentations_of(Workspace.default()),
) -> list[BaseRoute]:
    """
    Return the routes that are served to everybody: what links show, whether the program is well, files of its own.

    Parameters
    ----------
    base_path
        As for `routes`.
    workspace
        Finds where links are kept.
    presentations
        Finds what was told and drawn of plans.
    """
    links = LinkRoutes(workspace)
    return [route for path in _below(base_path) for route in _everybodys(path, links, presentations)]


def _below(base_path: str) -> list[str]:
    prefix = base_path.strip("/")
    return ["", f"/{prefix}"] if prefix else [""]


def _routes(path: str, fetch: _Handler, near: _Handler, desk: DeskRoutes, present: PresentRoutes) -> list[BaseRoute]:
    """Return the routes below a path one by one: a mount of the path itself would swallow the pages' own."""
    return [
        Route(f"{path}/map/base/{{country:str}}.json", base_of_country),
        Route(f"{path}/map/borders/{{country:str}}/{{level:str}}.json", regions_of_country),
        Route(f"{path}/map/document/{{name:str}}.json", fetch),
        Route(f"{path}/map/find/{{country:str}}", places),
        Route(f"{path}/map/points/{{name:str}}", near),
        Route(f"{path}/scenario/{{scenario:str}}", desk.state),
        Route(f"{path}/scenario/{{scenario:str}}/edits", desk.edits, methods=["POST"]),
        Route(f"{path}/scenario/{{scenario:str}}/changes", desk.changes),
        Route(f"{path}/scenario/{{scenario:str}}/find", desk.find),
        Route(f"{path}/scenario/{{scenario:str}}/why", desk.why),
        Route(f"{path}/present/{{scenario:str}}", present.page()),
        Route(f"{path}/present/{{scenario:str}}/deck.json", present.deck()),
        Route(f"{path}/present/{{scenario:str}}/picture/{{slide:str}}/{{n:str}}.svg", present.picture()),
        Route(f"{path}/map/static/{WHOLE_SCRIPT}", whole(whole_script, "text/javascript")),
        Route(f"{path}/map/static/{WHOLE_STYLE}", whole(whole_style, "text/css")),
        Mount(f"{path}/map/static", _Files(directory=STATIC)),
    ]


def _everybodys(path: str, links: LinkRoutes, presentations: FindPresentations) -> list[BaseRoute]:
    below = f"{path}/l/{{secret:str}}"
    return [
        Route(f"{path}/healthz", _health),
        Route(below, links.page({"present": present_page, "area": area_page})),
        Route(f"{below}/deck.json", deck_of_link(links, presentations)),
        Route(f"{below}/picture/{{slide:str}}/{{n:str}}.svg", picture_of_link(links, presentations)),
        *routes_of_links(below, links),
        Mount(f"{path}/public", _Files(directory=_PUBLIC)),
        Mount(f"{path}/assets", _Files(directory=assets_folder(), check_dir=False)),
    ]


class _Files(StaticFiles):
    """Files with types that do not depend on the machine's own table, asked for again only when changed."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        kind = _TYPES.get(Path(str(args[0])).suffix)
        if kind and "content-type" in response.headers:
            response.headers["content-type"] = kind
        response.headers["cache-control"] = "no-cache"
        response.headers.update(PROTECTED)
        return response


async def _health(request: Request) -> Response:
    return JSONResponse({"status": "ok", "version": __version__})
