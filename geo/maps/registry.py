"""
Documents on their way to the browser: published by a page, fetched by the map's script.

A document is named by the hash of its content and of who may see it; the newest are kept in memory, encoded and
compressed once. A page publishes what it shows at every run, so one that fell out comes back by itself.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

from geo.errors import NotAllowedError
from geo.maps.crowd import Crowd
from geo.maps.packing import encode
from geo.texts import text
from geo.viewer import Viewer

MOST_DOCUMENTS = 64


@dataclass(frozen=True)
class Document:
    """
    One layer of a map, ready to be sent.

    Parameters
    ----------
    name
        Sixteen hexadecimal digits: the content and its viewer.
    content
        JSON, compressed by gzip.
    viewer
        Who may see it.
    crowd
        The customers whose points are asked for when the map comes near, where there are too many for one document.
    """

    name: str
    content: bytes
    viewer: Viewer
    crowd: Crowd | None = field(default=None, compare=False, repr=False)

    @property
    def text(self) -> str:
        """The JSON itself."""
        return gzip.decompress(self.content).decode("ascii")


def document(layer: Mapping[str, object], viewer: Viewer) -> Document:
    """Encode a layer for one viewer; of a crowd, what is seen from far."""
    crowd = layer.get("crowd")
    if not isinstance(crowd, Crowd):
        crowd = None
    content = encode(layer if crowd is None else crowd.hexagons()).encode("ascii")
    digest = hashlib.sha256(f"{viewer.role}\x00{viewer.rep or ''}\x00".encode() + content)
    return Document(digest.hexdigest()[:16], gzip.compress(content, compresslevel=5, mtime=0), viewer, crowd)


class Registry:
    """Holds the documents last published, safe for many threads."""

    def __init__(self, most: int = MOST_DOCUMENTS) -> None:
        self._most = most
        self._held: OrderedDict[str, Document] = OrderedDict()
        self._lock = Lock()

    def publish(self, published: Document) -> str:
        """Keep a document for the browser and return its name."""
        with self._lock:
            self._held[published.name] = published
            self._held.move_to_end(published.name)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return published.name

    def fetch(self, name: str, viewer: Viewer) -> Document | None:
        """
        Return a document, or None where it is not, or no longer, held.

        Raises
        ------
        NotAllowedError
            It was published for somebody else.
        """
        with self._lock:
            found = self._held.get(name)
        if found is not None and found.viewer != viewer:
            raise NotAllowedError(text("This map is not yours to see."))
        return found


REGISTRY = Registry()
"""The documents of this process."""
