"""What is asked about a place or a customer, and how the answer is told."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from geo.errors import SettingsError
from geo.http._sending import PROTECTED
from geo.planning.lookup import Hit, Place, Reason, find_places
from geo.texts import Language

_LONGEST = 80
"""Characters of a query that are looked at."""


def query_of(request: Request) -> str:
    """Return what somebody typed."""
    return request.query_params.get("q", "")[:_LONGEST]


def who_of(request: Request) -> str | Place | None:
    """Return which customer is asked about: its key, or a place near it; None where neither can be read."""
    asked = request.query_params
    if "key" in asked:
        return asked["key"]
    try:
        lon, lat, metres = (float(asked.get(name, "")) for name in ("lon", "lat", "metres"))
    except ValueError:
        return None
    sound = abs(lon) <= 180 and abs(lat) < 90 and math.isfinite(metres)
    return Place(lon, lat, metres) if sound else None


def hits_told(hits: Iterable[Hit]) -> dict[str, object]:
    """Return hits as data."""
    return {"hits": [asdict(hit) for hit in hits]}


def reason_told(reason: Reason, language: Language) -> dict[str, object]:
    """Return a reason as data, its sentences in the reader's language."""
    return {
        **asdict(reason),
        "because": language.render(reason.because),
        "costs": [language.render(cost) for cost in reason.costs],
    }


def places(request: Request) -> Response:
    """Find towns and postcodes of a country, for a map that shows no scenario."""
    try:
        found = find_places(request.path_params["country"], query_of(request))
    except SettingsError as error:
        return PlainTextResponse(str(error), status_code=404)
    return JSONResponse(hits_told(found), headers={"Cache-Control": "no-store", **PROTECTED})
