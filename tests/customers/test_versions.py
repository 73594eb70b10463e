import pytest

from geo.customers import compare_versions, read_customers, shared_customers
from geo.texts import Language

HEADER = "klantnr;naam;postcode;lat;lon;omzet;bezoeken"
BASE = [
    "1;Linde;3511 AB;52.0930;5.1120;1000;4",
    "2;Smederij;1012 AB;52.3740;4.8950;2000;5",
    "3;Molen;9711 AA;53.2170;6.5650;3000;6",
    "4;Hoek;3011;51.9200;4.4800;4000;7",
]


def read(*rows, header=HEADER):
    return read_customers("\n".join([header, *rows]).encode(), "klanten.csv")


def changed(row, **cells):
    values = dict(zip(HEADER.split(";"), row.split(";"), strict=True)) | cells
    return ";".join(values.values())


def test_new_and_gone_customers_are_shown_as_their_own_list_has_them():
    changes = compare_versions(read(*BASE), read(*BASE[1:], "9;Nieuw;2511 AA;52.08;4.31;5;1"))
    assert changes.new["name"].tolist() == ["Nieuw"]
    assert changes.gone["name"].tolist() == ["Linde"]
    assert (len(changes.moved), len(changes.changed)) == (0, 0)


@pytest.mark.parametrize(
    ("row", "cells", "metres"),
    [
        (0, {"lat": "52.1030"}, 1113),
        (0, {"lat": "52.0940"}, 111),
        (0, {"lat": "52.0938"}, None),
        (0, {"postcode": "3512 AB"}, 0),
        (3, {"postcode": "3011 AB"}, None),
        (3, {"postcode": ""}, None),
        (0, {"naam": "Linde BV"}, None),
    ],
)
def test_a_customer_moved_where_it_is_elsewhere_or_has_another_postcode(row, cells, metres):
    after = [*BASE]
    after[row] = changed(BASE[row], **cells)
    moved = compare_versions(read(*BASE), read(*reversed(after))).moved
    if metres is None:
        assert moved.empty
    else:
        (one,) = moved.to_dict("records")
        assert (one["key"], one["name"]) == ("1", "Linde")
        assert one["metres"] == pytest.approx(metres, abs=1)
        assert one["postcode_before"] == "3511 AB"
        assert one["postcode_after"] == cells.get("postcode", "3511 AB")


def test_other_figures_are_told_by_measure():
    after = [changed(BASE[0], omzet="1500", bezoeken="8"), changed(BASE[1], bezoeken=""), *BASE[2:]]
    changes = compare_versions(read(*BASE), read(*after))
    assert changes.changed.to_dict("list") == {
        "key": ["1", "1", "2"],
        "name": ["Linde", "Linde", "Smederij"],
        "measure": ["revenue", "bezoeken", "bezoeken"],
        "before": [1000.0, 4.0, 5.0],
        "after": [1500.0, 8.0, 0.0],
    }
    assert changes.n_changed == 2


def test_a_measure_that_only_one_version_has_is_no_change():
    before = read(*(row.rsplit(";", 1)[0] for row in BASE), header=HEADER.rsplit(";", 1)[0])
    assert compare_versions(before, read(*BASE)).changed.empty


def test_the_sentence_counts_them():
    before = read(*BASE)
    after = read(
        changed(BASE[0], omzet="1", bezoeken="1"), changed(BASE[1], postcode="1013 AB"), "9;Nieuw;2511 AA;;;5;1"
    )
    sentence = compare_versions(before, after).sentence
    assert str(sentence) == "Since the version before: 1 new, 2 gone, 1 moved, 1 with other figures."
    assert (
        Language("nl").render(sentence) == "Sinds de vorige versie: 1 nieuw, 2 weg, 1 verhuisd, 1 met andere cijfers."
    )
    assert str(compare_versions(before, before).sentence) == "The same customers as in the version before."


@pytest.mark.parametrize(
    ("rows", "share"),
    [
        (BASE, 1.0),
        (BASE[:1], 1.0),
        ([*BASE[:2], "8;A;2511 AA;;;1;1", "9;B;2512 AA;;;1;1"], 0.5),
        ([changed(BASE[0], naam=" LINDE ", postcode="9711 AA", lat="53.2", lon="6.56"), "9;B;2512 AA;;;1;1"], 0.5),
        ([changed(BASE[0], naam="Linde BV"), "9;B;2512 AA;;;1;1"], 0.5),
        # Another company that numbers its customers from 1 as well.
        ([f"{i};Ander {i};561{i} AA;51.43;5.48;1;1" for i in (1, 2, 3, 4)], 0.0),
    ],
)
def test_lists_share_customers_with_one_key_and_one_name_or_place(rows, share):
    assert shared_customers(read(*BASE).table, read(*rows).table) == pytest.approx(share)


def test_a_list_without_names_is_known_by_places():
    header = "klantnr;lat;lon"
    before = read("1;52.09;5.11", "2;52.37;4.89", header=header)
    assert shared_customers(before.table, read("1;52.09;5.11", "2;53.20;6.50", header=header).table) == 0.5
    assert shared_customers(before.table, before.table.iloc[:0]) == 0.0
