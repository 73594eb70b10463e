"""Run the command line."""

from geo.cli import app

app(prog_name="python -m geo")
