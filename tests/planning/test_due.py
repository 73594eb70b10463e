"""When customers are due: their class, the interval of it, and the order in which they are visited."""

import pandas as pd
import pytest

from geo.customers import read_customers
from geo.planning.due import AGAIN, INTERVALS, UNCLASSED, account_classes, due, in_order

NOW = pd.Timestamp("2026-03-01T12:00Z")


def days(*values):
    return pd.Series([pd.NaT if v is None else NOW - pd.Timedelta(days=v) for v in values], dtype="datetime64[us, UTC]")


def classes(*lines):
    return account_classes(read_customers("\n".join(lines).encode(), "klanten.csv"))


def test_the_classes_of_the_list_stand_where_it_has_them():
    found, basis = classes("postcode;klasse;omzet", "3511 AB;c;900", "3511 AC;A;1", "3511 AD;B ;1", "3511 AE;;1")
    assert (found.tolist(), basis) == (["C", "A", "B", ""], "size")


def test_sizes_in_words_are_no_classes():
    found, basis = classes("postcode;klasse;omzet", "3511 AB;Groot;80", "3511 AC;Klein;15", "3511 AD;Klein;5")
    assert (found.tolist(), basis) == (["A", "C", "C"], "revenue")


def test_competitors_count_for_nothing():
    found, _ = classes("postcode;status;omzet", "3511 AB;concurrent;9000", "3511 AC;klant;80", "3511 AD;klant;5")
    assert found.tolist() == ["C", "A", "C"]


@pytest.mark.parametrize(
    ("head", "value", "basis"), [("omzet;potentieel", "0;5", "potential"), ("omzet", "0", ""), ("plaats", "Ede", "")]
)
def test_without_revenue_the_potential_counts_and_without_that_there_are_no_classes(head, value, basis):
    found, made_of = classes(f"postcode;{head}", f"3511 AB;{value}")
    assert (found[0], made_of) == ("A" if basis else "", basis)


def test_the_next_contact_follows_the_last_by_class():
    kinds = pd.Series(["A", "B", "C", "", "A"])
    found = due(kinds, days(1, 1, 1, 1, None), days(None, None, None, None, None))
    assert [one - (NOW - pd.Timedelta(days=1)) for one in found[:4]] == [*INTERVALS.values(), UNCLASSED]
    assert found.isna().tolist() == [False, False, False, False, True]


def test_who_was_not_there_is_left_alone_for_a_week():
    kinds = pd.Series(["A"] * 4)
    found = due(kinds, days(None, 40, 2, 1), days(1, 1, 1, 3))
    soon = NOW - pd.Timedelta(days=1) + AGAIN
    interval = pd.Timedelta(INTERVALS["A"])
    assert found.tolist() == [soon, soon, NOW - pd.Timedelta(days=2) + interval, NOW - pd.Timedelta(days=1) + interval]


def test_the_order_is_class_then_lateness_then_value_and_after_them_who_becomes_due():
    table = pd.DataFrame(
        {
            "size_class": ["C", "A", "A", "A", "", "A", "A"],
            "due": days(9, 1, None, 5, None, -3, None),
            "value": [1.0, 2, 3, 4, 5, 6, 7],
        }
    )
    assert in_order(table, NOW).tolist() == [6, 2, 3, 1, 0, 4, 5]
    assert in_order(table.set_axis(range(10, 17)), NOW).tolist() == [6, 2, 3, 1, 0, 4, 5]
