"""Out and back: a hand-over read again is the same plan, and a table with faults is used as far as it goes."""

import io
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import xlsxwriter

from geo.errors import ConflictError, EditError, InputError, NotAllowedError
from geo.exports.tables import csv_bytes
from geo.planning.files import areas_csv
from geo.planning.handing_over import Options, hand_over
from geo.planning.reading_back import adopt, adopt_as_new, read_back
from geo.planning.written import alike
from geo.store import Scenarios
from geo.territories import assign, encode_plan, lock
from geo.texts import Language
from geo.viewer import MANAGER, Viewer

LANGUAGES = [Language("nl"), Language("en")]


def taken(key, handed, language=LANGUAGES[0], **options):
    return hand_over(key, handed, viewer=MANAGER, language=language, options=Options(**options)).content


def back(desk, content, name="plan", at=1):
    """Read a file against a version of the scenario, which may be unlike the one that was handed over."""
    proposal = desk.proposal_at(at)
    return read_back(content, name, proposal, viewer=MANAGER, next_territory=desk.next_territory)


def said(read):
    return [(f.sheet, f.row, f.column, f.value, str(f.problem)) for f in read.findings]


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_a_workbook_comes_back_as_the_same_plan(edited_desk, handed, language):
    read = back(edited_desk, taken("xlsx", handed, language))
    assert said(read) == []
    assert encode_plan(read.after) == encode_plan(handed.proposal.plan)


def test_a_geopackage_comes_back_as_the_same_plan(edited_desk, handed):
    read = back(edited_desk, taken("gpkg", handed))
    assert said(read) == []
    assert encode_plan(read.after) == encode_plan(handed.proposal.plan)


@pytest.mark.parametrize("dialect", ["plain", "nl"])
def test_areas_as_csv_come_back_as_the_same_plan(edited_desk, handed, dialect):
    content = taken("areas.csv", handed, dialect=dialect)
    head = edited_desk.current[0]
    edited_desk.edit(MANAGER, lambda plan: lock(plan, 3, False))
    edited_desk.edit(MANAGER, lambda plan: assign(plan, range(40), 1))
    edited_desk.edit(MANAGER, lambda plan: lock(plan, 3, True))
    read = back(edited_desk, content, "areas.csv", at=head + 3)
    assert said(read) == []
    assert encode_plan(read.after) == encode_plan(handed.proposal.plan)


def test_areas_as_csv_bring_names_and_representatives(edited_desk, handed):
    after = back(edited_desk, taken("areas.csv", handed), "areas.csv").after
    expected = {t.id: (t.name, t.rep) for t in handed.proposal.plan.territories if t.name != "Leeg"}
    assert {t.id: (t.name, t.rep) for t in after.territories} == expected
    assert after.owners.tolist() == handed.proposal.plan.owners.tolist()


def test_territories_as_geojson_give_their_ground_back(edited_desk, handed):
    read = back(edited_desk, taken("geojson", handed), "plan.geojson")
    owners = handed.proposal.plan.owners
    assert read.after.owners[owners >= 0].tolist() == owners[owners >= 0].tolist()
    # Ground of nobody is in no territory's shape.
    assert [f.row for f in read.findings] == [None]
    assert "2 areas are not in the file" in str(read.findings[0].words)


def test_a_column_that_names_every_area_is_no_division(edited_desk, monkeypatch):
    monkeypatch.setattr("geo.planning.reading_back.MAX_TERRITORIES", 30)
    frame = table(edited_desk)
    frame["territory_name"] = [f"T{i}" for i in range(len(frame))]
    with pytest.raises(InputError, match=r"would make .* territories; there can be 30"):
        back(edited_desk, csv_bytes(frame[["code", "territory_name"]]), "areas.csv")


def test_half_a_character_in_geojson_is_no_name(edited_desk):
    content = b'{"features": [{"properties": {"code": "1011", "territory_name": "\\ud800"}, "geometry": null}]}'
    with pytest.raises(InputError, match="cannot be read as GeoJSON"):
        back(edited_desk, content, "plan.geojson")


def test_it_is_one_edit_that_can_be_taken_back(edited_desk, handed):
    content = taken("areas.csv", handed)
    edited_desk.edit(MANAGER, lambda plan: assign(plan, [10, 11, 12], 1))
    head, before, _ = edited_desk.current
    moved = int((before.owners != handed.proposal.plan.owners).sum())
    number = adopt(edited_desk, back(edited_desk, content, "areas.csv", at=head), viewer=MANAGER)
    assert number == head + 1
    assert np.array_equal(edited_desk.current[1].owners, handed.proposal.plan.owners)
    (revision,) = edited_desk.history(limit=1)
    assert f"Read back from areas.csv: {moved} area" in str(revision.words)
    edited_desk.undo(MANAGER)
    assert encode_plan(edited_desk.current[1]) == encode_plan(before)


