"""Identities of customers."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.customers import read_customers
from geo.customers._keys import hashed, make_unique


def read(*rows: str, header: str = "Naam;Postcode;Omzet") -> pd.DataFrame:
    return read_customers("\n".join((header, *rows)).encode(), "a.csv").table


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(["a", "a~2", "a~2~2", "b", "a~3"]), min_size=1, max_size=12))
def test_keys_become_unique_and_the_first_of_equals_keeps_its_own(keys: list[str]) -> None:
    unique, numbered = make_unique(pd.Series(keys, dtype="str"))
    assert unique.is_unique
    assert (~numbered).sum() == len(set(keys))
    assert all(unique[i] == key for i, key in enumerate(keys) if not numbered[i] and key not in unique[:i].tolist())


def test_made_keys_depend_on_name_and_postcode_alone() -> None:
    first = read("Molen;3511 AB;5", "Ster;3011 AA;6")
    later = read("Ster;3011aa;9", "MOLEN ;3511AB;7", "Ton;9712 AB;1")
    assert first["key"].tolist() == later["key"].tolist()[1::-1]


def test_customers_without_postcode_are_told_apart_by_place() -> None:
    table = read("Molen;52,09;5,12", "Molen;53,21;6,56", header="Naam;lat;lon")
    assert table["key"].nunique() == 2
    assert not table["key"].str.contains("~").any()


def test_a_place_tells_customers_apart_by_a_hundred_metres() -> None:
    header = "Naam;lat;lon"
    table = read("Molen;52,0901;5,1201", "Molen;52,0921;5,1201", "Molen;52,0901;5,1231", header=header)
    assert table["key"].nunique() == 3
    assert not table["key"].str.contains("~").any()
    assert read("Molen;52,09013;5,12008", header=header)["key"][0] == table["key"][0]


def test_hashes_are_the_same_on_every_machine() -> None:
    made = hashed(pd.Series(["Bakkerij De Korenaar"], dtype="str"), pd.Series(["3511 AB"], dtype="str"))
    assert made.tolist() == ["f080715d6efc4c97"]


def test_the_same_customer_twice_is_taken_once() -> None:
    customers = read_customers(b"Naam;Postcode;Omzet\nMolen;3511 AB;5\nSter;3511 AB;5\nMolen;3511 AB;5\n", "a.csv")
    assert customers.table["name"].tolist() == ["Molen", "Ster"]
    assert customers.issues["row"].tolist() == [4]


def test_rows_without_name_or_identity_are_not_taken_for_the_same_customer() -> None:
    customers = read_customers(b"Postcode\n3511 AB\n3511 AB\n", "a.csv")
    assert customers.n_accepted == 2
    assert customers.issues.empty
    assert customers.table["key"].is_unique


def test_a_missing_identity_is_made_and_told() -> None:
    customers = read_customers(b"Klantnr;Naam;Postcode\n1;Molen;3511 AB\n;Ster;3011 AA\n3;Ton;9712 AB\n", "a.csv")
    assert customers.issues["reason"].tolist() == ["key_missing"]
    assert customers.issues["result"].tolist() == [customers.table["key"][1]]
