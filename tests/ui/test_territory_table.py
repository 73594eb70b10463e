"""The territories as a table: what it says, what stands out, what a click does."""

from dataclasses import replace

import numpy as np
import pytest
import streamlit as st

from geo.territories import lock, merge
from ui.territory_table import territory_table, today_table


@pytest.fixture
def drawn(visitor, monkeypatch):
    """Draw the table of a proposal; return what Streamlit was given."""

    def draw(proposal):
        given = {}
        monkeypatch.setattr(st, "dataframe", lambda data, **rest: given.update(rest, data=data))
        territory_table(proposal)
        return given

    return draw


def looks(styler):
    """Style of each cell by row and column."""
    styler._compute()
    columns = styler.data.columns.tolist()
    return {(row, columns[column]): dict(style) for (row, column), style in styler.ctx.items()}


def test_only_those_outside_their_tolerance_are_red(drawn, by_customers):
    deviations = by_customers.balance.deviations
    assert set(np.abs(deviations) > 0.2) == {True, False}
    some = replace(by_customers, settings=replace(by_customers.settings, tolerance=0.2))
    found = looks(drawn(some)["data"])
    red = {place for place, style in found.items() if "color" in style}
    assert red == {(number, "deviation") for number in range(3) if abs(deviations[number]) > 0.2}


def test_the_chosen_territory_is_tinted(drawn, visitor, by_customers):
    visitor.selected = 2
    found = looks(drawn(by_customers)["data"])
    assert {row for (row, _), style in found.items() if "background-color" in style} == {1}


def test_each_row_is_a_territory_with_its_figures(drawn, by_customers):
    frame = drawn(by_customers)["data"].data
    assert frame["name"].tolist() == [t.name for t in by_customers.plan.territories]
    assert frame["rep"].tolist() == by_customers.reps
    assert frame["deviation"].tolist() == by_customers.balance.deviations.tolist()
    assert frame["customers"].tolist() == [int((by_customers.territory[:7] == k).sum()) for k in range(3)]


def test_a_click_on_a_cell_chooses_its_territory_and_a_click_away_none(drawn, visitor, by_customers):
    given = drawn(by_customers)
    for count, (cells, chosen) in enumerate([([(2, "name")], 3), ([(0, "bar")], 1), ([], None)], start=1):
        st.session_state[given["key"]] = {"selection": {"cells": cells}}
        given["on_select"]()
        assert (visitor.selected, visitor.chosen_here) == (chosen, count)


def test_a_row_is_its_territory_whatever_its_number(drawn, visitor, by_customers):
    ids = [(3, 0), (7, 1), (8, 2)]
    territories = tuple(
        replace(t, id=number) for t, (number, _) in zip(by_customers.plan.territories, ids, strict=True)
    )
    proposal = by_customers.revised(replace(by_customers.plan, territories=territories))
    given = drawn(proposal)
    st.session_state[given["key"]] = {"selection": {"cells": [(1, "name")]}}
    given["on_select"]()
    assert visitor.selected == 7
    assert {row for (row, _), style in looks(drawn(proposal)["data"]).items() if "background-color" in style} == {1}


def test_another_number_of_territories_makes_the_table_forget_its_click(drawn, by_customers):
    fewer = by_customers.revised(merge(by_customers.plan, [1, 2], 1))
    assert drawn(by_customers)["key"] != drawn(fewer)["key"]


def test_a_locked_territory_has_a_padlock_on_its_colour(drawn, by_customers):
    before = drawn(by_customers)["data"].data["swatch"]
    after = drawn(by_customers.revised(lock(by_customers.plan, 2, True)))["data"].data["swatch"]
    assert (before != after).tolist() == [False, True, False]


def test_a_click_on_the_map_makes_the_table_forget_its_own(drawn, visitor, by_customers):
    before = drawn(by_customers)["key"]
    visitor.choose_on_map(1)
    assert drawn(by_customers)["key"] != before


def test_without_representatives_there_is_no_column_for_them(drawn, by_customers):
    assert "rep" in drawn(by_customers)["column_order"]
    assert "rep" not in drawn(replace(by_customers, today=None))["column_order"]


def test_bars_that_are_cut_are_told_in_words(drawn, monkeypatch, by_customers):
    told = []
    monkeypatch.setattr(st.column_config, "ImageColumn", lambda *args, **rest: told.append(rest.get("help")))
    drawn(replace(by_customers, settings=replace(by_customers.settings, tolerance=0.05)))
    deviations = by_customers.balance.deviations
    cut = [i for i in range(3) if abs(deviations[i]) > 4 * 0.05]
    assert cut
    about = told[-1]
    assert "±5.0\u00a0%" in about
    for i in range(3):
        assert (f"{by_customers.plan.territories[i].name} {100 * abs(deviations[i]):.1f}" in about) == (i in cut)
    drawn(replace(by_customers, settings=replace(by_customers.settings, tolerance=0.5)))
    assert "arrow" not in told[-1]


def test_todays_rows_choose_the_territory_that_continues_them(visitor, monkeypatch, by_customers):
    given = {}
    monkeypatch.setattr(st, "dataframe", lambda data, **rest: given.update(rest, data=data))
    today_table(by_customers)
    frame = given["data"].data
    assert frame["name"].tolist() == list(by_customers.today.reps)
    assert frame["deviation"].tolist() == by_customers.today.balance.deviations.tolist()
    assert frame["customers"].tolist() == [2, 3, 1]
    st.session_state[given["key"]] = {"selection": {"cells": [(2, "name")]}}
    given["on_select"]()
    position = by_customers.plan.ids.tolist().index(visitor.selected)
    assert by_customers.reps[position] == frame["name"][2]
    assert frame["rep"][2] == by_customers.plan.territories[position].name
