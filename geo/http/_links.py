"""
The routes of links: `/l/{secret}` is the page of one, what lies below it is the page's data and pictures.

A secret in the address is the whole key. It is looked up anew for every answer, so a link that was taken back shows
nothing from that moment on; no answer is kept by a browser, passed on by it, shown within another page or found by a
search engine; and the program writes no secret down.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from geo.http._words import answered, nothing_here
from geo.planning.links import note_opening, opened_link
from geo.store import Link, LinkKind, Workspace
from geo.store.records import utc_now
from geo.texts import LANGUAGES, Language
from geo.viewer import Viewer

FindWorkspace = Callable[[], Workspace]


@dataclass(frozen=True)
class Opened:
    """A link that is good, and who has it."""

    link: Link
    viewer: Viewer

    def language(self, request: Request) -> Language:
        """Return the language that a request asks for, else the one that the link was made for."""
        asked = request.query_params.get("lang", "")
        return Language(asked if asked in LANGUAGES else self.link.language)


Shown = Callable[[Request, Opened], Response]
"""Answers a request that came by a good link; runs in a thread of its own."""

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class LinkRoutes:
    """
    The handlers of what links show.

    Parameters
    ----------
    workspace
        Finds where links are kept.
    clock
        Tells the present moment, UTC.
    """

    def __init__(self, workspace: FindWorkspace, clock: Callable[[], datetime] = utc_now) -> None:
        self.workspace = workspace
        self._clock = clock

    def page(self, pages: Mapping[LinkKind, Shown]) -> Handler:
        """Return the handler of a link's page, one for each kind, which also notes that it was opened."""

        def shown(request: Request, opened: Opened) -> Response:
            found = pages.get(opened.link.kind)
            if found is None:
                return nothing_here(request)
            answer = found(request, opened)
            note_opening(self.workspace(), opened.link, self._clock)
            return answer

        return self._handler(shown, None)

    def below(self, kind: LinkKind, shown: Shown) -> Handler:
        """Return the handler of something below the page of one kind of link; there is none below another kind."""
        return self._handler(shown, kind)

    def _handler(self, shown: Shown, kind: LinkKind | None) -> Handler:
        def work(request: Request) -> Response:
            link, viewer = opened_link(self.workspace(), request.path_params["secret"], self._clock())
            if kind not in (None, link.kind):
                return nothing_here(request)
            return shown(request, Opened(link, viewer))

        return in_thread(work)


def in_thread(work: Callable[[Request], Response]) -> Handler:
    """Return the handler that does some work in a thread of its own and turns its errors into pages of words."""

    async def handle(request: Request) -> Response:
        return await run_in_threadpool(answered, request, lambda: work(request))

    return handle
