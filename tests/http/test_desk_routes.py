"""The routes between a map and the desk: who may edit, what is answered, and how a window waits."""

import json
import shutil
from threading import Thread

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from geo.customers import read_customers
from geo.errors import UnavailableError
from geo.http import _desk, routes
from geo.planning import DesignSettings, design
from geo.planning.datasets import import_customers
from geo.planning.scenarios import Desks, keep_proposal
from geo.store import Database, Workspace
from geo.territories import assign, rename
from geo.texts import text
from geo.viewer import MANAGER, Viewer

HERE = "http://127.0.0.1:8501"
CID = "00000000000000aa"
LIST = "\n".join(["postcode;omzet", *(f"{1011 + 97 * i} AB;{10 + i}" for i in range(90))]).encode()


@pytest.fixture(scope="module")
def made():
    customers = read_customers(LIST, "klanten.csv")
    return design(customers, DesignSettings(3, measure="revenue", areas="province", tolerance=0.5), viewer=MANAGER)


@pytest.fixture(scope="module")
def kept(tmp_path_factory, made):
    """A workspace with one scenario in it, to be copied, and the scenario's name."""
    workspace = Workspace(tmp_path_factory.mktemp("kept"))
    dataset = import_customers(workspace, LIST, "klanten.csv", viewer=MANAGER)
    scenario = keep_proposal(workspace, dataset, made, viewer=MANAGER)
    Database.of(workspace).close()
    return workspace.root, scenario.id


@pytest.fixture
def desks(kept, tmp_path):
    return Desks(Workspace(shutil.copytree(kept[0], tmp_path / "workspace")))


@pytest.fixture
def scenario(kept):
    return kept[1]


def client(desks, viewer=MANAGER, base=""):
    served = Starlette(routes=routes(base, desks=lambda: desks, identify=lambda request: viewer))
    return TestClient(served, base_url=HERE)


@pytest.fixture
def page(desks):
    with client(desks) as found:
        yield found


def stroke(desk, n=1, to=2, cid=CID, base=1):
    owners = desk.current[1].owners
    area = next(i for i, owner in enumerate(owners.tolist()) if owner != to)
    op = {"kind": "assign", "n": n, "to": to, "areas": [area], "from": [int(owners[area])]}
    return {"cid": cid, "base": base, "ops": [op]}


def post(page, scenario, content, **headers):
    named = {"origin": HERE, "content-type": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()}}
    return page.post(f"/scenario/{scenario}/edits", content=json.dumps(content), headers=named)


def test_a_state_is_compressed_and_kept_by_nobody(page, scenario):
    answer = page.get(f"/scenario/{scenario}")
    assert answer.json()["version"] == 1
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_a_stroke_is_answered_and_stored(page, scenario, desks):
    desk = desks.open(scenario, MANAGER)
    sent = stroke(desk)
    answer = post(page, scenario, sent)
    assert answer.status_code == 200
    assert answer.json()["now"] == [[sent["ops"][0]["areas"][0], 2]]
    assert page.get(f"/scenario/{scenario}").json()["version"] == 2
    assert page.get(f"/scenario/{scenario}?at=1").json()["readonly"] is True
    assert len(answer.content) < 20_000


def test_a_page_of_another_site_cannot_edit(page, scenario, desks):
    sent = stroke(desks.open(scenario, MANAGER))
    assert post(page, scenario, sent, origin="http://elsewhere.example").status_code == 403
    assert post(page, scenario, sent, origin="null").status_code == 403
    assert post(page, scenario, sent, origin="").status_code == 403
    assert post(page, scenario, sent, content_type="text/plain").status_code == 415
    assert post(page, scenario, sent, content_type="application/json; charset=utf-8").status_code == 200


def test_what_no_map_sends_is_refused_in_the_readers_language(page, scenario):
    answer = post(page, scenario, {"cid": "x"}, accept_language="nl")
    assert answer.status_code == 400
    assert "De kaart stuurde iets" in answer.json()["problem"]


def test_a_gap_is_told(page, scenario, desks):
    assert post(page, scenario, stroke(desks.open(scenario, MANAGER), n=2)).status_code == 409


def test_too_much_at_once_is_refused(page, scenario, monkeypatch):
    monkeypatch.setattr(_desk, "MOST_BYTES", 10)
    assert post(page, scenario, {"cid": CID, "base": 1, "ops": []}).status_code == 413


@pytest.mark.parametrize("name", ["0123456789abcdef", "..%2f..%2fetc", "x"])
def test_no_such_scenario(page, scenario, name):
    answer = page.get(f"/scenario/{name}")
    assert answer.status_code == 404


