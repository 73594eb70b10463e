import threading
from datetime import UTC, datetime

import pytest

from geo.customers import read_customers
from geo.errors import StoreError
from geo.store import (
    Workspace,
    kept_datasets,
    latest,
    load_identities,
    record,
    save_dataset,
    unrecorded,
    version_of,
    versions,
)

ROWS = ["Linde;3511 AB", "Smederij;1012 AB", "Molen;9711 AA"]


def kept(workspace, *rows, filename="klanten.csv"):
    content = "\n".join(["naam;postcode", *rows]).encode()
    return save_dataset(workspace, read_customers(content, filename), filename, len(content))


def test_imports_of_a_list_are_numbered(workspace):
    one, two, apart = (kept(workspace, *ROWS[:n], filename=f"{n}.csv") for n in (1, 2, 3))
    first = record(workspace, one, at=datetime(2026, 1, 1, tzinfo=UTC))
    second = record(workspace, two, first.series, at=datetime(2026, 2, 1, tzinfo=UTC))
    other = record(workspace, apart, at=datetime(2026, 1, 15, tzinfo=UTC))
    assert (first.number, second.number, other.number) == (1, 2, 1)
    assert second.series == first.series != other.series
    assert (second.filename, second.demo, second.rows) == ("2.csv", False, 2)
    assert versions(workspace, first.series) == [first, second]
    assert latest(workspace) == [second, other]
    assert version_of(Workspace(workspace.root), two.id) == second
    assert versions(workspace, "nothing") == []


def test_a_dataset_is_one_version_for_good(workspace):
    dataset = kept(workspace, *ROWS)
    first = record(workspace, dataset)
    assert record(workspace, dataset) == record(workspace, dataset, "f" * 16) == first
    assert latest(workspace) == [first]


def test_two_imports_at_once_get_numbers_of_their_own(workspace):
    datasets = [kept(workspace, *ROWS, filename=f"{i}.csv") for i in range(6)]
    ready = threading.Barrier(6)

    def work(dataset):
        ready.wait()
        record(workspace, dataset, "e" * 16)

    threads = [threading.Thread(target=work, args=(d,)) for d in datasets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = versions(workspace, "e" * 16)
    assert [v.number for v in found] == [1, 2, 3, 4, 5, 6]
    assert {v.dataset for v in found} == {d.id for d in datasets}


def test_a_dataset_without_a_place_is_named(workspace):
    dataset = kept(workspace, *ROWS)
    assert unrecorded(workspace, [dataset.id]) == [dataset.id]
    with pytest.raises(StoreError, match=f"{dataset.id} is not in this workspace"):
        version_of(workspace, dataset.id)
    record(workspace, dataset)
    assert unrecorded(workspace, ["x", dataset.id]) == ["x"]


def test_what_is_kept_is_listed_and_drafts_are_not(workspace):
    assert kept_datasets(workspace) == []
    dataset = kept(workspace, *ROWS)
    (workspace.root / "datasets" / ".draft-abc").mkdir()
    ((name, at),) = kept_datasets(workspace)
    assert name == dataset.id
    assert at.tzinfo is UTC


def test_customers_are_known_again_by_a_few_columns(workspace):
    dataset = kept(workspace, *ROWS)
    found = load_identities(workspace, dataset.id)
    assert found["key"].tolist() == dataset.customers.table["key"].tolist()
    assert found["name"].tolist() == ["Linde", "Smederij", "Molen"]
    (workspace.path("datasets", dataset.id) / "customers.parquet").write_bytes(b"junk")
    with pytest.raises(StoreError, match="damaged"):
        load_identities(workspace, dataset.id)
