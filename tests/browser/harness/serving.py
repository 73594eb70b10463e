"""Serve an application from a thread for as long as a block lasts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

PATIENCE_SECONDS = 20


class _Heard(uvicorn.Server):
    """A server that tells when it is there."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.there = threading.Event()

    async def startup(self, sockets: list | None = None) -> None:
        await super().startup(sockets)
        self.there.set()


@contextmanager
def serving(app: ASGIApp, port: int) -> Iterator[None]:
    """Answer on this machine; whoever still waits at the end is cut off."""
    server = _Heard(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert server.there.wait(PATIENCE_SECONDS)
    try:
        yield
    finally:
        server.force_exit = server.should_exit = True
        thread.join(timeout=PATIENCE_SECONDS)