def test_a_rep_neither_sees_nor_edits_a_plan(desks, scenario):
    sent = stroke(desks.open(scenario, MANAGER))
    with client(desks, Viewer("rep", "Bakker")) as page:
        assert page.get(f"/scenario/{scenario}").status_code == 403
        assert post(page, scenario, sent).status_code == 403
        assert page.get(f"/scenario/{scenario}/changes?since=1&cid={CID}").status_code == 403
    assert desks.open(scenario, MANAGER).current[0] == 1


def test_a_window_of_another_viewer_is_refused(page, scenario, desks):
    assert post(page, scenario, stroke(desks.open(scenario, MANAGER))).status_code == 200
    with client(desks, Viewer("manager", "Eva")) as other:
        assert post(other, scenario, stroke(desks.open(scenario, MANAGER), n=2, to=1)).status_code == 403


def test_a_window_that_waits_is_told_at_once_and_hears_what_became_of_its_own(page, scenario, desks, monkeypatch):
    monkeypatch.setattr(_desk, "PATIENCE_SECONDS", 120.0)
    monkeypatch.setattr(_desk, "_LOOKING_SECONDS", 120.0)
    desk = desks.open(scenario, MANAGER)
    post(page, scenario, stroke(desk))
    heard = []
    waiting = Thread(target=lambda: heard.append(page.get(f"/scenario/{scenario}/changes?since=2&cid={CID}").json()))
    waiting.start()
    while not desk._listeners:
        waiting.join(0.01)
    desk.edit(MANAGER, lambda plan: rename(plan, 1, "Noord"))
    waiting.join(30)
    assert (heard[0]["version"], heard[0]["upto"]) == (3, 1)


def test_a_refusal_whose_answer_was_lost_is_told_to_a_window_that_waits(page, scenario, desks):
    desk = desks.open(scenario, MANAGER)
    sent = stroke(desk)
    desk.edit(MANAGER, lambda plan: assign(plan, sent["ops"][0]["areas"], 3))
    post(page, scenario, sent)
    told = page.get(f"/scenario/{scenario}/changes?since=1&cid={CID}").json()
    assert told["upto"] == 1
    assert [n for n, _, _ in told["rejected"]] == [1]


def test_a_store_that_is_busy_is_no_missing_scenario(page, scenario, desks, monkeypatch):
    def busy(*args):
        raise UnavailableError(text("busy"))

    monkeypatch.setattr("geo.store.Scenarios.find", busy)
    assert page.get(f"/scenario/{scenario}").status_code == 503


@pytest.mark.parametrize("number", ["0", "²", "9" * 5000, "-1", ""])
def test_no_number_of_a_version(page, scenario, number):
    assert page.get(f"/scenario/{scenario}/changes", params={"since": number, "cid": CID}).status_code == 400
    assert page.get(f"/scenario/{scenario}", params={"at": number}).status_code in (400, 422)


def test_a_window_that_waits_hears_of_anothers_edit(page, scenario, desks):
    desk = desks.open(scenario, MANAGER)
    heard = []
    waiting = Thread(target=lambda: heard.append(page.get(f"/scenario/{scenario}/changes?since=1&cid={CID}").json()))
    waiting.start()
    desk.edit(MANAGER, lambda plan: rename(plan, 1, "Noord"))
    waiting.join(timeout=10)
    assert heard[0]["version"] == 2
    assert heard[0]["territories"][0]["name"] == "Noord"
    assert heard[0]["upto"] == 0


def test_a_window_that_asks_what_others_do_is_there(page, scenario, desks, monkeypatch):
    heard = []
    monkeypatch.setattr(desks.open(scenario, MANAGER).presence, "hear", heard.append)
    monkeypatch.setattr(_desk, "PATIENCE_SECONDS", 0.05)
    page.get(f"/scenario/{scenario}/changes?since=1&cid={CID}")
    assert heard == [CID]


def test_what_changed_before_one_waits_is_told_at_once(page, scenario, desks):
    desks.open(scenario, MANAGER).edit(MANAGER, lambda plan: rename(plan, 1, "Noord"))
    assert page.get(f"/scenario/{scenario}/changes?since=1&cid={CID}").json()["version"] == 2


def test_where_nothing_happens_waiting_ends_with_nothing(page, scenario, monkeypatch):
    monkeypatch.setattr(_desk, "PATIENCE_SECONDS", 0.05)
    assert page.get(f"/scenario/{scenario}/changes?since=1&cid={CID}").status_code == 204
    assert page.get(f"/scenario/{scenario}/changes?since=x").status_code == 400


def test_the_routes_answer_below_a_base_path_too(desks, scenario):
    with client(desks, base="/rayon/") as page:
        assert page.get(f"/rayon/scenario/{scenario}").json()["version"] == 1
