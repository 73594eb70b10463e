import pytest

from geo.customers import sample_file
from tests.pages.visitor import button, settle, words


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
    assert len(app.query_params["dataset"]) == 16


def test_a_file_given_on_the_start_page_leads_to_its_report(visit):
    app = upload(visit(lang="nl"), "klanten.csv", sample_file())
    assert "Kwaliteit" in words(app)


def test_a_wrong_file_is_explained_and_leaves_the_list_that_is_open(visit, demo):
    app = visit("customers", lang="nl", dataset=demo)
    upload(app, "foto.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    page = words(app)
    assert "Dit bestand is niet te gebruiken" in page
    assert "Uw vorige klantenlijst is ongewijzigd." in page
    assert app.query_params["dataset"] == demo
    button(app, "Terug naar Demobedrijf (verzonnen klanten)").click().run()
    assert "Kwaliteit" in words(app)


def test_text_of_a_file_is_shown_and_never_markup(visit):
    payload = "<img src=x onerror=alert(1)>{{7*191}}"
    content = f"Naam;Postcode;{payload}\r\n{payload};3511 AB;{payload}\r\nGoed;0000 AA;x\r\n".encode()
    app = upload(visit("customers", lang="en"), f"{payload}.csv", content)
    page = words(app)
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;{{7*191}}" in page
