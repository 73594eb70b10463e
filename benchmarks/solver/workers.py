"""Processes that measure: asked, waited for so long and no longer, and begun anew where one hung."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from contextlib import closing, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.solver.peers import METHODS, Method
from benchmarks.solver.towns import Case

ROOT = Path(__file__).resolve().parents[2]
_START, _REST = 120.0, 10.0
"""Seconds that input and a first small call may take before what is timed, and judging the result afterwards."""


class Worker:
    """A process that measures with one interpreter, started when it is first asked."""

    def __init__(self, python: str = sys.executable) -> None:
        self._python = python
        self._process: subprocess.Popen[str] | None = None
        self._reader = ThreadPoolExecutor(1)

    def close(self) -> None:
        """End the process for good."""
        self.stop()
        self._reader.shutdown()

    def ask(self, request: dict[str, Any], limit: float) -> dict[str, Any]:
        """
        Return the answer to a request.

        Raises
        ------
        TimeoutError
            If it takes longer than the limit, seconds. The process is ended.
        """
        if self._process is None:
            command = [self._python, "-m", "benchmarks.solver.worker"]
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(
                command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
            )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            line = self._reader.submit(self._process.stdout.readline).result(limit)
        except Late:
            self.stop()
            raise TimeoutError from None
        except BrokenPipeError:
            line = ""
        if not line:
            self.stop()
            return {"error": "the process ended, for want of memory perhaps"}
        answer: dict[str, Any] = json.loads(line)
        return answer

    def stop(self) -> None:
        """End the process."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                # What was not yet written is of no use to a process that is gone.
                with suppress(BrokenPipeError):
                    pipe.close()
        self._process = None


class Workers:
    """The solver's own process, and that of the peers, which may have another interpreter."""

    def __init__(self, peers_python: str | None = None) -> None:
        self._pythons = {True: sys.executable, False: peers_python or sys.executable}
        self._standing = {home: Worker(python) for home, python in self._pythons.items()}

    def close(self) -> None:
        """End both processes."""
        for worker in self._standing.values():
            worker.close()

    def time(self, method: Method, case: Case, limit: float) -> dict[str, Any]:
        """Return seconds and quality of one call, in the process in which all calls of its kind are."""
        return _asked(self._standing[method.home], "time", method, case, limit)

    def memory(self, method: Method, case: Case, limit: float) -> float | None:
        """Return the megabytes that a call takes above its input, from a process of its own; None if unknown."""
        with closing(Worker(self._pythons[method.home])) as worker:
            held = _asked(worker, "memory", method, case, limit).get("bytes")
        return None if held is None else float(held) / 1e6

    def installed(self, packages: list[str]) -> dict[str, str | None]:
        """Return the version of each package, on whichever side it is measured; None where it is not installed."""
        home = {each.package: each.home for each in METHODS}
        found: dict[str, str | None] = {}
        for side, worker in self._standing.items():
            wanted = sorted({package for package in packages if home[package] == side})
            answer = worker.ask({"do": "versions", "packages": wanted}, _START) if wanted else {"versions": {}}
            found |= answer.get("versions", dict.fromkeys(wanted))
        return found

    def machine(self, packages: list[str]) -> dict[str, Any]:
        """Return what figures depend on: cores, interpreter, kernels of linear algebra, versions of packages."""
        about = self._standing[True].ask({"do": "versions", "packages": ["numpy", "numba"]}, _START)
        versions = {**about.get("versions", {}), **self.installed(packages)}
        return {"cores": os.cpu_count(), "python": about["python"], "blas": about["blas"], "versions": versions}


def _asked(worker: Worker, what: str, method: Method, case: Case, limit: float) -> dict[str, Any]:
    """Have a worker make the input ready, then call; return the answer, an error where there was none in time."""
    request = {"method": method.key, "case": asdict(case)}
    try:
        start = worker.ask({"do": "ready", **request}, _START)
    except TimeoutError:
        return {"error": "the input was not ready in time"}
    if "error" in start:
        return start
    try:
        return worker.ask({"do": what, **request}, limit + _REST)
    except TimeoutError:
        return {"error": f"no result within {limit:g} s", "late": True}
