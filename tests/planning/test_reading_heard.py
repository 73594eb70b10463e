"""Reading a division back is told row by row and ends when asked, whatever the file is."""

import json
from threading import Event

import pytest

from geo.errors import Cancelled
from geo.exports.tables import csv_bytes
from geo.planning.heard import EVERY
from geo.planning.reading_back import read_back
from geo.viewer import MANAGER
from tests.planning.test_reading_back import sheets, table, taken


def read(desk, content, **heard):
    return read_back(content, "plan", desk.first, viewer=MANAGER, next_territory=9, **heard)


class Watcher:
    """Hears of the work, and asks it to stop once it was told of a stage so often."""

    def __init__(self, until="", times=1):
        self.told, self._until, self._left = [], until, times

    def hear(self, stage, fraction):
        self.told.append((str(stage), fraction))

    def cancelled(self):
        return sum(stage == self._until for stage, _ in self.told) >= self._left


def long_table(rows):
    return b"code,territory_name\n" + b"".join(b"X%d,x\n" % i for i in range(rows))


@pytest.mark.parametrize("form", ["xlsx", "gpkg", "areas.csv", "geojson"])
def test_every_form_tells_its_stages_in_order(edited_desk, handed, form):
    watcher = Watcher()
    read(edited_desk, taken(form, handed), progress=watcher.hear, cancelled=watcher.cancelled)
    stages = list(dict.fromkeys(stage for stage, _ in watcher.told))
    assert stages[0] == "Reading the file"
    assert "Taking over the areas" in stages
    assert ("Taking over the customers" in stages) == (form in ("xlsx", "gpkg"))
    assert watcher.told[-1] == ("Done", 1.0)
    fractions = [fraction for _, fraction in watcher.told]
    assert fractions == sorted(fractions)


def test_a_long_table_is_told_many_times(desk):
    watcher = Watcher()
    content = long_table(5 * EVERY) + csv_bytes(table(desk)[["code", "territory_name"]]).partition(b"\n")[2]
    read(desk, content, progress=watcher.hear)
    areas = [fraction for stage, fraction in watcher.told if stage == "Taking over the areas"]
    assert len(areas) > 5
    assert len(set(areas)) == len(areas)


@pytest.mark.parametrize("stage", ["Reading the file", "Taking over the areas"])
def test_a_long_table_is_left_between_two_rows(desk, stage):
    watcher = Watcher(stage, 2)
    with pytest.raises(Cancelled):
        read(desk, long_table(5 * EVERY), progress=watcher.hear, cancelled=watcher.cancelled)
    assert [told for told, _ in watcher.told].count(stage) == 2
    assert watcher.told[-1][0] == stage


def test_customers_of_a_workbook_are_left_between_two_rows(desk):
    first = desk.first.plan
    areas = [["Code", "Nummer"], [first.coverage.areas["code"].iloc[0], int(first.owners[0])]]
    customers = [["Klantsleutel", "Rayon", "Op naam gebonden"], *([f"k{i}", "x", "nee"] for i in range(3 * EVERY))]
    content = sheets(("Gebieden", areas), ("Klanten", customers))
    watcher = Watcher("Taking over the customers", 2)
    with pytest.raises(Cancelled):
        read(desk, content, progress=watcher.hear, cancelled=watcher.cancelled)
    assert watcher.told[-1][0] == "Taking over the customers"


def test_features_are_left_between_two(desk):
    features = [{"properties": {"territory_name": "x"}, "geometry": None}] * (3 * EVERY)
    watcher = Watcher("Reading the file", 2)
    with pytest.raises(Cancelled):
        read(desk, json.dumps({"features": features}).encode(), progress=watcher.hear, cancelled=watcher.cancelled)
    assert {stage for stage, _ in watcher.told} == {"Reading the file"}


@pytest.mark.parametrize(
    ("name", "begins"),
    [("read_sheets", b"PK\x03\x04"), ("read_table", b"code"), ("read_tables", b"SQLite format 3\x00")],
)
def test_what_a_library_reads_in_one_go_is_not_waited_for_once_it_should_stop(desk, monkeypatch, name, begins):
    began, over = Event(), Event()

    def endless(*_):
        began.set()
        over.wait(60)

    monkeypatch.setattr(f"geo.planning.read_division.{name}", endless)
    with pytest.raises(Cancelled):
        read(desk, begins, cancelled=began.is_set)
    assert not over.is_set()
    over.set()
