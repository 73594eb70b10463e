"""Routes of what a map is made of: what lies below and over any map of a country, and what pages publish."""

from __future__ import annotations

import functools
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from geo.errors import NotAllowedError, SettingsError
from geo.http._access import Identify
from geo.http._sending import FOR_EVER, sent, text_sent
from geo.maps import Document, Registry, base, document, regions
from geo.viewer import MANAGER

_KEPT = f"private, {FOR_EVER}"
"""A name stands for one content, and so do the points of it in one box."""


def base_of_country(request: Request) -> Response:
    """Send the base map of a country that ships."""
    try:
        found = _encoded_base(request.path_params["country"])
    except SettingsError as error:
        return PlainTextResponse(str(error), status_code=404)
    return sent(request, found, "no-cache")


def regions_of_country(request: Request) -> Response:
    """Send the borders of a country's municipalities or provinces."""
    try:
        found = _encoded_regions(request.path_params["level"], request.path_params["country"])
    except SettingsError as error:
        return PlainTextResponse(str(error), status_code=404)
    return sent(request, found, "no-cache")


def whole(make: Callable[[], str], kind: str) -> Callable[[Request], Response]:
    """Return the handler of a file that is made of several."""
    return lambda request: text_sent(request, make(), kind)


def published(request: Request, *, identify: Identify, registry: Registry) -> Response:
    """Send a document to the viewer it was published for."""
    found = _held(request, identify, registry)
    return found if isinstance(found, Response) else sent(request, found, _KEPT)


def points(request: Request, *, identify: Identify, registry: Registry) -> Response:
    """Send the customers of a document that lie in a box of degrees, `bbox=west,south,east,north`."""
    found = _held(request, identify, registry)
    if isinstance(found, Response):
        return found
    if found.crowd is None:
        return PlainTextResponse("This document has its points with it.", status_code=404)
    try:
        west, south, east, north = (float(value) for value in request.query_params.get("bbox", "").split(","))
    except ValueError:
        return PlainTextResponse("Say bbox=west,south,east,north in degrees.", status_code=400)
    return sent(request, document(found.crowd.within(west, south, east, north), found.viewer), _KEPT)


def _held(request: Request, identify: Identify, registry: Registry) -> Document | Response:
    """Return the document of a request, or why there is none for whoever asks."""
    try:
        found = registry.fetch(request.path_params["name"], identify(request))
    except NotAllowedError as error:
        return PlainTextResponse(str(error), status_code=403)
    return PlainTextResponse("No such document.", status_code=404) if found is None else found


@functools.cache
def _encoded_base(country: str) -> Document:
    return document(base(country), MANAGER)


@functools.cache
def _encoded_regions(level: str, country: str) -> Document:
    return document(regions(level, country), MANAGER)
