"""
What is served beyond this machine: what links show, and nothing else.

There is one application that has the routes of links and no others. It answers on an address of its own, and on the
program's own address in place of the program whenever a request cannot be told to come from this machine: so neither
`--server.address 0.0.0.0` nor a proxy that leads to the wrong port opens more than a link does.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from geo.errors import SettingsError
from geo.http._words import nothing_here
from geo.texts import text

OWN_HOSTS = ("localhost", "127.0.0.1", "[::1]")

_PASSED_ON = (
    "via", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "true-client-ip", "x-original-host", "x-original-url",
)  # fmt: skip
"""Headers, beside those that begin with one of `_FAMILIES`, that a request has only where a proxy passed it on."""
_FAMILIES = ("forwarded", "x-forwarded", "x-envoy", "cf-", "x-azure", "x-amz", "fly-")


def links_only(routes: Sequence[BaseRoute]) -> Starlette:
    """Return an application of some routes, which answers everything else as if there were nothing."""

    async def absent(request: Request, error: Exception) -> Response:
        return nothing_here(request)

    app = Starlette(routes=routes, exception_handlers={404: absent, 405: absent})
    # A redirect to an address with or without its last slash would carry the secret along, and the scheme it thinks of.
    app.router.redirect_slashes = False
    return app


class Gate:
    """
    Let requests of this machine through to the program, and all others to what links show.

    Parameters
    ----------
    app
        The program.
    links
        The application that has the routes of links and no others.
    """

    def __init__(self, app: ASGIApp, links: ASGIApp) -> None:
        self._app = app
        self._links = links

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hold a conversation."""
        inside = scope["type"] == "lifespan" or _from_here(scope)
        await (self._app if inside else self._links)(scope, receive, send)


def gate(links: Sequence[BaseRoute], environment: Mapping[str, str] = os.environ) -> list[Middleware]:
    """
    Return the middleware that gives the program to this machine alone.

    Whoever runs a browser here and calls the program by one of this machine's own names gets all of it. Names in
    `RAYON_ALLOWED_HOSTS`, separated by commas, and the one of `RAYON_LINKS_URL` get what links show; any other name is
    refused, as a page of another site could point its own name at this machine (DNS rebinding).

    Parameters
    ----------
    links
        The routes of links.
    environment
        Where settings are read.

    Raises
    ------
    SettingsError
        Where `RAYON_LINKS_URL` is no address of a website.
    """
    added = [name.strip() for name in environment.get("RAYON_ALLOWED_HOSTS", "").split(",") if name.strip()]
    url = links_url(environment)
    own = urlsplit(url).hostname if url else None
    hosts = [*OWN_HOSTS, *added, *([own] if own else [])]
    return [
        Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False),
        Middleware(Gate, links=links_only(links)),
    ]


def links_url(environment: Mapping[str, str] = os.environ) -> str | None:
    """
    Return what links begin with, as others reach them: `RAYON_LINKS_URL` without its last slash, None without one.

    Raises
    ------
    SettingsError
        Where it is no address of a website.
    """
    written = environment.get("RAYON_LINKS_URL", "").strip().rstrip("/")
    if not written:
        return None
    try:
        found = urlsplit(written)
        sound = found.scheme in ("https", "http") and bool(found.hostname) and not (found.query or found.fragment)
    except ValueError:
        sound = False
    if not sound:
        raise SettingsError(
            text("RAYON_LINKS_URL is '{address}', which is no address.", address=written[:80]),
            text("Write what links begin with, such as https://rayon.example.nl, or leave it out."),
        )
    return written


def _from_here(scope: Scope) -> bool:
    """Return whether nothing tells that a request comes from elsewhere."""
    headers = Headers(scope=scope)
    hosts = headers.getlist("host")
    return (
        _is_loopback((scope.get("client") or ("",))[0])
        # nginx speaks the old protocol to what it leads to, browsers never do.
        and scope.get("http_version") != "1.0"
        and [_name(host) in OWN_HOSTS for host in hosts] == [True]
        and not any(name in _PASSED_ON or name.startswith(_FAMILIES) for name in headers)
        and all(_place(page) == hosts[0].lower() for page in _asking(headers))
    )


def _place(page: str) -> str | None:
    """Return the host and port of a page's address, None where it is no address."""
    try:
        return urlsplit(page).netloc.lower()
    except ValueError:
        return None


def _asking(headers: Headers) -> list[str]:
    """Return what a request says of the page that asks, which knows this program by the name in its browser."""
    pages = headers.getlist("origin")
    if headers.get("sec-fetch-mode") != "navigate":  # a link of another page may lead here, its parts may not ask
        pages += headers.getlist("referer")
    return pages


def _name(host: str) -> str:
    """Return a host without its port, in lower case."""
    name, colon, port = host.rpartition(":")
    return (name if colon and (port.isdigit() or not port) else host).lower()


def _is_loopback(client: str) -> bool:
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
