import pytest

from geo.customers import sample_file
from geo.planning import import_customers
from geo.store import Workspace
from geo.viewer import MANAGER
from tests.pages.visitor import button, settle, where, words


def upload(app, name, content):
    app.file_uploader[0].upload(name, content, "application/octet-stream")
    return settle(app.run())


@pytest.mark.parametrize(
    ("lang", "said"),
    [("nl", ["Kolommen", "Kwaliteit", "hersteld", "Omzet"]), ("en", ["Columns", "Quality", "repaired", "Revenue"])],
    ids=["nl", "en"],
)
def test_the_report_of_the_demo(visit, demo, shown, lang, said):
    app = visit("customers", lang=lang, dataset=demo)
    page = words(app)
    assert all(word in page for word in said)
    assert shown.calls


def test_a_file_of_ones_own_is_read_and_reported(visit):
    app = upload(visit("customers", lang="nl"), "klanten.csv", sample_file())
    page = words(app)
    assert "klanten.csv" in page
    assert "13 kolommen" in page
    assert button(app, "5 klanten overnemen")
    assert len(where(app)["dataset"]) == 16


def test_a_file_given_on_the_start_page_leads_to_its_report(visit):
    app = upload(visit(lang="nl"), "klanten.csv", sample_file())
    assert "Kwaliteit" in words(app)


def test_a_wrong_file_is_explained_and_leaves_the_list_that_is_open(visit, demo):
    app = visit("customers", lang="nl", dataset=demo)
    upload(app, "foto.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    page = words(app)
    assert "foto.csv is niet te gebruiken" in page
    assert "Uw vorige klantenlijst is ongewijzigd." in page
    assert where(app)["dataset"] == demo
    button(app, "Terug naar Demobedrijf \\(verzonnen klanten\\)").click().run()
    assert "Kwaliteit" in words(app)


def test_text_of_a_file_is_shown_and_never_markup(visit):
    payload = "<img src=x onerror=alert(1)>{{7*191}}"
    content = f"Naam;Postcode;{payload}\r\n{payload};3511 AB;{payload}\r\nGoed;0000 AA;x\r\n".encode()
    app = upload(visit("customers", lang="en"), f"{payload}.csv", content)
    page = words(app)
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;{{7*191}}" in page


@pytest.mark.parametrize(("lang", "said"), [("nl", "15736,45 euro → 15.736,45"), ("en", "15736,45 euro → 15,736.45")])
def test_a_repaired_amount_is_written_as_the_reader_writes_it(visit, lang, said):
    content = b"Naam;Postcode;Omzet\r\nEen;3511 AB;15736,45 euro\r\nTwee;1012 AB;1200,50\r\nDrie;9711 AA;8,25\r\n"
    assert said in words(upload(visit("customers", lang=lang), "klanten.csv", content))


def test_the_last_stage_of_an_import_is_that_it_is_saved(tmp_path):
    stages = []
    import_customers(
        Workspace(tmp_path),
        sample_file(),
        "klanten.csv",
        viewer=MANAGER,
        progress=lambda stage, fraction: stages.append((str(stage), fraction)),
    )
    assert stages[-1] == ("Saving the list", 1.0)


FIRST = b"""nr;naam;postcode;omzet
1;Ahorn;3511 AB;100
2;Berk;1012 AB;200
3;Ceder;9712 AB;300
"""
SECOND = b"""nr;naam;postcode;omzet
1;Ahorn;3511 AB;150
2;Berk;6211 AA;200
4;Den;4331 AA;75
"""


@pytest.fixture
def two_versions(tmp_path, monkeypatch, visit):
    """Names of two versions of a list, in a workspace of their own."""
    monkeypatch.setenv("TERRITORY_HOME", str(tmp_path))
    return [
        import_customers(Workspace(tmp_path), content, "klanten.csv", viewer=MANAGER).id for content in (FIRST, SECOND)
    ]


def test_a_new_version_tells_what_it_changes(visit, two_versions):
    app = settle(visit("customers", lang="nl", dataset=two_versions[1]))
    page = words(app)
    assert "Versie 2" in page
    assert "1 nieuw, 1 weg, 1 verhuisd, 1 met andere cijfers" in page
    assert "Wijzigingen opslaan" in [b.proto.label for b in app.get("download_button")]


def test_a_first_version_tells_of_no_changes(visit, two_versions):
    app = settle(visit("customers", lang="nl", dataset=two_versions[0]))
    assert "verhuisd" not in words(app)


def test_what_cannot_be_compared_is_told_and_the_rest_shown(visit, two_versions, tmp_path):
    for file in (tmp_path / "datasets" / two_versions[0]).iterdir():
        file.write_bytes(b"damaged")
    page = words(settle(visit("customers", lang="en", dataset=two_versions[1])))
    assert two_versions[0] in page
    assert "Quality" in page


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_customers_of_the_demo_company_are_in_already_and_the_button_says_where_it_leads(visit, demo, lang):
    app = visit("customers", lang=lang, dataset=demo)
    assert next(b for b in app.button if b.key == "onward").label == (
        "Naar de rayons" if lang == "nl" else "To the territories"
    )
