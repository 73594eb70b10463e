"""app.py as the server runs it."""

import gc
import runpy
from pathlib import Path

import geo.maps.assets

ROOT = Path(__file__).resolve().parents[1]


def test_what_was_loaded_is_looked_through_for_garbage_once_and_then_left_alone(monkeypatch):
    done: list[str] = []
    monkeypatch.setattr(geo.maps.assets, "ensure_assets", lambda: done.append("assets"))
    monkeypatch.setattr(gc, "collect", lambda: done.append("collect"))
    monkeypatch.setattr(gc, "freeze", lambda: done.append("freeze"))
    names = runpy.run_path(str(ROOT / "app.py"))
    assert done == ["assets", "collect", "freeze"]
    assert type(names["app"]).__name__ == "App"
