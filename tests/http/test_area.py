"""The routes of a representative's own area: what is told, what is taken in, and for whom."""

import gzip
import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin
from uuid import UUID

import numpy as np
import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

import geo.http
from geo.errors import RayonError
from geo.http import link_routes, links_only, routes
from geo.http._area_told import FIRST, first_told, rest_told
from geo.http._area_words import class_words
from geo.planning import DesignSettings, design
from geo.planning.contact_log import contacts_of
from geo.planning.contact_words import outcome_words
from geo.planning.datasets import import_customers, open_dataset
from geo.planning.due import OUTCOMES
from geo.planning.links import make_link, revoke_link
from geo.planning.my_area import my_area
from geo.planning.scenarios import desks_of, keep_proposal
from geo.store import Workspace, load_identities
from geo.territories import bind, rename, set_rep
from geo.texts import Language
from geo.viewer import MANAGER, Viewer

PUBLIC = Path(geo.http.__file__).parent / "public"
HOME = "http://127.0.0.1:8501"


class Company:
    """Two representatives: Anna has everything but what is far away, which is Bram's."""

    def __init__(self, folder, n=90, names=None):
        self.workspace = Workspace(folder)
        called = [names[i % len(names)] if names else f"Klant {i}" for i in range(n)]
        quoted = ['"' + name.replace('"', '""') + '"' for name in called]
        rows = [
            f"k{i};{quoted[i]};{1011 + 97 * (i % 88)} AB;klant;{10 + i};030-{1000000 + i};info@k{i}.nl"
            for i in range(n)
        ]
        content = "\n".join(["id;naam;postcode;status;omzet;telefoon;email", *rows, "c;X;1011 AB;concurrent;1;;"])
        dataset = import_customers(self.workspace, content.encode(), "klanten.csv", viewer=MANAGER)
        settings = DesignSettings(2, measure="revenue", areas="province", tolerance=0.5)
        made = design(dataset.customers, settings, viewer=MANAGER)
        plan = made.plan
        for territory, rep in zip(plan.territories, ("Anna", "Bram"), strict=True):
            plan = set_rep(plan, territory.id, rep)
        self.second = plan.territories[1].id
        plan = rename(plan, self.second, "Elders")
        kept = keep_proposal(self.workspace, dataset, made.revised(plan), viewer=MANAGER)
        self.scenario, self.series, self.dataset = kept.id, kept.series, dataset.id

    def link(self, rep="Anna", language="nl", kind="area"):
        link, secret = make_link(
            self.workspace, viewer=MANAGER, scenario=self.scenario, kind=kind, rep=rep, language=language, days=1
        )
        self.last = link.id
        return f"/l/{secret}"

    def beyond(self):
        return TestClient(links_only(link_routes(workspace=lambda: self.workspace)), base_url="https://rayon.nl")

    def program(self, viewer=MANAGER):
        served = routes(identify=lambda request: viewer, workspace=lambda: self.workspace)
        return TestClient(Starlette(routes=served), base_url=HOME)

    def area(self, rep="Anna"):
        return my_area(self.workspace, viewer=Viewer("rep", rep, self.scenario), scenario=self.scenario)

    def logged(self):
        return contacts_of(self.workspace, viewer=MANAGER, series=self.series)


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    return Company(tmp_path_factory.mktemp("company"))


def sent(customer, number, **changes):
    one = {"id": str(UUID(int=number)), "customer": customer, "outcome": "quote", "note": "", **changes}
    return {"entries": [{"at": pd.Timestamp.now("UTC").isoformat(), **one}]}


def test_a_link_shows_its_page_in_its_language_and_the_data_of_one_representative(company):
    client, path = company.beyond(), company.link()
    assert '<html lang="nl">' in client.get(path).text
    told, rest = (client.get(path + below).json() for below in ("/area.json", "/customers.json"))
    area, bram = company.area(), company.area("Bram")
    assert (told["rep"], told["total"], told["due"]) == ("Anna", len(area.customers), area.n_due)
    assert (told["logged"], told["fresh"], set(rest["customers"]["before"])) == (False, 0, {""})
    assert told["title"] == area.territories[0]
    assert told["store"] == company.last
    assert told["words"]["save"] == "Bewaar bezoek"
    assert client.get(f"{path}/area.json?lang=en").json()["words"]["save"] == "Save visit"
    assert rest["customers"]["key"] == area.customers["key"].tolist()
    assert told["customers"]["key"] == rest["customers"]["key"][:FIRST]
    assert (told["rest"], told["worker"]) == (len(area.customers) > FIRST, True)
    everything = json.dumps([told, rest])
    assert not {f'"{key}"' for key in bram.customers["key"]} & set(everything.replace(",", " ").split())
    for word in (
        "Bram",
        bram.territories[0],
        "concurrent",
        company.dataset,
        company.scenario,
        path.removeprefix("/l/"),
    ):
        assert word not in everything


