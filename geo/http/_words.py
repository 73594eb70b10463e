"""Pages of a sentence and a line, and how an error becomes one; for readers who have no page of the program around."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from geo.errors import NotAllowedError, RayonError, UnavailableError
from geo.http._sending import PROTECTED
from geo.planning.links import EndedError
from geo.texts import LANGUAGES, Language, Text, text

_POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
_PRIVATE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    **PROTECTED,
}
_PAGE = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{heading} · Rayon</title>
<link rel="icon" href="{up}public/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="{up}public/words.css">
<script type="module" src="{up}public/left.js" data-left="{left}"></script>
<main>
<h1>{heading}</h1>
<p>{line}</p>
</main>
</html>
"""


def protected(answer: Response) -> Response:
    """Return an answer with headers that keep a plan with its reader; a stricter policy of its own stays."""
    answer.headers.update(_PRIVATE)
    answer.headers.setdefault("Content-Security-Policy", _POLICY)
    return answer


def answered(request: Request, work: Callable[[], Response]) -> Response:
    """Return what some work answers; an error of it becomes a page that says what was wrong and what to do."""
    try:
        return protected(work())
    except EndedError as error:
        return page_of_words(request, error.problem, error.remedy, 410)
    except NotAllowedError as error:
        return page_of_words(request, error.problem, error.remedy, 404)
    except UnavailableError:
        # Its own words name folders of this machine.
        return page_of_words(request, text("This page cannot be shown just now."), text("Try again in a moment."), 503)
    except RayonError:
        return nothing_here(request)


def nothing_here(request: Request) -> Response:
    """Return the page for an address that leads nowhere: there is nothing, or it is not for everybody."""
    return page_of_words(
        request,
        text("There is nothing at this address."),
        text("Open the whole link that you were given, or ask your manager for a new one."),
        404,
    )


def page_of_words(request: Request, title: Text, line: Text | None, status: int) -> Response:
    """Return a page of a sentence and a line."""
    language = reader_of(request)
    content = _PAGE.format(
        language=language.code,
        up=_up(request),
        heading=escape(language.render(title)),
        line="" if line is None else escape(language.render(line)),
        left=escape(language.say("Logged on this phone and not saved")),
    )
    return protected(HTMLResponse(content, status_code=status))


def reader_of(request: Request) -> Language:
    """Return the first of a reader's languages that is ours, English where none is."""
    asked = [request.query_params.get("lang", ""), *request.headers.get("accept-language", "").split(",")]
    codes = [written.strip()[:2].lower() for written in asked]
    return Language(next((code for code in codes if code in LANGUAGES), "en"))


def _up(request: Request) -> str:
    """Return the way from a page to the root, relative: a proxy may have put it below any path."""
    return "../" * (request.scope["path"].count("/") - 1) or "./"
