"""The commands under one name."""

from __future__ import annotations

import typer

from geo.cli._adopt import adopt_command
from geo.cli._certificate import certificate_command
from geo.cli._compare import compare_command
from geo.cli._design import design_command
from geo.cli._edit import edit_command
from geo.cli._export import export_command
from geo.cli._history import history_command

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
app.command("design")(design_command)
app.command("edit")(edit_command)
app.command("history")(history_command)
app.command("compare")(compare_command)
app.command("certificate")(certificate_command)
app.command("export")(export_command)
app.command("adopt")(adopt_command)


@app.callback()
def main() -> None:
    """Rayon: fair sales territories from a list of customers."""
