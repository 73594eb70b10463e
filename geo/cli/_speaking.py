"""How a command speaks: in a language, of its progress, and in one line where it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from threading import Timer
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from geo.errors import RayonError
from geo.planning.design import COMPILING
from geo.progress import Progress
from geo.texts import Language, Text

_MOMENT = 2.0
"""Seconds after which a wait is told: loops that were kept are read in less."""


class LanguageCode(StrEnum):
    """Languages the command line speaks."""

    EN = "en"
    NL = "nl"


LanguageOption = Annotated[LanguageCode, typer.Option("--language", help="Language of messages and of the map.")]


@contextmanager
def refusing(speech: Language) -> Iterator[None]:
    """Say an error of the program in one line on standard error and leave with code 2."""
    try:
        yield
    except RayonError as error:
        typer.echo(" ".join(error.say(speech).split()), err=True)
        raise typer.Exit(2) from error


class _Aside:
    """Say in a line on standard error that the solver is being compiled, where that is not over in a moment."""

    def __init__(self, speech: Language) -> None:
        self._line = speech.render(COMPILING) + "…"
        self._timer: Timer | None = None

    def __call__(self, stage: Text, fraction: float) -> None:
        """Take note of a stage."""
        if stage != COMPILING:
            self.over()
        elif self._timer is None:
            self._timer = Timer(_MOMENT, typer.echo, (self._line,), {"err": True})
            self._timer.daemon = True
            self._timer.start()

    def over(self) -> None:
        """Say no more."""
        if self._timer is not None:
            self._timer.cancel()


@contextmanager
def shown(speech: Language) -> Iterator[Progress]:
    """Show progress on standard error while work goes on, where somebody looks at it; else only the first long wait."""
    console = Console(stderr=True)
    if not console.is_terminal:
        aside = _Aside(speech)
        try:
            yield aside
        finally:
            aside.over()
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda stage, fraction: bar.update(task, description=speech.render(stage), completed=fraction)
