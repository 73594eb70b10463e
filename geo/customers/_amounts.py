"""Read the columns that count something: revenue, potential, hours, and any other measure of the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from geo.customers._columns import is_measure
from geo.customers._ledger import Ledger, Note
from geo.customers._numbers import Numbers, plain, read_numbers
from geo.customers._raw import RawTable
from geo.customers._vocabulary import AMOUNTS

Floats = npt.NDArray[np.float64]

MOST = 1e12
"""Euros, hours or pieces that no account reaches in a year."""


@dataclass(frozen=True, eq=False)
class Amounts:
    """
    The numbers of a file.

    Parameters
    ----------
    values
        By field: revenue, potential, workload as far as the file has them; NaN where empty, never negative, shape (n,).
    own
        The file's other measures by its names for them, likewise.
    decimals
        By column of the file, for all of these: its decimal sign.
    """

    values: Mapping[str, Floats]
    own: Mapping[str, Floats]
    decimals: Mapping[str, str]


def read_amounts(table: RawTable, fields: Mapping[str, str], ledger: Ledger) -> Amounts:
    """
    Read all columns that count something and write down what was repaired.

    The decimal sign is each column's own; a column that does not tell takes that of the others.
    """
    frame = table.frame
    taken = set(fields.values())
    field_of = {fields[field]: field for field in AMOUNTS if field in fields}
    names = [name for name in table.names if name in field_of or (name not in taken and is_measure(name, frame[name]))]
    read = {name: read_numbers(frame[name], table.typed.get(name)) for name in names}
    signs = Counter(numbers.decimal for numbers in read.values() if numbers.told)
    if signs:
        usual = signs.most_common(1)[0][0]
        for name in [name for name, numbers in read.items() if not numbers.told]:
            read[name] = read_numbers(frame[name], table.typed.get(name), decimal=usual)
    read = {name: _bounded(numbers) for name, numbers in read.items()}
    for name, numbers in read.items():
        _report(name, numbers, table, ledger)
    amounts = {name: np.maximum(numbers.values, 0.0) for name, numbers in read.items()}
    return Amounts(
        values={field: amounts[name] for name, field in field_of.items()},
        own={name: values for name, values in amounts.items() if name not in field_of},
        decimals={name: numbers.decimal for name, numbers in read.items()},
    )


def _bounded(numbers: Numbers) -> Numbers:
    """Take an amount larger than any customer's for unread: a slip of the pen would outweigh all others."""
    beyond = np.abs(numbers.values) > MOST
    return replace(numbers, values=np.where(beyond, np.nan, numbers.values), unread=numbers.unread | beyond)


def _report(name: str, numbers: Numbers, table: RawTable, ledger: Ledger) -> None:
    texts = table.frame[name].str.strip()
    filled = int((~np.isnan(numbers.values)).sum())
    if numbers.assumed:
        ledger.note(Note("thousands_assumed", name))
    ledger.repair(numbers.unread, name, texts, "number_unread", "")
    ledger.repair(numbers.unknown, name, texts, "number_unknown", "")
    marked = numbers.contrary | numbers.tidied | (numbers.values < 0)
    if not marked.any():
        return
    result = plain(numbers.values)
    if numbers.tidied.sum() <= filled / 2:
        ledger.repair(numbers.tidied, name, texts, "number_tidied", result)
    ledger.repair(numbers.contrary, name, texts, "number_decimal", result)
    ledger.repair(numbers.values < 0, name, texts, "number_negative", "0")
