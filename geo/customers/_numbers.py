"""Read numbers as people write them, the decimal sign found from the column itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.customers._ledger import Bools
from geo.customers._patterns import matches

Floats = npt.NDArray[np.float64]

NOTHING = frozenset(
    (
        "",
        "-",
        "--",
        "?",
        "n.v.t.",
        "n.v.t",
        "nvt",
        "n/a",
        "na",
        "#n/a",
        "#n/b",
        "n.b.",
        "nb",
        "null",
        "none",
        "nan",
        "onbekend",
        "unknown",
    )
)
"""Texts, in lower case, that say that there is nothing."""

_NEAT = r"^-?[\d.,]+$"
_AMBIGUOUS = r"^-?[1-9]\d{0,2}[.,]\d{3}$"
_KINDS = {
    "whole": r"^-?\d+$",
    "dots": r"^-?\d{1,3}(?:\.\d{3}){2,}$",
    "commas": r"^-?\d{1,3}(?:,\d{3}){2,}$",
    "dot": r"^-?(?:\d+\.\d*|\.\d+)$",
    "comma": r"^-?(?:\d+,\d*|,\d+)$",
    "dots_comma": r"^-?\d{1,3}(?:\.\d{3})+,\d*$",
    "commas_dot": r"^-?\d{1,3}(?:,\d{3})+\.\d*$",
    "power": r"^-?\d+(?:[.,]\d+)?[eE][+-]?\d+$",
}
_TIDY = (
    (r"[\s\u00a0\u2009\u202f'’_]+", ""),
    (r"[\u2212\u2013]", "-"),
    (r"(?i)(?:€|\$|£|eur(?:o'?s?)?|uren|uur|hours|hrs)", ""),
    (r"[.,](?:-{1,2}|=)$", ""),
    (r"^\((.+)\)$", r"-\1"),
    (r"^([^-].*)-$", r"-\1"),
    (r"^\+", ""),
)


@dataclass(frozen=True, eq=False)
class Numbers:
    """
    A column read as numbers.

    Parameters
    ----------
    values
        The numbers, NaN where a cell is empty or cannot be read, shape (n,).
    unread
        Cells that hold something else than a number.
    tidied
        Cells that held a currency, unit, space or the like beside the number.
    contrary
        Cells whose decimal sign is not the column's.
    decimal
        The column's decimal sign.
    told
        Whether a number of the column itself tells its decimal sign.
    assumed
        Whether nothing but the habit of writing three digits after a thousands separator decided the decimal sign.
    """

    values: Floats
    unread: Bools
    tidied: Bools
    contrary: Bools
    decimal: str
    told: bool
    assumed: bool


def read_numbers(
    texts: pd.Series, typed: Floats | None = None, *, decimal: str | None = None, coordinates: bool = False
) -> Numbers:
    """
    Read a column of numbers.

    A text with both signs tells its decimal sign, and so does one whose sign is not followed by exactly three digits;
    the majority of the column decides for those that do not tell, such as "1.234". Where nothing in the column tells,
    `decimal` does, and without it the sign separates thousands.

    Parameters
    ----------
    texts
        The cells, no nulls.
    typed
        Numbers that the file stored as numbers, NaN elsewhere; they are taken as they are.
    decimal
        The decimal sign of the file's other columns, where they tell.
    coordinates
        Whether a single sign is always the decimal sign. Repeated signs were put in by a spreadsheet and are left out.
    """
    cells = texts.str.strip()
    blank: Bools = np.array(cells == "", dtype=bool)
    neat = matches(cells, _NEAT)
    odd = ~neat & ~blank
    if odd.any():
        nothing = cells[odd].str.lower().isin(NOTHING).to_numpy(dtype=bool)
        blank[odd] = nothing
        odd[odd] = ~nothing
    if odd.any():
        cells = cells.where(~odd, _tidy(cells[odd]).reindex(cells.index))
    kind = {name: matches(cells, pattern) for name, pattern in _KINDS.items()}
    doubtful = np.zeros(len(cells), dtype=bool) if coordinates else matches(cells, _AMBIGUOUS)
    if typed is not None:
        doubtful &= np.isnan(typed)
    for_comma = kind["dots_comma"] | kind["dots"] | (kind["comma"] & ~doubtful)
    for_dot = kind["commas_dot"] | kind["commas"] | (kind["dot"] & ~doubtful)
    sign, assumed = _decimal(for_comma, for_dot, doubtful, kind, decimal)
    comma = for_comma | (doubtful & (sign == ","))
    comma |= kind["power"] & cells.str.contains(",", regex=False).to_numpy(dtype=bool)
    known = np.logical_or.reduce(list(kind.values()))
    written = cells.where(~comma, cells[comma].str.replace(".", "", regex=False).str.replace(",", ".", regex=False))
    if (known & ~comma & ~kind["whole"]).any():
        written = written.where(comma, cells.str.replace(",", "", regex=False))
    told = bool((for_comma | for_dot).any())
    values = np.full(len(cells), np.nan)
    values[known] = _cast(written.loc[known])
    unread = ~blank & ~(known & np.isfinite(values))
    values[~np.isfinite(values)] = np.nan
    contrary = (for_comma if sign == "." else for_dot) & ~unread
    tidied = odd & ~unread
    if typed is not None:
        stored = ~np.isnan(typed)
        values = np.where(stored, typed, values)
        unread, contrary, tidied = unread & ~stored, contrary & ~stored, tidied & ~stored
    return Numbers(values, unread, tidied, contrary, sign, told, assumed)


def _decimal(
    for_comma: Bools, for_dot: Bools, doubtful: Bools, kind: dict[str, Bools], told: str | None
) -> tuple[str, bool]:
    votes_comma, votes_dot = int(for_comma.sum()), int(for_dot.sum())
    if votes_comma != votes_dot:
        return ("," if votes_comma > votes_dot else "."), False
    if told is not None:
        return told, False
    grouped_by_dot = int((doubtful & kind["dot"]).sum())
    grouped_by_comma = int((doubtful & kind["comma"]).sum())
    return ("," if grouped_by_dot > grouped_by_comma else "."), bool(doubtful.any())


def _tidy(cells: pd.Series) -> pd.Series:
    for pattern, by in _TIDY:
        cells = cells.str.replace(pattern, by, regex=True)
    return cells


def _cast(written: pd.Series) -> Floats:
    return np.asarray(pc.cast(pa.array(written, type=pa.large_string()), pa.float64()).to_numpy(), dtype=np.float64)


def plain(values: Floats) -> pd.Series:
    """Return numbers as plain texts, for a report: 3150.5, 12400."""
    return pd.Series([f"{v:.15g}" for v in values], dtype="str")
