"""The routes of a presentation: what is told as data, pictures, and for whom."""

import json
import re
from datetime import UTC, datetime

import geopandas as gpd
import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from geo.exports.deck import Bar, Deck, Drawing, Figure, Slide, Table
from geo.http import link_routes, links_only, routes
from geo.http._slides import deck_told
from geo.planning import DesignSettings, design
from geo.planning.datasets import import_customers
from geo.planning.links import make_link
from geo.planning.presenting import Presentations
from geo.planning.scenarios import Desks, keep_proposal
from geo.store import Links, Workspace
from geo.texts import Language
from geo.viewer import MANAGER, Viewer

LIST = "\n".join(["postcode;omzet", *(f"{1011 + 97 * i} AB;{10 + i}" for i in range(90))]).encode()
STYLES = ("present.css", "present-parts.css", "present-elsewhere.css")
DRAWING = Drawing("NL", gpd.GeoSeries(), (), "", "", "")


def deck(language="nl", words="Delta"):
    bars = (Bar(words, 1, 1.5, 2.0, "1,5 u", True),)
    table = Table((words,), ((words,),), (True,), (2,))
    slides = (
        Slide(
            "overview", words, figures=(Figure("1", words),), bars=bars, table=table, drawings=((words, DRAWING),),
            notes="geheim",
        ),
        Slide("territory-1", words, line=words, colour=0, bars_words=words, bars=bars, chosen=0, conclusion=words),
    )  # fmt: skip
    return Deck(words, words, language, slides)


def test_a_deck_as_data_is_its_texts_as_they_stand(hostile_texts):
    for words in hostile_texts:
        told = json.loads(json.dumps(deck_told(deck(words=words), lambda key, n: f"{key}/{n}", Language("nl"))))
        first, second = told["slides"]
        assert told["title"] == told["footer"] == first["title"] == second["line"] == second["conclusion"] == words
        assert first["figures"] == [{"value": "1", "caption": words, "beyond": False}]
        assert first["bars"] == [
            {
                "name": words, "colour": "#EE8866", "load": 1.5, "target": 2.0, "words": "1,5 u", "beyond": True,
                "line": "",
            }
        ]  # fmt: skip
        table = {"heads": [words], "rows": [[words]], "right": [True], "colours": ["#EEDD88"], "beyond": []}
        assert first["table"] == table
        assert first["pictures"] == [{"caption": words, "address": "overview/0"}]
        assert (first["chosen"], first["colour"], second["chosen"], second["colour"]) == (None, None, 0, "#77AADD")
        assert told["words"]["slide"] == "Dia {number} van {total}"


def test_numbers_of_any_kind_are_data():
    bar = Bar("a", 0, np.float64(1), np.float64(2), "")
    told = deck_told(Deck("", "", "nl", (Slide("a", "", bars=(bar,)),)), lambda key, n: "", Language("nl"))
    assert '"load": 1.0' in json.dumps(told)


def test_what_a_presenter_may_say_is_not_sent():
    assert "geheim" not in json.dumps(deck_told(deck(), lambda key, n: "", Language("nl")))


class Company:
    def __init__(self, folder):
        self.workspace = Workspace(folder)
        dataset = import_customers(self.workspace, LIST, "klanten.csv", viewer=MANAGER)
        settings = DesignSettings(3, measure="revenue", areas="province", tolerance=0.5)
        made = design(dataset.customers, settings, viewer=MANAGER)
        self.dataset = dataset.id
        self.scenario = keep_proposal(self.workspace, dataset, made, viewer=MANAGER).id
        self.widths = []
        self.presentations = Presentations(Desks(self.workspace), self.tell, self.draw)

    def tell(self, proposal, *, viewer, name, version, at, language, scenario):
        return deck(language.code)

    def draw(self, drawing, form, width, height, language, *, unit=None):
        self.widths.append((width, height))
        return b'<svg width="1"></svg>'

    def program(self, viewer=MANAGER):
        served = routes(identify=lambda request: viewer, presentations=lambda: self.presentations)
        return TestClient(Starlette(routes=served), base_url="http://127.0.0.1:8501")

    def beyond(self):
        served = link_routes(workspace=lambda: self.workspace, presentations=lambda: self.presentations)
        return TestClient(links_only(served), base_url="https://rayon.example.nl")

    def link(self, language="nl"):
        _, secret = make_link(
            self.workspace, viewer=MANAGER, scenario=self.scenario, kind="present", rep=None, language=language, days=1
        )
        return f"/l/{secret}"


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    return Company(tmp_path_factory.mktemp("company"))


def test_a_manager_presents_on_the_own_machine(company):
    program, path = company.program(), f"/present/{company.scenario}"
    page = program.get(path, headers={"accept-language": "nl"})
    assert page.status_code == 200
    assert '<html lang="nl">' in page.text
    told = program.get(f"{path}/deck.json?lang=en&at=1&order=territory-1,unknown").json()
    assert [slide["key"] for slide in told["slides"]] == ["territory-1"]
    assert told["language"] == "en"
    assert told["leave"] == f"../../territories?dataset={company.dataset}&scenario={company.scenario}&lang=en"


