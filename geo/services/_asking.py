"""Ask a service for JSON: within limits, again where it may help, and no longer than its owner wants."""

from __future__ import annotations

import http.client
import json
import time
import urllib.request
import zlib
from dataclasses import dataclass
from email.message import Message
from typing import IO, Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

from geo.errors import RayonError
from geo.progress import Cancel, check
from geo.texts import Text, text

_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers after which a service may be asked once more."""

_CHUNK = 1 << 16
_STEP_SECONDS = 0.1
_AGENT = "Rayon (sales territory planning)"


class ServiceError(RayonError):
    """A public service is away, or answers something else than was expected."""


@dataclass(frozen=True)
class Patience:
    """
    How long and how often a service is asked.

    Parameters
    ----------
    tries
        Times one question is asked.
    pause
        Seconds before the second time; doubles from time to time.
    longest_pause
        Seconds that are waited at most, also where the service asks for more.
    silence
        Seconds without a byte after which the service counts as away.
    answer
        Seconds one whole answer may take.
    most_bytes
        Size of an answer, unpacked, beyond which it is refused.
    """

    tries: int = 4
    pause: float = 1.0
    longest_pause: float = 15.0
    silence: float = 30.0
    answer: float = 180.0
    most_bytes: int = 300_000_000


class _Unfit(Exception):  # noqa: N818 - caught here and told as a ServiceError
    """One try failed: why, and how many seconds the service asks to wait."""

    def __init__(self, reason: Text, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait = wait


def ask(url: str, service: str, patience: Patience, cancelled: Cancel) -> dict[str, Any]:
    """
    Return the JSON object at an address.

    Parameters
    ----------
    url
        With the scheme http or https.
    service
        What messages call the service.
    patience
        Limits.
    cancelled
        Asked between the parts of an answer and while waiting to ask again.

    Raises
    ------
    ServiceError
        The service is away, refuses, or its answer is broken or too large.
    Cancelled
        The owner of the work stopped it.
    """
    require_address(url)
    reason = text("it does not answer")
    for number in range(patience.tries):
        check(cancelled)
        try:
            return _asked(url, service, patience, cancelled)
        except _Unfit as failed:
            reason = failed.reason
            wait = max(failed.wait, patience.pause * 2**number)
        if number + 1 < patience.tries:
            _wait(min(wait, patience.longest_pause), cancelled)
    raise away(service, reason)


def away(service: str, reason: Text) -> ServiceError:
    """Return the error that a service does not give what is wanted."""
    return ServiceError(
        text("{service} cannot be used now: {reason}.", service=service, reason=reason),
        text("Try again later. Nothing was changed; what you have goes on working."),
    )


def origin(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port of an address."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)


def require_address(url: str) -> None:
    """Raise `ServiceError` for an address that is no web address, such as a file."""
    try:
        scheme, host, _ = origin(url)
    except ValueError:
        scheme, host = "", ""
    if scheme not in {"http", "https"} or not host:
        raise ServiceError(
            text("{address} is no address of a service.", address=url[:100]),
            text("Set an address that begins with https://."),
        )


class _SameOrigin(urllib.request.HTTPRedirectHandler):
    """Follows a service to another address of its own, and nowhere else."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> urllib.request.Request | None:
        if origin(newurl) != origin(req.full_url):
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _asked(url: str, service: str, patience: Patience, cancelled: Cancel) -> dict[str, Any]:
    request = urllib.request.Request(  # noqa: S310 - the scheme was checked
        url,
        headers={"Accept": "application/geo+json, application/json", "Accept-Encoding": "gzip", "User-Agent": _AGENT},
    )
    try:
        opener = urllib.request.build_opener(_SameOrigin)
        with opener.open(request, timeout=patience.silence) as answer:
            content = _content(answer, service, patience, cancelled)
    except HTTPError as error:
        with error:
            if error.code not in _AGAIN:
                raise away(service, _status(error.code)) from error
            raise _Unfit(_status(error.code), _retry_after(error.headers)) from error
    except (OSError, http.client.HTTPException, zlib.error) as error:
        raise _Unfit(_broken() if isinstance(error, zlib.error) else text("it does not answer")) from error
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _Unfit(_broken()) from error
    if not isinstance(found, dict):
        raise _Unfit(_broken())
    return found


def _content(answer: http.client.HTTPResponse, service: str, patience: Patience, cancelled: Cancel) -> bytes:
    packed = answer.headers.get("Content-Encoding", "").strip().lower() == "gzip"
    unpack = zlib.decompressobj(wbits=31) if packed else None
    deadline = time.monotonic() + patience.answer
    parts: list[bytes] = []
    size = 0
    while part := answer.read1(_CHUNK):  # returns what has come, so that a slow answer can be stopped as well
        check(cancelled)
        if time.monotonic() > deadline:
            raise _Unfit(text("it takes too long to answer"))
        if unpack is not None:
            part = unpack.decompress(part, patience.most_bytes - size + 1)
        parts.append(part)
        size += len(part)
        if size > patience.most_bytes:
            raise away(service, text("its answer is too large"))
    return b"".join(parts)


def _status(code: int) -> Text:
    return text("it answers with error {code}", code=str(code))


def _broken() -> Text:
    return text("its answer is broken")


def _retry_after(headers: Message) -> float:
    """Return the seconds a service asks to wait; a date instead of seconds is not looked at."""
    given = headers.get("Retry-After", "").strip()
    return float(given) if given.isdecimal() else 0.0


def _wait(seconds: float, cancelled: Cancel) -> None:
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        check(cancelled)
        time.sleep(min(left, _STEP_SECONDS))
