"""Routes of what a map is made of: the base of a country, and the documents that pages publish."""

from __future__ import annotations

import functools

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from geo.errors import NotAllowedError, SettingsError
from geo.http._access import Identify
from geo.http._sending import FOR_EVER, sent
from geo.maps import Document, Registry, base, document
from geo.viewer import MANAGER


def base_of_country(request: Request) -> Response:
    """Send the base map of a country that ships."""
    try:
        found = _encoded_base(request.path_params["country"])
    except SettingsError as error:
        return PlainTextResponse(str(error), status_code=404)
    return sent(request, found, "no-cache")


def published(request: Request, *, identify: Identify, registry: Registry) -> Response:
    """Send a document to the viewer it was published for."""
    try:
        found = registry.fetch(request.path_params["name"], identify(request))
    except NotAllowedError as error:
        return PlainTextResponse(str(error), status_code=403)
    if found is None:
        return PlainTextResponse("No such document.", status_code=404)
    return sent(request, found, f"private, {FOR_EVER}")


@functools.cache
def _encoded_base(country: str) -> Document:
    return document(base(country), MANAGER)
