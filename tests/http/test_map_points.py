"""Points of a large list: what is in view, to whom it was published, and nothing else."""

import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from geo.http import routes
from geo.maps import Registry, customers, document
from geo.maps.crowd import FEW
from geo.viewer import MANAGER, Viewer

REP = Viewer("rep", "Bakker")


@pytest.fixture(scope="module")
def registry():
    return Registry()


@pytest.fixture(scope="module")
def name(registry):
    rng = np.random.default_rng(1)
    n = 3 * FEW
    layer = customers(rng.uniform(4, 7, n), rng.uniform(51, 53, n), ["customer"] * n, rng.exponential(1, n))
    return registry.publish(document(layer, MANAGER))


def _client(registry, viewer):
    return TestClient(Starlette(routes=routes(registry=registry, identify=lambda request: viewer)))


@pytest.fixture
def client(registry):
    return _client(registry, MANAGER)


def test_the_points_in_view_are_sent_and_kept_for_ever(client, name):
    answer = client.get(f"/map/points/{name}?bbox=5,51.5,5.5,52")
    x, y = np.array(answer.json()["points"]).reshape(-1, 4)[:, :2].T / 1e5
    assert len(x) == answer.json()["total"]
    assert (x.min() >= 5, x.max() <= 5.5, y.min() >= 51.5, y.max() <= 52) == (True,) * 4
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_too_many_are_cut_to_the_heaviest(client, name):
    answer = client.get(f"/map/points/{name}?bbox=-180,-90,180,90").json()
    assert (len(answer["points"]) // 4, answer["total"], answer["hidden"]) == (FEW, 3 * FEW, 2 * FEW)


def test_points_of_somebody_else_are_refused(registry, name):
    assert _client(registry, REP).get(f"/map/points/{name}?bbox=5,51,6,52").status_code == 403


@pytest.mark.parametrize("query", ["", "?bbox=", "?bbox=1,2,3", "?bbox=1,2,3,4,5", "?bbox=a,b,c,d"])
def test_a_box_has_four_sides(client, name, query):
    assert client.get(f"/map/points/{name}{query}").status_code == 400


def test_points_are_of_a_document_that_has_them(client, registry):
    few = registry.publish(document(customers(np.array([5.0]), np.array([52.0]), ["customer"], np.ones(1)), MANAGER))
    assert client.get(f"/map/points/{few}?bbox=5,51,6,52").status_code == 404
    assert client.get(f"/map/points/{'0' * 16}?bbox=5,51,6,52").status_code == 404


@pytest.mark.parametrize("level", ["municipality", "province"])
def test_borders_are_sent_for_any_map_of_a_country(client, level):
    answer = client.get(f"/map/borders/NL/{level}.json")
    assert answer.json()["kind"] == "areas"
    again = client.get(f"/map/borders/NL/{level}.json", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["ZZ/province", "NL/street"])
def test_other_borders_are_not_found(client, path):
    assert client.get(f"/map/borders/{path}.json").status_code == 404


def test_places_are_found_for_any_map_of_a_country(client):
    hits = client.get("/map/find/NL?q=utrecht").json()["hits"]
    assert (hits[0]["kind"], hits[0]["name"], hits[0]["key"]) == ("place", "Utrecht", None)
    assert client.get("/map/find/NL?q=").json() == {"hits": [], "total": 0}
    assert client.get("/map/find/ZZ?q=utrecht").status_code == 404
