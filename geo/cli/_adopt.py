"""`python -m geo adopt plan crm.xlsx --out next`: a division that came back becomes the plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geo.cli._reading import content_of
from geo.cli._speaking import LanguageCode, LanguageOption, refusing, shown
from geo.errors import SettingsError
from geo.planning.folders import adopt_division
from geo.texts import Language, text
from geo.viewer import MANAGER

_MOST_SHOWN = 50


def adopt_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that design or edit has written; it stays.")],
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A workbook, areas.csv, GeoPackage or GeoJSON with a division.")
    ],
    out: Annotated[Path, typer.Option(help="Folder for the results, another than DIR.")],
    language: LanguageOption = LanguageCode.EN,
) -> None:
    """Read a division from a file into a plan, as one edit, and write what comes of it into another folder."""
    speech = Language(language.value)
    with refusing(speech), shown(speech) as progress:
        if out == Path():
            raise SettingsError(text("No folder is named for the results."), text("Name one with --out."))
        content = content_of(file, text("Name a file with a division."))
        edited, read = adopt_division(
            folder, out, content, file.name, viewer=MANAGER, language=speech, progress=progress
        )
    for finding in read.findings[:_MOST_SHOWN]:
        typer.echo(speech.render(finding.words), err=True)
    left = len(read.findings) - _MOST_SHOWN
    if left > 0:
        typer.echo(speech.say("and {count} more", count=left), err=True)
    for words in edited.done:
        typer.echo(speech.render(words))
    typer.echo(speech.render(edited.sentence))
    typer.echo(speech.render(edited.after.sentence))
