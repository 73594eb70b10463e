"""
Save in a workspace until killed: `python -m benchmarks.kill_worker FOLDER`.

For each seed on the standard input a child is forked, so that the libraries are loaded once, which saves and saves.
Each save that returned is a line of JSON on the standard output; between them a dot comes every so many Python calls,
so that whoever reads can kill the child anywhere within a save. When the child is gone the parent writes "killed".
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

from geo.planning import import_customers
from geo.store import Entry, Scenarios, Workspace
from geo.texts import Text, text
from geo.viewer import MANAGER

CALLS_PER_DOT = 40
KILLED = "killed"


def digest(state: bytes, deltas: list[bytes]) -> str:
    """Return what a plan comes to, its deltas being pieces of bytes put behind one another."""
    return hashlib.sha256(state + b"".join(deltas)).hexdigest()


class Saver:
    """
    One child's saving.

    Parameters
    ----------
    workspace
        Where to save.
    seed
        Decides what is saved, in which order.
    tick
        Called at every Python call within a save, not while a file is read that is saved then.
    """

    def __init__(self, workspace: Workspace, seed: int, tick: Callable[[], None] = lambda: None) -> None:
        self.workspace = workspace
        self.scenarios = Scenarios(workspace)
        self.chance = random.Random(seed)
        self.seed = seed
        self._profile = lambda _frame, _happening, _argument: tick()

    def save(self, turn: int) -> dict[str, object]:
        """Save something and return what was confirmed."""
        known = self.scenarios.list()
        # Few scenarios, so that they grow long enough to be kept whole again and again.
        works = [self.create] if len(known) < 3 else [self.append] * 8 + [self.bring] * 3 + [self.copy]
        sys.setprofile(self._profile)
        try:
            return self.chance.choice(works)(turn)
        finally:
            sys.setprofile(None)

    def create(self, turn: int) -> dict[str, object]:
        """Begin a scenario."""
        state = self.chance.randbytes(6000)
        made = self.scenarios.create(
            series="a" * 16,
            dataset="b" * 16,
            coverage="c" * 16,
            name=f"{self.seed}-{turn}",
            about={},
            state=state,
            words=text("Made."),
            author="me",
            next_territory=1,
        )
        return {"scenario": made.id, "number": 1, "digest": digest(state, [])}

    def append(self, turn: int) -> dict[str, object]:
        """Append up to 20 revisions to a scenario."""
        found = self.chance.choice(self.scenarios.list())
        state, deltas = self.scenarios.stored(found.id)
        steps = [self.chance.randbytes(self.chance.randint(1, 400)) for _ in range(self.chance.randint(1, 20))]
        plan = state + b"".join(deltas) + b"".join(steps)
        cid = f"{self.seed:08x}{turn:08x}"
        entries = [Entry("edit", text("Edit {n}.", n=n), step, cid=cid, n=n) for n, step in enumerate(steps, start=1)]
        grown = self.scenarios.append(found.id, found.head, entries, author="me", state=plan)
        return {"scenario": found.id, "number": grown.head, "digest": digest(plan, []), "cid": cid, "n": len(steps)}

    def copy(self, turn: int) -> dict[str, object]:
        """Copy a scenario up to a revision of it."""
        found = self.chance.choice(self.scenarios.list())
        at = self.chance.randint(1, found.head)
        made = self.scenarios.copy(found.id, f"{self.seed}-{turn}", at)
        return {"scenario": made.id, "number": at, "digest": digest(*self.scenarios.stored(found.id, at))}

    def bring(self, turn: int) -> dict[str, object]:
        """Import a customer list."""
        rows = [f"{i};Klant {i};10{11 + i % 4} AB;{self.chance.randint(1, 9999)}" for i in range(20)]
        content = "\n".join(["klantnr;naam;postcode;omzet", *rows]).encode()
        sys.setprofile(None)

        def read(stage: Text, fraction: float) -> None:
            if fraction == 1.0:
                sys.setprofile(self._profile)

        dataset = import_customers(self.workspace, content, f"{self.seed}-{turn}.csv", viewer=MANAGER, progress=read)
        return {"dataset": dataset.id, "fingerprint": dataset.customers.fingerprint}


def child(workspace: Workspace, seed: int) -> None:
    """Save for ever, saying what was saved and how far things are."""
    calls = count()

    def tick() -> None:
        if next(calls) % CALLS_PER_DOT == 0:
            os.write(1, b".")

    saver = Saver(workspace, seed, tick)
    for turn in count():
        os.write(1, b"\n" + json.dumps(saver.save(turn)).encode() + b"\n")


def main() -> None:
    """Fork a child for each seed that is asked for, and wait until somebody has killed it."""
    workspace = Workspace(Path(sys.argv[1]))
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            child(workspace, int(line))
        os.write(1, f"{json.dumps({'child': pid})}\n".encode())
        os.waitpid(pid, 0)
        os.write(1, f"\n{KILLED}\n".encode())


if __name__ == "__main__":
    main()
