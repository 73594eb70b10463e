"""
What a killed program loses: `python -m benchmarks.kill [ROUNDS] [SEED]`.

A process saves scenarios, revisions and customer lists without pause and is killed (SIGKILL) at a seeded moment, again
and again in one workspace. After each kill everything that it had confirmed must be there, nothing may be half there,
and the database must be whole. Linux and macOS.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.kill_worker import KILLED, digest
from geo.errors import StoreError
from geo.store import Database, Scenarios, Workspace, kept_datasets, latest, load_dataset, version_of, versions
from geo.viewer import MANAGER

MOST_SAVES = 12
MOST_DOTS = (250, 1500)
"""So many come while revisions are saved, and while a customer list is."""

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Outcome:
    """What was confirmed before the kills and what was found after them; `whole` are lists that were read once."""

    kills: int = 0
    confirmed: int = 0
    found: int = 0
    lost: list[dict[str, Any]] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    whole: set[str] = field(default_factory=set)


class Killer:
    """
    A worker that saves in a workspace, and whoever kills it.

    Parameters
    ----------
    workspace
        Where it saves.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._worker = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "benchmarks.kill_worker", str(workspace.root)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )

    def round(self, seed: int) -> list[dict[str, Any]]:
        """Have a child save until a seeded moment, kill it, and return what it had confirmed by then."""
        chance = random.Random(seed)
        saves, dots = chance.randint(0, MOST_SAVES), chance.randint(0, chance.choice(MOST_DOTS))
        self._tell(seed)
        confirmed: list[dict[str, Any]] = []
        pid, seen = 0, 0
        for said in self._pieces():
            if said == KILLED:
                return confirmed
            if said == ".":
                seen += len(confirmed) >= saves
            elif "child" in (found := json.loads(said)):
                pid = found["child"]
            else:
                confirmed.append(found)
            if pid and len(confirmed) >= saves and seen >= dots:
                os.kill(pid, signal.SIGKILL)
                dots = sys.maxsize
        msg = "the worker ended by itself"
        raise RuntimeError(msg)

    def close(self) -> None:
        """Let the worker go."""
        assert self._worker.stdin is not None
        assert self._worker.stdout is not None
        self._worker.stdin.close()
        self._worker.wait()
        self._worker.stdout.close()

    def _tell(self, seed: int) -> None:
        assert self._worker.stdin is not None
        self._worker.stdin.write(f"{seed}\n".encode())

    def _pieces(self) -> Iterator[str]:
        """Return dots as they come and lines when they are whole."""
        assert self._worker.stdout is not None
        line = b""
        while content := self._worker.stdout.read(4096):
            for sign in content.decode("ascii"):
                if sign == "." and not line:
                    yield "."
                elif sign == "\n":
                    if line:
                        yield line.decode()
                    line = b""
                else:
                    line += sign.encode()


def examine(workspace: Workspace, confirmed: list[dict[str, Any]], outcome: Outcome) -> None:
    """Look for everything that was confirmed, and for anything that is half there."""
    scenarios = Scenarios(workspace)
    for one in confirmed:
        outcome.confirmed += 1
        if _found(workspace, scenarios, one):
            outcome.found += 1
        else:
            outcome.lost.append(one)
    outcome.half += _half(workspace, scenarios, outcome.whole)


def _found(workspace: Workspace, scenarios: Scenarios, one: dict[str, Any]) -> bool:
    try:
        if "dataset" in one:
            version_of(workspace, one["dataset"])
            return load_dataset(workspace, one["dataset"], MANAGER).customers.fingerprint == one["fingerprint"]
        same = digest(*scenarios.stored(one["scenario"], one["number"])) == one["digest"]
        return same and ("cid" not in one or scenarios.last(one["scenario"], one["cid"]) == one["n"])
    except StoreError:
        return False


def _half(workspace: Workspace, scenarios: Scenarios, whole: set[str]) -> list[str]:
    """Return what is listed and not whole; lists that are go to `whole` and are not read again."""
    half = []
    for scenario in scenarios.list():
        numbers = [number for number, _, _ in scenarios.trail(scenario.id)]
        if numbers != list(range(1, scenario.head + 1)):
            half.append(f"scenario {scenario.id}")
    listed = {v.dataset for last in latest(workspace) for v in versions(workspace, last.series)}
    for name in (listed | {name for name, _ in kept_datasets(workspace)}) - whole:
        try:
            load_dataset(workspace, name, MANAGER)
            whole.add(name)
        except StoreError:
            half.append(f"dataset {name}")
    with Database.of(workspace).reading() as connection:
        if connection.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
            half.append("database")
        half += [f"row {row}" for row in connection.exec_driver_sql("PRAGMA foreign_key_check")]
    return half


def run(workspace: Workspace, rounds: int, seed: int) -> Outcome:
    """Kill as often as asked for, examining the workspace after each kill."""
    outcome, killer = Outcome(), Killer(workspace)
    everything: list[dict[str, Any]] = []
    try:
        for number in range(rounds):
            confirmed = killer.round(seed * 1000 + number)
            outcome.kills += 1
            examine(workspace, confirmed, outcome)
            everything += confirmed
    finally:
        killer.close()
    # Nothing that came later may have touched what was there.
    again = Outcome()
    examine(workspace, everything, again)
    outcome.lost += [one for one in again.lost if one not in outcome.lost]
    outcome.half += [one for one in again.half if one not in outcome.half]
    return outcome


def main() -> None:
    """Print a table of what was confirmed and what was found."""
    rounds, seed = (int(given) for given in (sys.argv[1:] + ["100", "1"][len(sys.argv) - 1 :])[:2])
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        outcome = run(workspace, rounds, seed)
        revisions = sum(s.head for s in Scenarios(workspace).list())
        drafts = len(list((workspace.root / "datasets").glob(".draft-*")))
    print(
        f"{'kills':>8}{'confirmed':>12}{'found':>8}{'lost':>8}{'half':>8}{'revisions':>12}{'drafts':>9}{'seconds':>10}"
    )
    print(
        f"{outcome.kills:8}{outcome.confirmed:12}{outcome.found:8}{len(outcome.lost):8}{len(outcome.half):8}"
        f"{revisions:12}{drafts:9}{time.monotonic() - begun:10.1f}"
    )
    for what in (*outcome.lost, *outcome.half):
        print(what)
    sys.exit(bool(outcome.lost or outcome.half))


if __name__ == "__main__":
    main()
