"""How a command speaks: in a language, of its progress, and in one line where it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from geo.errors import RayonError
from geo.progress import Progress
from geo.texts import Language


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


@contextmanager
def shown(speech: Language) -> Iterator[Progress]:
    """Show progress on standard error while work goes on, where somebody looks at it."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda stage, fraction: bar.update(task, description=speech.render(stage), completed=fraction)
