"""
A representative's own area on a phone: the page, its data, and what they log.

The page holds nothing itself and asks for what is told, so it can be a plain file; a worker in the browser keeps the
last of both on the phone for where there is no line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from geo.errors import InputError, SettingsError
from geo.http._access import Identify
from geo.http._area_told import first_told, rest_told
from geo.http._links import FindWorkspace, Handler, LinkRoutes, Opened, in_thread
from geo.http._sending import data_sent
from geo.http._words import page_of_words, protected, reader_of
from geo.planning.contact_log import Answered, log_contact, read_sent, withdraw_contacts
from geo.planning.my_area import my_area
from geo.store import Workspace
from geo.texts import Language, text
from geo.viewer import Viewer

MOST_BYTES = 1_000_000

_PUBLIC = Path(__file__).resolve().parent / "public"
_LONGEST_NAME = 200

Asked = Callable[[Request, Workspace, Viewer, str, Language], Response]
"""Answers what a viewer asks of a scenario."""


def area_page(request: Request, opened: Opened | None = None) -> Response:
    """Return the page."""
    language = reader_of(request) if opened is None else opened.language(request)
    page = (_PUBLIC / "my-area.html").read_text(encoding="utf-8")
    return HTMLResponse(page.replace('<html lang="en">', f'<html lang="{language.code}">'))


def routes_of_links(below: str, links: LinkRoutes) -> list[Route]:
    """Return the routes below the page of a link to an area, `below` being the path of that page."""

    def by_link(asked: Asked) -> Handler:
        def shown(request: Request, opened: Opened) -> Response:
            request.state.store = opened.link.id
            language = opened.language(request)
            return asked(request, links.workspace(), opened.viewer, opened.link.scenario, language)

        return links.below("area", shown)

    return [
        Route(f"{below}/area.json", by_link(_first)),
        Route(f"{below}/customers.json", by_link(_rest)),
        Route(f"{below}/contacts", _posted(by_link(_logged)), methods=["POST"]),
        Route(f"{below}/worker.js", links.below("area", _worker)),
    ]


def routes_of_the_own_machine(path: str, workspace: FindWorkspace, identify: Identify) -> list[Route]:
    """Return the routes by which a manager sees the page of any representative, `?rep=`, below a path."""

    def by_name(asked: Asked) -> Handler:
        def shown(request: Request) -> Response:
            viewer, scenario = _named(request, identify), request.path_params["scenario"]
            written = f"{scenario}\x1f{viewer.rep}".encode()
            request.state.store = f"own-{hashlib.sha256(written).hexdigest()[:16]}"
            return asked(request, workspace(), viewer, scenario, reader_of(request))

        return in_thread(shown)

    def page(request: Request) -> Response:
        _named(request, identify)
        return area_page(request)

    return [
        Route(f"{path}/area/{{scenario:str}}", in_thread(page)),
        Route(f"{path}/area/{{scenario:str}}/area.json", by_name(_first)),
        Route(f"{path}/area/{{scenario:str}}/customers.json", by_name(_rest)),
        Route(f"{path}/area/{{scenario:str}}/contacts", _own(_posted(by_name(_logged))), methods=["POST"]),
    ]


def _first(request: Request, workspace: Workspace, viewer: Viewer, scenario: str, language: Language) -> Response:
    area = my_area(workspace, viewer=viewer, scenario=scenario)
    store = str(request.state.store)
    return data_sent(request, first_told(area, language, store=store, worker=not store.startswith("own-")))


def _rest(request: Request, workspace: Workspace, viewer: Viewer, scenario: str, language: Language) -> Response:
    return data_sent(request, rest_told(my_area(workspace, viewer=viewer, scenario=scenario)))


def _logged(request: Request, workspace: Workspace, viewer: Viewer, scenario: str, language: Language) -> Response:
    try:
        entries, withdrawn = read_sent(request.state.body)
    except InputError as error:
        return page_of_words(request, error.problem, error.remedy, 400)
    logged = log_contact(workspace, viewer=viewer, scenario=scenario, entries=entries)
    gone = withdraw_contacts(workspace, viewer=viewer, scenario=scenario, ids=withdrawn)
    told = {"entries": _answers(logged, language), "withdrawn": _answers(gone, language)}
    return data_sent(request, told)


def _answers(answers: list[Answered], language: Language) -> list[dict[str, str | None]]:
    return [{"id": one.id, "problem": None if one.problem is None else language.render(one.problem)} for one in answers]


def _worker(request: Request, opened: Opened) -> Response:
    """Return the worker that keeps a page on the phone, which may answer for that page and nothing else."""
    script = (_PUBLIC / "my-area-worker.js").read_text(encoding="utf-8")
    # Relative to the worker's own address, as a proxy may have put it below any path.
    page = f"../{request.path_params['secret']}"
    return Response(script, media_type="text/javascript", headers={"Service-Worker-Allowed": page})


def _posted(handler: Handler) -> Handler:
    """Return a handler that is given the body of a request, if it is JSON and not too large."""

    async def handle(request: Request) -> Response:
        if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
            return protected(PlainTextResponse("Send JSON.", status_code=415))
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > MOST_BYTES:
                return protected(PlainTextResponse("Too much at once.", status_code=413))
        request.state.body = body
        return await handler(request)

    return handle


def _own(handler: Handler) -> Handler:
    """Return a handler that answers pages of ours alone: on the own machine there is no secret to know."""

    async def handle(request: Request) -> Response:
        if urlsplit(request.headers.get("origin", "")).netloc != request.headers.get("host", ""):
            return protected(PlainTextResponse("This page may not log.", status_code=403))
        return await handler(request)

    return handle


def _named(request: Request, identify: Identify) -> Viewer:
    """Return the representative whose page a manager opens."""
    identify(request).require_manager()
    rep = request.query_params.get("rep", "")[:_LONGEST_NAME]
    if not rep.strip():
        raise SettingsError(text("Say whose area it is."))
    return Viewer("rep", rep, request.path_params["scenario"])
