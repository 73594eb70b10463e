"""Numbers as people write them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.customers._numbers import read_numbers


def column(*cells: str) -> pd.Series:
    return pd.Series(list(cells), dtype="str")


@pytest.mark.parametrize(
    ("cells", "values", "decimal"),
    [
        (("1.234,56", "12,5", "7"), (1234.56, 12.5, 7), ","),
        (("1,234.56", "12.5", "7"), (1234.56, 12.5, 7), "."),
        (("1234,56", "1.234"), (1234.56, 1234), ","),
        (("1234.56", "1.234"), (1234.56, 1.234), "."),
        (("1.234.567", "1.234"), (1234567, 1234), ","),
        (("0,123", "1.234"), (0.123, 1234), ","),
        (("€ 3.150,50", "€ 1.000,00"), (3150.5, 1000), ","),
        (("3.150,50 euro", "EUR 12,-"), (3150.5, 12), ","),
        (("(12,50)", "12,50-", "−3"), (-12.5, -12.5, -3), ","),
        (("1'234.50", "1 234.50"), (1234.5, 1234.5), "."),
        (("1,2E+05", "3,5"), (120000, 3.5), ","),
        ((".5", "12."), (0.5, 12), "."),
        (("12 uur", "8"), (12, 8), "."),
    ],
)
def test_values_and_decimal_sign(cells: tuple[str, ...], values: tuple[float, ...], decimal: str) -> None:
    numbers = read_numbers(column(*cells))
    np.testing.assert_allclose(numbers.values, values)
    assert numbers.decimal == decimal
    assert not numbers.unread.any()


@pytest.mark.parametrize("cell", ["12%", "veel", "1e999", "inf", "1.2.3", "1,2,3", "12,3456.7", "0x10", "==1", "½"])
def test_unread(cell: str) -> None:
    numbers = read_numbers(column(cell, "5"))
    assert numbers.unread.tolist() == [True, False]
    assert np.isnan(numbers.values[0])


@pytest.mark.parametrize("cell", ["", "  ", "-", "n.v.t.", "NULL", "NaN", "#N/B"])
def test_nothing_is_empty_and_no_mistake(cell: str) -> None:
    numbers = read_numbers(column(cell))
    assert np.isnan(numbers.values).all()
    assert not numbers.unread.any()


def test_only_doubtful_numbers_are_thousands_and_said_to_be_assumed() -> None:
    numbers = read_numbers(column("1.234", "2.500"))
    assert numbers.values.tolist() == [1234, 2500]
    assert numbers.assumed
    assert not numbers.told


def test_other_columns_decide_where_the_column_does_not_tell() -> None:
    numbers = read_numbers(column("1.234", "2.500"), decimal=".")
    assert numbers.values.tolist() == [1.234, 2.5]
    assert not numbers.assumed


def test_a_minority_with_the_other_sign_is_contrary() -> None:
    numbers = read_numbers(column("12,50", "13,25", "1234.5"))
    assert numbers.contrary.tolist() == [False, False, True]
    assert numbers.values[2] == 1234.5


def test_stored_numbers_are_taken_as_they_are() -> None:
    numbers = read_numbers(column("1.234", "1.250,75"), np.array([1.234, np.nan]))
    assert numbers.values.tolist() == [1.234, 1250.75]


def test_stored_numbers_do_not_tell_the_decimal_sign_of_texts_among_them() -> None:
    numbers = read_numbers(column("12.5", "2.5", "1.500", "1.250,75"), np.array([12.5, 2.5, np.nan, np.nan]))
    assert numbers.values.tolist() == [12.5, 2.5, 1500, 1250.75]
    assert numbers.decimal == ","
    assert not numbers.contrary.any()
    alone = read_numbers(column("12.5", "2.5", "1.500"), np.array([12.5, 2.5, np.nan]))
    assert alone.values.tolist() == [12.5, 2.5, 1500]
    assert alone.assumed
    assert not alone.told


def test_a_single_sign_in_coordinates_is_the_decimal_sign() -> None:
    assert read_numbers(column("5.123", "52,090"), coordinates=True).values.tolist() == [5.123, 52.09]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(st.decimals(min_value="0", max_value="99999999", places=2), min_size=1, max_size=20),
    st.sampled_from([(".", ","), (",", "."), (" ", ","), ("'", "."), ("", ","), ("", ".")]),
)
def test_what_is_written_is_read(values: list[float], style: tuple[str, str]) -> None:
    thousands, decimal = style
    cells = [f"{v:,.2f}".translate({ord(","): thousands, ord("."): decimal}) for v in values]
    numbers = read_numbers(column(*cells))
    np.testing.assert_allclose(numbers.values, [float(v) for v in values])
    assert not numbers.contrary.any()
