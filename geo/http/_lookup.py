"""What is asked about a place or a customer, and how the answer is told."""

from __future__ import annotations

import math
import re
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from geo.errors import SettingsError
from geo.http._sending import PROTECTED
from geo.planning.lookup import MOST_HITS, Found, Hit, Place, Reason, find_places
from geo.texts import LANGUAGES, Language

_LONGEST = 80
"""Characters of a query that are looked at."""
_MOST = 200
"""Hits that are told at once, however many are asked for."""


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


def limit_of(request: Request) -> int:
    """Return how many hits are wanted: as many as are shown at first where nothing sensible is said."""
    written = request.query_params.get("limit", "")
    return min(_MOST, max(1, int(written))) if re.fullmatch("[0-9]{1,4}", written) else MOST_HITS


def hits_told(found: Found, language: Language) -> dict[str, object]:
    """Return hits as data, and how many there are in all."""
    return {"hits": [_hit_told(hit, language) for hit in found.hits], "total": found.total}


def _hit_told(hit: Hit, language: Language) -> dict[str, object]:
    about = hit.about if hit.within is None else language.render(hit.within)
    parts = [hit.key if hit.namesakes else None, about]
    told = {"kind": hit.kind, "name": hit.name, "about": " · ".join(part for part in parts if part)}
    return {**told, "lon": hit.lon, "lat": hit.lat, "area": hit.area, "key": hit.key}


def reason_told(reason: Reason, language: Language) -> dict[str, object]:
    """Return a reason as data, its sentences in the reader's language."""
    return {
        **asdict(reason),
        "because": language.render(reason.because),
        "costs": [language.render(cost) for cost in reason.costs],
        "facts": [[language.render(fact.label), language.render(fact.value)] for fact in reason.facts],
    }


def language_of(request: Request) -> Language:
    """Return the language of the page that asks."""
    asked = request.query_params.get("lang") or request.headers.get("accept-language", "")
    return Language(asked[:2] if asked[:2] in LANGUAGES else "en")


def places(request: Request) -> Response:
    """Find towns and postcodes of a country, for a map that shows no scenario."""
    try:
        found = find_places(request.path_params["country"], query_of(request), limit=limit_of(request))
    except SettingsError as error:
        return PlainTextResponse(str(error), status_code=404)
    told = hits_told(found, language_of(request))
    return JSONResponse(told, headers={"Cache-Control": "no-store", **PROTECTED})
