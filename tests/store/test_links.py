"""Links: known by a hash of their secret alone, ended for good, noted when they are opened."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from geo.errors import StoreError
from geo.store import Links

START = datetime(2026, 3, 1, tzinfo=UTC)


class Clock:
    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def links(workspace, clock):
    return Links(workspace, clock)


@pytest.fixture
def make(links, scenario):
    def made(**changes):
        given = {
            "kind": "present",
            "scenario": scenario.id,
            "rep": None,
            "language": "nl",
            "lasting": timedelta(days=7),
        }
        return links.make(**{**given, **changes})

    return made


def test_a_secret_finds_its_link_and_no_other(links, make):
    first, secret = make()
    second, other = make(kind="area", rep="Bakker")
    assert (links.find(secret), links.find(other)) == (first, second)
    assert (first.made, first.expires) == (START, START + timedelta(days=7))
    for wrong in ("", secret[:-1], secret + "a", secret.swapcase(), first.id, "\ud800"):
        assert links.find(wrong) is None


def test_only_the_hash_of_a_secret_is_kept(workspace, make):
    _, secret = make()
    assert len(secret) == 43
    kept = b"".join(file.read_bytes() for file in workspace.root.glob("rayon.db*"))
    assert hashlib.sha256(secret.encode()).hexdigest().encode() in kept
    assert secret.encode() not in kept


def test_the_hash_that_is_kept_opens_nothing(links, make):
    _, secret = make()
    assert links.find(hashlib.sha256(secret.encode()).hexdigest()) is None


def test_links_of_one_scenario_last_made_first(links, make, clock, scenarios, scenario):
    first, _ = make()
    clock.now += timedelta(seconds=1)
    second, _ = make()
    make(scenario=scenarios.copy(scenario.id, "Ander").id)
    assert links.list(scenario.id) == [second, first]


def test_a_link_is_taken_back_once(links, make, clock):
    link, secret = make()
    clock.now += timedelta(hours=1)
    revoked = links.revoke(link.id)
    assert revoked.revoked == START + timedelta(hours=1)
    clock.now += timedelta(hours=1)
    assert links.revoke(link.id) == revoked == links.find(secret) == links.get(link.id)


def test_an_unknown_link_is_told(links):
    for ask in (links.revoke, links.get):
        with pytest.raises(StoreError, match="no link nosuch"):
            ask("nosuch")


def test_an_opening_is_noted_to_the_minute(links, make, clock):
    link, secret = make()
    links.note_opening(link)
    assert links.find(secret).opened == START
    clock.now += timedelta(seconds=59)
    links.note_opening(links.find(secret))
    assert links.find(secret).opened == START
    clock.now += timedelta(seconds=1)
    links.note_opening(links.find(secret))
    assert links.find(secret).opened == START + timedelta(minutes=1)
