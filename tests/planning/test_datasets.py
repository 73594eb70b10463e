import os
import shutil

import pytest

from geo.customers import read_customers
from geo.errors import StoreError
from geo.planning import import_customers, open_dataset, open_demo, version_changes
from geo.planning.datasets import DEMO, DEMO_SERIES
from geo.store import Workspace, latest, save_dataset, unrecorded, version_of, versions
from geo.viewer import MANAGER, Viewer

NAMES = ["Linde", "Smederij", "Molen", "Hoek", "Brug", "Dijk"]
OWNERS = ["Jansen", "Bakker"]


def rows(first, last, start=100):
    return [
        f"{start + i};{NAMES[i % 6]} {i};10{11 + i % 4} AB;{1000 + i};{OWNERS[i % 2]}" for i in range(first, last + 1)
    ]


def content(*lines):
    return "\n".join(["klantnr;naam;postcode;omzet;vertegenwoordiger", *lines]).encode()


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path / "workspace")


def bring(workspace, *lines, filename="klanten.csv", viewer=MANAGER):
    return import_customers(workspace, content(*lines), filename, viewer=viewer)


def place(workspace, dataset):
    version = version_of(workspace, dataset.id)
    return version.series, version.number


def test_a_list_that_shares_half_of_its_customers_is_the_next_version(workspace):
    first = bring(workspace, *rows(1, 10))
    second = bring(workspace, *rows(6, 15), filename="klanten (2).csv")
    third = bring(workspace, *rows(12, 13))
    series, _ = place(workspace, first)
    assert [place(workspace, d) for d in (first, second, third)] == [(series, 1), (series, 2), (series, 3)]
    apart = bring(workspace, *rows(14, 23))
    assert place(workspace, apart) != (series, 4)
    assert version_of(workspace, apart.id).number == 1


def test_the_same_file_twice_is_one_version(workspace):
    first, again = bring(workspace, *rows(1, 4)), bring(workspace, *rows(1, 4))
    assert place(workspace, first) == place(workspace, again)
    assert len(latest(workspace)) == 1


def test_of_several_lists_the_one_that_shares_most_goes_on(workspace):
    bring(workspace, *rows(1, 10))
    near = bring(workspace, *rows(21, 30))
    both = bring(workspace, *rows(5, 10), *rows(21, 27))
    assert place(workspace, both) == (place(workspace, near)[0], 2)


def test_another_list_with_the_same_numbers_is_another_list(workspace):
    first = bring(workspace, *rows(1, 6))
    other = bring(workspace, *(f"{100 + i};Ander {i};97{11 + i} AA;1;Bakker" for i in range(1, 7)))
    assert place(workspace, first)[0] != place(workspace, other)[0]


def test_the_demo_has_a_series_of_its_own(workspace):
    demo = open_demo(workspace, viewer=MANAGER)
    assert place(workspace, demo) == (DEMO_SERIES, 1) == place(workspace, open_demo(workspace, viewer=MANAGER))
    own = import_customers(workspace, DEMO.read_bytes(), DEMO.name, viewer=MANAGER)
    assert place(workspace, own)[0] != DEMO_SERIES


def test_lists_from_before_the_database_get_their_places_in_the_order_of_their_coming(workspace):
    kept = []
    for moment, last in ((3000, 10), (1000, 8), (2000, 9)):
        file = content(*rows(1, last))
        dataset = save_dataset(workspace, read_customers(file, "klanten.csv"), "klanten.csv", len(file))
        os.utime(workspace.path("datasets", dataset.id), (moment, moment))
        kept.append(dataset)
    last, first, middle = kept
    assert open_dataset(workspace, middle.id, viewer=Viewer("rep", "Jansen")).customers.owners == ["Jansen"]
    series, _ = place(workspace, first)
    found = versions(workspace, series)
    assert [v.dataset for v in found] == [first.id, middle.id, last.id]
    assert [v.at.timestamp() for v in found] == [1000, 2000, 3000]
    assert [v.rows for v in found] == [8, 9, 10]


def test_an_import_that_was_cut_off_before_its_row_takes_its_place_with_the_next(workspace):
    file = content(*rows(1, 6))
    cut = save_dataset(workspace, read_customers(file, "klanten.csv"), "klanten.csv", len(file))
    following = bring(workspace, *rows(1, 7))
    series, number = place(workspace, cut)
    assert number == 1
    assert place(workspace, following) == (series, 2)


@pytest.mark.parametrize("recorded", [True, False])
def test_a_damaged_list_hinders_no_other(workspace, recorded):
    file = content(*rows(1, 6))
    if recorded:
        damaged = bring(workspace, *rows(1, 6))
    else:
        damaged = save_dataset(workspace, read_customers(file, "klanten.csv"), "klanten.csv", len(file))
    (workspace.path("datasets", damaged.id) / "customers.parquet").write_bytes(b"junk")
    following = bring(workspace, *rows(1, 7))
    assert version_of(workspace, following.id).number == 1
    assert open_dataset(workspace, following.id, viewer=MANAGER).customers.n_accepted == 7
    assert unrecorded(workspace, [damaged.id]) == ([] if recorded else [damaged.id])


def test_changes_are_told_against_the_version_before(workspace):
    first = bring(workspace, *rows(1, 10))
    bring(workspace, *rows(1, 11))
    third = bring(workspace, *rows(3, 11), rows(20, 20)[0])
    assert version_changes(workspace, first.id, MANAGER) is None
    changes = version_changes(workspace, third.id, MANAGER)
    assert changes.new["key"].tolist() == ["120"]
    assert changes.gone["key"].tolist() == ["101", "102"]


def test_a_rep_hears_only_of_their_own_customers(workspace):
    bring(workspace, *rows(1, 10))
    second = bring(workspace, *rows(3, 14), viewer=Viewer("rep", "Jansen"))
    assert second.customers.owners == ["Jansen"]
    mine = version_changes(workspace, second.id, Viewer("rep", "Jansen"))
    assert mine.new["key"].tolist() == ["112", "114"]
    assert mine.gone["key"].tolist() == ["102"]
    whole = version_changes(workspace, second.id, MANAGER)
    assert (len(whole.new), len(whole.gone)) == (4, 2)


def test_changes_against_a_list_that_is_gone_are_refused(workspace):
    first, second = bring(workspace, *rows(1, 6)), bring(workspace, *rows(1, 7))
    shutil.rmtree(workspace.path("datasets", first.id))
    with pytest.raises(StoreError, match=first.id):
        version_changes(workspace, second.id, MANAGER)
