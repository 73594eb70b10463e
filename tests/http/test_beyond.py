"""
Beyond this machine nothing of a customer is to be had: every route, page and use case there is, tried by itself.

What is tried is found in the program: a route, a page or a use case that is added later is tried without a change here.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import itertools
import pkgutil
import re
import runpy
import textwrap
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import streamlit.config
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from streamlit.runtime import Runtime

import geo.planning
from geo.customers import read_customers
from geo.http import gate, link_routes
from geo.maps import REGISTRY, document
from geo.maps.assets import assets_folder
from geo.planning import DesignSettings, design
from geo.planning.datasets import import_customers
from geo.planning.links import make_link, revoke_link
from geo.planning.scenarios import keep_proposal
from geo.store import Scenarios, Workspace
from geo.territories import set_rep
from geo.viewer import MANAGER

ROOT = Path(__file__).resolve().parents[2]
HERE, AWAY = ("127.0.0.1", 50000), ("203.0.113.9", 50000)
REPS = ("r0", "r1", "r2")
SECRET_WORD = "GEHEIM"
"""Stands in the name and key of every customer, so that whatever leaves is seen."""
ROWS = [f"{SECRET_WORD}K{i};{SECRET_WORD}N{i};{1011 + 97 * i} AB;{1000 + i}" for i in range(90)]
HEAD = "nummer;naam;postcode;omzet"

OUTSIDE = {
    "from afar": (AWAY, {}),
    "from afar, in this machine's name": (AWAY, {"host": "localhost:8501"}),
    "from afar, over IPv6": (("2001:db8::9", 5), {}),
    "over a socket file": (None, {}),
    "passed on": (HERE, {"x-forwarded-for": "203.0.113.9"}),
    "passed on, as from here": (HERE, {"x-forwarded-for": "127.0.0.1"}),
    "passed on by protocol": (HERE, {"x-forwarded-proto": "https"}),
    "passed on by the standard": (HERE, {"forwarded": "for=203.0.113.9"}),
    "passed on by a plain proxy": (HERE, {"x-real-ip": "203.0.113.9"}),
    "passed on, and said so": (HERE, {"via": "1.1 proxy"}),
    "by a name that was added": (HERE, {"host": "added.example"}),
    "by the name of links": (HERE, {"host": "rayon.example.nl"}),
    "by two names": (HERE, {"host": "localhost, added.example"}),
    "by a page of another site": (HERE, {"origin": "https://evil.example"}),
    "by a page of another program here": (HERE, {"origin": "http://localhost:3000"}),
    "by a page that has no name": (HERE, {"origin": "null"}),
    "by a page of half an address": (HERE, {"origin": "http://[bad"}),
    "by a page after half an address": (HERE, {"referer": "http://[::1"}),
    "by a page that knows another name": (HERE, {"referer": "https://plans.example/territories"}),
}  # fmt: skip
INSIDE = {
    "from here": (HERE, {}),
    "over IPv6": (("::1", 5), {"host": "[::1]:8501"}),
    "over both": (("::ffff:127.0.0.1", 5), {"host": "LOCALHOST:8501"}),
    "by a page of ours": (HERE, {"origin": "http://127.0.0.1:8501", "referer": "http://127.0.0.1:8501/territories"}),
    "by a bookmark page": (HERE, {"referer": "http://intranet.example/", "sec-fetch-mode": "navigate"}),
}
ENVIRONMENT = {"RAYON_ALLOWED_HOSTS": " added.example,*.team.example", "RAYON_LINKS_URL": "https://rayon.example.nl"}


class Company:
    """A workspace with a scenario whose customers must not be seen, and links of every kind and fate."""

    def __init__(self, folder):
        self.workspace = Workspace(folder)
        settings = DesignSettings(3, measure="revenue", areas="province", tolerance=0.5)
        divided = design(read_customers("\n".join([HEAD, *ROWS]).encode(), "k.csv"), settings, viewer=MANAGER)
        reps = [REPS[position] for position in divided.territory.tolist()]
        self.owner = dict(zip(divided.customers.table["key"], reps, strict=True))
        """Whose each customer is, in the list as in the plan."""
        listed = [f"{row};{self.owner.get(row.split(';')[0], '')}" for row in ROWS]
        content = "\n".join([f"{HEAD};vertegenwoordiger", *listed]).encode()
        dataset = import_customers(self.workspace, content, "klanten.csv", viewer=MANAGER)
        made = design(dataset.customers, settings, viewer=MANAGER)
        plan = made.plan
        for territory, rep in zip(plan.territories, REPS, strict=True):
            plan = set_rep(plan, territory.id, rep)
        assert [REPS[position] for position in made.territory.tolist()] == reps
        first = keep_proposal(self.workspace, dataset, made.revised(plan), viewer=MANAGER, name="Plan")
        self.scenario = first.id
        other = Scenarios(self.workspace).copy(first.id, "Ander plan").id
        self.document = REGISTRY.publish(
            document({"kind": "test", "customers": dataset.customers.table["name"].tolist()}, MANAGER)
        )
        self.good = {
            "a meeting's": self.made("present", None),
            "a representative's": self.made("area", REPS[1]),
            "a stranger's": self.made("area", "Somebody else"),
            "of another scenario": self.made("present", None, scenario=other),
        }
        revoked, secret = self.link("present", None)
        revoke_link(self.workspace, revoked.id, viewer=MANAGER)
        past = datetime.now(UTC) - timedelta(days=9)
        self.bad = {
            "none": "a" * 43,
            "expired": self.made("present", None, clock=lambda: past),
            "expired of a representative": self.made("area", REPS[1], clock=lambda: past),
            "revoked": secret,
        }

    def link(self, kind, rep, scenario=None, **more):
        given = {"kind": kind, "rep": rep, "language": "nl", "days": 7, **more}
        return make_link(self.workspace, viewer=MANAGER, scenario=scenario or self.scenario, **given)

    def made(self, *given, **more):
        return self.link(*given, **more)[1]

    def words(self, name):
        """Return what may stand at a place of an address that has a name."""
        known = {
            "scenario": [self.scenario],
            "secret": [*self.good.values(), *self.bad.values()],
            "name": [self.document],
            "country": ["NL"],
            "level": ["provinces"],
            "slide": ["overview", "territory-1"],
            "n": ["0", "1"],
        }
        return known.get(name, ["1", f"{SECRET_WORD}K1", REPS[1]])


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    return Company(tmp_path_factory.mktemp("company"))


@pytest.fixture(scope="module")
def program(company):
    """The whole program as app.py makes it."""
    if not assets_folder().is_dir():
        pytest.skip("python -m geo.maps.assets has not been run")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        patch.setenv("TERRITORY_HOME", str(company.workspace.root))
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        patch.delenv("RAYON_LINKS_ADDRESS", raising=False)
        patch.setattr(streamlit.config, "_main_script_path", str(ROOT / "app.py"))
        patch.setattr(Runtime, "_instance", None)
        yield runpy.run_path(str(ROOT / "app.py"))["app"]


def asking(app, client, headers):
    return TestClient(
        app, base_url="http://127.0.0.1:8501", client=client, headers=headers, raise_server_exceptions=False
    )


@pytest.fixture(scope="module")
def running(program):
    """The program, started, and asked from here."""
    with asking(program, *INSIDE["from here"]) as client:
        yield client


@pytest.fixture(scope="module")
def everything(running, program):
    """Every route there is, Streamlit's own among them."""
    return list(program._starlette_app.routes)


