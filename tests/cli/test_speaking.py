"""What a command says while it works, where nobody sees a bar."""

import pytest

from geo.cli import _speaking
from geo.planning.design import COMPILING
from geo.texts import Language, text

BORDERS = text("Step 1 of 3: looking for a start")


class Clock:
    """Timers whose time comes when it is asked for."""

    def __init__(self):
        self.waiting = []

    def __call__(self, seconds, act, arguments, named):
        assert 0 < seconds < 10
        self.waiting.append((self, act, arguments, named))
        return self

    def start(self):
        pass

    def cancel(self):
        self.waiting.clear()

    def passes(self):
        for _, act, arguments, named in self.waiting:
            act(*arguments, **named)
        self.waiting.clear()


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(_speaking, "Timer", made)
    return made


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("en", "Getting the solver ready, once on this machine…"),
        ("nl", "De rekenkern wordt klaargezet, eenmalig op deze computer…"),
    ],
)
def test_a_long_first_wait_is_one_line_where_output_is_piped(clock, capsys, code, line):
    with _speaking.shown(Language(code)) as progress:
        progress(BORDERS, 0.1)
        progress(COMPILING, 0.1)
        progress(COMPILING, 0.2)
        clock.passes()
        progress(BORDERS, 0.3)
    assert capsys.readouterr() == ("", line + "\n")


def test_a_short_one_is_not_told(clock, capsys):
    with _speaking.shown(Language("en")) as progress:
        progress(COMPILING, 0.1)
        progress(BORDERS, 0.2)
        clock.passes()
        progress(COMPILING, 0.3)
    clock.passes()
    assert capsys.readouterr() == ("", "")
