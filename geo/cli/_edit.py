"""`python -m geo edit plan --do "assign 3511,3512 to Utrecht" --out next`: a plan becomes the next one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geo.cli._speaking import LanguageCode, LanguageOption, refusing, shown
from geo.errors import SettingsError
from geo.planning.folders import edit_plan
from geo.texts import Language, text
from geo.viewer import MANAGER


def edit_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that design or edit has written; it stays.")],
    do: Annotated[
        list[str],
        typer.Option(
            help="An edit, such as 'assign 3771,3772-3776 to Utrecht', 'merge Haarlem into Amsterdam' or 'undo'; again "
            "for the next one. All are made or none."
        ),
    ],
    out: Annotated[Path, typer.Option(help="Folder for the results, another than DIR.")],
    language: LanguageOption = LanguageCode.EN,
) -> None:
    """Make edits on a plan and write what comes of it into another folder."""
    speech = Language(language.value)
    with refusing(speech), shown(speech) as progress:
        if out == Path():
            raise SettingsError(text("No folder is named for the results."), text("Name one with --out."))
        edited = edit_plan(folder, out, do, viewer=MANAGER, language=speech, progress=progress)
    for warning in edited.after.warnings:
        typer.echo(speech.render(warning), err=True)
    for words in edited.done:
        typer.echo(speech.render(words))
    typer.echo(speech.render(edited.sentence))
    typer.echo(speech.render(edited.after.sentence))
