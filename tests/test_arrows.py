"""app.py is a module and not a package, so import-linter does not see it: its imports are read here."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_app_wires_and_nothing_else():
    tree = ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))
    modules = {
        name
        for node in ast.walk(tree)
        for name in (
            [a.name for a in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    ours = {m for m in modules if m.split(".")[0] in {"geo", "ui", "pages"}}
    assert ours <= {"geo.errors", "geo.http", "geo.maps.assets", "ui"}
    assert not [n for n in ast.walk(tree) if isinstance(n, ast.ClassDef | ast.For | ast.While)]
