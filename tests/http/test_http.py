"""Routes: what is served, to whom, and for how long a browser may keep it."""

import gzip
import json

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from geo.http import routes
from geo.maps import Registry, document, heading
from geo.maps.assets import assets_folder
from geo.viewer import MANAGER, Viewer

REP = Viewer("rep", "Bakker")


@pytest.fixture
def registry():
    return Registry()


@pytest.fixture
def client(registry):
    with TestClient(Starlette(routes=routes(registry=registry)), base_url="http://127.0.0.1:8501") as found:
        yield found


def test_health(client):
    answer = client.get("/healthz")
    assert answer.json()["status"] == "ok"


def test_a_published_document_is_sent_compressed_and_kept_for_ever(client, registry):
    made = document(heading("Ünïted"), MANAGER)
    registry.publish(made)
    answer = client.get(f"/map/document/{made.name}.json")
    assert answer.json() == {"kind": "heading", "title": "Ünïted", "line": ""}
    assert answer.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["vary"]
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in answer.headers


def test_a_client_without_gzip_gets_plain_json(client, registry):
    name = registry.publish(document(heading("a"), MANAGER))
    answer = client.get(f"/map/document/{name}.json", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert "Accept-Encoding" in answer.headers["vary"]
    assert json.loads(answer.content)["title"] == "a"


def test_what_a_browser_has_is_not_sent_again(client, registry):
    name = registry.publish(document(heading("a"), MANAGER))
    answer = client.get(f"/map/document/{name}.json", headers={"if-none-match": f'"{name}"'})
    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize("name", ["0" * 16, "{{7*191}}", "..", "%2e%2e%2fapp"])
def test_what_was_not_published_is_not_found(client, name):
    assert client.get(f"/map/document/{name}.json").status_code == 404


def test_a_document_of_somebody_else_is_refused(registry):
    name = registry.publish(document(heading("a"), MANAGER))
    as_rep = Starlette(routes=routes(identify=lambda request: REP, registry=registry))
    with TestClient(as_rep) as client:
        assert client.get(f"/map/document/{name}.json").status_code == 403


def test_the_base_map_is_served_for_shipped_countries_only(client):
    answer = client.get("/map/base/NL.json")
    assert answer.json()["kind"] == "base"
    assert answer.headers["cache-control"] == "no-cache"
    assert client.get("/map/base/ZZ.json").status_code == 404


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/map/static/rayon.js", "text/javascript"),
        ("/map/static/rayon.css", "text/css"),
        ("/map/static/whole.js", "text/javascript"),
        ("/map/static/whole.css", "text/css"),
        ("/assets/leaflet/dist/leaflet.js", "text/javascript"),
        ("/assets/@fontsource-variable/hanken-grotesk/files/hanken-grotesk-latin-wght-normal.woff2", "font/woff2"),
    ],
)
def test_files_have_their_type_and_are_checked_for_change(client, path, kind):
    if path.startswith("/assets") and not assets_folder().is_dir():
        pytest.skip("python -m geo.maps.assets has not been run")
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == kind
    assert answer.headers["cache-control"] == "no-cache"
    again = client.get(path, headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/map/static/../registry.py", "/map/static/%2e%2e/registry.py", "/assets/../app.py"])
def test_no_path_leaves_its_folder(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("base_path", ["plans", "/plans/", "sales/plans"])
def test_routes_answer_below_a_base_path_and_without(registry, base_path):
    name = registry.publish(document(heading("a"), MANAGER))
    page = Route("/{anything:path}", lambda request: PlainTextResponse("a page"))
    with TestClient(Starlette(routes=[*routes(base_path, registry=registry), page])) as client:
        assert client.get("/" + base_path.strip("/") + "/customers").text == "a page"
        for prefix in ("", "/" + base_path.strip("/")):
            assert client.get(f"{prefix}/healthz").status_code == 200
            assert client.get(f"{prefix}/map/document/{name}.json").status_code == 200


def test_stored_bytes_are_the_document(registry):
    made = document(heading("a"), MANAGER)
    assert json.loads(gzip.decompress(made.content))["title"] == "a"
