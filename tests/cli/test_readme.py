"""What the README shows of the command line works as it stands, with the demo company."""

import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from geo.cli import app
from geo.planning.datasets import DEMO

ROOT = Path(__file__).parents[2]


def test_every_line_works_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = (
        (ROOT / "README.md").read_text(encoding="utf-8").partition("## On the command line")[2].partition("\n## ")[0]
    )
    lines = [line for line in shown.splitlines() if line.startswith("    .venv/bin/python -m geo ")]
    assert len(lines) >= 7
    monkeypatch.chdir(tmp_path)
    Path("customers.csv").write_bytes(DEMO.read_bytes())
    for line in lines:
        done = CliRunner().invoke(app, shlex.split(line)[3:])
        assert done.exit_code == 0, f"{line}\n{done.output}"
    assert Path("adopted/plan.json").is_file()
