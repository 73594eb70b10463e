"""`python -m geo export plan --format xlsx --out plan.xlsx`: a plan as a file for others."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geo.cli._reading import content_of
from geo.cli._speaking import LanguageCode, LanguageOption, refusing, shown
from geo.errors import SettingsError
from geo.planning.folders import handed_of
from geo.planning.handing_over import FORMATS, Options, format_of, hand_over
from geo.planning.writing import write_files
from geo.texts import Language, text
from geo.viewer import MANAGER


def export_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that design or edit has written; it stays.")],
    form: Annotated[str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}.")],
    out: Annotated[Path, typer.Option(help="The file to write; one of that name is replaced.")],
    template: Annotated[
        Path | None, typer.Option(help="A company's own presentation (.pptx or .potx), whose layouts slides take.")
    ] = None,
    language: LanguageOption = LanguageCode.EN,
) -> None:
    """Write a plan as a file for a CRM, a map program or a meeting."""
    speech = Language(language.value)
    with refusing(speech), shown(speech) as progress:
        format_of(form)
        if out.name in ("", "..") or out.is_dir():
            raise SettingsError(
                text("{file} is no name for a file.", file=str(out)), text("Name the file to write with --out.")
            )
        if template is not None and form != "pptx":
            raise SettingsError(
                text("A template is for slides, not for {key}.", key=form), text("Leave --template out.")
            )
        own = None if template is None else content_of(template, text("Name a presentation with --template."))
        progress(text("Copying the plan"), 0.0)
        handed = handed_of(folder, viewer=MANAGER)
        progress(text("Writing the results"), 0.4)
        made = hand_over(form, handed, viewer=MANAGER, language=speech, options=Options(template=own))
        write_files({out.name: made.content}, out.parent)
    typer.echo(str(out))