def test_a_copy_takes_it_and_the_first_stays(workspace, desks, edited_desk, handed):
    content = taken("xlsx", handed)
    edited_desk.edit(MANAGER, lambda plan: assign(plan, [10, 11, 12], 1))
    before = edited_desk.current[1]
    copy = adopt_as_new(Scenarios(workspace), edited_desk, "Terug", viewer=MANAGER)
    desk = desks.open(copy.id, MANAGER)
    adopt(desk, back(desk, content, at=desk.current[0]), viewer=MANAGER)
    assert encode_plan(desk.current[1]) == encode_plan(handed.proposal.plan)
    assert encode_plan(edited_desk.current[1]) == encode_plan(before)


def test_the_same_again_changes_nothing(edited_desk, handed):
    head = edited_desk.current[0]
    read = back(edited_desk, taken("xlsx", handed), at=head)
    assert read.same
    assert adopt(edited_desk, read, viewer=MANAGER) == head


def table(desk, at=1):
    return pd.read_csv(io.BytesIO(areas_csv(desk.proposal_at(at))), dtype=str, keep_default_na=False)


def test_faults_are_named_by_row_column_and_value_and_the_rest_is_used(desk):
    frame = table(desk)
    one, other = desk.first.plan.territories[:2]
    code = frame["code"].tolist()
    frame.loc[3, "code"] = "9999X"
    frame.loc[4, "code"] = code[2]
    frame.loc[5, ["territory", "territory_name"]] = ["77", ""]
    frame.loc[6, ["territory", "territory_name"]] = [str(other.id), other.name]
    frame = frame.drop(index=[8, 9])
    read = back(desk, csv_bytes(frame), "areas.csv")
    problems = said(read)
    assert problems[:3] == [
        ("", 5, "code", "9999X", "is no area of this plan."),
        ("", 6, "code", code[2], "stands there twice."),
        ("", 7, "territory", "77", "is no territory."),
    ]
    missing = ", ".join(code[i] for i in (3, 4, 8, 9))
    assert problems[3][4] == f"4 areas are not in the file and stay as they are: {missing}."
    assert len(problems) == 4
    expected = desk.first.plan.owners.copy()
    expected[6] = other.id
    assert read.after.owners.tolist() == expected.tolist()
    assert one.id in read.after.ids


def test_whichever_of_number_and_name_was_edited_counts(desk):
    first = desk.first.plan
    rows = [int(np.flatnonzero(first.alignment == k)[0]) for k in range(3)]
    names = [t.name for t in first.territories]
    frame = table(desk)
    frame.loc[rows[0], "territory_name"] = names[1].upper()
    frame.loc[rows[1], "territory"] = str(first.territories[2].id)
    frame.loc[rows[2], ["territory", "territory_name"]] = [str(first.territories[0].id), names[1]]
    read = back(desk, csv_bytes(frame), "areas.csv")
    assert [first.ids.tolist().index(read.after.owners[row]) for row in rows] == [1, 2, 2]
    # Areas that change hands still name their former representative, who is nobody's successor.
    assert [t.rep for t in read.after.territories] == [t.rep for t in first.territories]
    assert sorted(f.row for f in read.findings) == sorted(row + 2 for row in rows)


def test_a_name_that_every_row_has_renames_and_one_that_some_have_is_new(desk):
    first = desk.first.plan
    frame = table(desk)
    everywhere = frame["territory"] == str(first.territories[0].id)
    frame.loc[everywhere, "territory_name"] = "Noordwest"
    some = np.flatnonzero(frame["territory"] == str(first.territories[1].id))[:2]
    frame.loc[some, "territory_name"] = "Splinter"
    after = back(desk, csv_bytes(frame), "areas.csv").after
    assert after.territories[0].name == "Noordwest"
    assert after.territories[0].id == first.territories[0].id
    assert (after.territories[-1].name, after.territories[-1].id) == ("Splinter", desk.next_territory)
    assert np.flatnonzero(after.owners == desk.next_territory).tolist() == some.tolist()


def test_a_name_with_a_typo_is_asked_about_with_its_rows_before_it_becomes_a_territory(desk):
    first = desk.first.plan
    frame = table(desk)
    meant = first.territories[1]
    rows = np.flatnonzero(frame["territory"] == str(meant.id))[[0, 2]]
    typo = meant.name[:-2] + meant.name[-1:]
    frame.loc[rows, "territory_name"] = typo
    frame.loc[1, "code"] = "9999X"
    (new, *others) = back(desk, csv_bytes(frame), "areas.csv").findings
    numbers = ", ".join(str(row + 2) for row in rows)
    assert (new.row, new.column, new.value) == (rows[0] + 2, "territory_name", typo)
    assert str(new.problem) == f"is no territory of this plan and becomes a new one, of 2 areas in rows {numbers}."
    assert str(new.remedy) == f"Did you mean {meant.name}? Then write that name there and read the file again."
    assert [f.value for f in others] == ["9999X", ""]
    assert "Bedoelde u" in LANGUAGES[0].render(new.words)


