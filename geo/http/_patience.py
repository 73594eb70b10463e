"""How long a connection may take: what does not get on is closed, so that it keeps nobody out."""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

_COMING = (h11.IDLE, h11.SEND_BODY)
"""States of whoever asks, in which the request is not there as a whole."""


class Patient(H11Protocol):
    """
    A connection of uvicorn's that is given so much time, and no more, for each part of an exchange.

    Uvicorn itself waits for ever for the rest of a request, and for an answer to be read, and turns everybody away once
    `limit_concurrency` connections wait. Here, from `most` on, the one whose request has not come for longest makes way
    for each that is new: who means to ask asks at once.
    """

    most = 200
    head_seconds, body_seconds, answer_seconds = 10.0, 30.0, 300.0
    _limit: asyncio.TimerHandle | None = None
    _phase = ""
    _since = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._since = self.loop.time()
        self._enter("head")
        if len(self.connections) >= self.most:
            self._make_way()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._enter("")
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take a part of a request."""
        if self.conn.their_state is h11.IDLE and self._phase != "head":
            self._since = self.loop.time()
            self._enter("head")
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """Wait until the answer is read, and for the next request; uvicorn limits the time until that one begins."""
        self._since = self.loop.time()
        if not self.transport.get_write_buffer_size():
            self._enter("")
        super().on_response_complete()
        self._look()

    def _look(self) -> None:
        """Limit what is going on now: that the rest of a request comes, or that it is answered."""
        state = self.conn.their_state
        if state is h11.SEND_BODY:
            self._enter("body")
        elif state is not h11.IDLE:
            self._enter("answer")

    def _enter(self, phase: str) -> None:
        if phase == self._phase:
            return
        if self._limit is not None:
            self._limit.cancel()
        self._phase = phase
        seconds = {"head": self.head_seconds, "body": self.body_seconds, "answer": self.answer_seconds}.get(phase)
        self._limit = None if seconds is None else self.loop.call_later(seconds, self.transport.abort)

    def _make_way(self) -> None:
        others = [
            one
            for one in self.connections
            if isinstance(one, Patient)
            and one is not self
            and one.conn.their_state in _COMING
            and not one.transport.is_closing()
        ]
        if others:
            min(others, key=lambda one: one._since).transport.abort()
