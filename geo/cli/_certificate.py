"""`python -m geo certificate plan`: what is proved of a plan, and what is not."""

from __future__ import annotations

from typing import Annotated

import typer

from geo.cli._speaking import LanguageCode, LanguageOption, refusing
from geo.planning.certifying import certify, proposal_of
from geo.store import Workspace
from geo.texts import Language
from geo.viewer import MANAGER


def certificate_command(
    plan: Annotated[
        str,
        typer.Argument(
            metavar="PLAN|SCENARIO",
            help="Folder that design or edit has written; or the name of a proposal in the workspace of the app.",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="All figures, for other programs.")] = False,
    language: LanguageOption = LanguageCode.EN,
) -> None:
    """Tell what is proved of a plan: how even, how compact, in one piece; and what is not."""
    speech = Language(language.value)
    with refusing(speech):
        found = certify(proposal_of(plan, Workspace.default(), viewer=MANAGER), viewer=MANAGER)
    typer.echo(found.json(speech) if as_json else found.written(speech), nl=False)
