"""
A plan on a projector: the page, what it tells, and its pictures.

The page is the same for a manager on their own machine and for whoever has a link; it holds nothing itself and asks
for what is told, so it can be a plain file.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from geo.http._access import Identify
from geo.http._links import Handler, LinkRoutes, Opened, in_thread
from geo.http._slides import deck_told
from geo.http._words import nothing_here, reader_of
from geo.planning.presenting import Presentations, Size
from geo.texts import Language
from geo.viewer import Viewer

FindPresentations = Callable[[], Presentations]

_PAGE = Path(__file__).resolve().parent / "public" / "present.html"
_DRAWN = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'none'; sandbox"
"""What a picture may do by itself: nothing but look as it does."""
_STEP, _NARROWEST, _WIDEST, _HEIGHT = 10, 300, 2600, 1080
_HEIGHTS = {"half": 538, "pair": 850}
"""Of one of two that are stacked, and of one of two side by side with figures under them."""
_PHONE = Size(720, 760, 1.5)


class PresentRoutes:
    """
    The handlers for a manager on their own machine; those for links are made of the same parts.

    Parameters
    ----------
    presentations
        Finds what was told and drawn.
    identify
        Tells who asks.
    """

    def __init__(self, presentations: FindPresentations, identify: Identify) -> None:
        self._presentations = presentations
        self._identify = identify

    def page(self) -> Handler:
        """Return the handler of the page."""

        def shown(request: Request) -> Response:
            self._identify(request).require_scenario(request.path_params["scenario"])
            return present_page(request)

        return in_thread(shown)

    def deck(self) -> Handler:
        """Return the handler of what is told."""
        return in_thread(
            lambda request: told(
                request,
                self._presentations(),
                request.path_params["scenario"],
                self._identify(request),
                reader_of(request),
                leave=True,
            )
        )

    def picture(self) -> Handler:
        """Return the handler of a picture."""
        return in_thread(
            lambda request: drawn(
                request,
                self._presentations(),
                request.path_params["scenario"],
                self._identify(request),
                reader_of(request),
            )
        )


def deck_of_link(links: LinkRoutes, presentations: FindPresentations) -> Handler:
    """Return the handler of what a link to a presentation tells."""

    def shown(request: Request, opened: Opened) -> Response:
        language = opened.language(request)
        return told(request, presentations(), opened.link.scenario, opened.viewer, language, leave=False)

    return links.below("present", shown)


def picture_of_link(links: LinkRoutes, presentations: FindPresentations) -> Handler:
    """Return the handler of a picture that a link to a presentation shows."""

    def shown(request: Request, opened: Opened) -> Response:
        return drawn(request, presentations(), opened.link.scenario, opened.viewer, opened.language(request))

    return links.below("present", shown)


def present_page(request: Request, opened: Opened | None = None) -> Response:
    """Return the page."""
    language = reader_of(request) if opened is None else opened.language(request)
    page = _PAGE.read_text(encoding="utf-8").replace('<html lang="en">', f'<html lang="{language.code}">')
    return HTMLResponse(page)


def told(
    request: Request, presentations: Presentations, scenario: str, viewer: Viewer, language: Language, *, leave: bool
) -> Response:
    """Return what is told of a scenario as data; `leave` says whether there is a program to go back to."""
    asked = request.query_params
    order = [key for key in asked.get("order", "")[:4000].split(",") if key]
    shown = presentations.show(scenario, viewer=viewer, language=language, at=_number(asked.get("at", "")), order=order)

    def address(slide: str, number: int) -> str:
        query = urlencode({"at": shown.version, "lang": language.code})
        return f"picture/{quote(slide, safe='')}/{number}.svg?{query}"

    content = deck_told(shown.deck, address, language)
    if leave:
        where = {"dataset": shown.dataset, "scenario": scenario, "lang": language.code}
        content["leave"] = f"../../territories?{urlencode(where)}"
    body = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _sent(request, gzip.compress(body.encode("utf-8"), compresslevel=5, mtime=0), "application/json")


def drawn(
    request: Request, presentations: Presentations, scenario: str, viewer: Viewer, language: Language
) -> Response:
    """Return a picture of a slide."""
    at, number = _number(request.query_params.get("at", "")), _number(request.path_params["n"])
    if at is None or number is None:
        return nothing_here(request)
    found = presentations.picture(
        scenario, request.path_params["slide"], number, _size(request), viewer=viewer, language=language, at=at
    )
    if found is None:
        return nothing_here(request)
    return _sent(request, found, "image/svg+xml", {"Content-Security-Policy": _DRAWN})


def _sent(request: Request, body: bytes, kind: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return what is compressed already, as it is where that is understood."""
    headers = {**(headers or {}), "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(body, media_type=kind, headers={**headers, "Content-Encoding": "gzip"})
    return Response(gzip.decompress(body), media_type=kind, headers=headers)


def _size(request: Request) -> Size:
    """
    Return how large a picture is wanted: steps of a width, so that it is drawn once for screens that are alike.

    One of two says so: `700-half` where they are stacked, `620-pair` where they stand side by side.
    """
    asked = request.query_params.get("w", "")
    if asked == "phone":
        return _PHONE
    wide, _, part = asked.partition("-")
    width = min(_WIDEST, max(_NARROWEST, _number(wide) or 1100))
    return Size(round(width / _STEP) * _STEP, _HEIGHTS.get(part, _HEIGHT), 1.0)


def _number(written: str) -> int | None:
    return int(written) if re.fullmatch("[0-9]{1,9}", written) else None
