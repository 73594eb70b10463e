import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from geo.exports import fonts as making
from geo.exports.fonts import WEIGHTS, fonts
from geo.exports.lettering import ELLIPSIS, MISSING, clamped, ended, fitted, measure, runs, tidy, width, words, wrapped


def test_the_font_is_one_file_a_weight_with_the_letters_of_europe():
    for weight in WEIGHTS:
        with TTFont(fonts()[weight]) as font:
            assert {ord(c) for c in "aZéÿıłžőĲ€−0"} <= set(font.getBestCmap())
            assert font["OS/2"].usWeightClass == weight
            assert "fvar" not in font


def test_making_the_font_twice_gives_the_same_bytes(tmp_path):
    packages = fonts()[400].parent.parent
    sources = sorted(packages.glob("*/@fontsource-variable/hanken-grotesk/files/*-latin*wght-normal.woff2"))[:2]
    made = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        making._static(sources, 600, folder)
        made.append([p.read_bytes() for p in folder.iterdir()])
    assert made[0] == made[1]
    assert len(made[0]) == 1


@pytest.mark.parametrize("text", ["Groningen", "Zuidoost-Brabant, 1.032 u", "Ijsland € 3,54 mln"])
def test_a_text_is_as_wide_as_it_is_drawn(text):
    drawn = ImageFont.truetype(str(fonts()[600]), 1000, layout_engine=ImageFont.Layout.BASIC).getlength(text)
    assert width(text, 1000, 600) == pytest.approx(drawn, abs=1)


def test_a_character_comes_from_the_first_font_that_has_it():
    pieces = runs("aΩ東", 400)
    assert [piece for piece, _ in pieces] == ["a", "Ω" + MISSING]
    assert "Hanken" not in pieces[1][1].path.name


def test_what_no_file_can_hold_becomes_a_space():
    assert tidy("\x00a\u2028b\t\ud800 c\n") == "a b c"


@given(st.text("ab -/éW", max_size=80), st.floats(1.2, 12))
def test_lines_are_never_wider_than_their_room_and_lose_nothing(text, room):
    lines = wrapped(text, room, measure(400))
    assert all(width(line, 1, 400) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_words_are_broken_only_where_they_must():
    assert wrapped("Noord-Holland en zo", 5.0, measure(400)) == ["Noord-", "Holland en", "zo"]
    assert words("Noord-Holland en") == ["Noord-", "Holland", "en"]


@given(st.text("abc de", min_size=1, max_size=90), st.integers(1, 4))
def test_what_does_not_fit_ends_in_an_ellipsis_and_fits(text, most):
    lines = clamped(text, 6.0, most, measure(600))
    assert len(lines) <= most
    assert all(width(line, 1, 600) <= 6.0 for line in lines)
    shown = "".join(lines).replace(" ", "")
    whole = text.replace(" ", "")
    assert shown == whole or (shown.endswith(ELLIPSIS) and whole.startswith(shown.removesuffix(ELLIPSIS)))


@given(st.text("abc de-", min_size=1, max_size=90), st.integers(1, 4))
def test_a_text_that_is_ended_ends_after_a_word(text, most):
    lines = ended(text, 8.0, most, measure(600))
    assert len(lines) <= most
    assert all(width(line, 1, 600) <= 8.0 for line in lines)
    if all(width(word + ELLIPSIS, 1, 600) <= 8.0 for word in words(text)):
        shown = [word for line in lines for word in words(line.removesuffix(ELLIPSIS))]
        assert shown == words(text)[: len(shown)]


def test_the_largest_size_that_fits_is_taken():
    size, lines = fitted("Twaalf rayons, elk binnen 2 % van het doel", (690, 160), (84, 72, 58), measure(700))
    assert (size, len(lines)) == (58, 2)
    assert fitted("Delta", (690, 160), (84, 72, 58), measure(700)) == (84, ["Delta"])
