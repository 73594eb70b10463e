"""Read a customer file: from bytes to located customers and an account of every row."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.customers._amounts import read_amounts
from geo.customers._columns import profile, recognise
from geo.customers._customers import Customers
from geo.customers._delimited import read_delimited
from geo.customers._files import open_file
from geo.customers._keys import exact_duplicates, hashed, make_unique, row_hashes
from geo.customers._ledger import REASONS, Ledger, summary
from geo.customers._locate import Located, locate
from geo.customers._raw import RawTable
from geo.customers._words import read_statuses
from geo.customers._workbook import read_workbook
from geo.errors import InputError
from geo.gazetteer import require_country
from geo.progress import Cancel, Progress, check, never, unheard
from geo.schema import CUSTOMERS
from geo.texts import Text, plural, text

Floats = npt.NDArray[np.float64]


def read_customers(
    content: bytes, filename: str, *, country: str = "NL", progress: Progress = unheard, cancelled: Cancel = never
) -> Customers:
    """
    Read a customer list from a CSV, TSV, gzip of these, or Excel workbook.

    Parameters
    ----------
    content
        Bytes of the file.
    filename
        Its name, only ever shown.
    country
        The country that is planned, ISO 3166 alpha-2. Customers elsewhere are rejected.
    progress, cancelled
        Hear of stages; ask whether to stop.

    Returns
    -------
    The accepted customers and the account of all rows. `profile` has a row a column: column, examples (up to three
    texts), filled (share of rows), field (a field's name, empty where the column is none), sure (False where name and
    content disagree or two columns compete) and decimal ("," or "." where the column is a measure, else empty).

    Raises
    ------
    InputError
        Where the file cannot be read, has no column that tells a place, or no row that can be used.
    SettingsError
        Where the country does not ship.
    """
    require_country(country)
    progress(text("Reading the file"), 0.0)
    opened = open_file(content, filename)
    table = read_workbook(opened.content) if opened.kind == "workbook" else read_delimited(opened.content)
    check(cancelled)
    progress(text("Recognising columns"), 0.4)
    columns = recognise(table)
    fields = dict(columns.fields)
    ledger = Ledger(table.rows, table.header_row)
    for note in (*opened.notes, *table.notes):
        ledger.note(note)
    _reject_misshapen(table, fields, ledger)
    check(cancelled)
    progress(text("Placing customers"), 0.5)
    located = locate(table, fields, country, ledger)
    check(cancelled)
    progress(text("Reading amounts"), 0.75)
    amounts = read_amounts(table, fields, ledger)
    keys = _keys(table, fields, located, ledger)
    if not ledger.alive.any():
        raise _nothing_left(ledger)
    check(cancelled)
    progress(text("Checking the result"), 0.9)
    customers = Customers(
        table=_table(table, fields, country, located, amounts.values, keys, ledger),
        own=pd.DataFrame(amounts.own, index=table.frame.index)[ledger.alive].reset_index(drop=True),
        source=table.frame[ledger.alive].reset_index(drop=True),
        issues=ledger.issues(),
        columns=fields,
        profile=profile(table, columns, amounts.decimals),
        rows_read=len(table.rows),
    )
    progress(text("Done"), 1.0)
    return customers


def _reject_misshapen(table: RawTable, fields: Mapping[str, str], ledger: Ledger) -> None:
    """Reject rows that have shifted and rows that repeat the header."""
    frame = table.frame
    first = frame.iloc[:, 0]
    ledger.reject(table.shifted, "", first, "too_many_fields")
    same = np.ones(len(frame), dtype=bool)
    for name in list(fields.values())[:3]:
        same &= (frame[name].str.strip() == name).to_numpy(dtype=bool)
    ledger.reject(same, "", first, "repeated_header")


def _keys(table: RawTable, fields: Mapping[str, str], located: Located, ledger: Ledger) -> pd.Series:
    """Return a unique key for each row: its identity, else a hash of its name and postcode or place."""
    frame = table.frame
    blank = pd.Series("", index=frame.index, dtype="str")
    names = frame[fields["name"]].str.strip() if "name" in fields else blank
    given = frame[fields["key"]].str.strip() if "key" in fields else blank
    has_key, has_name = ((column != "").to_numpy(dtype=bool) for column in (given, names))
    keys = given
    if not has_key.all():
        where = located.postcodes.fillna(located.towns).fillna("")
        unplaced = (where == "").to_numpy(dtype=bool)
        if unplaced.any():
            near = [f"{a:.3f},{b:.3f}" for a, b in zip(located.lat[unplaced], located.lon[unplaced], strict=True)]
            where = where.where(~unplaced, pd.Series(near, index=where.index[unplaced], dtype="str"))
        made = hashed(names, where)
        if not has_name.all():
            made = made.where(has_name, row_hashes(frame))
        keys = given.where(has_key, made)
    identified = (has_key | has_name) & ledger.alive
    shown = given.where(has_key, names)
    column = fields.get("key", fields.get("name", ""))
    twice = np.zeros(len(frame), dtype=bool)
    twice[identified] = exact_duplicates(keys[identified], frame[identified])
    ledger.reject(twice, column, shown, "duplicate")
    alive = ledger.alive
    unique, numbered = make_unique(keys[alive])
    repeated = np.zeros(len(frame), dtype=bool)
    repeated[alive] = numbered
    keys = keys.where(~alive, unique.reindex(keys.index))
    ledger.repair(repeated & identified, column, shown, "key_repeated", keys)
    if "key" in fields:
        ledger.repair(~has_key, fields["key"], given, "key_missing", keys)
    return keys


def _table(
    table: RawTable,
    fields: Mapping[str, str],
    country: str,
    located: Located,
    amounts: Mapping[str, Floats],
    keys: pd.Series,
    ledger: Ledger,
) -> pd.DataFrame:
    frame, n = table.frame, len(table.rows)
    nothing = pd.Series([None] * n, dtype="str")

    def said(field: str) -> pd.Series:
        if field not in fields:
            return nothing
        column = frame[fields[field]].str.strip()
        return column.where(column != "", None)

    columns = {
        "key": keys,
        "row": table.rows,
        "name": said("name"),
        "status": _statuses(frame, fields, ledger),
        "country": pd.Series(country, index=frame.index, dtype="str"),
        "postcode": located.postcodes,
        "place": located.towns,
        "lon": located.lon,
        "lat": located.lat,
        "located_by": pd.Series(np.where(located.by_postcode, "postcode", "coordinates"), dtype="str"),
        "sector": said("sector"),
        "size": said("size"),
        "product": said("product"),
        "owner": said("owner"),
        **{name: amounts.get(name, np.full(n, np.nan)) for name in ("revenue", "potential", "workload")},
    }
    accepted = pd.DataFrame(columns, index=frame.index)[ledger.alive].reset_index(drop=True)
    return CUSTOMERS.validate(accepted)


def _statuses(frame: pd.DataFrame, fields: Mapping[str, str], ledger: Ledger) -> pd.Series:
    if "status" not in fields:
        return pd.Series("customer", index=frame.index, dtype="str")
    texts = frame[fields["status"]].str.strip()
    read = read_statuses(texts)
    unread = (read.isna() & (texts != "")).to_numpy(dtype=bool)
    ledger.repair(unread, fields["status"], texts, "status_unread", "customer")
    return read.fillna("customer")


def _nothing_left(ledger: Ledger) -> InputError:
    """Return the error for a file none of whose rows can be used, with the commonest reasons."""
    reasons = summary(ledger.issues())
    told: Text | None = None
    for reason in reversed(reasons[reasons["outcome"] == "rejected"][:3].to_dict("records")):
        one = plural(
            "{why} (row {row}: {value})",
            "{why} ({count} rows, such as row {row}: {value})",
            int(reason["rows"]),
            why=REASONS[str(reason["reason"])],
            row=str(reason["row"]),
            value=str(reason["value"])[:60] or "–",
        )
        told = one if told is None else text("{first} {others}", first=one, others=told)
    return InputError(
        plural(
            "The only row of the file cannot be used: {reasons}",
            "None of the {count} rows can be used: {reasons}",
            len(ledger.rows),
            reasons=told,
        ),
        text("Correct the postcodes or coordinates, or choose the right country, and load the file again."),
    )
