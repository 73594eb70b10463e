"""The headless twin of the app: `python -m geo design customers.csv --territories 12 --out plan`."""

from geo.cli._app import app

__all__ = ["app"]