def addresses(route, company):
    """Return paths that a route answers."""
    if isinstance(route, Mount):
        folder = Path(str(getattr(route.app, "directory", None) or ROOT / "none"))
        files = [p.relative_to(folder).as_posix() for p in itertools.islice(folder.rglob("*.*"), 3) if p.is_file()]
        inner = [f"{route.path}{path}" for r in route.routes or [] for path in addresses(r, company)]
        return [f"{route.path}/{rest}" for rest in ("", "index.html", *files)] + inner
    names = re.findall(r"{(\w+)(?::\w+)?}", route.path)
    pattern = re.sub(r"{(\w+)(?::\w+)?}", r"{\1}", route.path)
    filled = itertools.product(*(company.words(name) for name in names))
    return [pattern.format_map(dict(zip(names, values, strict=True))) for values in filled]


def public():
    """Return the paths of what is for everybody."""
    return {route.path for route in link_routes()}


def is_links_own(route):
    return route.path in public()


def asked(client, route, path):
    query = "?q=GEHEIM&key=GEHEIMK1&bbox=-180,-89,180,89&at=1&since=0&lang=nl"
    for verb in sorted(getattr(route, "methods", None) or {"GET"}):
        body = {"json": {"cid": "00000000000000aa", "base": 1, "ops": []}} if verb in ("POST", "PUT", "PATCH") else {}
        yield client.request(verb, path + query, follow_redirects=False, **body)


