"""Compile the solver's inner loops, once for this machine: `python -m geo.clustering`."""

from __future__ import annotations

from geo.clustering._ready import prepare

if __name__ == "__main__":
    prepare()
