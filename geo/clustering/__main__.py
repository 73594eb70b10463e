"""Compile the solver's inner loops, once for this machine: `python -m geo.clustering`."""

from __future__ import annotations

import sys
import time

from geo.clustering._ready import prepare


def main() -> None:
    """Compile, and tell that it goes on where somebody looks on."""
    start = time.perf_counter()

    def say(words: str) -> None:
        sys.stdout.write(words)
        sys.stdout.flush()

    say("Compiling the solver for this machine")
    prepare(lambda _fraction: say("." if sys.stdout.isatty() else ""))
    say(f" {time.perf_counter() - start:.0f} s\n")


if __name__ == "__main__":
    main()