def test_a_row_says_how_a_customer_is_reached(company):
    told = company.beyond().get(f"{company.link()}/customers.json").json()["customers"]
    assert {len(column) for column in told.values()} == {len(told["key"])}
    i = int(told["key"][0][1:])
    row = {name: column[0] for name, column in told.items()}
    assert (row["phone"], row["dial"], row["mail"]) == (f"030-{1000000 + i}", f"030{1000000 + i}", f"info@k{i}.nl")
    assert (row["name"], row["value"], row["last"], row["due"], row["status"]) == (
        f"Klant {i}", 10 + i, None, None, "customer",
    )  # fmt: skip


def test_a_customer_without_a_name_goes_by_its_key(company):
    area = company.area()
    unnamed = area.customers.assign(name=area.customers["name"].where(area.customers.index != 0))
    told = rest_told(replace(area, customers=unnamed))["customers"]
    assert told["name"] == [told["key"][0], *area.customers["name"][1:]]


@pytest.mark.parametrize("approximate", [True, False])
def test_borders_are_called_approximate_where_they_are(company, approximate):
    area = company.area()
    area = replace(area, ground=replace(area.ground, approximate=approximate))
    notes = first_told(area, Language("en"), store="s", worker=False)["notes"]
    assert ("Borders are approximate." in notes) == approximate


def test_when_who_is_due_again_is_told_in_days_and_in_words(company):
    told = first_told(company.area(), Language("en"), store="s", worker=False)
    assert (told["days"], told["again"]) == ({"A": 30, "B": 60, "C": 120, "": 60}, 7)
    assert told["notes"][0].endswith("Due again after 30, 60 and 120 days. Who was not in: after 7 days.")
    assert class_words("", Language("en")).endswith("Due again after 60 days. Who was not in: after 7 days.")


def test_texts_are_told_as_they_stand(tmp_path, hostile_texts):
    made = Company(tmp_path, names=hostile_texts)
    known = set(load_identities(made.workspace, made.dataset)["name"])
    area = made.area()
    told = json.loads(json.dumps(first_told(area, Language("en"), store="s", worker=False)))
    assert set(told["customers"]["name"]) <= known
    assert told["words"]["call"] == "Call {name}"
    assert told["words"]["due"] == ["{count} due", "{count} due"]
    assert list(told["words"]["outcomes"]) == list(OUTCOMES)
    assert str(outcome_words("unheard of")) == "unheard of"


def test_data_is_compressed_and_no_answer_is_kept(company):
    client, path = company.beyond(), company.link()
    for below in ("", "/area.json", "/customers.json", "/worker.js"):
        headers = client.get(path + below).headers
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert "unsafe" not in headers["content-security-policy"]
    with client.stream("GET", f"{path}/customers.json", headers={"accept-encoding": "gzip"}) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        assert "customers" in json.loads(gzip.decompress(b"".join(answer.iter_raw())))


def test_the_worker_may_answer_for_its_own_page_alone(company):
    path = company.link()
    answer = company.beyond().get(f"{path}/worker.js?link={company.last}")
    allowed = urljoin(f"https://rayon.nl/below{path}/worker.js", answer.headers["service-worker-allowed"])
    assert allowed == f"https://rayon.nl/below{path}"
    assert answer.headers["content-type"].startswith("text/javascript")


def test_what_is_logged_is_taken_once(company):
    client, path, key = company.beyond(), company.link(), company.area().customers["key"][0]
    for _ in range(2):
        answer = client.post(f"{path}/contacts", json=sent(key, 1, note="belt <b>terug</b>"))
        assert answer.json() == {"entries": [{"id": str(UUID(int=1)), "problem": None}], "withdrawn": []}
    kept = company.logged()
    assert kept[["rep", "key", "outcome", "note"]].values.tolist() == [["Anna", key, "quote", "belt <b>terug</b>"]]
    undone = client.post(f"{path}/contacts", json={"withdrawn": [str(UUID(int=1))]})
    assert undone.json()["withdrawn"] == [{"id": str(UUID(int=1)), "problem": None}]
    assert len(company.logged()) == 0


def test_a_refusal_is_told_in_the_language_of_the_link(company):
    theirs = company.area("Bram").customers["key"][0]
    answer = company.beyond().post(f"{company.link()}/contacts", json=sent(theirs, 2))
    assert answer.json()["entries"][0]["problem"] == "Deze klant is in het plan niet meer van u."
    assert theirs not in company.logged()["key"].tolist()


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{}", "text/plain", 415), (b"{}", "", 415), (b"[", "application/json", 400),
        (b'{"viewer": "manager"}', "application/json", 400), (b" " * 1_000_001, "application/json", 413),
        (b"{}", "application/json; charset=utf-8", 200),
    ],
)  # fmt: skip
def test_anything_else_is_not_taken(company, content, kind, status):
    answer = company.beyond().post(f"{company.link()}/contacts", content=content, headers={"content-type": kind})
    assert answer.status_code == status
    assert answer.headers["cache-control"] == "no-store"