def test_a_name_like_none_is_told_without_a_guess(desk):
    frame = table(desk)
    frame.loc[0, "territory_name"] = "Splinter"
    (new,) = back(desk, csv_bytes(frame), "areas.csv").findings
    assert str(new.problem).endswith("of 1 area in row 2.")
    assert str(new.remedy).startswith("Where no new one is meant, write")


def test_numbers_apart_are_no_typo():
    assert alike("Eindhovn", ["Rayon 2", "Eindhoven"]) == ["Eindhoven"]
    assert alike("Ütrecht", ["Utrecht"]) == ["Utrecht"]
    assert alike("Rayon 12", ["Rayon 13", "Rayon 1"]) == []


def test_a_division_of_names_all_new_is_no_list_of_faults(desk):
    frame = table(desk)[["code", "territory_name"]]
    wards = {territory.name: f"Wijk {territory.id}" for territory in desk.first.plan.territories}
    frame["territory_name"] = frame["territory_name"].map(wards)
    read = back(desk, csv_bytes(frame), "crm.csv")
    assert said(read) == []
    assert sorted(territory.name for territory in read.added) == sorted(wards.values())


def test_a_workbook_whose_areas_misspell_a_listed_territory_says_which(desk):
    first = desk.first.plan
    code, name = first.coverage.areas["code"].iloc[0], first.territories[0].name
    content = sheets(("Rayons", [["Rayon"], [name]]), ("Gebieden", [["Code", "Rayon"], [code, name[:-1]]]))
    found = next(f for f in back(desk, content, "crm.xlsx").findings if f.value == name[:-1])
    assert str(found.remedy) == f"Did you mean {name}?"


def test_a_table_that_somebody_made_needs_codes_and_names_only(desk):
    first = desk.first.plan
    code = first.coverage.areas["code"].tolist()
    content = f"Gebied;Code;Rayon\nx;{code[0]};{first.territories[2].name}\nx;{code[1]};\n".encode()
    read = back(desk, content, "crm.csv")
    assert read.after.owners[:2].tolist() == [first.ids[2], -1]
    assert read.after.owners[2:].tolist() == first.owners[2:].tolist()


def sheets(*tables):
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    for name, rows in tables:
        page = book.add_worksheet(name)
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    book.close()
    return file.getvalue()


def test_every_fault_of_a_workbook_says_its_sheet(desk):
    first = desk.first.plan
    code, key = first.coverage.areas["code"].iloc[0], desk.first.customers.table["key"].iloc[0]
    name = first.territories[0].name
    content = sheets(
        ("Rayons", [["Nummer", "Rayon", "Capaciteit", "Kleur"], [1, name, 1000, "#000000"], [2, name, 1, ""],
                    ["x", "Derde", "0,5", "#77AADD"]]),
        ("Gebieden", [["Code", "Rayon"], [code, "Onbekend"]]),
        ("Klanten", [["Klantsleutel", "Rayon", "Op naam gebonden"], ["weg", name, "ja"], [key, "Derde", "ja"],
                     [key, name, "ja"]]),
    )  # fmt: skip
    read = back(desk, content, "crm.xlsx")
    assert [(f.sheet, f.row, f.column, f.value) for f in read.findings] == [
        ("Rayons", 2, "Capaciteit", "1000"),
        ("Rayons", 2, "Kleur", "#000000"),
        ("Rayons", 3, "Rayon", name),
        ("Rayons", 4, "Nummer", "x"),
        ("Gebieden", 2, "Rayon", "Onbekend"),
        ("Gebieden", None, "Code", ""),
        ("Klanten", 2, "Klantsleutel", "weg"),
        ("Klanten", 4, "Klantsleutel", key),
    ]
    new = next(t for t in read.after.territories if t.name == "Derde")
    assert (new.capacity, new.colour) == (0.5, 0)
    assert dict(read.after.overrides) == {key: new.id}


def test_a_customer_that_the_file_no_longer_binds_follows_its_area_again(edited_desk, handed):
    key = edited_desk.first.customers.table["key"][5]
    plan = handed.proposal.plan
    code = plan.coverage.areas["code"].iloc[0]
    content = sheets(
        ("Gebieden", [["Code", "Rayon"], [code, ""]]),
        ("Klanten", [["Klantsleutel", "Rayon", "Op naam gebonden"], [key, plan.territories[2].name, "nee"]]),
    )
    after = back(edited_desk, content, "crm.xlsx", at=edited_desk.current[0]).after
    assert {*plan.overrides} - {*after.overrides} == {key}


