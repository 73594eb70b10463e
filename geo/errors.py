"""One family of errors: what was wrong, what was expected, and what to do about it."""

from __future__ import annotations

import os
import re
import shutil

from geo.texts import ENGLISH, Language, Text

_NUMBER = re.compile(r"\[(?:Errno|WinError) (\d+)\]")


class RayonError(Exception):
    """
    Something the reader can mend.

    Parameters
    ----------
    problem
        What was wrong, naming the argument, row, column or file and the value that came.
    remedy
        What to do, naming what was expected.
    """

    def __init__(self, problem: Text, remedy: Text | None = None) -> None:
        super().__init__(problem, remedy)
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        """Return problem and remedy in English, on one line."""
        return self.say(ENGLISH)

    def say(self, language: Language) -> str:
        """Return problem and remedy in a language, on one line."""
        parts = [self.problem] if self.remedy is None else [self.problem, self.remedy]
        return " ".join(language.render(part) for part in parts)


class InputError(RayonError, ValueError):
    """A file cannot be read, or holds nothing that can be used."""


class SettingsError(RayonError, ValueError):
    """A setting is outside what is possible, such as more territories than areas."""


class GeometryError(RayonError, ValueError):
    """Boundaries are not a coverage, or lie where they cannot."""


class EditError(RayonError, ValueError):
    """An edit cannot be made, such as giving ground to a territory that is locked."""


class ConflictError(RayonError):
    """
    Somebody else was first: what an edit starts from is no longer so.

    Parameters
    ----------
    problem, remedy
        As in `RayonError`.
    areas
        Rows of the areas about which the two disagree.
    """

    def __init__(self, problem: Text, remedy: Text | None = None, areas: tuple[int, ...] = ()) -> None:
        super().__init__(problem, remedy)
        self.areas = areas


class StoreError(RayonError):
    """The workspace cannot be read or written."""


class UnavailableError(StoreError):
    """The workspace cannot be used just now: busy, full, or not to be written. The same may work later."""


class NotAllowedError(RayonError):
    """The viewer may not see what was asked for."""


def reason_of(error: OSError) -> str:
    """
    Return in a few words why something cannot be read or written.

    What copies a folder gathers all its errors in one, as texts with paths; the first of them tells.
    """
    if isinstance(error, shutil.Error) and error.args and isinstance(error.args[0], list):
        (*_, first), *_ = error.args[0]
        number = _NUMBER.match(str(first))
        return os.strerror(int(number[1])) if number else str(first)
    return os.strerror(error.errno) if error.errno else str(error)


class Cancelled(Exception):  # noqa: N818 - a wish that was granted, not an error
    """Work stopped because its owner asked for it."""