def test_there_is_something_to_keep(company, running):
    """What is tried below is worth trying: from here the same addresses tell of customers."""
    assert SECRET_WORD in running.get(f"/scenario/{company.scenario}/find?q=GEHEIM").text
    assert SECRET_WORD in running.get(f"/map/document/{company.document}.json").text
    assert running.get("/territories").status_code == 200


@pytest.mark.parametrize("how", OUTSIDE)
def test_no_route_but_those_of_links_answers_beyond(company, program, everything, how):
    client = asking(program, *OUTSIDE[how])
    tried = 0
    for route in everything:
        if isinstance(route, WebSocketRoute):
            with pytest.raises(WebSocketDisconnect), client.websocket_connect(route.path):
                pass
            tried += 1
            continue
        for path in addresses(route, company):
            if any(secret in path for secret in company.good.values()):
                continue  # what a good link shows, and what not, is tried below
            for answer in asked(client, route, path):
                tried += 1
                assert SECRET_WORD not in answer.text, path
                assert "set-cookie" not in answer.headers, path
                if not is_links_own(route) and not any(path.startswith(f"{p}/") for p in ("/public", "/assets")):
                    assert answer.status_code in (400, 404), path
    assert tried > 25


@pytest.mark.parametrize("how", OUTSIDE)
def test_no_page_opens_beyond(program, running, how):
    client = asking(program, *OUTSIDE[how])
    pages = [page.stem for page in (ROOT / "pages").glob("*.py")]
    assert len(pages) > 3
    for page in ["", *pages, "index.html", "_stcore/stream", "_stcore/host-config", "_stcore/health", "static/js/x.js"]:
        assert client.get(f"/{page}").status_code in (400, 404), page
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream"):
        pass


@pytest.mark.parametrize("how", INSIDE)
def test_this_machine_has_all_of_it(company, program, running, how):
    client = asking(program, *INSIDE[how])
    assert client.get("/territories").status_code == 200
    assert client.get(f"/scenario/{company.scenario}").status_code == 200


def test_another_name_for_this_machine_is_refused(program, running):
    for host in ("evil.example", "localhost.evil.example:8501", "127.0.0.1.nip.example"):
        assert asking(program, HERE, {"host": host}).get("/healthz").status_code == 400


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_an_old_protocol_is_a_proxys(version):
    """nginx leads on with HTTP/1.0, this machine's name as host, and nothing that tells of a proxy."""

    def old(app):
        async def told(scope, receive, send):
            await app({**scope, "http_version": version}, receive, send)

        return told

    page = Route("/", lambda request: PlainTextResponse("all of it"))
    client = TestClient(
        old(Starlette(routes=[page], middleware=gate([], {}))), base_url="http://127.0.0.1:8501", client=HERE
    )
    assert client.get("/").status_code == {"1.0": 404, "1.1": 200}[version]


def test_links_health_and_own_files_are_for_everybody(company, program, running):
    for how in ("from afar, in this machine's name", "passed on", "by a name that was added"):
        client = asking(program, *OUTSIDE[how])
        assert client.get("/healthz").json()["status"] == "ok"
        assert client.get("/public/words.css").status_code == 200
        assert client.get("/assets/leaflet/dist/leaflet.js").status_code == 200
        assert client.get(f"/l/{company.bad['revoked']}").status_code == 410


