"""
How soon the map answers to the hand: `python benchmarks/painting.py [--customers FILE] [--strokes 30]`.

Starts the app with 40 territories on about 4,000 postcode areas and, where no file of customers is named, 100,000
invented ones on real postcodes; opens two windows of Chromium on one scenario; paints with each tool and prints, as
medians and 95th percentiles, the time

- from the pointer's (or the closing key's) event to the frame after the new colour and the new loads are on the map,
- from the hand's rest to the stored revision, and to the tables beside the map,
- from the hand's rest until the other window shows the same.

The territory is chosen before each stroke, and the stroke begins once map and panel show it. Also printed are
the bytes that a save takes, the time to the first map, and whether anything was mounted anew or the zoom lost.
The times are those of the machine it runs on; only figures of one run may be compared.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

import numpy as np
from playwright.sync_api import Browser, Frame, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from geo.gazetteer import postcode_places  # noqa: E402
from geo.planning import DesignSettings, design, import_customers  # noqa: E402
from geo.planning.scenarios import keep_proposal  # noqa: E402
from geo.store import Workspace  # noqa: E402
from geo.viewer import MANAGER  # noqa: E402

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update"]  # fmt: skip
TERRITORIES = 40
TOOLS = ("click", "paint", "lasso", "polygon")

RECORD = """
() => {
  const { rayon } = window;
  const { board } = rayon.frame;
  const seen = (window.seen = { colour: [], stored: [], last: 0, up: 0, drawn: rayon.painted });
  const container = rayon.frame.map.getContainer();
  const note = (event) => (seen.last = event.timeStamp);
  ["pointerdown", "pointermove", "pointerup", "click"].forEach((name) => container.addEventListener(name, note, true));
  ["pointerup", "click"].forEach((name) => container.addEventListener(name, () => (seen.up = performance.now()), true));
  container.addEventListener("dblclick", () => (seen.up = performance.now()), true);
  // A polygon ends with a key, not with the pointer.
  [document, window.parent.document].forEach((page) => page.addEventListener("keydown", note, true));
  const draw = board._draw.bind(board);
  board._draw = () => {
    const changed = board.dirty.size > 0;
    const from = seen.last;
    draw();
    if (!changed || !from) return;
    seen.last = 0;
    requestAnimationFrame(() => seen.colour.push(performance.now() - from));
  };
  window.parent.addEventListener("rayon:plan", ({ detail }) => {
    if (!detail.pending && detail.version > (seen.version ?? 0)) {
      seen.version = detail.version;
      if (seen.up) seen.stored.push(performance.now() - seen.up);
    }
  });
  seen.version = board.desk.version;
}
"""


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Run the app on a workspace and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port),
               "--server.headless", "true", "--server.fileWatcherType", "none"]  # fmt: skip
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "TERRITORY_HOME": str(home)}, stdout=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        while process.poll() is None:
            try:
                urllib.request.urlopen(f"{address}/healthz", timeout=2).close()
                break
            except (URLError, OSError):
                continue
        yield address
    finally:
        process.terminate()
        process.wait()


def invented(n: int) -> bytes:
    """Return a list of invented customers on real postcodes, towns weighing more than villages."""
    places = postcode_places("NL")
    rng = np.random.default_rng(0)
    weight = rng.lognormal(0, 1, len(places))
    codes = rng.choice(places.index.to_numpy(), n, p=weight / weight.sum())
    revenue = rng.lognormal(9, 1, n)
    rows = (f"K{i};Klant {i};{code};{amount:.0f}" for i, (code, amount) in enumerate(zip(codes, revenue, strict=True)))
    return "\n".join(["nummer;naam;postcode;omzet", *rows]).encode()


def scenario_of(home: Path, content: bytes, name: str) -> tuple[str, str]:
    """Keep customers and a proposal for them; return the names of the list and of the scenario."""
    workspace = Workspace(home)
    dataset = import_customers(workspace, content, name, viewer=MANAGER)
    settings = DesignSettings(TERRITORIES, areas="postcode", tolerance=0.05)
    proposal = design(dataset.customers, settings, viewer=MANAGER)
    return dataset.id, keep_proposal(workspace, dataset, proposal, viewer=MANAGER).id


def opened(browser: Browser, address: str) -> tuple[Page, Frame, float]:
    """Open the workbench; return the page, the map's frame and the seconds until the map is there."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(60_000)
    start = time.perf_counter()
    page.goto(address)
    handle = page.wait_for_selector("iframe[title*=st_folium]")
    frame = handle.content_frame() if handle else None
    assert frame is not None
    frame.wait_for_function("window.rayon && rayon.settled > 0 && rayon.frame.board && rayon.painted > 0")
    return page, frame, time.perf_counter() - start


