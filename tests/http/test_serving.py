"""The server of links beside the program: begun and ended with it, and a clear word where it cannot be."""

import asyncio
import socket
from http.client import HTTPConnection

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from geo.errors import SettingsError
from geo.http import gate, links_lifespan, links_only, links_url


def app():
    return links_only([Route("/healthz", lambda request: PlainTextResponse("well"))])


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def ask(port, path):
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path)
    answer = connection.getresponse()
    found = answer.status, answer.read().decode(), answer.getheader("server")
    connection.close()
    return found


def test_links_are_served_while_the_program_runs_and_not_after():
    port = free_port()
    lifespan = links_lifespan(app(), {"RAYON_LINKS_ADDRESS": f"127.0.0.1:{port}"})

    async def run():
        async with lifespan(None):
            return [await asyncio.to_thread(ask, port, path) for path in ("/healthz", "/scenario/abc")]

    well, absent = asyncio.run(run())
    assert well == (200, "well", None)
    assert absent[0] == 404
    with socket.socket() as again:
        again.bind(("127.0.0.1", port))


@pytest.mark.parametrize("environment", [{}, {"RAYON_LINKS_ADDRESS": ""}, {"RAYON_LINKS_ADDRESS": "  "}])
def test_without_an_address_nothing_is_served(environment):
    async def run():
        async with links_lifespan(app(), environment)(None):
            return True

    assert asyncio.run(run())


def test_an_address_in_use_is_told_before_anything_is_served():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(SettingsError, match=rf"{address}: Address already in use.*another port"):
            links_lifespan(app(), {"RAYON_LINKS_ADDRESS": address})


@pytest.mark.parametrize(
    "address", ["8600", ":8600", "0.0.0.0", "0.0.0.0:", "host:web", "0.0.0.0:99999", "nowhere.invalid:1"]
)
def test_what_is_no_address_is_told(address):
    with pytest.raises(SettingsError, match="RAYON_LINKS_ADDRESS"):
        links_lifespan(app(), {"RAYON_LINKS_ADDRESS": address})


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://rayon.example.nl/", "https://rayon.example.nl"), ("", None), (" ", None),
        (" http://10.0.0.5:8600/plans", "http://10.0.0.5:8600/plans"),
    ],
)  # fmt: skip
def test_links_begin_as_they_are_reached(written, url):
    assert links_url({"RAYON_LINKS_URL": written}) == url
    assert links_url({}) is None


@pytest.mark.parametrize(
    "written", ["rayon.example.nl", "javascript:alert(1)", "ftp://a.nl", "https://", "https://[", "https://a.nl/?a=1"]
)
def test_what_links_cannot_begin_with_is_told_at_the_start(written):
    with pytest.raises(SettingsError, match="RAYON_LINKS_URL"):
        gate([], {"RAYON_LINKS_URL": written})
