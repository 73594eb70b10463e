"""Every row is accounted for, and every reason has words."""

import ast
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import geo.customers
from geo.customers import REASONS, summary
from geo.customers._ledger import Ledger, Note

PACKAGE = Path(geo.customers.__file__).parent


def reasons_in_code() -> set[str]:
    """Return the reasons that calls of `repair`, `reject` and `Note` in the package give."""
    place = {"repair": 3, "reject": 3, "Note": 0}
    found = set()
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in place:
                    argument = node.args[place[name]]
                    assert isinstance(argument, ast.Constant), f"{path.name}:{node.lineno} has no literal reason"
                    found.add(argument.value)
    return found


def test_reasons_and_code_agree() -> None:
    assert reasons_in_code() == set(REASONS)


def test_reasons_are_sentences() -> None:
    for reason in REASONS.values():
        assert str(reason).endswith(".")
        assert not reason.values


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(np.array([2, 3, 5]), 1)


VALUES = pd.Series(["a", "b", "c" * 500], dtype="str")


def mask(*rows: int) -> np.ndarray:
    return np.isin(np.arange(3), rows)


def test_a_row_is_rejected_once_and_its_repairs_are_dropped(ledger: Ledger) -> None:
    ledger.repair(mask(0, 1), "PC", VALUES, "postcode_tidied", "x")
    ledger.reject(mask(1), "PC", VALUES, "postcode_unknown")
    ledger.reject(mask(1, 2), "PC", VALUES, "no_place")
    ledger.repair(mask(1), "PC", VALUES, "postcode_zero", "y")
    issues = ledger.issues()
    assert issues[["row", "reason"]].to_numpy().tolist() == [
        [2, "postcode_tidied"],
        [3, "postcode_unknown"],
        [5, "no_place"],
    ]
    assert ledger.alive.tolist() == [True, False, False]


def test_values_are_cut(ledger: Ledger) -> None:
    ledger.reject(mask(2), "PC", VALUES, "no_place")
    assert ledger.issues()["value"].str.len().tolist() == [200]


def test_notes_stand_on_the_header(ledger: Ledger) -> None:
    ledger.note(Note("header_repeated", "Omzet", "Omzet", "Omzet (2)"))
    assert ledger.issues().iloc[0].tolist() == [1, "Omzet", "Omzet", "repaired", "header_repeated", "Omzet (2)"]


def test_nothing_to_tell_is_an_empty_table(ledger: Ledger) -> None:
    assert ledger.issues().empty
    assert summary(ledger.issues()).empty


def test_summary_counts_rejected_first_then_by_number(ledger: Ledger) -> None:
    ledger.repair(mask(0), "PC", VALUES, "postcode_zero", "01067")
    ledger.repair(mask(0, 1), "PC", VALUES, "postcode_tidied", "x")
    ledger.reject(mask(2), "PC", VALUES, "no_place")
    counted = summary(ledger.issues())
    assert counted[["outcome", "reason", "rows", "row"]].to_numpy().tolist() == [
        ["rejected", "no_place", 1, 5],
        ["repaired", "postcode_tidied", 2, 2],
        ["repaired", "postcode_zero", 1, 2],
    ]
