"""What a map asks the desk: what is where, and why a customer is in its territory."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from geo.customers import read_customers
from geo.http import routes
from geo.planning import DesignSettings, design
from geo.planning.datasets import import_customers
from geo.planning.scenarios import Desks, keep_proposal
from geo.store import Workspace
from geo.territories import bind
from geo.viewer import MANAGER, Viewer

ROWS = [f"{1011 + 97 * i} AB;{10 + i};Firma {i}" for i in range(90)]
ROWS += ["1012 AB;5;Gelijknamig", "3511 AB;5;Gelijknamig"]
LIST = "\n".join(["postcode;omzet;naam", *ROWS]).encode()


@pytest.fixture(scope="module")
def desks(tmp_path_factory):
    return Desks(Workspace(tmp_path_factory.mktemp("lookup")))


@pytest.fixture(scope="module")
def desk(desks):
    workspace = desks._workspace
    customers = read_customers(LIST, "klanten.csv")
    made = design(customers, DesignSettings(3, measure="revenue", areas="province", tolerance=0.5), viewer=MANAGER)
    dataset = import_customers(workspace, LIST, "klanten.csv", viewer=MANAGER)
    return desks.open(keep_proposal(workspace, dataset, made, viewer=MANAGER).id, MANAGER)


def client(desks, viewer=MANAGER):
    return TestClient(Starlette(routes=routes(desks=lambda: desks, identify=lambda request: viewer)))


def test_a_customer_is_found_and_explained_in_the_language_of_the_page(desks, desk):
    page = client(desks)
    customer = desk.first.customers.table.iloc[20]
    hit = page.get(f"/scenario/{desk.id}/find?q={customer['name'].lower()}").json()["hits"][0]
    assert (hit["kind"], hit["name"], hit["key"]) == ("customer", customer["name"], customer["key"])
    told = page.get(f"/scenario/{desk.id}/why?lang=nl&key={hit['key']}").json()
    assert told["name"] == customer["name"]
    assert told["because"].startswith(f"Postcode {customer['postcode']} ligt in gebied ")
    assert told["next"] in [t.id for t in desk.first.plan.territories]
    near = page.get(f"/scenario/{desk.id}/why?lon={hit['lon']}&lat={hit['lat']}&metres=50").json()
    assert near["key"] == hit["key"]
    assert near["because"].startswith("Its postcode ")


def test_as_many_hits_are_told_as_are_wanted_and_how_many_there_are(desks, desk):
    page = client(desks)
    few, more = (page.get(f"/scenario/{desk.id}/find?q=firma{limit}").json() for limit in ("", "&limit=30"))
    assert (len(few["hits"]), len(more["hits"])) == (8, 30)
    n = int(desk.first.customers.table["name"].str.startswith("Firma").sum())
    assert few["total"] == more["total"] == n > 30
    assert more["hits"][:8] == few["hits"]
    assert [
        len(page.get(f"/scenario/{desk.id}/find?q=firma&limit={limit}").json()["hits"])
        for limit in ("0", "9999", "x", "-3")
    ] == [1, n, 8, 8]


def test_namesakes_are_told_apart_by_their_key(desks, desk):
    hits = client(desks).get(f"/scenario/{desk.id}/find?lang=nl&q=gelijknamig").json()["hits"]
    keys = [hit["key"] for hit in hits]
    assert len(set(keys)) == 2
    assert [hit["about"].split(" · ")[0] for hit in hits] == keys


def test_a_province_is_called_a_province_in_the_language_of_the_page(desks, desk):
    page = client(desks)
    for path in (f"/scenario/{desk.id}/find", "/map/find/NL"):
        told = [page.get(f"{path}?q=amersfoort&lang={code}").json()["hits"][0]["about"] for code in ("nl", "en")]
        assert told == ["provincie Utrecht", "province of Utrecht"]


def test_what_is_known_and_who_else_is_there_is_told_in_the_language_of_the_page(desks, desk):
    customer = desk.first.customers.table.iloc[30]
    key = customer["key"]
    told = client(desks).get(f"/scenario/{desk.id}/why?lang=nl&key={key}").json()
    assert told["facts"] == [["Klantnummer", key], ["Omzet", f"€\u00a0{customer['revenue']:.0f}"]]
    assert told["here"] == [key]


def test_an_older_revision_is_explained_as_it_was(desks, desk):
    page = client(desks)
    key = desk.first.customers.table["key"].iloc[10]
    before = page.get(f"/scenario/{desk.id}/why?key={key}").json()["territory"]
    to = next(t.id for t in desk.first.plan.territories if t.id != before)
    desk.edit(MANAGER, lambda plan: bind(plan, key, to))
    found = [page.get(f"/scenario/{desk.id}/why?key={key}{at}").json()["territory"] for at in ("", "&at=1")]
    assert found == [to, before]


@pytest.mark.parametrize(("query", "status"), [("key=nobody", 404), ("lon=5&lat=x&metres=1", 400), ("", 400)])
def test_nobody_is_not_found_and_nothing_is_no_question(desks, desk, query, status):
    assert client(desks).get(f"/scenario/{desk.id}/why?{query}").status_code == status


@pytest.mark.parametrize("question", ["find?q=firma", "why?key=x"])
def test_a_representative_is_told_nothing(desks, desk, question):
    assert client(desks, Viewer("rep", "Bakker")).get(f"/scenario/{desk.id}/{question}").status_code == 403
