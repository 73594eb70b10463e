"""Contacts: each counted once by its id, read newest first, withdrawn for a while by whoever logged them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from geo.store import GRACE, Contact, Contacts

START = datetime(2026, 3, 1, 9, tzinfo=UTC)


class Clock:
    now = START

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def contacts(workspace, clock):
    return Contacts(workspace, clock)


@pytest.fixture
def made(scenario):
    def make(number, **changes):
        given = Contact(
            f"id-{number}", "a" * 16, scenario.id, "Bakker", "k1", "quote", "", START + timedelta(hours=number), START
        )
        return replace(given, **changes)

    return make


def test_what_is_sent_twice_counts_once_as_it_came_first(contacts, made):
    first = made(1, note="first")
    assert contacts.add(first) == first
    assert contacts.add(made(1, note="second", rep="Visser")) == first
    assert contacts.list("a" * 16) == [first] == [contacts.find("id-1")]


def test_the_newest_come_first_of_one_list_representative_and_customer(contacts, made):
    old, new = made(1), made(5, customer="k2", outcome=None, note="call back")
    theirs, elsewhere = made(3, rep="Visser"), made(9, series="b" * 16)
    for one in (old, new, theirs, elsewhere):
        contacts.add(one)
    assert contacts.list("a" * 16) == [new, theirs, old]
    assert contacts.list("a" * 16, rep="Bakker") == [new, old]
    assert contacts.list("a" * 16, rep="Bakker", customer="k1") == [old]
    assert contacts.list("a" * 16, most=2) == [new, theirs]


def test_what_happened_last_comes_first_whenever_it_arrived_and_of_one_moment_what_arrived_last(contacts, made):
    late = made(1, received=START + timedelta(hours=9))
    first, second = (made(n, at=START + timedelta(hours=5), received=START + timedelta(hours=n)) for n in (6, 7))
    for one in (late, first, second):
        contacts.add(one)
    assert contacts.list("a" * 16) == [second, first, late]


def test_the_last_moment_of_each_customer_whoever_logged_it(contacts, made):
    for one in (
        made(1), made(4, rep="Visser", outcome="order"), made(6, outcome="not_there"), made(7, outcome=None, note="x"),
        made(2, customer="k2"), made(8, series="b" * 16),
    ):  # fmt: skip
        contacts.add(one)
    assert contacts.last("a" * 16, ("quote", "order")) == {
        "k1": START + timedelta(hours=4),
        "k2": START + timedelta(hours=2),
    }
    assert contacts.last("a" * 16, ("not_there",)) == {"k1": START + timedelta(hours=6)}


def test_who_logged_it_withdraws_it_for_ten_minutes(contacts, made, clock):
    contacts.add(made(1))
    contacts.add(made(2))
    assert not contacts.withdraw("id-1", "Visser")
    clock.now = START + GRACE
    assert contacts.withdraw("id-1", "Bakker")
    assert contacts.withdraw("id-1", "Bakker")
    clock.now += timedelta(seconds=1)
    assert not contacts.withdraw("id-2", "Bakker")
    assert [one.id for one in contacts.list("a" * 16)] == ["id-2"]
