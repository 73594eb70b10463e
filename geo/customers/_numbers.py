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

_DOUBTFUL = r"^-?[1-9]\d{0,2}[.,]\d{3}$"
_KINDS = {
    "whole": r"^-?\d+$",
    "dot": r"^-?(?:\d+\.\d*|\.\d+)$",
    "comma": r"^-?(?:\d+,\d*|,\d+)$",
    "dots_comma": r"^-?\d{1,3}(?:\.\d{3})+,\d*$",
    "commas_dot": r"^-?\d{1,3}(?:,\d{3})+\.\d*$",
    "dots": r"^-?\d{1,3}(?:\.\d{3}){2,}$",
    "commas": r"^-?\d{1,3}(?:,\d{3}){2,}$",
    "power": r"^-?\d+(?:\.\d+)?[eE][+-]?\d+$",
    "power_comma": r"^-?\d+,\d+[eE][+-]?\d+$",
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
    unknown
        Cells that say in a word that nothing is known; a dash says no more than an empty cell.
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
    unknown: Bools
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
        Numbers that the file stored as numbers, NaN elsewhere; they are taken as they are and tell nothing about the
        decimal sign of the texts among them.
    decimal
        The decimal sign of the file's other columns, where they tell.
    coordinates
        Whether a single sign is always the decimal sign. Repeated signs were put in by a spreadsheet and are left out.
    """
    cells = texts.str.strip()
    kind = _kinds(cells)
    blank = np.array(cells == "", dtype=bool)
    odd = (kind == "") & ~blank
    unknown = np.zeros(len(cells), dtype=bool)
    if odd.any():
        blank[odd] = cells[odd].str.lower().isin(NOTHING)
        unknown[odd] = blank[odd] & ~cells[odd].str.fullmatch("-+").to_numpy(dtype=bool)
        odd &= ~blank
    if odd.any():
        tidy = _tidy(cells.loc[odd])
        kind[odd] = _kinds(tidy)
        cells = cells.where(~odd, tidy.reindex(cells.index))
    stored = np.zeros(len(cells), dtype=bool) if typed is None else ~np.isnan(typed)
    doubtful = np.zeros(len(cells), dtype=bool)
    if not coordinates:
        single = np.isin(kind, ("dot", "comma")) & ~stored
        doubtful[single] = matches(cells[single], _DOUBTFUL)
    for_comma = np.isin(kind, ("comma", "dots_comma", "dots")) & ~doubtful & ~stored
    for_dot = np.isin(kind, ("dot", "commas_dot", "commas")) & ~doubtful & ~stored
    sign, assumed = _decimal(for_comma, for_dot, doubtful & (kind == "dot"), doubtful & (kind == "comma"), decimal)
    values = np.full(len(cells), np.nan)
    comma = for_comma | (doubtful & (sign == ",")) | (kind == "power_comma")
    dot = (kind != "") & ~comma
    values[comma] = _cast(cells[comma].str.replace(".", "", regex=False).str.replace(",", ".", regex=False))
    values[dot] = _cast(cells[dot].str.replace(",", "", regex=False))
    values[~np.isfinite(values)] = np.nan
    if typed is not None:
        values = np.where(stored, typed, values)
    unread = ~blank & np.isnan(values)
    contrary = (for_comma if sign == "." else for_dot) & ~unread
    tidied = odd & ~unread & ~stored
    return Numbers(values, unread, unknown, tidied, contrary, sign, bool((for_comma | for_dot).any()), assumed)


def _kinds(cells: pd.Series) -> npt.NDArray[np.str_]:
    """Return how each cell is written, empty where like no number; the commonest ways are tried first."""
    kind = np.full(len(cells), "", dtype="<U11")
    some = cells.iloc[:: max(1, len(cells) // 100)]
    frequent = sorted(_KINDS, key=lambda name: -int(matches(some, _KINDS[name]).sum()))
    left = np.flatnonzero(cells != "")
    for name in frequent:
        if not len(left):
            break
        hit = matches(cells.iloc[left], _KINDS[name])
        kind[left[hit]] = name
        left = left[~hit]
    return kind


def _decimal(
    for_comma: Bools, for_dot: Bools, grouped_by_dot: Bools, grouped_by_comma: Bools, told: str | None
) -> tuple[str, bool]:
    """Return the decimal sign of a column, and whether it was only assumed."""
    votes_comma, votes_dot = int(for_comma.sum()), int(for_dot.sum())
    if votes_comma != votes_dot:
        return ("," if votes_comma > votes_dot else "."), False
    if told is not None:
        return told, False
    by_dot, by_comma = int(grouped_by_dot.sum()), int(grouped_by_comma.sum())
    return ("," if by_dot > by_comma else "."), by_dot + by_comma > 0


def _tidy(cells: pd.Series) -> pd.Series:
    for pattern, by in _TIDY:
        cells = cells.str.replace(pattern, by, regex=True)
    return cells


def _cast(written: pd.Series) -> Floats:
    return np.asarray(pc.cast(pa.array(written, type=pa.large_string()), pa.float64()).to_numpy(), dtype=np.float64)


def plain(values: Floats) -> pd.Series:
    """Return numbers as plain texts, for a report: 3150.5, 12400."""
    return pd.Series([f"{v:.15g}" for v in values], dtype="str")
