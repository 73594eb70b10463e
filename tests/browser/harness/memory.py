"""A scenario in memory that keeps the protocol between map and server, late or badly where asked."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import dataclass, field

import numpy as np
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from geo.errors import InputError
from geo.palette import PALETTE
from geo.planning.strokes import read_envelope

SCENARIO = "00000000000000aa"
MOST_STEPS = 60
PATIENCE_SECONDS = 20


@dataclass
class Scenario:
    """
    The state on the server.

    Parameters
    ----------
    owner
        Territory id of each area.
    weights
        A list of values per area for each measure.
    names
        Names of the territories, ids 1, 2, … in this order.
    locked
        Territories that take and give no area.
    log
        The operations taken, in order: window and number.
    delay
        Seconds until an answer arrives.
    status
        What every request is answered with; 0 for a proper answer.
    forgetful
        Whether the next operations are done and nobody is told.
    turned_down
        What the next operations are answered with, not done; 0 for a proper answer.
    posts
        How often operations came.
    """

    owner: list[int]
    weights: list[list[int]]
    names: list[str]
    version: int = 1
    locked: set[int] = field(default_factory=set)
    last: dict[str, int] = field(default_factory=dict)
    log: list[tuple[str, int]] = field(default_factory=list)
    edits: dict[int, dict] = field(default_factory=dict)
    done: list[int] = field(default_factory=list)
    undone: list[int] = field(default_factory=list)
    by_n: dict[tuple[str, int], int] = field(default_factory=dict)
    delay: float = 0.0
    status: int = 0
    forgetful: bool = False
    turned_down: int = 0
    posts: int = 0

    def __post_init__(self) -> None:
        """Keep how it was at first."""
        self.origin = list(self.owner)
        self.changed: dict[int, int] = {}
        self.lock = threading.Lock()

    def state(self) -> dict:
        return {
            "scenario": SCENARIO, "version": self.version, "readonly": False, "measures": ["customers"],
            "balanced": 0, "tolerance": 0.05, "owner": self.owner, "origin": self.origin, "weights": self.weights,
            "territories": self.territories(), "bound": {}, **self.stacks(),
        }  # fmt: skip

    def territories(self) -> list[dict]:
        return [
            {
                "id": i + 1,
                "name": name,
                "colour": PALETTE[i % 8],
                "locked": i + 1 in self.locked,
                "capacity": 1,
                "rep": "",
            }
            for i, name in enumerate(self.names)
        ]

    def stacks(self) -> dict:
        return {
            name: [{"v": v, "whole": True, **self.edits[v]} for v in stack[-MOST_STEPS:]]
            for name, stack in (("undo", self.done), ("redo", self.undone))
        }

    def sums(self) -> dict:
        owner = np.array(self.owner)
        return {
            str(i + 1): [int(np.array(w)[owner == i + 1].sum()) for w in self.weights] for i in range(len(self.names))
        }

    def answer(self, cid: str, base: int, rejected: list) -> dict:
        rows = {area for area, version in self.changed.items() if version > base}
        rows |= {area for _, areas, _ in rejected for area in areas}
        return {
            "cid": cid, "upto": self.last.get(cid, 0), "version": self.version,
            "now": [[area, self.owner[area]] for area in sorted(rows)], "rejected": rejected, "sums": self.sums(),
            "territories": self.territories(), "bound": None, **self.stacks(), "saved": "10:42",
        }  # fmt: skip

    def receive(self, body: dict, language: str) -> tuple[int, dict]:
        with self.lock:
            cid, rejected = body["cid"], []
            for op in sorted(body["ops"], key=lambda op: op["n"]):
                last = self.last.get(cid, 0)
                if op["n"] <= last:
                    continue
                if op["n"] != last + 1:
                    return 409, {}
                self.last[cid] = op["n"]
                if not self._do(cid, op):
                    why = "Iemand anders was eerst." if language.startswith("nl") else "Somebody else was first."
                    rejected.append([op["n"], op.get("areas", []), why])
            return 200, self.answer(cid, body["base"], rejected)

    def _do(self, cid: str, op: dict) -> bool:
        if op["kind"] == "assign":
            areas, before, after = op["areas"], op["from"], [op["to"]] * len(op["areas"])
        else:
            v = op["of"] if isinstance(op["of"], int) else self.by_n.get((cid, op["of"]["n"]), 0)
            if v not in (self.done if op["kind"] == "undo" else self.undone):
                return False
            made = self.edits[v]
            areas, before, after = made["areas"], made["before"], made["after"]
            if op["kind"] == "undo":
                before, after = after, before
        if any(self.owner[a] != b or {b, c} & self.locked for a, b, c in zip(areas, before, after, strict=True)):
            return False
        self.version += 1
        for area, to in zip(areas, after, strict=True):
            self.owner[area] = to
            self.changed[area] = self.version
        if op["kind"] == "assign":
            self.edits[self.version] = {"areas": areas, "before": before, "after": after}
            self.by_n[cid, op["n"]] = self.version
            self.done.append(self.version)
            self.undone.clear()
        else:
            stacks = (self.done, self.undone) if op["kind"] == "undo" else (self.undone, self.done)
            stacks[0].remove(v)
            stacks[1].append(v)
        self.log.append((cid, op["n"]))
        return True

    def routes(self) -> list[BaseRoute]:
        """The routes that a map asks, to stand before the program's own."""
        return [
            Route(f"/scenario/{SCENARIO}", self._state),
            Route(f"/scenario/{SCENARIO}/edits", self._edits, methods=["POST"]),
            Route(f"/scenario/{SCENARIO}/changes", self._changes),
        ]

    async def _state(self, request: Request) -> Response:
        if self.status:
            return Response(status_code=self.status)
        return JSONResponse(self.state())

    async def _edits(self, request: Request) -> Response:
        self.posts += 1
        if self.status:
            return Response(status_code=self.status)
        if self.turned_down:
            status, self.turned_down = self.turned_down, 0
            return Response(status_code=status)
        try:
            read_envelope(await request.body())
        except InputError:
            return Response(status_code=400)
        body = await request.json()
        await asyncio.sleep(self.delay / 2)
        status, answer = self.receive(body, request.headers.get("accept-language", ""))
        if self.forgetful:
            self.forgetful = False
            return Response(status_code=502)
        await asyncio.sleep(self.delay / 2)
        return JSONResponse(answer, status_code=status)

    async def _changes(self, request: Request) -> Response:
        since, cid = int(request.query_params["since"]), request.query_params["cid"]
        if not since:
            return Response(status_code=400)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and not await request.is_disconnected():
            if self.status:
                return Response(status_code=self.status)
            if self.version > since:
                return JSONResponse(self.answer(cid, since, []))
            await asyncio.sleep(0.02)
        return Response(status_code=204)
