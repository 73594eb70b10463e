"""A whole file, from bytes to customers."""

import contextlib
import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.customers import Customers, read_customers, sample_file, summary
from geo.errors import Cancelled, InputError, SettingsError
from geo.gazetteer import DATA
from geo.schema import CUSTOMERS, ISSUES
from geo.texts import Text

SAMPLE = sample_file()
PIECES = [
    b";",
    b",",
    b'"',
    b"\n",
    b"\r",
    b"\0",
    b"\xe9",
    b"1e999",
    b"-",
    b"NaN",
    b"postcode",
    b"lat",
    b"\t",
    b"(",
    b"=",
]


@pytest.fixture(scope="module")
def demo() -> Customers:
    return read_customers((DATA / "demo.csv.gz").read_bytes(), "demo.csv.gz")


def test_the_sample_file_is_read_without_a_word() -> None:
    customers = read_customers(SAMPLE, "voorbeeld.csv")
    assert customers.n_accepted == customers.rows_read == 5
    assert customers.issues.empty
    assert customers.profile["sure"].all()
    assert customers.profile["field"].ne("").all()


def test_the_demo_company_is_read(demo: Customers) -> None:
    assert demo.rows_read == 5_000
    assert demo.n_accepted >= 4_950
    assert {"key", "name", "postcode", "revenue", "potential", "workload", "owner"} <= set(demo.columns)
    assert demo.profile["sure"].all()
    assert summary(demo.issues)["rows"].sum() <= 100


def test_tables_keep_their_schemas_and_every_row_its_source(demo: Customers) -> None:
    CUSTOMERS.validate(demo.table)
    ISSUES.validate(demo.issues)
    assert demo.source[demo.columns["key"]].tolist() == demo.table["key"].tolist()
    assert set(demo.issues["row"]) <= set(range(1, 5_002))


@pytest.mark.no_cover
def test_real_addresses_are_all_taken(official_data: Path) -> None:
    content = (official_data / "points_nl_addresses_100k_bag.csv.gz").read_bytes()
    customers = read_customers(content, "adressen.csv.gz")
    assert (customers.n_accepted, customers.n_repaired, customers.n_rejected) == (100_000, 0, 0)
    assert (customers.table["located_by"] == "coordinates").all()


def test_the_fingerprint_names_the_content() -> None:
    first = read_customers(SAMPLE, "a.csv").fingerprint
    assert first == read_customers(SAMPLE, "b.csv").fingerprint
    assert first != read_customers(SAMPLE.replace(b"Voorstraat 12", b"Voorstraat 14"), "a.csv").fingerprint


@pytest.mark.parametrize(
    "other",
    [
        lambda c: {"own": c.own + 1},
        lambda c: {"issues": c.issues.assign(value="?")},
        lambda c: {"profile": c.profile.assign(sure=False)},
        lambda c: {"profile": c.profile.assign(examples=[["?"]] * len(c.profile))},
        lambda c: {"columns": {**c.columns, "size": "Plaats"}},
    ],
    ids=["own", "issues", "sure", "examples", "columns"],
)
def test_the_fingerprint_names_all_that_was_understood(other: Callable[[Customers], dict[str, object]]) -> None:
    customers = read_customers(b"Naam;Postcode;Plaats;Bezoeken\nMolen;3511 AB;Ede;-1\nSter;3011 AA;;2\n", "a.csv")
    assert dataclasses.replace(customers, **other(customers)).fingerprint != customers.fingerprint


def test_progress_rises_to_the_end() -> None:
    heard: list[float] = []

    def listen(stage: Text, fraction: float) -> None:
        assert str(stage)
        heard.append(fraction)

    read_customers(SAMPLE, "a.csv", progress=listen)
    assert heard == sorted(heard)
    assert heard[-1] == 1


def test_cancelling_stops() -> None:
    with pytest.raises(Cancelled):
        read_customers(SAMPLE, "a.csv", cancelled=lambda: True)


def test_a_country_that_does_not_ship_is_refused() -> None:
    with pytest.raises(SettingsError, match="XX"):
        read_customers(SAMPLE, "a.csv", country="XX")


def test_another_country_can_be_planned() -> None:
    content = b"Name;ZIP;City;Revenue\nA;01067;Dresden;1,234.50\nB;1069;Dresden;7\nC;3511 AB;Utrecht;9\n"
    customers = read_customers(content, "a.csv", country="DE")
    assert customers.table["postcode"].tolist() == ["01067", "01069"]
    assert customers.table["country"].unique().tolist() == ["DE"]
    assert customers.issues["reason"].tolist() == ["postcode_zero", "outside_country"]


def test_competitors_are_not_ours_nor_are_those_who_serve_them() -> None:
    content = (
        b"Naam;Postcode;Status;Vertegenwoordiger\nA;3511 AB;Klant;Visser\nB;3011 AA;Prospect;Boer\n"
        b"C;9712 AB;Concurrent;Smit\nD;9711 AB;Klant;\nE;1012 AB;Klant;Visser\n"
    )
    customers = read_customers(content, "a.csv")
    assert customers.ours.tolist() == [True, True, False, True, True]
    assert customers.n_ours == 4
    assert customers.owners == ["Boer", "Visser"]


def test_a_lost_row_is_refused(demo: Customers) -> None:
    with pytest.raises(ValueError, match="5001 read"):
        dataclasses.replace(demo, rows_read=5_001)


@pytest.mark.parametrize("frame", ["own", "source"])
def test_frames_of_other_rows_are_refused(demo: Customers, frame: str) -> None:
    with pytest.raises(ValueError, match="rows of the file"):
        dataclasses.replace(demo, **{frame: getattr(demo, frame)[1:]})


@pytest.mark.no_cover
@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, len(SAMPLE)), st.integers(0, 30), st.sampled_from(PIECES)), max_size=8))
def test_whatever_comes_is_read_or_refused_with_a_reason(edits: list[tuple[int, int, bytes]]) -> None:
    content = SAMPLE
    for start, length, piece in edits:
        content = content[:start] + piece + content[start + length :]
    with contextlib.suppress(InputError):
        customers = read_customers(content, "a.csv")
        assert customers.n_accepted + customers.n_rejected == customers.rows_read
