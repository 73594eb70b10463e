"""Who is answered: the viewer behind a request."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request

from geo.viewer import MANAGER, Viewer

Identify = Callable[[Request], Viewer]


def own_machine(request: Request) -> Viewer:
    """Take whoever asks for the manager: the program runs on their own machine, and `Gate` lets no other through."""
    return MANAGER
