"""`python -m geo history plan`: what was done to a plan, step by step."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from geo.cli._speaking import LanguageCode, LanguageOption, refusing
from geo.exports.tables import csv_bytes
from geo.planning.folders import history_of
from geo.texts import Language


class Form(StrEnum):
    """Forms of the list."""

    TABLE = "table"
    CSV = "csv"


def history_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that design or edit has written.")],
    form: Annotated[Form, typer.Option("--format", help="For people, or for other programs.")] = Form.TABLE,
    language: LanguageOption = LanguageCode.EN,
) -> None:
    """List what was done to a plan: version, moment and words, the first version first."""
    speech = Language(language.value)
    with refusing(speech):
        revisions = history_of(folder)
    words = [speech.render(revision.words) for revision in revisions]
    moments = [revision.at.astimezone() for revision in revisions]
    if form is Form.CSV:
        stamps = [moment.isoformat(timespec="seconds") for moment in moments]
        frame = pd.DataFrame({"version": [r.number for r in revisions], "time": stamps, "what": words})
        typer.echo(csv_bytes(frame), nl=False)
        return
    width = len(str(len(revisions)))
    for revision, moment, what in zip(revisions, moments, words, strict=True):
        typer.echo(f"{revision.number:>{width}}  {moment:%Y-%m-%d %H:%M}  {what}")
