import pytest

from geo.texts import ENGLISH, Amount, Language, Number, Share, in_millions, plural, read_number, seen, text

DUTCH = Language("nl")


@pytest.mark.parametrize(
    ("value", "dutch", "english"),
    [
        (Share(0.0134, signed=True), "+1,3\u00a0%", "+1.3\u00a0%"),
        (Share(-0.047), "\u22124,7\u00a0%", "\u22124.7\u00a0%"),
        (Share(-0.00001), "0,0\u00a0%", "0.0\u00a0%"),
        (Number(1234.56, 1), "1.234,6", "1,234.6"),
        (4218, "4.218", "4,218"),
        (Amount(3_480_000), "€\u00a03,48\u00a0mln", "€3.48m"),
        (Amount(-3_480, millions=True, signed=True), "€\u00a00,00\u00a0mln", "€0.00m"),
        (Amount(-8_480, millions=True), "\u2212€\u00a00,01\u00a0mln", "\u2212€0.01m"),
        (Amount(3_480_000, millions=False), "€\u00a03.480.000", "€3,480,000"),
        (Amount(-1234, signed=True), "\u2212€\u00a01.234", "\u2212€1,234"),
        (float("nan"), "nan", "nan"),
        (1e300, "1e+300", "1e+300"),
        ("{danger}", "{danger}", "{danger}"),
    ],
)
def test_values_are_written_as_the_reader_writes_them(value, dutch, english):
    message = text("{value}", value=value)
    assert DUTCH.render(message) == dutch
    assert ENGLISH.render(message) == english


def test_a_count_chooses_its_form():
    assert str(plural("{count} row", "{count} rows", 1)) == "1 row"
    assert str(plural("{count} row", "{count} rows", 0)) == "0 rows"
    assert str(plural("{count} row", "{count} rows", 1200)) == "1,200 rows"


def test_texts_nest():
    inner = plural("{count} row", "{count} rows", 2)
    assert str(text("There are {what}.", what=inner)) == "There are 2 rows."


@pytest.mark.parametrize(
    ("written", "value"), [("0,6", 0.6), ("0.6", 0.6), (" 1 ", 1.0), ("\N{MINUS SIGN}2,5", -2.5), (",5", 0.5)]
)
def test_a_number_is_read_with_a_comma_or_a_point(written, value):
    assert read_number(written) == value


@pytest.mark.parametrize("written", ["", "much", "nan", "inf", "1.000,5", "1e999"])
def test_what_is_no_number_is_not_read(written):
    with pytest.raises(ValueError, match=r"convert|finite"):
        read_number(written)


def test_a_column_of_money_is_in_millions_from_one_million_on():
    assert in_millions([12.0, -1_000_000.0])
    assert not in_millions([999_999.0, -12.0])
    assert not in_millions([])


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (" An\u200bna \t de\u00a0 Wit\n", "Anna de Wit"), ("\u202eAnna", "Anna"), ("Zoe\u0308", "Zoe\u0308"),
        ("A\u2800B", "A B"), ("李 明 💐", "李 明 💐"), ("+ -", "+ -"),
        *((unseen, "") for unseen in ("", " ", "\u200b", "\u00ad", "\u2800 \u3164", "\ufe0f", "\u034f", "\ufeff")),
    ],
)  # fmt: skip
def test_of_a_name_is_left_what_can_be_seen(written, shown):
    assert seen(written) == shown
