"""What became of a customer file: its columns, its rows, and what the customers bring."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from geo.customers import OF_THE_FILE, REASONS, Customers, abc_profile, measures, summary
from geo.store import Dataset
from geo.texts import Number, Text, plural, text
from ui import measures as words
from ui.components.bars import share_bar
from ui.components.markup import Html, html, joined
from ui.components.tables import Column, table
from ui.components.text import chip
from ui.language import render, say
from ui.state import current

FIELDS = {
    "key": text("Customer number"),
    "name": text("Name"),
    "status": text("Status"),
    "country": text("Country"),
    "postcode": text("Postcode"),
    "place": text("Town"),
    "address": text("Street and number"),
    "lat": text("Latitude"),
    "lon": text("Longitude"),
    "x": text("X (Dutch grid)"),
    "y": text("Y (Dutch grid)"),
    "sector": text("Sector"),
    "size": text("Size"),
    "product": text("Product group"),
    "owner": text("Representative"),
    "revenue": text("Revenue (€)"),
    "potential": text("Potential (€)"),
    "workload": text("Workload (hours a year)"),
}
"""What the fields of a customer are called."""


def about(dataset: Dataset) -> Text:
    """Return how large a file is."""
    return text(
        "{rows} · {columns} · {size}",
        rows=plural("{count} row", "{count} rows", dataset.customers.rows_read),
        columns=plural("{count} column", "{count} columns", len(dataset.customers.profile)),
        size=_size(dataset.size),
    )


def _size(n_bytes: int) -> Text:
    if n_bytes >= 1e6:
        return text("{number} MB", number=Number(n_bytes / 1e6, 1))
    return text("{number} kB", number=Number(max(1, n_bytes / 1e3)))


def recognised(found: Customers) -> Text:
    """Return how many columns were recognised."""
    known = int((found.profile["field"] != "").sum())
    unsure = int(((found.profile["field"] != "") & ~found.profile["sure"].astype(bool)).sum())
    if unsure:
        return text("{known} recognised, {unsure} of them not for sure", known=known, unsure=unsure)
    return text("{known} recognised", known=known)


def columns_table(found: Customers) -> Html:
    """Return what each column of the file was taken for."""
    heads = [
        Column(say("In your file")),
        Column(say("Examples"), "wide"),
        Column(say("Becomes")),
        Column(say("Filled"), "right"),
        Column(say("Sure"), "right"),
    ]
    rows = [
        (
            row.column,
            " · ".join(row.examples),
            _becomes(row.field, row.decimal),
            share_bar(row.filled, current().language.share(row.filled, 0)),
            _sure(row.field, row.sure),
        )
        for row in _rows(found.profile)
    ]
    return table(heads, rows, label=say("Columns of the file"))


def _rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Return the rows of a frame as named tuples; pandas does not tell the types of their parts."""
    return iter(frame.itertuples(index=False))


def _becomes(field: str, decimal: str) -> str:
    if field:
        return render(FIELDS[field])
    if decimal:
        return say("a measure of its own")
    return html('<span class="muted">{words}</span>', words=say("kept, not used"))


def _sure(field: str, sure: bool) -> str:
    if not field:
        return ""
    if sure:
        return html('<span class="tick" aria-label="{label}">✓</span>', label=say("sure"))
    return chip(say("check"), "attention")


def rows_bar(found: Customers) -> Html:
    """Return how many rows are in order, repaired and rejected, as a bar and in numbers."""
    parts = [
        ("fine", found.n_accepted - found.n_repaired, say("in order")),
        ("repaired", found.n_repaired, say("repaired")),
        ("rejected", found.n_rejected, say("rejected")),
    ]
    number = current().language.number
    bar = joined(html('<i class="{kind}" style="flex-grow:{n}"></i>', kind=kind, n=n) for kind, n, _ in parts if n)
    legend = joined(
        html('<li><i class="{kind}"></i><strong>{n}</strong> {words}</li>', kind=kind, n=number(n), words=words)
        for kind, n, words in parts
        if n or kind == "fine"
    )
    return html(
        '<div class="rows-bar" aria-hidden="true">{bar}</div><ul class="rows">{legend}</ul>', bar=bar, legend=legend
    )


def reasons_table(found: Customers) -> Html:
    """Return why rows were repaired or rejected, each reason with its first example."""
    heads = [
        Column(say("Verdict")),
        Column(say("Rows"), "right"),
        Column(say("Reason"), "wide"),
        Column(say("Example")),
    ]
    rows = [
        (
            _verdict(row.outcome, row.reason),
            "–" if row.reason in OF_THE_FILE else html("<strong>{n}</strong>", n=current().language.number(row.rows)),
            render(REASONS[row.reason]),
            _example(row.row, row.value, row.result),
        )
        for row in _rows(summary(found.issues))
    ]
    return table(heads, rows, label=say("Why rows were repaired or rejected"))


def _verdict(outcome: str, reason: str) -> Html:
    if reason in OF_THE_FILE:
        return chip(say("Whole file"), "neutral")
    return chip(say("Rejected"), "wrong") if outcome == "rejected" else chip(say("Repaired"), "attention")


def _example(row: int, value: str, result: str) -> Html:
    shown = f"{_short(value)} → {_short(_written(result))}" if result else _short(value)
    return html(
        '<span class="muted">{row}</span> <span class="muted">{shown}</span>',
        row=say("row {row}", row=row),
        shown=shown,
    )


def _written(result: str) -> str:
    """Return what a value became, a number with decimals as the reader writes it and all else as it is."""
    if not re.fullmatch(r"-?\d+\.\d+", result):
        return result
    return current().language.number(float(result), len(result.partition(".")[2]))


def _short(value: str, most: int = 40) -> str:
    return value if len(value) <= most else value[: most - 1] + "…"


def ranked_measure(found: Customers) -> str | None:
    """Return the measure by which customers are ranked: revenue, else potential, None where there is neither."""
    known = measures(found)
    return next((name for name in ("revenue", "potential") if name in known and known[name].sum() > 0), None)


def columns_frame(found: Customers) -> pd.DataFrame:
    """Return what each column of the file was taken for, to be saved."""
    frame = found.profile[["column", "examples", "filled", "field", "sure"]]
    return frame.assign(examples=[" · ".join(examples) for examples in frame["examples"]])


def abc_frame(found: Customers, measure: str) -> pd.DataFrame:
    """Return what customers of class A, B and C bring, to be saved."""
    return abc_profile(measures(found)[measure]).reset_index()


def abc_table(found: Customers, measure: str) -> Html:
    """Return what customers of class A, B and C bring."""
    heads = [
        Column(say("Class")),
        Column(say("Customers"), "right"),
        Column(render(words.name(measure)), "right"),
        Column(say("Share"), "right"),
    ]
    language = current().language
    rows = [
        (
            html("<strong>{name}</strong>", name=str(name)),
            language.number(row["customers"]),
            render(words.amount(measure, row["value"])),
            share_bar(row["share"], language.share(row["share"], 0)),
        )
        for name, row in abc_profile(measures(found)[measure]).iterrows()
    ]
    return table(heads, rows, label=say("Customers by class"))
