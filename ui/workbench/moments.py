"""Moments as people write them: the hour where it was today, else the day as well."""

from __future__ import annotations

from datetime import datetime

from babel.dates import format_date

from ui.state import current


def moment(at: datetime, now: datetime | None = None) -> str:
    """
    Return a moment in the reader's language and this machine's time.

    Parameters
    ----------
    at
        The moment, with its time zone.
    now
        The present, for tests.
    """
    local = at.astimezone()
    hour = local.strftime("%H:%M")
    if local.date() == (now or datetime.now()).astimezone().date():
        return hour
    return f"{format_date(local, format='d MMM y', locale=current().language.code)} {hour}"
