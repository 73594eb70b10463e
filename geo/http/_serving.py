"""Serve links on an address of their own, beside the program and for as long as it runs."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import uvicorn
from starlette.types import ASGIApp

from geo.errors import SettingsError
from geo.http._patience import Patient
from geo.texts import text

_PATIENCE_SECONDS = 10.0
_log = logging.getLogger(__name__)


class LinksServer:
    """
    A server in a thread of its own.

    Parameters
    ----------
    app
        What it serves.
    listening
        The socket on which it is asked.
    """

    def __init__(self, app: ASGIApp, listening: socket.socket) -> None:
        # No log of requests, as their addresses hold secrets, and no trust in what a client says of where it is.
        config = uvicorn.Config(
            app,
            lifespan="off",
            access_log=False,
            log_config=None,
            proxy_headers=False,
            server_header=False,
            ws="none",
            http=Patient,
            limit_concurrency=2 * Patient.most,  # those that were closed to make way still count for a moment
            timeout_keep_alive=10,
            timeout_graceful_shutdown=3,
        )
        self._server = uvicorn.Server(config)
        self._listening = listening
        self._thread = threading.Thread(target=self._run, name="rayon-links", daemon=True)

    def start(self) -> None:
        """Begin to answer; whoever asks before it does waits in the socket."""
        self._thread.start()

    def stop(self) -> None:
        """Answer who has asked, then end; return when the port is free."""
        self._server.should_exit = True
        self._thread.join(_PATIENCE_SECONDS)
        self._listening.close()

    def _run(self) -> None:
        self._server.run(sockets=[self._listening])


Lifespan = Callable[[object], AbstractAsyncContextManager[None]]


def links_lifespan(app: ASGIApp, environment: Mapping[str, str] = os.environ) -> Lifespan:
    """
    Return a lifespan for the program that serves links on `RAYON_LINKS_ADDRESS` while it lasts.

    The address is taken at once, so that one that cannot be had is told before anything is served.

    Parameters
    ----------
    app
        The application of links.
    environment
        Where settings are read; without an address nothing is served.

    Raises
    ------
    SettingsError
        Where the address cannot be read or is in use.
    """
    address = environment.get("RAYON_LINKS_ADDRESS", "").strip()
    server = LinksServer(app, _listen(address)) if address else None

    @asynccontextmanager
    async def lifespan(program: object) -> AsyncIterator[None]:
        if server is None:
            yield
            return
        server.start()
        _log.warning("Links are served on %s, and nothing else is.", address)
        try:
            yield
        finally:
            await asyncio.to_thread(server.stop)

    return lifespan


def _listen(address: str) -> socket.socket:
    host, _, port = address.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isdigit() or not 0 <= int(port) <= 65535:
        raise SettingsError(
            text("RAYON_LINKS_ADDRESS is '{address}', which is no address.", address=address[:80]),
            text("Write a host and a port, such as 0.0.0.0:8600, or leave it out."),
        )
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
        made = socket.socket(family, kind, protocol)
        try:
            if os.name == "posix":
                made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind(place)
            made.listen(128)
        except OSError:
            made.close()
            raise
    except OSError as error:
        raise SettingsError(
            text(
                "Links cannot be served on {address}: {reason}.",
                address=address[:80],
                reason=os.strerror(error.errno) if error.errno and error.errno > 0 else str(error),
            ),
            text("Choose another port in RAYON_LINKS_ADDRESS, or end the program that has it."),
        ) from error
    return made
