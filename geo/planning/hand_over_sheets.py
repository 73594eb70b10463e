"""A plan as a workbook that a CRM administrator takes over: sums, territories, areas, customers, and who moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import pandas as pd

from geo.exports.workbook import Cell, Column, Kind, Sheet, workbook
from geo.planning.certifying import certify
from geo.planning.handed import HEADS, NO, SHEETS, YES, Handed, Words, free_name
from geo.territories import agreed, at_most
from geo.texts import Day, Language, Share, Text, text
from geo.viewer import MANAGER

_MONEY = ("revenue", "potential")
_AMOUNTS = ("revenue", "potential", "workload")


def plan_workbook(handed: Handed, language: Language) -> bytes:
    """
    Return a plan as a workbook (XLSX) in a language; `geo.planning.reading_back` reads it back.

    Its sheets are Summary, Territories, Areas, Customers (the columns of the list first, then the plan's) and Changes
    (the customers that change hands, those with most revenue first).
    """
    sheets = [
        _summary(handed, language),
        _territories(handed, language),
        _areas(handed, language),
        _customers(handed, language),
        _changes(handed, language),
    ]
    return workbook(sheets, title=language.render(handed.proposal.sentence), at=handed.at)


def _summary(handed: Handed, language: Language) -> Sheet:
    proposal = handed.proposal
    coverage, customers = proposal.plan.coverage, proposal.customers
    rows: list[tuple[Text, Text | Cell]] = [
        (text("Plan"), handed.name),
        (text("Version"), handed.version),
        (text("Made on"), text("{day}", day=Day(handed.at))),
        (text("In one sentence"), proposal.sentence),
        (text("Territories"), len(proposal.plan)),
        (text("Areas"), len(coverage)),
        (text("Customers"), customers.n_ours),
        (text("Balanced by"), _measure_head(proposal.settings.measure)),
        (text("Largest deviation"), text("{share}", share=at_most(proposal.balance.deviation))),
        (text("Agreed at most"), text("{share}", share=agreed(proposal.settings.tolerance))),
    ]
    if proposal.today is not None:
        rows.append((text("Customers that change hands"), int(handed.moves.sum())))
        share = proposal.today.changes.share(proposal.measures[proposal.moved_measure])
        rows.append(
            (
                text("Of the revenue") if proposal.moved_measure == "revenue" else text("Of the customers"),
                text("{share}", share=Share(share)),
            )
        )
    rows.append((text("Rows of the list left out"), customers.n_rejected))
    rows.append((text("Borders"), text("{source}", source=coverage.source)))
    if coverage.approximate:
        rows.append((text("Note"), text("The borders come near the real ones; customers belong to their postcode.")))
    rows.extend((text("Note"), warning) for warning in proposal.warnings)
    certified = certify(proposal, viewer=MANAGER)
    rows.extend((text("Proved"), sentence) for sentence in certified.proved)
    rows.extend((text("Not proved"), sentence) for sentence in certified.not_proved)
    return Sheet(
        language.render(SHEETS["summary"]),
        [
            Column(language.render(text("What")), [language.render(label) for label, _ in rows]),
            Column(
                language.render(text("This plan")),
                [language.render(value) if isinstance(value, Text) else value for _, value in rows],
                "whole",
            ),
        ],
        table=False,
    )


def _territories(handed: Handed, language: Language) -> Sheet:
    proposal, table = handed.proposal, handed.proposal.table
    territories = proposal.plan.territories
    columns = [
        _column(language, "number", table["territory"].tolist(), "whole"),
        _column(language, "territory", table["name"].tolist()),
        _column(language, "rep", handed.reps[:-1].tolist()),
        _column(language, "capacity", [t.capacity for t in territories], "plain"),
        _column(language, "colour", handed.chosen_colours),
        _column(language, "locked", [language.render(YES if t.locked else NO) for t in territories]),
        _column(language, "load", table["load"].tolist(), _kind(proposal.settings.measure)),
        _column(language, "target", table["target"].tolist(), _kind(proposal.settings.measure)),
        _column(language, "deviation", table["deviation"].tolist(), "signed share"),
        _column(language, "customers", table["customers"].tolist(), "whole"),
    ]
    for measure in proposal.measures:
        if measure in table and measure not in ("customers", proposal.settings.measure):
            head = language.render(_measure_head(measure))
            columns.append(Column(_free(head, columns), table[measure].tolist(), _kind(measure)))
    columns.append(_column(language, "ground", table["area_km2"].tolist(), "number"))
    columns.append(_column(language, "pieces", table["pieces"].tolist(), "whole"))
    return Sheet(language.render(SHEETS["territories"]), columns, frozen=2)


def _areas(handed: Handed, language: Language) -> Sheet:
    plan = handed.proposal.plan
    areas = plan.coverage.areas
    columns = [
        _column(language, "postcode" if plan.coverage.kind == "postcode" else "code", areas["code"].tolist()),
        _column(language, "area", areas["name"].tolist()),
        _column(language, "number", _numbers(handed, plan.alignment), "whole"),
        _column(language, "territory", handed.names[plan.alignment].tolist()),
        _column(language, "rep", handed.reps[plan.alignment].tolist()),
    ]
    return Sheet(language.render(SHEETS["areas"]), columns)


def _customers(handed: Handed, language: Language) -> Sheet:
    proposal = handed.proposal
    customers, table = proposal.customers, proposal.customers.table
    columns = [_own(handed, str(name)) for name in customers.source.columns]
    taken = {column.head for column in columns}
    ours: list[tuple[str, list[Cell]]] = [
        ("area", handed.codes.tolist()),
        ("territory", handed.names[proposal.territory].tolist()),
        ("old_rep", handed.old_reps.tolist()),
        ("new_rep", handed.new_reps.tolist()),
        ("moves", _yes(handed.moves, language)),
        ("bound", _yes(handed.bound, language)),
        ("key", table["key"].tolist()),
    ]
    for field, values in ours:
        head = free_name(language.render(HEADS[field]), taken)
        taken.add(head)
        columns.append(Column(head, values))
    return Sheet(language.render(SHEETS["customers"]), columns)


def _changes(handed: Handed, language: Language) -> Sheet:
    proposal, table = handed.proposal, handed.proposal.customers.table
    rows = np.flatnonzero(handed.moves)
    revenue = proposal.measures.get("revenue")
    if revenue is not None:
        rows = rows[np.argsort(-revenue[rows], kind="stable")]
    number = proposal.customers.columns.get("key")
    columns = [
        _column(language, "customer", _texts(table["name"].to_numpy(dtype=object)[rows])),
        _column(language, "key", table["key"].to_numpy(dtype=object)[rows].tolist())
        if number is None
        else Column(number, table["key"].to_numpy(dtype=object)[rows].tolist()),
        _column(language, "postcode", _texts(table["postcode"].to_numpy(dtype=object)[rows])),
        _column(language, "place", _texts(table["place"].to_numpy(dtype=object)[rows])),
        _column(language, "territory", handed.names[proposal.territory[rows]].tolist()),
        _column(language, "old_rep", handed.old_reps[rows].tolist()),
        _column(language, "new_rep", handed.new_reps[rows].tolist()),
    ]
    if revenue is not None:
        columns.append(_column(language, "revenue", revenue[rows].tolist(), "money"))
    return Sheet(language.render(SHEETS["changes"]), columns)


def _own(handed: Handed, name: str) -> Column:
    """Return a column of the list: numbers where it was read as numbers, and where it was mended as it was written."""
    customers = handed.proposal.customers
    texts = customers.source[name].to_numpy(dtype=object)
    field = next((field for field, column in customers.columns.items() if column == name), None)
    numbers: pd.Series | None = None
    if field in _AMOUNTS:
        numbers = customers.table[field]
    elif name in customers.own:
        numbers = customers.own[name]
    if numbers is None:
        return Column(name, _texts(texts))
    mended = set(customers.issues["row"][customers.issues["column"] == name])
    as_written = customers.table["row"].isin(mended).to_numpy() | numbers.isna().to_numpy()
    cells = numbers.to_numpy(dtype=np.float64).tolist()
    for row in np.flatnonzero(as_written):
        cells[row] = texts[row] if isinstance(texts[row], str) else None
    return Column(name, cells, "money" if field in _MONEY else "plain")


def _numbers(handed: Handed, territory: object) -> list[Cell]:
    ids = [*(int(i) for i in handed.proposal.plan.ids), None]
    return [ids[position] for position in cast("Sequence[int]", territory)]


def _yes(flags: object, language: Language) -> list[Cell]:
    said = {True: language.render(YES), False: language.render(NO)}
    return [said[bool(flag)] for flag in cast("Sequence[bool]", flags)]


def _texts(values: Words) -> list[Cell]:
    """Return texts, what is null an empty one."""
    return [value if isinstance(value, str) else "" for value in values]


def _column(language: Language, field: str, values: Sequence[Cell], kind: Kind = "text") -> Column:
    return Column(language.render(HEADS[field]), values, kind)


def _free(head: str, columns: Sequence[Column]) -> str:
    return free_name(head, [column.head for column in columns])


def _measure_head(measure: str) -> Text:
    return HEADS[measure] if measure in ("customers", *_AMOUNTS) else text("{name}", name=measure)


def _kind(measure: str) -> Kind:
    return "money" if measure in _MONEY else "whole" if measure == "customers" else "number"
