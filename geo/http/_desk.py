"""
The routes between a map and the desk: a scenario's state, its edits, and what others change meanwhile.

Who asks is decided here, never by what is sent. An edit must come from a page of ours: a foreign page can neither set
the content type without asking first nor forge its origin.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from geo.errors import InputError, NotAllowedError, RayonError, StoreError, UnavailableError
from geo.http._access import Identify
from geo.http._lookup import hits_told, language_of, limit_of, query_of, reason_told, who_of
from geo.http._sending import PROTECTED, data_sent
from geo.planning.answers import answer, state
from geo.planning.desk import Desk
from geo.planning.lookup import find, why
from geo.planning.receiving import GapError
from geo.planning.scenarios import Desks
from geo.planning.strokes import read_envelope

MOST_BYTES = 4_000_000
PATIENCE_SECONDS = 5.0
"""How long a window waits for a change; also how long the program, told to end, waits for the last window."""
_LOOKING_SECONDS = 1.0
"""How often a window that waits looks at the store, where another process may have written."""

FindDesks = Callable[[], Desks]
_Result = TypeVar("_Result")


class DeskRoutes:
    """
    The handlers.

    Parameters
    ----------
    desks
        Finds the open scenarios of this process.
    identify
        Tells who asks.
    """

    def __init__(self, desks: FindDesks, identify: Identify) -> None:
        self._desks = desks
        self._identify = identify

    async def state(self, request: Request) -> Response:
        """Send the whole state of a scenario, or of an older revision of it."""
        at = _number(request, "at")
        if at is None and "at" in request.query_params:
            return PlainTextResponse("Say which version.", status_code=400)
        return await run_in_threadpool(self._told, request, lambda desk: data_sent(request, state(desk, at)))

    async def edits(self, request: Request) -> Response:
        """Take a window's operations and answer with what became of them."""
        refused = _foreign(request)
        if refused is not None:
            return refused
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > MOST_BYTES:
                return PlainTextResponse("Too much at once.", status_code=413)
        return await run_in_threadpool(self._told, request, lambda desk: self._edited(request, desk, body))

    async def changes(self, request: Request) -> Response:
        """Wait until something changes and answer with it, or with nothing after a while."""
        since, cid = _number(request, "since"), request.query_params.get("cid", "")
        if not since:
            return PlainTextResponse("Say since when.", status_code=400)
        desk = await run_in_threadpool(self._told, request, lambda desk: desk)
        if not isinstance(desk, Desk):
            return desk
        desk.presence.hear(cid)
        if not await _changed(request, desk, since):
            return Response(status_code=204, headers=PROTECTED)

        def told(desk: Desk) -> Response:
            return data_sent(request, answer(desk, since, desk.received(cid), cid, language_of(request)))

        return await run_in_threadpool(self._told, request, told)

    async def find(self, request: Request) -> Response:
        """Find a place, a postcode, an area or a customer by what somebody typed."""

        def told(desk: Desk) -> Response:
            found = find(desk.proposal, query_of(request), limit=limit_of(request))
            return data_sent(request, hits_told(found, language_of(request)))

        return await run_in_threadpool(self._told, request, told)

    async def why(self, request: Request) -> Response:
        """Say why a customer is in its territory, at the last revision or an older one."""
        who, at = who_of(request), _number(request, "at")
        if who is None:
            return PlainTextResponse("Say key=… or lon=…&lat=…&metres=….", status_code=400)

        def told(desk: Desk) -> Response:
            reason = why(desk.proposal if at is None else desk.proposal_at(at), who)
            if reason is None:
                return PlainTextResponse("No such customer.", status_code=404)
            return data_sent(request, reason_told(reason, language_of(request)))

        return await run_in_threadpool(self._told, request, told)

    def _edited(self, request: Request, desk: Desk, body: bytes) -> Response:
        envelope = read_envelope(body)
        try:
            received = desk.receive(self._identify(request), envelope)
        except GapError:
            return PlainTextResponse("An earlier operation is missing.", status_code=409)
        return data_sent(request, answer(desk, envelope.base, received, envelope.cid, language_of(request)))

    def _told(self, request: Request, work: Callable[[Desk], _Result]) -> _Result | Response:
        """Do something with the scenario of a request; errors become answers."""
        try:
            return work(self._desks().open(request.path_params["scenario"], self._identify(request)))
        except NotAllowedError as error:
            return _problem(request, error, 403)
        except UnavailableError as error:
            return _problem(request, error, 503)
        except StoreError as error:
            return _problem(request, error, 404)
        except InputError as error:
            return _problem(request, error, 400)
        except RayonError as error:
            return _problem(request, error, 422)


async def _changed(request: Request, desk: Desk, since: int) -> bool:
    """Return whether a scenario goes beyond a revision, waiting a while for it."""
    loop, happened = asyncio.get_running_loop(), asyncio.Event()

    def hear() -> None:
        loop.call_soon_threadsafe(happened.set)

    end = desk.listen(hear)
    try:
        deadline = loop.time() + PATIENCE_SECONDS
        while loop.time() < deadline and not await request.is_disconnected():
            version, _, _ = await run_in_threadpool(lambda: desk.current)
            if version > since:
                return True
            try:
                await asyncio.wait_for(happened.wait(), _LOOKING_SECONDS)
            except TimeoutError:
                continue
            happened.clear()
        return False
    finally:
        end()


def _foreign(request: Request) -> Response | None:
    """Return the refusal of an edit that comes from no page of ours, None where it does."""
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        return PlainTextResponse("Send JSON.", status_code=415)
    if urlsplit(request.headers.get("origin", "")).netloc != request.headers.get("host", ""):
        return PlainTextResponse("This page may not edit.", status_code=403)
    return None


def _number(request: Request, name: str) -> int | None:
    """Return a whole number of the address, None where there is none."""
    written = request.query_params.get(name, "")
    return int(written) if re.fullmatch("[0-9]{1,15}", written) else None


def _problem(request: Request, error: RayonError, status: int) -> Response:
    return JSONResponse({"problem": error.say(language_of(request))}, status_code=status, headers=PROTECTED)