def test_a_link_that_was_taken_back_neither_shows_nor_takes(company):
    client, path, key = company.beyond(), company.link(), company.area().customers["key"][0]
    revoke_link(company.workspace, company.last, viewer=MANAGER)
    for below in ("", "/area.json", "/customers.json", "/worker.js"):
        assert client.get(path + below).status_code == 410
    assert client.post(f"{path}/contacts", json=sent(key, 3)).status_code == 410
    assert len(company.logged()) == 0


def test_a_link_of_another_kind_has_no_area(company):
    client, path = company.beyond(), company.link(rep=None, kind="present")
    for below in ("/area.json", "/customers.json", "/worker.js"):
        assert client.get(path + below).status_code == 404
    assert client.post(f"{path}/contacts", json=sent("k1", 4)).status_code == 404


def test_nothing_is_taken_by_another_verb(company):
    client, path = company.beyond(), company.link()
    assert {client.request(verb, f"{path}/contacts").status_code for verb in ("GET", "PUT", "DELETE")} == {404}
    assert client.post(f"{path}/area.json", json={}).status_code == 404


def test_a_manager_sees_any_representatives_page_on_the_own_machine(company):
    program, path = company.program(), f"/area/{company.scenario}"
    assert program.get(f"{path}?rep=Bram").status_code == 200
    told = program.get(f"{path}/area.json?rep=Bram&lang=nl").json()
    assert (told["rep"], told["total"], told["worker"]) == ("Bram", len(company.area("Bram").customers), False)
    assert told["store"] != program.get(f"{path}/area.json?rep=Anna").json()["store"]
    for nobody in ("", "?rep=", "?rep=%20"):
        assert program.get(f"{path}/area.json{nobody}").status_code == 404


def test_a_phone_keeps_what_is_logged_in_two_scenarios_apart(company):
    program = company.program()
    desk = desks_of(company.workspace).open(company.scenario, MANAGER)
    dataset = open_dataset(company.workspace, company.dataset, viewer=MANAGER)
    other = keep_proposal(company.workspace, dataset, desk.proposal, viewer=MANAGER, name="Anders").id
    shown = [program.get(f"/area/{one}/area.json?rep=Anna").json() for one in (company.scenario, other)]
    assert [told["rep"] for told in shown] == ["Anna", "Anna"]
    assert shown[0]["store"] != shown[1]["store"]


def test_only_a_page_of_ours_logs_there(company):
    program, key = company.program(), company.area().customers["key"][1]
    path = f"/area/{company.scenario}/contacts?rep=Anna"
    for origin in ({}, {"origin": "https://evil.example"}, {"origin": "null"}):
        assert program.post(path, json=sent(key, 5), headers=origin).status_code == 403
    assert program.post(path, json=sent(key, 5), headers={"origin": HOME}).json()["entries"][0]["problem"] is None
    assert program.post(path, json={"withdrawn": [str(UUID(int=5))]}, headers={"origin": HOME}).status_code == 200


@pytest.mark.parametrize("viewer", [Viewer("rep", "Bram"), Viewer("meeting")])
def test_nobody_else_has_that_page(company, viewer):
    program, path = company.program(viewer), f"/area/{company.scenario}"
    assert [program.get(f"{path}{below}?rep=Anna").status_code for below in ("", "/area.json")] == [404, 404]


def test_beyond_this_machine_there_is_no_such_page(company):
    assert company.beyond().get(f"/area/{company.scenario}?rep=Anna").status_code == 404


def test_a_customer_that_goes_to_another_is_gone_at_once(company):
    client, path, key = company.beyond(), company.link(), company.area().customers["key"][2]
    desk = desks_of(company.workspace).open(company.scenario, MANAGER)
    desk.edit(MANAGER, lambda plan: bind(plan, key, company.second))
    assert key not in client.get(f"{path}/customers.json").json()["customers"]["key"]
    assert client.post(f"{path}/contacts", json=sent(key, 6)).json()["entries"][0]["problem"].startswith("Deze klant")
    desk.undo(MANAGER)


@pytest.mark.parametrize("n", [400, 3000])
def test_the_first_screen_is_light(tmp_path, n):
    made = Company(tmp_path, n)
    client, path = made.beyond(), made.link()
    files = [f"/public/{file.name}" for file in PUBLIC.glob("my-area*") if file.suffix in (".css", ".js")]
    sizes = []
    for address in (path, f"{path}/area.json", *files, "/public/icon.svg"):
        with client.stream("GET", address, headers={"accept-encoding": "gzip"}) as answer:
            assert answer.status_code == 200
            sizes.append(sum(len(part) for part in answer.iter_raw()))
    assert sum(sizes) <= 200_000
    told = client.get(f"{path}/area.json").json()
    assert len(told["customers"]["key"]) == FIRST < told["total"]
    assert np.isfinite(told["map"]["bounds"]).all()


def test_an_unknown_scenario_has_no_area(company):
    with pytest.raises(RayonError):
        my_area(company.workspace, viewer=Viewer("rep", "Anna", "0" * 16), scenario="0" * 16)
    assert company.program().get(f"/area/{'0' * 16}/area.json?rep=Anna").status_code == 404
