"""A comparison as files: what each territory gains and loses, every customer that changes hands, and all figures."""

from __future__ import annotations

import json

import pandas as pd

from geo.exports.tables import Dialect, csv_bytes
from geo.planning.comparing import Comparison
from geo.planning.comparison_words import letter
from geo.texts import ENGLISH, Language


def territories_csv(compared: Comparison, dialect: Dialect = "plain") -> bytes:
    """Return a row a territory, the one that changes most first: `Comparison.territories`."""
    return csv_bytes(compared.territories.drop(columns="position").round(6), dialect)


def accounts_csv(compared: Comparison, dialect: Dialect = "plain") -> bytes:
    """Return every customer that changes hands, the largest first: `Comparison.accounts`."""
    return csv_bytes(compared.accounts.round(2), dialect)


def comparison_json(compared: Comparison, language: Language = ENGLISH) -> bytes:
    """Return all figures, tables and words of a comparison."""
    document = {
        "before": language.render(compared.before.name),
        "after": language.render(compared.after.name),
        "measure": compared.measure,
        "deviation_before": compared.balance_before.deviation,
        "deviation_after": compared.balance_after.deviation,
        "totals": _records(compared.totals.round(6)),
        "only_before": int(compared.only_before.sum()),
        "only_after": int(compared.only_after.sum()),
        "a_customers": compared.n_large,
        "territories": _records(compared.territories.drop(columns="position").round(6)),
        "customers": _records(compared.accounts.round(2)),
        "text": letter(compared).written(language),
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _records(frame: pd.DataFrame) -> object:
    """Return the rows of a table with null where nothing is known."""
    return json.loads(frame.to_json(orient="records"))