@pytest.mark.parametrize("how", ["none", "expired", "expired of a representative", "revoked"])
def test_a_bad_link_shows_nothing_anywhere(company, program, everything, how):
    """Every route below a link, from afar and from here."""
    ended = 404 if how == "none" else 410
    for client in (asking(program, *OUTSIDE["passed on"]), asking(program, *INSIDE["from here"])):
        for route in everything:
            if "{secret" not in route.path:
                continue
            for path in addresses(route, company):
                if company.bad[how] in path:
                    for answer in asked(client, route, path):
                        assert answer.status_code == ended, path
                        assert not re.search(f"{SECRET_WORD}|{'|'.join(REPS)}", answer.text), path


@pytest.mark.parametrize("whose", ["a meeting's", "a representative's", "a stranger's", "of another scenario"])
def test_a_good_link_shows_no_customer_that_is_not_its_owners(company, program, everything, whose):
    secret, client = company.good[whose], asking(program, *OUTSIDE["passed on"])
    mine = REPS[1] if whose == "a representative's" else None
    allowed = {key.removeprefix(f"{SECRET_WORD}K") for key, rep in company.owner.items() if rep == mine}
    for route in everything:
        if "{secret" not in route.path:
            continue
        for path in addresses(route, company):
            if secret in path:
                for answer in asked(client, route, path):
                    told = set(re.findall(rf"{SECRET_WORD}[KN](\d+)", answer.text))
                    assert told <= allowed, path


HOLD_CUSTOMERS = {"Workspace", "Dataset", "Desks"}
"""Where a function may find customers by itself. A `Desk`, a `Proposal` and `Customers` are had from those alone."""
MADE_OF_CUSTOMERS = {"Desk", "Dataset", "Customers", "Proposal"}
NEEDS_NO_VIEWER = {
    "blocks.chosen": "areas alone; the customers that it takes were read by a viewer",
    "blocks.coverage_of": "areas alone",
    "blocks.edition": "areas alone",
    "shelf.put": "areas alone",
    "shelf.kept": "areas alone",
    "shelf.hide": "areas alone",
    "datasets.keep_customers": "keeps what its caller has read",
    "conflicts.conflict": "about a desk, which a viewer opened",
    "links.opened_link": "makes the viewer",
    "links.note_opening": "about a link that was opened; reads no customer",
    "presenting.presentations_of": "opens nothing; `Presentations.show` takes the viewer",
    "teams.home_in_words": "the country of a list that its caller has read",
    "teams.home_on_map": "the country of a list that its caller has read",
    "scenarios.desks_of": "opens nothing; `Desks.open` takes the viewer",
}


def use_cases():
    for module in pkgutil.iter_modules(geo.planning.__path__):
        held = importlib.import_module(f"geo.planning.{module.name}")
        for name, found in vars(held).items():
            if name.startswith("_") or getattr(found, "__module__", None) != held.__name__:
                continue
            if inspect.isfunction(found):
                yield f"{module.name}.{name}", found
            elif inspect.isclass(found):
                for inner, method in vars(found).items():
                    if inspect.isfunction(method) and not inner.startswith("_"):
                        yield f"{module.name}.{name}.{inner}", method


def named(annotation):
    return set(re.findall(r"\w+", str(annotation)))


def test_every_use_case_that_finds_customers_takes_a_viewer():
    without = set()
    for name, function in use_cases():
        taken = dict(inspect.get_annotations(function))
        result = named(taken.pop("return", ""))
        holder = name.split(".")[-2] in HOLD_CUSTOMERS and bool(result & MADE_OF_CUSTOMERS)
        finds = holder or any(named(annotation) & HOLD_CUSTOMERS for annotation in taken.values())
        if finds and "viewer" not in taken:
            without.add(name)
    assert without == set(NEEDS_NO_VIEWER)


def test_a_viewer_that_is_taken_is_asked():
    """A use case that takes a viewer and never looks at it would pass the test above."""
    idle = [
        name
        for name, function in use_cases()
        if "viewer" in inspect.get_annotations(function)
        and not any(
            isinstance(node, ast.Name) and node.id == "viewer"
            for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function))))
        )
    ]
    assert idle == []
