"""What links answer: the page of a good one, friendly words for any other, and headers that keep a plan private."""

from datetime import UTC, datetime, timedelta

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from geo.errors import NotAllowedError, UnavailableError
from geo.http import _links, links_only
from geo.http._links import LinkRoutes
from geo.store import Links, Scenarios, Workspace
from geo.texts import text

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path)


@pytest.fixture
def scenario(workspace):
    return Scenarios(workspace).create(
        series="a" * 16, dataset="b" * 16, coverage="c" * 16, name="Voorstel", about={}, state=b"",
        words=text("Made."), author="manager", next_territory=1,
    )  # fmt: skip


@pytest.fixture
def make(workspace, scenario):
    def made(kind="present", rep=None, days=7):
        lasting = timedelta(days=days)
        return Links(workspace, lambda: NOW).make(
            kind=kind, scenario=scenario.id, rep=rep, language="nl", lasting=lasting
        )

    return made


def client(workspace, now=NOW):
    links = LinkRoutes(lambda: workspace, lambda: now)

    def shown(request, opened):
        return PlainTextResponse(f"{opened.viewer.role} {opened.viewer.rep} {opened.language(request).code}")

    served = [
        Route("/l/{secret:str}", links.page({"present": shown})),
        Route("/l/{secret:str}/data", links.below("present", shown)),
    ]
    return TestClient(
        links_only(served), base_url="http://rayon.example.nl", headers={"accept-language": "nl-NL,nl;q=0.9"}
    )


def test_a_good_link_shows_its_page_and_what_is_below(workspace, make):
    _, secret = make()
    page = client(workspace)
    for path in (f"/l/{secret}", f"/l/{secret}/data"):
        answer = page.get(path)
        assert (answer.status_code, answer.text) == (200, "meeting None nl")


def test_opening_the_page_is_noted_and_what_is_below_is_not(workspace, make):
    link, secret = make()
    client(workspace).get(f"/l/{secret}/data")
    assert Links(workspace).get(link.id).opened is None
    client(workspace).get(f"/l/{secret}")
    assert Links(workspace).get(link.id).opened == NOW


def test_one_kind_of_link_shows_nothing_of_another(workspace, make):
    _, secret = make("area", "Bakker")
    assert [client(workspace).get(f"/l/{secret}{rest}").status_code for rest in ("", "/data")] == [404, 404]


def ended(workspace, scenario, make, how):
    link, secret = make()
    match how:
        case "unknown":
            return "a" * 43, NOW
        case "expired":
            return secret, NOW + timedelta(days=8)
        case "revoked":
            Links(workspace).revoke(link.id)
        case "deleted":
            Scenarios(workspace).delete(scenario.id)
    return secret, NOW


@pytest.mark.parametrize(
    ("how", "status", "dutch", "english"),
    [
        ("unknown", 404, "Deze link bestaat niet.", "There is no such link."),
        ("expired", 410, "Deze link was geldig tot 8 maart 2026.", "This link ended on 8 March 2026."),
        ("revoked", 410, "Deze link is ingetrokken.", "This link was taken back."),
        ("deleted", 410, "Het plan achter deze link is er niet meer.", "The plan that this link showed is no longer"),
    ],
)
def test_any_other_link_is_answered_in_the_readers_language(workspace, scenario, make, how, status, dutch, english):
    secret, now = ended(workspace, scenario, make, how)
    for rest in ("", "/data"):
        for language, words in (("nl", dutch), ("en-GB,nl;q=0.5", english), ("fr, nl;q=0.5", dutch), ("fr", english)):
            answer = client(workspace, now).get(f"/l/{secret}{rest}", headers={"accept-language": language})
            assert answer.status_code == status
            assert words in answer.text
            assert "Voorstel" not in answer.text
            assert secret not in answer.text


@pytest.mark.parametrize("how", ["good", "unknown", "expired"])
def test_every_answer_stays_with_its_reader(workspace, scenario, make, how):
    secret, now = ended(workspace, scenario, make, how)
    for rest in ("", "/data", "/else"):
        headers = client(workspace, now).get(f"/l/{secret}{rest}").headers
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-robots-tag"] == "noindex, nofollow"
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'self';")
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "access-control-allow-origin" not in headers
        assert "set-cookie" not in headers


def test_no_redirect_carries_a_secret(workspace, make):
    _, secret = make()
    assert client(workspace).get(f"/l/{secret}/", follow_redirects=False).status_code == 404


def test_nothing_is_edited_by_a_link(workspace, make):
    _, secret = make()
    page = client(workspace)
    assert {page.request(verb, f"/l/{secret}").status_code for verb in ("POST", "PUT", "PATCH", "DELETE")} == {404}


def test_a_busy_store_is_told_without_naming_this_machine(workspace, make, monkeypatch):
    _, secret = make()

    def busy(*_):
        raise UnavailableError(text("The folder /home/els is full."))

    monkeypatch.setattr(_links, "opened_link", busy)
    answer = client(workspace).get(f"/l/{secret}")
    assert answer.status_code == 503
    assert "els" not in answer.text


def test_words_of_a_page_are_never_markup(workspace, make, monkeypatch):
    def hostile(*_):
        raise NotAllowedError(text("{name}", name="<img src=x onerror=alert(1)>"))

    monkeypatch.setattr(_links, "opened_link", hostile)
    answer = client(workspace).get(f"/l/{'a' * 43}")
    assert "<img" not in answer.text
    assert "&lt;img" in answer.text


def test_no_secret_is_logged(workspace, make, caplog):
    _, secret = make()
    with caplog.at_level(0):
        client(workspace).get(f"/l/{secret}")
        client(workspace, NOW + timedelta(days=9)).get(f"/l/{secret}")
    ours = [record for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    assert secret not in "".join(record.getMessage() for record in ours)