def test_zeros_that_a_spreadsheet_took_from_codes_are_missed_by_nobody(desk):
    first = desk.first
    areas = first.plan.coverage.areas
    coverage = replace(first.plan.coverage, areas=areas.assign(code=[f"{i:05d}" for i in range(len(areas))]))
    proposal = replace(first, plan=replace(first.plan, coverage=coverage))
    name = first.plan.territories[2].name
    content = f"code,territory_name\n17,{name}\n00018,{name}\n".encode()
    read = read_back(content, "crm.csv", proposal, viewer=MANAGER, next_territory=9)
    assert read.after.owners[[17, 18]].tolist() == [first.plan.ids[2]] * 2
    assert [f.row for f in read.findings] == [None]


def test_own_columns_of_customers_are_not_taken_for_ours(desk):
    first, keys = desk.first.plan, desk.first.customers.table["key"]
    head = ["key", "territory_name", "Rayon", "Rayon (plan)", "Op naam gebonden", "Klantsleutel"]
    row = [keys[1], "elders", first.territories[0].name, first.territories[2].name, "ja", keys[0]]
    code = first.coverage.areas["code"].iloc[0]
    content = sheets(("Klanten", [head, row]), ("Gebieden", [["Code", "Nummer"], [code, int(first.owners[0])]]))
    assert dict(back(desk, content, "crm.xlsx").after.overrides) == {keys[0]: first.territories[2].id}


def test_what_a_workbook_no_longer_lists_is_gone_and_its_ground_with_it(desk):
    first = desk.first.plan
    listed = [["Nummer", "Rayon"], *([t.id, t.name] for t in first.territories[:2])]
    rows = [[c, t] for c, t in zip(first.coverage.areas["code"], first.owners.tolist(), strict=True) if t != 3]
    content = sheets(("Rayons", listed), ("Gebieden", [["Code", "Nummer"], *rows]))
    after = back(desk, content, "crm.xlsx").after
    assert after.ids.tolist() == first.ids[:2].tolist()
    assert (after.owners[first.owners == 3] == -1).all()


def test_a_customer_bound_to_a_territory_that_is_no_longer_listed_is_bound_no_more(edited_desk, handed):
    plan, keys = handed.proposal.plan, edited_desk.first.customers.table["key"]
    first, _, third, _ = plan.territories
    assert dict(plan.overrides) == {keys[5]: third.id, keys[30]: first.id}
    listed = [["Nummer", "Rayon"], *([t.id, t.name] for t in plan.territories if t is not third)]
    content = sheets(("Rayons", listed), ("Gebieden", [["Code", "Nummer"], [plan.coverage.areas["code"].iloc[0], ""]]))
    after = back(edited_desk, content, "crm.xlsx", at=edited_desk.current[0]).after
    assert dict(after.overrides) == {keys[30]: first.id}


def test_a_colour_that_was_emptied_is_the_maps_to_choose_again(edited_desk, handed):
    plan = handed.proposal.plan
    assert plan.territories[2].colour == 5
    listed = [["Nummer", "Rayon", "Kleur"], *([t.id, t.name, ""] for t in plan.territories)]
    content = sheets(("Rayons", listed), ("Gebieden", [["Code", "Nummer"], [plan.coverage.areas["code"].iloc[0], ""]]))
    after = back(edited_desk, content, "crm.xlsx", at=edited_desk.current[0]).after
    assert [t.colour for t in after.territories] == [None] * 4


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"naam;omzet\na;1\nb;2\n", "no table of areas"),
        (b'{"type": "FeatureCollection", "features": 3}', "cannot be read as GeoJSON"),
        (json.dumps({"features": [{"properties": {"a": 1}, "geometry": None}]}).encode(), "name no territories"),
        (b"SQLite format 3\x00" + bytes(100), "cannot be read as a GeoPackage"),
        (b"code,territory,territory_name\nzz,1,x\n", "None of the areas"),
    ],
)
def test_what_is_no_division_is_refused(desk, content, said):
    with pytest.raises(InputError, match=said):
        back(desk, content, "iets.csv")


def test_a_locked_territory_keeps_what_it_has(edited_desk, handed):
    frame = table(edited_desk, at=edited_desk.current[0])
    frame.loc[frame["territory"] == "3", ["territory", "territory_name"]] = ["1", ""]
    read = back(edited_desk, csv_bytes(frame), "areas.csv", at=edited_desk.current[0])
    with pytest.raises((ConflictError, EditError), match="is locked"):
        adopt(edited_desk, read, viewer=MANAGER)


def test_only_a_manager_reads_a_division(desk):
    with pytest.raises(NotAllowedError):
        read_back(b"", "x", desk.first, viewer=Viewer("rep", "r1"), next_territory=9)
