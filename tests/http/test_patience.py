"""Connections that do not get on: closed in time, and never in the way of those that do."""

import asyncio
import socket
import threading
import time
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from geo.http._patience import Patient
from geo.http._serving import LinksServer

HALF = b"GET /well HTTP/1.1\r\nHost: localhost\r\n"
HALF_BODY = b"POST /taken HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n12"
HALF_REFUSED = HALF_BODY.replace(b"taken", b"well")
LARGE = 40_000_000


@pytest.fixture
def limits(monkeypatch):
    """Return a function that sets how long is waited, in seconds."""

    def set_(**seconds):
        for name, value in seconds.items():
            monkeypatch.setattr(Patient, f"{name}_seconds", value)

    return set_


@contextmanager
def served():
    """Serve on a free port; the answer to /held is given once `go_on` is set, and `asked` is set before."""
    asked, go_on = threading.Event(), threading.Event()

    async def held(request):
        asked.set()
        await asyncio.to_thread(go_on.wait, 20)
        return PlainTextResponse("held")

    async def taken(request):
        return PlainTextResponse((await request.body()).decode())

    routes = [
        Route("/well", lambda request: PlainTextResponse("well")),
        Route("/large", lambda request: PlainTextResponse("x" * LARGE)),
        Route("/taken", taken, methods=["POST"]),
        Route("/held", held),
    ]
    listening = socket.create_server(("127.0.0.1", 0), backlog=512)
    server = LinksServer(Starlette(routes=routes), listening)
    server.start()
    try:
        yield listening.getsockname()[1], asked, go_on
    finally:
        go_on.set()
        server.stop()


def opened(port, sent=b""):
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    connection.sendall(sent)
    return connection


def is_closed(connection):
    """Wait until the other side has closed a connection on which it says nothing."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


def received(connection, end):
    """Read until something has come that ends so; return whether it has."""
    read = b""
    while not read.endswith(end) and (part := connection.recv(1000)):
        read += part
    return read.endswith(end)


def answer(port, path="/well"):
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    found = connection.getresponse()
    told = found.status, found.read().decode()
    connection.close()
    return told


@pytest.mark.parametrize("sent", [b"", b"G", HALF, HALF_BODY], ids=["nothing", "a letter", "a head", "a body"])
def test_a_request_that_does_not_come_is_not_waited_for(limits, sent):
    limits(head=0.2, body=0.2)
    with served() as (port, *_), opened(port, sent) as connection:
        assert is_closed(connection)


@pytest.mark.parametrize("sent", [HALF, HALF_BODY, HALF_REFUSED], ids=["a head", "a body", "a refused body"])
def test_letter_by_letter_gains_no_time(limits, sent):
    limits(head=0.3, body=0.3)
    with served() as (port, *_), opened(port, sent) as connection:
        connection.settimeout(0.02)
        begun = time.monotonic()
        while time.monotonic() - begun < 8:
            try:
                connection.sendall(b"a")
                if connection.recv(1) == b"":
                    return
            except TimeoutError:
                continue
            except OSError:
                return
    pytest.fail("the connection stayed open")


def test_a_second_request_on_a_connection_is_not_waited_for_either(limits):
    limits(head=0.3)
    with served() as (port, *_), opened(port, HALF + b"\r\n") as connection:
        assert received(connection, b"well")
        connection.sendall(HALF)
        assert is_closed(connection)


def test_a_body_has_more_time_than_a_head(limits):
    limits(head=0.2)
    with served() as (port, *_), opened(port, HALF_BODY) as posting, opened(port, HALF) as late:
        assert is_closed(late)
        posting.sendall(b"3" * 4998)
        assert received(posting, b"12" + b"3" * 4998)


def test_an_answer_that_takes_long_is_given_all_the_same(limits):
    limits(head=0.1, body=0.1)
    with served() as (port, _, go_on), opened(port, b"GET /held HTTP/1.1\r\nHost: a\r\n\r\n") as waiting:
        with opened(port, HALF) as late:
            assert is_closed(late)
        go_on.set()
        assert received(waiting, b"held")


def test_an_answer_that_nobody_reads_is_let_go(limits):
    limits(answer=0.3)
    with served() as (port, *_), opened(port, b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n") as deaf:
        with opened(port, b"GET /held HTTP/1.1\r\nHost: a\r\n\r\n") as other:
            assert is_closed(other)
        read = 0
        try:
            while part := deaf.recv(1_000_000):
                read += len(part)
        except ConnectionResetError:
            pass
        assert read < LARGE


@pytest.mark.parametrize("sent", [b"", HALF, HALF_BODY], ids=["nothing", "a head", "a body"])
def test_hundreds_of_half_sent_requests_keep_nobody_out(sent):
    with served() as (port, asked, go_on), ExitStack() as stack:
        first = stack.enter_context(opened(port, b"GET /held HTTP/1.1\r\nHost: a\r\n\r\n"))
        assert asked.wait(10)
        connections = [stack.enter_context(opened(port, sent)) for _ in range(300)]
        assert [answer(port) for _ in range(3)] == [(200, "well")] * 3
        assert is_closed(connections[0])
        go_on.set()
        assert received(first, b"held")
