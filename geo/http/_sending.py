"""How a document goes to the browser: compressed, named by its content, and for our own pages only."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from geo.maps import Document

PROTECTED = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"}
"""Headers that keep another site from reading an answer."""

FOR_EVER = "max-age=31536000, immutable"
"""Caching of what is named by its content."""


def sent(request: Request, found: Document, cache: str) -> Response:
    """Send a document, or say that the browser has it; `cache` is the header Cache-Control."""
    tag = f'"{found.name}"'
    headers = {"ETag": tag, "Cache-Control": cache, "Vary": "Accept-Encoding", **PROTECTED}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    if "gzip" in Headers(scope=request.scope).get("accept-encoding", ""):
        return Response(found.content, media_type="application/json", headers={**headers, "Content-Encoding": "gzip"})
    return Response(gzip.decompress(found.content), media_type="application/json", headers=headers)


def text_sent(request: Request, content: str, kind: str) -> Response:
    """Send a file that was put together, compressed where that is understood and again only when it has changed."""
    body = content.encode("utf-8")
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding", **PROTECTED}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, compresslevel=4, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(body, headers={**headers, "Content-Type": kind})


def data_sent(request: Request, content: Mapping[str, object]) -> Response:
    """Send data that nobody keeps, compressed where that is understood."""
    body = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Encoding", **PROTECTED}
    if len(body) > 500 and "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, compresslevel=4, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(body, media_type="application/json", headers=headers)
