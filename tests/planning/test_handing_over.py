"""Every form in which a plan is handed over: made for a manager, refused to all others, called safely."""

import io
import json
import zipfile

import pandas as pd
import pyogrio
import pytest

from geo.errors import NotAllowedError, SettingsError
from geo.maps.assets import assets_folder
from geo.planning.certifying import certify
from geo.planning.handed import Handed
from geo.planning.handing_over import FORMATS, Options, hand_over, named
from geo.planning.scenarios import desks_of
from geo.texts import Language
from geo.viewer import MANAGER, Viewer

DUTCH = Language("nl")
BEGINS = {
    "xlsx": b"PK", "areas.csv": b"code,name,territory", "customers.csv": b"postcode,omzet", "gpkg": b"SQLite format 3",
    "territories.csv": b"territory,name", "report.csv": b"row,column", "geojson": b'{"type":"FeatureCollection"',
    "kml": b"<?xml", "shp": b"PK", "html": b"<!DOCTYPE html>", "png": b"\x89PNG", "svg": b"<svg", "pptx": b"PK",
    "pdf": b"%PDF", "certificate.json": b'{\n  "schema": "rayon-certificate"',
    "certificate.txt": b"Voorstel 1",
}  # fmt: skip
LETTERED = ("html", "png", "svg", "pptx", "pdf")
"""Forms that need the fonts and scripts of the map."""


def asked(key, handed, viewer=MANAGER, **options):
    if key in LETTERED and not assets_folder().is_dir():
        pytest.skip("python -m geo.maps.assets has not been run")
    return hand_over(key, handed, viewer=viewer, language=DUTCH, options=Options(**options))


def test_all_forms_are_known_here():
    assert set(FORMATS) == set(BEGINS)
    assert all(key == form.key for key, form in FORMATS.items())


@pytest.mark.parametrize("key", FORMATS)
def test_a_manager_gets_every_form_as_what_it_says_it_is(key, handed):
    made = asked(key, handed)
    assert made.content.startswith(BEGINS[key])
    assert made.mime == FORMATS[key].mime
    assert made.name.startswith("Voorstel 1 versie ")
    assert made.name.endswith(FORMATS[key].ending)


@pytest.mark.parametrize("viewer", [Viewer("rep", "r1"), Viewer("meeting", scenario="x")])
def test_nobody_else_gets_any(viewer, handed):
    for key in FORMATS:
        with pytest.raises(NotAllowedError, match="Only a manager"):
            hand_over(key, handed, viewer=viewer, language=DUTCH)


def test_no_two_forms_of_a_plan_are_called_alike(handed):
    names = [named(form, handed, language) for form in FORMATS.values() for language in (DUTCH, Language("en"))]
    assert len(set(names)) == len(names)
    assert f"Voorstel 1 versie {handed.version} - gebieden.csv" in names


def test_what_is_proved_is_a_text_headed_by_its_plan_and_day(handed):
    lines = asked("certificate.txt", handed).content.decode("utf-8").split("\n")
    assert lines[:3] == [f"{handed.name}, versie {handed.version}, {DUTCH.day(handed.at)}", "", "Wat bewezen is:"]
    assert "\n".join(lines[3:]) == certify(handed.proposal, viewer=MANAGER).written(DUTCH)


def test_an_unknown_form_is_answered_with_all_there_are(handed):
    with pytest.raises(SettingsError, match=r"no format docx.*xlsx.*pdf"):
        asked("docx", handed)


def test_slides_come_in_the_order_that_was_chosen(handed):
    ids = handed.proposal.plan.ids
    made = asked("pptx", handed, order=[f"territory-{ids[1]}", "overview"])
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        slides = [name for name in archive.namelist() if name.startswith("ppt/slides/slide")]
        first = archive.read("ppt/slides/slide1.xml").decode()
    assert len(slides) == 2
    assert "{{7*7}}" in first


def test_names_stand_literally_in_what_people_open(handed):
    names = [t.name for t in handed.proposal.plan.territories[:3]]
    features = json.loads(asked("geojson", handed).content)["features"]
    assert [f["properties"]["name"] for f in features[:3]] == names
    drawing = asked("svg", handed).content.decode()
    assert "<b>vet" not in drawing
    assert "<b>vet" not in asked("html", handed).content.decode()


def test_a_competitor_has_a_territory_and_no_representative_in_every_form(workspace, field, tmp_path):
    desk = desks_of(workspace).open(field.id, MANAGER)
    (revision,) = desk.history(limit=1)
    handed = Handed(desk.proposal, field.name, desk.current[0], revision.at)
    made = {key: asked(key, handed).content for key in ("customers.csv", "xlsx", "gpkg")}
    (tmp_path / "plan.gpkg").write_bytes(made["gpkg"])
    workbook = pd.read_excel(io.BytesIO(made["xlsx"]), sheet_name="Klanten", engine="calamine", keep_default_na=False)
    layer = pyogrio.read_dataframe(tmp_path / "plan.gpkg", layer="customers").fillna("")
    listed = pd.read_csv(io.BytesIO(made["customers.csv"]), dtype=str, keep_default_na=False)
    forms = {
        "customers.csv": listed[["territory_name", "rep"]],
        "xlsx": workbook[["Rayon", "Nieuwe vertegenwoordiger"]],
        "gpkg": layer[["territory_name", "new_rep"]],
    }
    ours = (desk.proposal.customers.table["status"] != "competitor").tolist()
    assert 0 < ours.count(False) < len(ours)
    territories = [desk.proposal.plan.territories[position] for position in desk.proposal.territory]
    expected = [[t.name, t.rep if own else ""] for t, own in zip(territories, ours, strict=True)]
    assert {key: frame.to_numpy().tolist() for key, frame in forms.items()} == dict.fromkeys(forms, expected)
