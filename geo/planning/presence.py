"""Which windows are still there: a map is heard whenever it sends something, and while it asks what others do."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from geo.store.records import utc_now

SILENCE = timedelta(minutes=10)
"""How long nothing is heard of a window before what was refused it comes to whoever opens the plan next."""


class Presence:
    """
    When each window was heard last, safe for many threads.

    It is kept in memory alone: a map that is looked at asks every few seconds, so after a restart it is soon heard.

    Parameters
    ----------
    clock
        Tells the time, UTC.
    """

    def __init__(self, clock: Callable[[], datetime] = utc_now) -> None:
        self._clock = clock
        self._heard: OrderedDict[str, datetime] = OrderedDict()
        self._lock = Lock()

    def hear(self, cid: str) -> None:
        """Take note that a window is there."""
        with self._lock:
            now = self._clock()
            self._heard[cid] = now
            self._heard.move_to_end(cid)
            while now - next(iter(self._heard.values())) > SILENCE:
                self._heard.popitem(last=False)

    def silent(self, cid: str, since: datetime) -> bool:
        """
        Return whether a window has been silent for so long that it counts as closed.

        Parameters
        ----------
        cid
            The window.
        since
            When it is known to have been there.
        """
        with self._lock:
            return self._clock() - max(since, self._heard.get(cid, since)) > SILENCE
