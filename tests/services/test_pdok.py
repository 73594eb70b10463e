"""The real client against a service that answers as PDOK does, and worse."""

import gzip

import pandas as pd
import pytest
import shapely

from geo.errors import Cancelled
from geo.services import Patience, ServiceError, fetch_boundaries
from geo.services._asking import ask
from tests.services.server import Answer, page

QUICK = Patience(tries=3, pause=0, longest_pause=0, silence=5)


def square(number, **properties):
    shape = {
        "type": "Polygon",
        "coordinates": [[[5 + number, 52], [6 + number, 52], [6 + number, 53], [5 + number, 52]]],
    }
    return {"type": "Feature", "properties": properties, "geometry": shape}


def provinces(n=3, **more):
    return [square(i, statcode=f"PV{i}", statnaam=f"Provincie {i}", **more) for i in range(n)]


def fetch(level="province", patience=QUICK, **kwargs):
    return fetch_boundaries(level, patience=patience, **kwargs)


def refused(match, **kwargs):
    with pytest.raises(ServiceError, match=match) as caught:
        fetch(**kwargs)
    assert "Nothing was changed" in str(caught.value)


def test_all_pages_are_read_and_told(pdok):
    pdok.features, pdok.page = provinces(5), 2
    heard = []
    found = fetch(progress=lambda stage, fraction: heard.append((str(stage), fraction)))
    assert found["code"].tolist() == ["PV0", "PV1", "PV2", "PV3", "PV4"]
    assert found["name"].tolist()[0] == "Provincie 0"
    assert found.crs == "EPSG:4326"
    assert [stage for stage, _ in heard[1:]] == ["2 of about 5 areas", "4 of about 5 areas", "5 of about 5 areas"]
    assert [fraction for _, fraction in heard] == [0, 0.4, 0.8, 1]


@pytest.mark.parametrize(
    ("level", "path"),
    [
        ("postcode", "/cbs/postcode4/ogc/v1/collections/postcode4/items?f=json&limit=1000&jaarcode=2024"),
        (
            "municipality",
            "/cbs/gebiedsindelingen/ogc/v1/collections/gemeente_gegeneraliseerd/items?f=json&limit=1000&jaarcode=2025",
        ),
        (
            "province",
            "/cbs/gebiedsindelingen/ogc/v1/collections/provincie_gegeneraliseerd/items?f=json&limit=1000&jaarcode=2025",
        ),
    ],
)
def test_the_service_is_asked_as_it_is_documented(pdok, level, path):
    pdok.features = [square(0, postcode4=1011, statcode="x", statnaam="X")]
    fetch(level)
    assert pdok.asked == [path]
    assert pdok.agents[0].startswith("Rayon")


@pytest.mark.parametrize("column", ["postcode4", "postcode", "PC4"])
def test_the_postcode_is_found_under_any_of_its_names(pdok, column):
    pdok.features = [square(0, **{column: 1011}), square(1, **{column: "1012"}), square(2, **{column: 1013.0})]
    assert fetch("postcode")["code"].tolist() == ["1011", "1012", "1013"]


def test_a_packed_answer_is_unpacked(pdok):
    pdok.features, pdok.packed = provinces(), True
    assert len(fetch()) == 3


@pytest.mark.parametrize(
    "bad",
    [
        Answer(status=500),
        Answer(status=503, headers={"Retry-After": "0"}),
        Answer(status=429, headers={"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}),
        Answer(b'{"features": ['),
        Answer(b"[1, 2]"),
        Answer(b"<html>busy</html>"),
        Answer(b"[" * 100_000),
        Answer(b"no gzip", headers={"Content-Encoding": "gzip"}),
    ],
)
def test_a_slip_is_asked_again(pdok, bad):
    pdok.features, pdok.first = provinces(), [bad]
    assert len(fetch()) == 3
    assert len(pdok.asked) == 2


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (Answer(status=500), "it answers with error 500"),
        (Answer(b"{"), "its answer is broken"),
    ],
)
def test_a_service_that_stays_bad_is_told_after_a_few_times(pdok, bad, why):
    pdok.first = [bad] * 10
    refused(f"PDOK cannot be used now: {why}")
    assert len(pdok.asked) == 3


def test_what_is_refused_is_not_asked_again(pdok):
    pdok.first = [Answer(status=400)]
    refused("error 400")
    assert len(pdok.asked) == 1