def test_a_link_presents_beyond_in_its_language(company):
    program, path = company.beyond(), company.link("nl")
    assert '<html lang="nl">' in program.get(path).text
    told = program.get(f"{path}/deck.json").json()
    assert told["language"] == "nl"
    assert "leave" not in told
    assert company.dataset not in json.dumps(told)
    assert path.removeprefix("/l/") not in json.dumps(told)
    assert program.get(f"{path}/deck.json?lang=en").json()["language"] == "en"
    assert program.get(f"{path}/deck.json?lang=<b>").json()["language"] == "nl"
    picture = program.get(f"{path}/{told['slides'][0]['pictures'][0]['address']}")
    assert picture.status_code == 200
    assert picture.headers["content-type"] == "image/svg+xml"


def test_only_a_manager_presents_without_a_link(company):
    for viewer in (Viewer("rep", "r1"), Viewer("meeting"), Viewer("rep", "r1", company.scenario)):
        program = company.program(viewer)
        for rest in ("/deck.json", "/picture/overview/0.svg?at=1"):
            assert program.get(f"/present/{company.scenario}{rest}").status_code == 404


@pytest.mark.parametrize("whose", ["program", "beyond"])
def test_every_answer_stays_with_its_reader(company, whose):
    path = f"/present/{company.scenario}" if whose == "program" else company.link()
    client = getattr(company, whose)()
    for rest in ("", "/deck.json", "/picture/overview/0.svg?at=1", "/picture/nothing/0.svg?at=1", "/deck.json?at=99"):
        headers = client.get(path + rest).headers
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert ("sandbox" in headers["content-security-policy"]) == ("overview" in rest)
        assert "script" not in headers["content-security-policy"]


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ("1090", (1090, 1080)), ("1101", (1100, 1080)), ("", (1100, 1080)), ("1", (300, 1080)), ("0", (1100, 1080)),
        ("99999", (2600, 1080)), ("phone", (720, 760)), ("-5", (1100, 1080)), ("1e9", (1100, 1080)),
        ("701-half", (700, 538)), ("620-pair", (620, 850)), ("700-other", (700, 1080)),
    ],
)  # fmt: skip
def test_a_picture_has_one_of_a_few_sizes(company, asked, size):
    company.presentations = Presentations(Desks(company.workspace), company.tell, company.draw)
    company.widths.clear()
    answer = company.program().get(f"/present/{company.scenario}/picture/overview/0.svg?at=1&w={asked}")
    assert answer.status_code == 200
    assert company.widths == [size]


@pytest.mark.parametrize(
    "rest",
    [
        "/picture/overview/0.svg", "/picture/overview/0.svg?at=x", "/picture/overview/1.svg?at=1",
        "/picture/overview/a.svg?at=1", "/picture/..%2f..%2foverview/0.svg?at=1", "/picture/territory-1/0.svg?at=1",
        "/picture/overview/0.svg?at=99", "/deck.json?at=99", "/else",
    ],
)  # fmt: skip
def test_what_there_is_not_is_answered_with_words(company, rest):
    program, path = company.beyond(), company.link()
    answer = program.get(path + rest, headers={"accept-language": "en"})
    assert answer.status_code == 404
    assert "<h1>" in answer.text


def test_an_unknown_scenario_is_answered_with_words(company):
    answer = company.program().get("/present/0000000000000000/deck.json")
    assert answer.status_code == 404
    assert "<h1>" in answer.text


def test_the_page_has_nothing_but_files_of_ours(company):
    page = company.program().get(f"/present/{company.scenario}").text
    assert "<style" not in page
    assert " style=" not in page
    assert re.findall('stylesheet" href="../public/([^"]+)"', page) == list(STYLES)
    for file in (*STYLES, "present.js", "present-slide.js", "icon.svg"):
        answer = company.beyond().get(f"/public/{file}")
        assert answer.status_code == 200
        assert "innerHTML" not in answer.text
        assert "https://" not in answer.text


@pytest.mark.parametrize(("accepted", "encoding"), [("gzip", "gzip"), ("identity", None)])
def test_what_is_told_and_drawn_is_compressed_where_that_is_understood(company, accepted, encoding):
    program, path = company.beyond(), company.link()
    for rest, begins in (("/deck.json", "{"), ("/picture/overview/0.svg?at=1", "<svg")):
        answer = program.get(path + rest, headers={"accept-encoding": accepted})
        assert answer.headers.get("content-encoding") == encoding
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.text.startswith(begins)


def test_an_opening_is_noted(company):
    path = company.link()
    company.beyond().get(path)
    found = Links(company.workspace).find(path.removeprefix("/l/"))
    assert (datetime.now(UTC) - found.opened).total_seconds() < 60
