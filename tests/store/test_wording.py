import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.store.wording import decode_text, encode_text
from geo.texts import LANGUAGES, Amount, Language, Number, Share, Text, plural, text

numbers = st.floats(allow_nan=False, allow_infinity=False, width=32)
plain = st.one_of(st.text(), st.integers(), numbers, st.booleans(), st.none())
written = st.one_of(
    plain,
    st.builds(Share, numbers, st.integers(0, 3), st.booleans()),
    st.builds(Number, numbers, st.integers(0, 3), st.booleans()),
    st.builds(Amount, numbers, st.booleans()),
)
NAMES = ("one", "two")
TEMPLATE = "{one}, {two}"


def texts(values):
    return st.builds(Text, st.just(TEMPLATE), values=st.fixed_dictionaries(dict.fromkeys(NAMES, values)))


@given(texts(st.recursive(written, texts, max_leaves=4)))
def test_a_text_reads_back_the_same(message):
    assert decode_text(encode_text(message)) == message


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_plural_keeps_both_forms(count, code):
    message = plural("{count} customer", "{count} customers", count)
    assert Language(code).render(decode_text(encode_text(message))) == Language(code).render(message)


def test_other_values_are_kept_as_they_would_be_said():
    message = text(TEMPLATE, one=np.int64(12345), two=("a", 1))
    read = decode_text(encode_text(message))
    assert read.values == {"one": "12345", "two": "('a', 1)"}
    assert str(read) == str(message)


def test_what_looks_like_our_own_marks_stays_a_word():
    message = text(TEMPLATE, one='{"text": {}}', two="{one}")
    assert decode_text(encode_text(message)) == message
