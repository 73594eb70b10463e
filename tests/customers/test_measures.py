"""What customers bring: measures and classes."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.customers import abc_classes, abc_profile, measures, read_customers

FILE = (
    b"Naam;Postcode;Omzet;Uren;Bezoeken;Branche;customers\n"
    b"Molen;3511 AB;12,5;4;6;Bouw;7\nSter;3011 AA;;2;-1;Zorg;8\nTon;9712 AB;-5,0;;3;;9\n"
)


def test_measures_are_never_negative_or_empty() -> None:
    found = measures(read_customers(FILE, "a.csv"))
    assert {name: values.tolist() for name, values in found.items()} == {
        "customers": [1, 1, 1],
        "revenue": [12.5, 0, 0],
        "workload": [4, 2, 0],
        "Bezoeken": [6, 0, 3],
        "customers (2)": [7, 8, 9],
    }


def test_negative_amounts_are_told() -> None:
    issues = read_customers(FILE, "a.csv").issues
    assert issues[["row", "column", "reason"]].to_numpy().tolist() == [
        [3, "Bezoeken", "number_negative"],
        [4, "Omzet", "number_negative"],
    ]


def test_own_measures_are_told_from_fields_and_kept_for_accepted_rows_alone() -> None:
    customers = read_customers(FILE + b"Nergens;0000 ZZ;1;1;5;;1\n", "a.csv")
    expected = pd.DataFrame({"Bezoeken": [6, 0, 3], "customers": [7, 8, 9]}, dtype="float64")
    pd.testing.assert_frame_equal(customers.own, expected)


def test_numbers_that_only_name_things_are_no_measures() -> None:
    content = (
        b"Naam;Postcode;Telefoon;KvK;Filiaal;Huisnummer\nA;3511 AB;0612345678;12345678;1001;5\n"
        b"B;3011 AA;0687654321;87654321;1002;7\nC;9712 AB;0611111111;11111111;1003;9\n"
    )
    assert list(measures(read_customers(content, "a.csv"))) == ["customers"]


def test_classes_by_the_share_they_bring() -> None:
    values = pd.Series([5.0, 40, 10, 30, np.nan, 15], index=list("abcdef"))
    assert abc_classes(values).to_dict() == {"b": "A", "d": "A", "f": "B", "c": "C", "a": "C", "e": "C"}


def test_profile_of_classes_adds_up() -> None:
    profile = abc_profile(pd.Series([5.0, 40, 10, 30, np.nan, 15]))
    assert profile.index.tolist() == ["A", "B", "C"]
    assert profile["customers"].tolist() == [2, 1, 3]
    assert profile["value"].tolist() == [70, 15, 15]
    assert profile["share"].sum() == pytest.approx(1)


@pytest.mark.parametrize("values", [[], [0.0, 0.0], [np.nan]])
def test_who_brings_nothing_is_c(values: list[float]) -> None:
    assert set(abc_classes(np.array(values))) <= {"C"}
    assert abc_profile(np.array(values))["share"].tolist() == [0, 0, 0]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=40))
def test_a_is_the_smallest_group_that_brings_half(values: list[float]) -> None:
    amounts = np.array(values)
    classes = abc_classes(amounts).to_numpy()
    a, total = amounts[classes == "A"], amounts.sum()
    if total > 0:
        assert a.sum() >= 0.5 * total * (1 - 1e-9)
        assert a.sum() - a.min() < 0.5 * total * (1 + 1e-9)
        assert amounts[classes != "A"].max(initial=0) <= a.min()


def test_an_ambiguous_measure_follows_the_other_columns() -> None:
    customers = read_customers(b"Naam;Postcode;Omzet;Stuks\nA;3511 AB;1.250,50;1.500\nB;3011 AA;3,25;2.000\n", "a.csv")
    assert measures(customers)["Stuks"].tolist() == [1500, 2000]
