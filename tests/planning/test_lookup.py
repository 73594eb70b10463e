"""What is found by typing."""

from dataclasses import replace

import numpy as np
import pytest

from geo.errors import SettingsError
from geo.planning.lookup import find, find_customers, find_places, why
from geo.texts import Language


def _named(hits, kind):
    return [hit.name for hit in hits if hit.kind == kind]


@pytest.mark.parametrize("query", ["utrecht", "UTRECHT", " Utrecht "])
def test_a_place_called_exactly_so_comes_first(query):
    hit = find_places("NL", query).hits[0]
    assert (hit.kind, hit.name) == ("place", "Utrecht")
    assert (hit.lon, hit.lat) == pytest.approx((5.1, 52.1), abs=0.05)


@pytest.mark.parametrize(
    ("country", "query", "name"), [("NL", "s hertogenb", "'s-Hertogenbosch"), ("FR", "besancon", "Besançon")]
)
def test_signs_and_accents_are_not_needed(country, query, name):
    assert find_places(country, query).hits[0].name == name


@pytest.mark.parametrize("query", ["3511", "3511 AB", "3511ab", "NL-3511"])
def test_a_postcode_is_found_as_people_write_it(query):
    hit = find_places("NL", query).hits[0]
    assert (hit.kind, hit.name, hit.about) == ("postcode", "3511", "Utrecht")


def test_the_beginning_of_a_postcode_finds_several():
    found = _named(find_places("NL", "351").hits, "postcode")
    assert found == sorted(found)
    assert all(code.startswith("351") for code in found)


@pytest.mark.parametrize("query", ["", "   ", "'-", "qqqqzz"])
def test_nothing_is_found_by_nothing(demo_plan, query):
    assert find(demo_plan, query).hits == ()


def test_places_are_those_of_a_country_that_ships():
    with pytest.raises(SettingsError):
        find_places("ZZ", "x")


def test_an_area_is_found_by_code_and_not_twice_as_a_postcode(demo_plan):
    hits = find(demo_plan, "3511").hits
    areas = demo_plan.plan.coverage.areas
    assert _named(hits, "area")[0] == "3511 Utrecht"
    assert _named(hits, "postcode") == []
    assert areas["code"].iloc[hits[0].area] == "3511"


def test_a_customer_is_found_by_name_with_its_territory(demo_plan):
    table = demo_plan.customers.table
    row = int(np.flatnonzero(demo_plan.customers.ours & table["name"].notna())[17])
    hit = next(h for h in find(demo_plan, table["name"].iloc[row]).hits if h.key == table["key"].iloc[row])
    assert hit.area == demo_plan.area[row]
    assert hit.about.endswith(demo_plan.plan.territories[demo_plan.territory[row]].name)
    assert (hit.lon, hit.lat) == (table["lon"].iloc[row], table["lat"].iloc[row])


def test_a_competitor_is_not_found(demo_plan):
    table = demo_plan.customers.table
    status = table["status"].where(table.index != 17, "competitor")
    proposal = replace(demo_plan, customers=replace(demo_plan.customers, table=table.assign(status=status)))
    hits = [find(p, table["name"].iloc[17], limit=100).hits for p in (demo_plan, proposal)]
    assert [table["key"].iloc[17] in [hit.key for hit in found] for found in hits] == [True, False]
    assert why(proposal, table["key"].iloc[17]) is None


def test_no_kind_crowds_out_the_others(demo_plan):
    hits = find(demo_plan, "utrecht").hits
    kinds = {hit.kind for hit in hits}
    assert len(hits) == 8
    assert {"place", "area"} <= kinds


def test_what_is_not_shown_is_counted_and_follows_in_the_same_order(demo_plan):
    few, more, all_ = (find(demo_plan, "bouw", limit=limit) for limit in (8, 20, 100_000))
    names = demo_plan.customers.table["name"][demo_plan.customers.ours]
    assert len(few.hits) == 8
    assert few.total == more.total == all_.total == len(all_.hits)
    assert len(_named(all_.hits, "customer")) == names.str.contains("bouw", case=False).sum() > 20
    assert (more.hits[:8], all_.hits[:20]) == (few.hits, more.hits)
    assert len(set(all_.hits)) == all_.total


@pytest.mark.parametrize(
    ("query", "name", "en", "nl"),
    [
        ("amersfoort", "Amersfoort", "province of Utrecht", "provincie Utrecht"),
        ("vleuten", "Vleuten", "municipality of Utrecht, province of Utrecht", "gemeente Utrecht, provincie Utrecht"),
    ],
)
def test_a_province_is_not_taken_for_the_town_of_its_name(query, name, en, nl):
    hit = find_places("NL", query).hits[0]
    assert hit.name == name
    assert [Language(code).render(hit.within) for code in ("en", "nl")] == [en, nl]


def test_abroad_a_place_is_told_by_its_region():
    assert str(find_places("DE", "dresden").hits[0].within) == "in Sachsen"


def test_namesakes_are_marked_and_others_are_not(demo_plan):
    table = demo_plan.customers.table
    rows = np.flatnonzero(demo_plan.customers.ours)[[3, 4, 5]]
    names = table["name"].where(~table.index.isin(rows[:2]), "Twee Gelijken")
    proposal = replace(demo_plan, customers=replace(demo_plan.customers, table=table.assign(name=names)))
    hits = find_customers(proposal, "twee gelijken").hits
    assert [(hit.key, hit.namesakes) for hit in hits] == [(table["key"].iloc[row], True) for row in rows[:2]]
    (other,) = find_customers(proposal, table["key"].iloc[rows[2]]).hits
    assert not other.namesakes


def test_only_customers_are_found_where_only_they_are_meant(demo_plan):
    hits = find_customers(demo_plan, "bouw", limit=32).hits
    assert {hit.kind for hit in hits} == {"customer"}
    assert len(hits) == 32