class Painter:
    """A hand with a mouse on the map of one window."""

    def __init__(self, page: Page, frame: Frame, seed: int) -> None:
        self.page, self.frame, self.random = page, frame, random.Random(seed)
        box = page.locator("iframe[title*=st_folium]").bounding_box()
        assert box is not None
        self.left, self.top = box["x"], box["y"]
        frame.evaluate(RECORD)

    def spot(self) -> tuple[float, float, int]:
        """Return a place on the border of a territory, in pixels of the page, and a neighbour to give ground to."""
        found = self.frame.evaluate(
            """(dice) => {
              const { map, board } = rayon.frame;
              const { sides } = board.layer;
              const { owner } = board.desk;
              const size = map.getSize();
              for (let i = 0; i < 5000; i += 1) {
                const [a, b] = sides[Math.floor(((dice * 7919 + i * 104729) % sides.length))];
                if (b < 0 || owner[a] === owner[b] || owner[b] < 0) continue;
                const [x, y] = board.mosaic.middle(a);
                const point = map.latLngToContainerPoint(rayon.place(...board.mosaic.steps([x, y])));
                if (point.x > 90 && point.y > 110 && point.x < size.x - 90 && point.y < size.y - 90)
                  if (board.mosaic.at(...board.mosaic.placed(map, point)) === a) return [point.x, point.y, owner[b]];
              }
              return null;
            }""",
            self.random.randrange(10_000),
        )
        x, y, to = found
        return self.left + x, self.top + y, to

    def choose(self, territory: int, tool: str) -> None:
        """Choose a territory and a tool, and look where to paint: until the map and the panel show the choice."""
        name = self.frame.evaluate(
            """([territory, tool]) => {
              rayon.command({do: 'select', territory});
              rayon.command({do: 'tool', tool});
              return rayon.frame.desk.territory(territory).name;
            }""",
            [territory, {"click": "paint"}.get(tool, tool)],
        )
        self.page.locator(".chosen h2", has_text=name).wait_for()
        self.frame.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")

    def stroke(self, tool: str) -> bool:
        """Make one stroke; return whether any area changed."""
        x, y, to = self.spot()
        self.choose(to, tool)
        mouse, version = self.page.mouse, self.version
        if tool == "click":
            mouse.click(x, y)
        elif tool == "paint":
            mouse.move(x, y)
            mouse.down()
            for step in range(1, 16):
                mouse.move(x + 3 * step, y + 2 * step)
            mouse.up()
        elif tool == "lasso":
            around = [(x + 40 * np.cos(t), y + 40 * np.sin(t)) for t in np.linspace(0, 2 * np.pi, 25)]
            mouse.move(*around[0])
            mouse.down()
            for place in around[1:]:
                mouse.move(*place)
            mouse.up()
        else:
            for dx, dy in ((-40, -40), (40, -40), (40, 40), (-40, 40)):
                mouse.click(x + dx, y + dy)
            self.page.keyboard.press("Enter")
            self.frame.evaluate("() => (seen.up = performance.now())")
        pending = self.frame.evaluate("() => rayon.frame.desk.pending.length")
        if not pending and self.version == version:
            return False
        self.frame.wait_for_function("before => !rayon.frame.desk.pending.length && seen.version > before", arg=version)
        return True

    @property
    def version(self) -> int:
        """The revision on this map."""
        return int(self.frame.evaluate("() => rayon.frame.desk.version"))


