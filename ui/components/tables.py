"""Static tables, and tables as files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import pandas as pd
import streamlit as st

from geo.exports.tables import csv_bytes
from ui.components.markup import Html, html, joined
from ui.language import dialect


class Column(NamedTuple):
    """Head of a column and where its cells stand."""

    label: str
    side: Literal["left", "right", "wide"] = "left"


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]], *, label: str, strong: int | None = None) -> Html:
    """
    Return a static table.

    Parameters
    ----------
    columns
        Heads of the columns.
    rows
        Cells, each a text or `Html`.
    label
        What the table is, for those who hear it.
    strong
        Number of the column that stands out.
    """
    head = joined(html('<th scope="col" class="{side}">{label}</th>', side=c.side, label=c.label) for c in columns)
    body = joined(html("<tr>{cells}</tr>", cells=_cells(columns, row, strong)) for row in rows)
    return html(
        '<div class="scroll" role="region" tabindex="0" aria-label="{label}"><table class="plain">'
        "<thead><tr>{head}</tr></thead>"
        "<tbody>{body}</tbody></table></div>",
        label=label,
        head=head,
        body=body,
    )


def _cells(columns: Sequence[Column], row: Sequence[str], strong: int | None) -> Html:
    return joined(
        html(
            '<td class="{side} {weight}">{cell}</td>',
            side=column.side,
            weight="strong" if number == strong else "",
            cell=cell,
        )
        for number, (column, cell) in enumerate(zip(columns, row, strict=True))
    )


def download_table(frame: pd.DataFrame, label: str, filename: str) -> None:
    """Offer a table as CSV as the visitor's spreadsheet opens it, formulas made harmless."""
    written_for = dialect()
    st.download_button(
        label,
        lambda: csv_bytes(frame, written_for),
        file_name=filename,
        mime="text/csv",
        icon=":material/save_alt:",
        type="tertiary",
        on_click="ignore",
        key=f"table-{filename}",
    )