def test_nobody_there_is_told(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("RAYON_PDOK_URL", "http://127.0.0.1:9")
    refused("it does not answer")


@pytest.mark.parametrize("address", ["file:///etc", "ftp://127.0.0.1", "nowhere", "http://", "http://[::1"])
def test_an_address_of_another_kind_is_refused(monkeypatch, address):
    monkeypatch.setenv("RAYON_PDOK_URL", address)
    with pytest.raises(ServiceError, match="is no address of a service"):
        fetch()


def test_silence_ends(pdok):
    pdok.first = [Answer(b"{", silent=True)] * 2
    refused("it does not answer", patience=Patience(tries=2, pause=0, silence=0.2))
    assert len(pdok.asked) == 2


def test_an_answer_that_drips_ends(pdok):
    pdok.features = provinces()
    refused("takes too long", patience=Patience(tries=1, answer=-1))


@pytest.mark.parametrize("body", [b" " * 2000, gzip.compress(b" " * 2000)], ids=["plain", "packed"])
def test_too_large_an_answer_is_refused_at_once(pdok, body):
    packed = {"Content-Encoding": "gzip"} if body[:1] == b"\x1f" else {}
    pdok.first = [Answer(body, headers=packed)]
    refused("too large", patience=Patience(tries=3, pause=0, most_bytes=1000))
    assert len(pdok.asked) == 1


def linked(href):
    return page({"features": provinces(), "links": [{"rel": "next", "href": href}]})


def test_pages_that_lead_round_are_left(pdok):
    pdok.first = [linked("?page=1"), linked("?page=2"), linked("?page=1"), linked("?page=2")]
    refused("its pages have no end")
    assert len(pdok.asked) == 3


def test_endless_pages_are_left(pdok, monkeypatch):
    monkeypatch.setattr("geo.services._pdok.MOST_PAGES", 5)
    pdok.first = [linked(f"?page={number}") for number in range(20)]
    refused("its pages have no end")
    assert len(pdok.asked) == 5


@pytest.mark.parametrize(
    "href", ["http://127.0.0.2/items", "https://example.invalid/", "file:///etc/passwd", "http://["]
)
def test_a_next_page_elsewhere_is_not_followed(pdok, href):
    pdok.first = [linked(href)]
    refused("its next page lies elsewhere")


def test_a_redirect_elsewhere_is_not_followed(pdok):
    pdok.first = [Answer(status=302, headers={"Location": "http://127.0.0.2/items"})]
    refused("error 302")


def test_a_redirect_within_the_service_is_followed(pdok):
    pdok.features, pdok.first = provinces(), [Answer(status=301, headers={"Location": "/elsewhere"})]
    assert len(fetch()) == 3
    assert pdok.asked[1] == "/elsewhere"


def test_fewer_areas_than_it_says_are_not_taken(pdok):
    pdok.features, pdok.matched = provinces(), 12
    refused("it gave 3 of 12 areas")


def test_where_it_does_not_say_how_many_a_few_are_not_taken(pdok):
    pdok.first = [page({"features": provinces(5)})]
    refused("it gave 5 of 12 areas")
    pdok.first = [page({"features": provinces(11), "numberMatched": "many"})]
    assert len(fetch()) == 11


@pytest.mark.parametrize(
    "nothing", [{}, {"features": None}, {"features": "none", "links": {}}, {"features": [], "links": [1]}]
)
def test_an_answer_without_areas_is_not_taken(pdok, nothing):
    pdok.first = [page(nothing)]
    refused("it gave 0 of 12 areas")


def test_every_part_of_an_area_may_be_missing(pdok):
    whole = square(0, statcode="PV1", statnaam="Een")
    pdok.features = [
        whole,
        {},
        {"properties": None, "geometry": None},
        {"properties": ["x"], "geometry": {"type": "Polygon"}},
        {"properties": {"statcode": None, "statnaam": "Twee", "more": {"deep": 1}}, "geometry": whole["geometry"]},
        {"properties": {"statcode": "PV3"}, "geometry": whole["geometry"]},
        {"properties": {"statcode": "PV4"}, "geometry": {"type": "Point", "coordinates": [5, 52]}},
        {"properties": {"statcode": " "}, "geometry": whole["geometry"]},
    ]
    found = fetch()
    assert found["code"].isna().tolist() == [False, True, False, True]
    assert found["code"].dropna().tolist() == ["PV1", "PV3"]
    assert found["name"].dropna().tolist() == ["Een", "Twee"]
    assert shapely.area(found.geometry.to_numpy()).tolist() == [0.5] * 4


def test_what_is_no_area_at_all_is_passed_over(pdok):
    pdok.first = [page({"features": [*provinces(12), None, 7, "x"], "numberMatched": 12})]
    assert len(fetch()) == 12


def test_another_year_is_left_out(pdok):
    pdok.features = provinces(12, jaarcode=2025) + provinces(12, jaarcode=2015)
    assert len(fetch()) == 12
    pdok.features = provinces(12, jaarcode="2016") + provinces(11, jaarcode="2015")
    found = fetch()
    assert len(found) == 12
    assert isinstance(found["code"], pd.Series)


def test_work_stops_between_pages(pdok):
    pdok.features, pdok.page = provinces(6), 2
    with pytest.raises(Cancelled):
        fetch(cancelled=lambda: len(pdok.asked) >= 2)
    assert len(pdok.asked) == 2


def test_work_stops_while_waiting_to_ask_again(pdok):
    pdok.first = [Answer(status=503, headers={"Retry-After": "30"})]
    with pytest.raises(Cancelled):
        fetch(patience=Patience(pause=30, longest_pause=30), cancelled=lambda: bool(pdok.asked))


def test_a_service_may_ask_for_more_time_up_to_a_limit(pdok, monkeypatch):
    waits = []
    monkeypatch.setattr("geo.services._asking._wait", lambda seconds, cancelled: waits.append(seconds))
    pdok.first = [Answer(status=503, headers={"Retry-After": "3"}), Answer(status=503, headers={"Retry-After": "900"})]
    pdok.first += [Answer(status=500), page({"ok": 1})]
    patience = Patience(tries=4, pause=1, longest_pause=15)
    assert ask(pdok.address + "/x", "PDOK", patience, lambda: False) == {"ok": 1}
    assert waits == [3, 15, 4]
