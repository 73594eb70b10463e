"""A service of one's own in place of the public one."""

import pytest

from tests.services.server import serving


@pytest.fixture
def pdok(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving() as service:
        monkeypatch.setenv("RAYON_PDOK_URL", service.address)
        yield service
