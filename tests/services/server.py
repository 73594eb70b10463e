"""A service in the shape of PDOK's, on this machine, that behaves as badly as a test wants."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import geopandas as gpd


@dataclass
class Answer:
    """One answer that is no usual page."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    silent: bool = False


@dataclass
class Pdok:
    """What the service has and what it was asked."""

    features: list[dict[str, object]] = field(default_factory=list)
    page: int = 1000
    first: list[Answer] = field(default_factory=list)
    """Given before the usual pages, one a question."""
    matched: int | None = None
    """What it says there is; the truth where None."""
    packed: bool = False
    asked: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    address: str = ""
    closing: threading.Event = field(default_factory=threading.Event)

    def answer(self, path: str) -> Answer:
        self.asked.append(path)
        if self.first:
            return self.first.pop(0)
        start = int(parse_qs(urlsplit(path).query).get("offset", ["0"])[0])
        links = [{"rel": "self", "href": self.address + path}]
        if start + self.page < len(self.features):
            bare = path.partition("&offset=")[0]
            links.append({"rel": "next", "href": f"{self.address}{bare}&offset={start + self.page}"})
        document = {
            "type": "FeatureCollection",
            "numberMatched": len(self.features) if self.matched is None else self.matched,
            "links": links,
            "features": self.features[start : start + self.page],
        }
        return page(document, packed=self.packed)


def page(document: object, *, packed: bool = False) -> Answer:
    body = json.dumps(document).encode()
    return Answer(gzip.compress(body), headers={"Content-Encoding": "gzip"}) if packed else Answer(body)


def features_of(areas: gpd.GeoDataFrame, code: str, name: str | None, **more: object) -> list[dict[str, object]]:
    """Areas with `code` and `name` as the service gives them, their properties called otherwise."""
    found = []
    for row, feature in zip(areas.itertuples(), json.loads(areas.to_json())["features"], strict=True):
        properties = {code: row.code, **({name: row.name} if name else {}), **more}
        found.append({"type": "Feature", "id": row.Index, "properties": properties, "geometry": feature["geometry"]})
    return found


@contextmanager
def serving() -> Iterator[Pdok]:
    pdok = Pdok()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pdok.agents.append(self.headers.get("User-Agent", ""))
            answer = pdok.answer(self.path)
            self.send_response(answer.status)
            self.send_header("Content-Length", str(len(answer.body) + (10 if answer.silent else 0)))
            for key, value in answer.headers.items():
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(answer.body)
            if answer.silent:
                pdok.closing.wait(20)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        pdok.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield pdok
        finally:
            pdok.closing.set()
            server.shutdown()
            thread.join()
