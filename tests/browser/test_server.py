"""The program itself: who can reach it, and what it asks of others."""

import socket
import urllib.request
from urllib.error import HTTPError

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def program(serve, browser, root):
    return serve(root / "app.py")


def test_only_this_machine_is_listened_to(program):
    with socket.create_connection(("127.0.0.1", program.port), timeout=5):
        pass
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", program.port), timeout=5)


@pytest.mark.parametrize("path", ["/", "/healthz", "/map/base/NL.json", "/_stcore/host-config", "/_stcore/stream"])
def test_a_page_of_another_site_that_takes_this_address_is_refused(program, path):
    request = urllib.request.Request(program.address + path, headers={"Host": "rebound.example"})
    with pytest.raises(HTTPError) as refused:
        urllib.request.urlopen(request, timeout=10)
    refused.value.close()
    assert refused.value.code == 400


def test_the_first_page_opens_and_asks_no_other_host(browser_page, program):
    browser_page.goto(program.address)
    browser_page.get_by_test_id("stMainBlockContainer").get_by_role("button").first.wait_for()
    noise = browser_page.noise
    assert (noise.elsewhere, noise.errors, noise.dialogs) == ([], [], [])
    assert browser_page.get_by_test_id("stException").count() == 0
