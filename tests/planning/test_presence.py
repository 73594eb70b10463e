"""A window counts as closed when nothing was heard of it for a while."""

from datetime import UTC, datetime, timedelta

import pytest

from geo.planning.presence import SILENCE, Presence

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
MOMENT = timedelta(seconds=1)


class Clock:
    now = START

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def presence(clock):
    return Presence(clock)


def test_a_window_that_was_never_heard_is_silent_since_it_was_known_to_be_there(presence, clock):
    clock.now = START + SILENCE
    assert not presence.silent("a", START)
    clock.now += MOMENT
    assert presence.silent("a", START)


def test_a_window_that_is_heard_is_not_silent(presence, clock):
    clock.now = START + SILENCE - MOMENT
    presence.hear("a")
    clock.now += SILENCE
    assert not presence.silent("a", START)
    assert presence.silent("b", START)
    clock.now += 2 * MOMENT
    assert presence.silent("a", START)


def test_windows_that_count_as_closed_are_forgotten(presence, clock):
    for number in range(5):
        presence.hear(str(number))
        clock.now += SILENCE / 2
    presence.hear("4")
    assert list(presence._heard) == ["3", "4"]
