"""A real Chromium, the program on a free port, and a record of every request that would leave the machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent / "harness"))
from layers import Program as Layered

from geo.maps.assets import assets_folder

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
HERE = ("127.0.0.1", "localhost", "")
PATIENCE_MS = 60_000


def _absent(what: str) -> None:
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(what)
    pytest.skip(what)


@dataclass
class Server:
    """A running program."""

    address: str
    port: int
    process: subprocess.Popen[bytes]
    log: Path


@dataclass
class Noise:
    """What a page did that it should not."""

    elsewhere: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        _absent("Chromium is not installed")
    if not assets_folder().is_dir():
        _absent("the map's scripts are absent: python -m geo.maps.assets")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    """A page of 1440 × 900 that keeps a `Noise` as its attribute `noise`."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    noise = Noise()
    page.noise = noise  # type: ignore[attr-defined]
    page.on("request", lambda r: urlsplit(r.url).hostname in (*HERE, None) or noise.elsewhere.append(r.url))
    page.on("response", lambda r: r.status >= 400 and noise.failed.append(f"{r.status} {r.url}"))
    page.on("pageerror", lambda error: noise.errors.append(str(error)))
    page.on("dialog", lambda dialog: (noise.dialogs.append(dialog.message), dialog.dismiss()))
    page.set_default_timeout(PATIENCE_MS)
    yield page
    page.close()


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Start a script with `streamlit run` on a free port, in a workspace of its own; all are stopped at the end."""
    started: list[Server] = []

    def start(script: Path, *options: str, probe: str = "/healthz", **environment: str) -> Server:
        folder = tmp_path_factory.mktemp("server")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        log = folder / "log.txt"
        with log.open("wb") as written:
            process = subprocess.Popen(
                [
                    sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port),
                    "--server.headless", "true", "--server.fileWatcherType", "none", *options,
                ],
                cwd=ROOT,
                env={
                    **os.environ,
                    "TERRITORY_HOME": str(folder / "workspace"),
                    "PYTHONPATH": str(ROOT),
                    **environment,
                },
                stdout=written,
                stderr=written,
            )  # fmt: skip
        server = Server(f"http://127.0.0.1:{port}", port, process, log)
        started.append(server)
        _wait_for(server, probe)
        return server

    yield start
    for server in started:
        server.process.terminate()
    for server in started:
        server.process.wait(timeout=20)


def _wait_for(server: Server, probe: str) -> None:
    """Ask until the program answers; it has ended where it no longer runs."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(server.address + probe, timeout=2):
                return
        except (URLError, OSError):
            try:
                server.process.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
            break
    pytest.fail(f"the program did not start:\n{server.log.read_text(errors='replace')[-3000:]}")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the program."""
    return ROOT


@pytest.fixture(scope="session")
def harness() -> Path:
    """The program with one page, a map of names that a test chooses."""
    return Path(__file__).parent / "harness" / "app.py"


@pytest.fixture(scope="session")
def map_frame() -> Callable[[Page], Frame]:
    """Return a function that waits for the map of a page to be drawn and returns its frame."""

    def found(page: Page) -> Frame:
        frame = page.wait_for_selector("iframe[title*=st_folium]").content_frame()
        assert frame is not None
        frame.wait_for_function("window.rayon && window.rayon.settled > 0")
        return frame

    return found


@pytest.fixture(scope="session")
def layered(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Layered]:
    """A running page with a scenario of the demo company, a crowd, and a plan to look at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = Layered(tmp_path_factory.mktemp("layers"), port, n_crowd=30_000)
    with made.running():
        yield made


@pytest.fixture
def opened(browser_page: Page, layered: Layered) -> Iterator[Callable[..., Frame]]:
    """Return a function that opens that page and returns the frame of its map; nothing may go wrong on it."""

    def open_(query: str = "") -> Frame:
        browser_page.goto(f"{layered.address}/?{query}")
        frame = browser_page.wait_for_selector("iframe[title=map]").content_frame()
        frame.wait_for_function("window.rayon && rayon.settled > 0")
        return frame

    yield open_
    noise = browser_page.noise  # type: ignore[attr-defined]
    assert (noise.elsewhere, noise.failed, noise.errors, noise.dialogs) == ([], [], [], [])


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    return tmp_path_factory.mktemp("workspace")


@pytest.fixture(scope="module")
def program(serve, root, workspace):
    """The app on a workspace of its own, for all tests of a file."""
    return serve(root / "app.py", TERRITORY_HOME=str(workspace))
