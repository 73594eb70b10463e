import pytest

from ui.remaining import Remaining, rounded


def test_nothing_is_guessed_before_the_pace_says_something():
    left = Remaining(100.0)
    left.hear(0.5, 100.4)
    left.hear(0.01, 110.0)
    assert left.seconds(110.0) is None
    left.hear(0.5, 110.0)
    assert left.seconds(110.0) == pytest.approx(10.0)


def test_the_time_that_goes_by_is_taken_off_without_news():
    left = Remaining(0.0)
    left.hear(0.25, 10.0)
    assert left.seconds(15.0) == pytest.approx(25.0)
    assert left.seconds(100.0) == 1.0


def test_one_piece_of_news_does_not_make_it_jump():
    left = Remaining(0.0)
    left.hear(0.5, 10.0)
    left.hear(0.5, 10.5)
    left.hear(0.9, 11.0)
    assert 6.0 < left.seconds(11.0) < 9.0, "the pace alone would say 1.2"


def test_news_that_stays_is_believed():
    left = Remaining(0.0)
    left.hear(0.5, 10.0)
    for now in range(25, 41):
        left.hear(now / 50, now)
    assert left.seconds(40) == pytest.approx(10.0, rel=0.1)


def test_work_that_is_done_leaves_the_guess_alone():
    left = Remaining(0.0)
    left.hear(0.5, 10.0)
    left.hear(1.0, 12.0)
    assert left.seconds(12.0) == pytest.approx(8.0)


@pytest.mark.parametrize(
    ("seconds", "told"), [(0.2, 1), (1.4, 1), (9.4, 9), (10.0, 10), (12.4, 10), (13.0, 15), (58.0, 60), (88.0, 90)]
)
def test_seconds_are_told_in_steps(seconds, told):
    assert rounded(seconds) == told
