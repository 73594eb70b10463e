"""Who is answered: this machine's own names, and the viewer behind a request."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request

from geo.viewer import MANAGER, Viewer

OWN_HOSTS = ("localhost", "127.0.0.1", "[::1]")

Identify = Callable[[Request], Viewer]


def own_machine(request: Request) -> Viewer:
    """Take whoever asks for the manager: the program runs on their own machine."""
    return MANAGER


def trusted_hosts(environment: Mapping[str, str] = os.environ) -> Middleware:
    """
    Return the middleware that answers only to this machine's names.

    Without it, a page of another site could point its own name at this machine and read the customers (DNS rebinding).
    `RAYON_ALLOWED_HOSTS` adds names, separated by commas, for a program that is served to others.
    """
    added = [name.strip() for name in environment.get("RAYON_ALLOWED_HOSTS", "").split(",") if name.strip()]
    return Middleware(TrustedHostMiddleware, allowed_hosts=[*OWN_HOSTS, *added], www_redirect=False)