WATCH_TABLES = """
() => {
  window.tables = [];
  const read = () => Number(document.querySelector("[data-version]")?.dataset.version ?? 0);
  let known = read();
  new MutationObserver(() => {
    const now = read();
    if (now > known) { known = now; window.tables.push([now, Date.now()]); }
  }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-version"] });
}
"""
WATCH_OTHER = """
() => {
  window.followed = [];
  window.parent.addEventListener("rayon:plan", ({ detail }) => {
    requestAnimationFrame(() => window.followed.push([detail.version, Date.now()]));
  });
}
"""


def after(events: Sequence[Sequence[float]], version: int, start: float) -> float | None:
    """Return the milliseconds from a moment until a version was seen."""
    return next((at - start for seen, at in events if seen >= version), None)


def row(name: str, values: Sequence[float], write: Callable[[str], object] = print) -> None:
    """Print a line of the table."""
    if not values:
        write(f"{name:44}  none")
        return
    ordered = sorted(values)
    high = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    write(f"{name:44} {statistics.median(ordered):9.0f} {high:9.0f} {ordered[-1]:9.0f} {len(ordered):7}")


def main() -> int:
    """Paint and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[1] if __doc__ else None)
    asked.add_argument("--customers", type=Path, help="a file of customers in place of invented ones")
    asked.add_argument("--strokes", type=int, default=30, help="strokes of each tool")
    given = asked.parse_args()
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        print("Chromium is not installed.")
        return 1
    content = given.customers.read_bytes() if given.customers else invented(100_000)
    name = given.customers.name if given.customers else "invented.csv"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        dataset, scenario = scenario_of(Path(folder), content, name)
        with served(Path(folder)) as address:
            browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
            paint(browser, f"{address}/territories?lang=nl&dataset={dataset}&scenario={scenario}", given.strokes)
            browser.close()
    return 0


def paint(browser: Browser, address: str, strokes: int) -> None:
    """Measure on a running app."""
    opened(browser, address)[0].close()  # the first window of a fresh server pays for the caches
    page, frame, first = opened(browser, address)
    other, follower, _ = opened(browser, address)
    sizes: list[int] = []
    page.on(
        "requestfinished",
        lambda r: (
            sizes.append(sum(v for k, v in r.sizes().items() if k in ("requestBodySize", "responseBodySize")))
            if r.url.endswith("/edits")
            else None
        ),
    )
    painter = Painter(page, frame, seed=1)
    page.evaluate(WATCH_TABLES)
    follower.evaluate(WATCH_OTHER)
    zoom, load = frame.evaluate("() => [rayon.frame.map.getZoom(), rayon.load]")
    print(f"{'milliseconds':44} {'median':>9} {'p95':>9} {'most':>9} {'n':>7}")
    tables: list[float] = []
    others: list[float] = []
    for tool in TOOLS:
        frame.evaluate("() => { seen.colour = []; seen.stored = []; }")
        done = 0
        for _ in range(6 * strokes):
            if done == strokes:
                break
            if not painter.stroke(tool):
                continue
            done += 1
            version = painter.version
            rest = frame.evaluate("() => performance.timeOrigin + seen.up")
            page.wait_for_function("v => tables.some(([seen]) => seen >= v)", arg=version)
            follower.wait_for_function("v => followed.some(([seen]) => seen >= v)", arg=version)
            tables += [t for t in [after(page.evaluate("() => tables"), version, rest)] if t is not None]
            others += [t for t in [after(follower.evaluate("() => followed"), version, rest)] if t is not None]
        colour, stored = frame.evaluate("() => [seen.colour, seen.stored]")
        row(f"{tool}: pointer to colour and loads", colour)
        row(f"{tool}: rest to stored", stored)
    row("rest to tables", tables)
    row("rest to the other window", others)
    row("bytes of a save, up and down", sizes)
    same = frame.evaluate("() => [rayon.frame.map.getZoom(), rayon.load]") == [zoom, load]
    print(f"first map, warm: {first:.1f} s; zoom kept and nothing mounted anew: {'yes' if same else 'NO'}")
    agree = frame.evaluate("() => [...rayon.frame.desk.owner]") == follower.evaluate(
        "() => [...rayon.frame.desk.owner]"
    )
    print(f"both windows show the same plan: {'yes' if agree else 'NO'}")
    page.close()
    other.close()


if __name__ == "__main__":
    sys.exit(main())
