"""
The routes of links: `/l/{secret}` is the page of one, what lies below it is the page's data and pictures.

A secret in the address is the whole key. It is looked up anew for every answer, so a link that was taken back shows
nothing from that moment on; no answer is kept by a browser, passed on by it, shown within another page or found by a
search engine; and the program writes no secret down.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from geo.errors import NotAllowedError, RayonError, UnavailableError
from geo.http._sending import PROTECTED
from geo.planning.links import EndedError, note_opening, opened_link
from geo.store import Link, LinkKind, Workspace
from geo.texts import LANGUAGES, Language, Text, text
from geo.viewer import Viewer

FindWorkspace = Callable[[], Workspace]

_POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
_PRIVATE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    **PROTECTED,
}
"""Headers of every page that shows a plan; an answer may set a stricter policy of its own."""


@dataclass(frozen=True)
class Opened:
    """A link that is good, and who has it."""

    link: Link
    viewer: Viewer

    @property
    def language(self) -> Language:
        """The language it was made for."""
        return Language(self.link.language)


Shown = Callable[[Request, Opened], Response]
"""Answers a request that came by a good link; runs in a thread of its own."""


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

    def __init__(self, workspace: FindWorkspace, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.workspace = workspace
        self._clock = clock

    def page(self, pages: dict[LinkKind, Shown]) -> Callable[[Request], object]:
        """Return the handler of a link's page, one for each kind, which also notes that it was opened."""

        def shown(request: Request, opened: Opened) -> Response:
            found = pages.get(opened.link.kind)
            if found is None:
                return nothing_here(request)
            answer = found(request, opened)
            note_opening(self.workspace(), opened.link, self._clock)
            return answer

        return self._answered(shown, None)

    def below(self, kind: LinkKind, shown: Shown) -> Callable[[Request], object]:
        """Return the handler of something below the page of one kind of link; there is none below another kind."""
        return self._answered(shown, kind)

    def _answered(self, shown: Shown, kind: LinkKind | None) -> Callable[[Request], object]:
        async def answer(request: Request) -> Response:
            return protected(await run_in_threadpool(self._opened, request, shown, kind))

        return answer

    def _opened(self, request: Request, shown: Shown, kind: LinkKind | None) -> Response:
        try:
            link, viewer = opened_link(self.workspace(), request.path_params["secret"], self._clock())
            if kind not in (None, link.kind):
                return nothing_here(request)
            return shown(request, Opened(link, viewer))
        except EndedError as error:
            return _words(request, error.problem, error.remedy, 410)
        except NotAllowedError as error:
            return _words(request, error.problem, error.remedy, 404)
        except UnavailableError:
            # Its own words name folders of this machine.
            return _words(request, text("This page cannot be shown just now."), text("Try again in a moment."), 503)
        except RayonError:
            return nothing_here(request)


def protected(answer: Response) -> Response:
    """Return an answer with the headers that keep a plan with whoever was given it."""
    for name, value in _PRIVATE.items():
        if name == "Content-Security-Policy":
            answer.headers.setdefault(name, value)
        else:
            answer.headers[name] = value
    return answer


def nothing_here(request: Request) -> Response:
    """Return the page for an address that leads nowhere: there is nothing, or it is not for everybody."""
    return _words(
        request,
        text("There is nothing at this address."),
        text("Open the whole link that you were given, or ask your manager for a new one."),
        404,
    )


def reader_of(request: Request) -> Language:
    """Return the first of a reader's languages that is ours, English where none is."""
    asked = [request.query_params.get("lang", ""), *request.headers.get("accept-language", "").split(",")]
    codes = [written.strip()[:2].lower() for written in asked]
    return Language(next((code for code in codes if code in LANGUAGES), "en"))


def _words(request: Request, title: Text, line: Text | None, status: int) -> Response:
    """Return a page of a sentence and a line."""
    language = reader_of(request)
    content = _WORDS.format(
        language=language.code,
        up=up(request),
        heading=escape(language.render(title)),
        line="" if line is None else escape(language.render(line)),
    )
    return protected(HTMLResponse(content, status_code=status))


def up(request: Request) -> str:
    """Return the way from a page to the root, relative: a proxy may have put it below any path."""
    return "../" * (request.scope["path"].count("/") - 1) or "./"


_WORDS = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{heading} · Rayon</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{up}public/words.css">
<main>
<h1>{heading}</h1>
<p>{line}</p>
</main>
</html>
"""
