"""
The HTTP routes beside the pages: the map's scripts, its documents, and whether the program is well.

Everything is served from here, so a map asks no other host. Customer data leaves only through `/map/document`, to the
viewer it was published for; a page of another site can neither read it nor include it as a script.
"""

from __future__ import annotations

import functools
import gzip
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from geo import __version__
from geo.errors import NotAllowedError, SettingsError
from geo.maps import REGISTRY, Document, Registry, assets_folder, base, document
from geo.viewer import MANAGER, Viewer

OWN_HOSTS = ("localhost", "127.0.0.1", "[::1]")
_STATIC = Path(__file__).resolve().parent / "maps" / "static"
_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
_PROTECTED = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"}

Identify = Callable[[Request], Viewer]


def own_machine(request: Request) -> Viewer:
    """Take whoever asks for the manager: the program runs on their own machine."""
    return MANAGER


def trusted_hosts(environment: Mapping[str, str] = os.environ) -> Middleware:
    """
    Return the middleware that answers only to this machine's names.

    Without it, a page of another site could point its own name at this machine and read the customers (DNS rebinding).
    `RAYON_ALLOWED_HOSTS` adds names, separated by commas, for a program that is served to others.
    """
    added = [name.strip() for name in environment.get("RAYON_ALLOWED_HOSTS", "").split(",") if name.strip()]
    return Middleware(TrustedHostMiddleware, allowed_hosts=[*OWN_HOSTS, *added], www_redirect=False)


def routes(base_path: str = "", *, identify: Identify = own_machine, registry: Registry = REGISTRY) -> list[BaseRoute]:
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
    """
    fetch = functools.partial(_document, identify=identify, registry=registry)
    prefix = base_path.strip("/")
    below = ["", f"/{prefix}"] if prefix else [""]
    return [route for path in below for route in _routes(path, fetch)]


def _routes(path: str, fetch: Callable[[Request], Response]) -> list[BaseRoute]:
    """Return the routes below a path one by one: a mount of the path itself would swallow the pages' own."""
    return [
        Route(f"{path}/healthz", _health),
        Route(f"{path}/map/base/{{country:str}}.json", _base),
        Route(f"{path}/map/document/{{name:str}}.json", fetch),
        Mount(f"{path}/map/static", _Files(directory=_STATIC)),
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
        response.headers.update(_PROTECTED)
        return response


async def _health(request: Request) -> Response:
    return JSONResponse({"status": "ok", "version": __version__})


def _base(request: Request) -> Response:
    try:
        found = _encoded_base(request.path_params["country"])
    except SettingsError as error:
        return PlainTextResponse(str(error), status_code=404)
    return _sent(request, found, "no-cache")


def _document(request: Request, *, identify: Identify, registry: Registry) -> Response:
    try:
        found = registry.fetch(request.path_params["name"], identify(request))
    except NotAllowedError as error:
        return PlainTextResponse(str(error), status_code=403)
    if found is None:
        return PlainTextResponse("No such document.", status_code=404)
    return _sent(request, found, "private, max-age=31536000, immutable")


@functools.cache
def _encoded_base(country: str) -> Document:
    return document(base(country), MANAGER)


def _sent(request: Request, found: Document, cache: str) -> Response:
    tag = f'"{found.name}"'
    headers = {"ETag": tag, "Cache-Control": cache, "Vary": "Accept-Encoding", **_PROTECTED}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    if "gzip" in Headers(scope=request.scope).get("accept-encoding", ""):
        return Response(found.content, media_type="application/json", headers={**headers, "Content-Encoding": "gzip"})
    return Response(gzip.decompress(found.content), media_type="application/json", headers=headers)
