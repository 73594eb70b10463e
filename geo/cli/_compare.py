"""`python -m geo compare plan next`: what changes hands between two plans, and for whom."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from geo.cli._speaking import LanguageCode, LanguageOption, refusing
from geo.errors import SettingsError
from geo.planning.comparing import Comparison, compare
from geo.planning.comparison_files import accounts_csv, comparison_json, territories_csv
from geo.planning.comparison_words import letter
from geo.planning.folders import division_of
from geo.texts import Language, text
from geo.viewer import MANAGER


class Form(StrEnum):
    """Forms of a comparison."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"


class Rows(StrEnum):
    """Tables of a comparison."""

    TERRITORIES = "territories"
    CUSTOMERS = "customers"


def compare_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that design or edit has written.")],
    other: Annotated[
        Path | None, typer.Argument(metavar="OTHER", help="Another one, whose plan comes after; none with --today.")
    ] = None,
    today: Annotated[
        bool, typer.Option("--today", help="Compare the plan of DIR with who serves the customers today.")
    ] = False,
    form: Annotated[Form, typer.Option("--format", help="A text to be sent, a table, or all figures.")] = Form.TEXT,
    rows: Annotated[Rows, typer.Option("--rows", help="What the CSV lists.")] = Rows.TERRITORIES,
    language: LanguageOption = LanguageCode.EN,
) -> None:
    """Tell what changes hands between two plans, and how little of it could have been avoided."""
    speech = Language(language.value)
    with refusing(speech):
        if today == (other is not None):
            raise SettingsError(
                text("A plan is compared with one other: another folder, or today."),
                text("Name two folders, or one with --today."),
            )
        before = division_of(folder, viewer=MANAGER, today=today)
        compared = compare(before, division_of(other or folder, viewer=MANAGER), viewer=MANAGER)
    typer.echo(_written(compared, form, rows, speech), nl=False)


def _written(compared: Comparison, form: Form, rows: Rows, speech: Language) -> bytes | str:
    if form is Form.JSON:
        return comparison_json(compared, speech)
    if form is Form.CSV:
        return territories_csv(compared) if rows is Rows.TERRITORIES else accounts_csv(compared)
    return letter(compared).written(speech)
