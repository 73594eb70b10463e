"""A division as a file has it: tables of territories, areas and customers, before anything in them is believed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely.errors import ShapelyError

from geo.areas import Coverage
from geo.customers import read_sheets, read_table
from geo.errors import InputError
from geo.exports.geopackage import read_tables
from geo.planning.handed import HEADS, OURS, SHEETS, said_in_any
from geo.planning.heard import Heard
from geo.texts import Text, text

MOST_BYTES = 200_000_000
Span = tuple[float, float]
"""From where to where a part of the work goes, as fractions of all of it."""

_LAYERS = ("territories", "areas", "customers")
_OURS_AGAIN = re.compile(r"(_plan)+$")
"""What stands behind a column of ours in customers.csv where the customers have one that is called like it."""
_READING = text("Reading the file")
_READ = 0.3
"""Fraction of the whole work after which the tables are read."""
_LOOKED_AT = 20
"""Rows among which the header of a sheet is looked for."""

_FIELDS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "territories": {
        "number": ("number",),
        "territory": ("territory",),
        "rep": ("rep",),
        "capacity": ("capacity",),
        "colour": ("colour",),
        "locked": ("locked",),
    },
    "areas": {
        "code": ("code", "postcode"),
        "number": ("number",),
        "territory": ("territory",),
        "rep": ("rep",),
    },
    "customers": {
        "key": ("key",),
        "number": ("number",),
        "territory": ("territory",),
        "bound": ("bound",),
    },
}
"""Fields of each table, and under which heads of `geo.planning.handed.HEADS` a workbook has them."""


@dataclass(frozen=True, eq=False)
class Listed:
    """
    A table of a file.

    Parameters
    ----------
    frame
        Texts by field, an empty one where a cell is empty; only fields that the file has.
    rows
        Number of each row as a spreadsheet shows it, shape (n,).
    heads
        What the file calls each field.
    sheet
        Sheet or layer it stands on, empty where a file has only one.
    """

    frame: pd.DataFrame
    rows: Sequence[int]
    heads: Mapping[str, str]
    sheet: str = ""

    def __contains__(self, field: str) -> bool:
        """Whether the file has a field."""
        return field in self.frame.columns

    def column(self, field: str) -> list[str]:
        """Return the texts of a field, empty ones where the file does not have it."""
        return list(self.frame[field]) if field in self else [""] * len(self.frame)

    def cell(self, at: int, field: str) -> str:
        """Return the text of a field in one row."""
        return str(self.frame[field].iat[at])


@dataclass(frozen=True, eq=False)
class Division:
    """
    The tables of a file, None for those that it does not have.

    Parameters
    ----------
    territories
        Fields number, territory (its name), rep, capacity, colour, locked.
    areas
        Fields code, number, territory, rep.
    customers
        Fields key, number, territory, bound.
    """

    territories: Listed | None
    areas: Listed | None
    customers: Listed | None


def read_division(content: bytes, filename: str, coverage: Coverage, heard: Heard) -> Division:
    """
    Read the tables of a file, by its content and not by its name.

    Parameters
    ----------
    content
        A workbook, CSV, GeoPackage or GeoJSON.
    filename
        What it is called; only compared and shown.
    coverage
        The areas that are divided, by whose places ground without codes is known.
    heard
        Who waits for it; it is the first third of the work.

    Raises
    ------
    InputError
        Where it cannot be read, or has no table of areas with their territory.
    Cancelled
        Where the work should stop.
    """
    if len(content) > MOST_BYTES:
        raise InputError(
            text("'{filename}' is too large.", filename=filename[:80]), text("Give a file of at most 200 MB.")
        )
    heard.stage(_READING, 0.0)
    found = _tables(content, filename, coverage, heard)
    if found.areas is None:
        if found.customers is not None:
            raise _customers_only(filename)
        raise InputError(
            text("'{filename}' has no table of areas with their territory.", filename=filename[:80]), _wanted()
        )
    return found


def _tables(content: bytes, filename: str, coverage: Coverage, heard: Heard) -> Division:
    begins = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if begins == b"<":
        raise InputError(
            text("'{filename}' is KML or other XML, from which no division is read back.", filename=filename[:80]),
            _wanted(),
        )
    if content.startswith(b"SQLite format 3\x00"):
        return _of_layers(heard.wait(lambda: read_tables(content, _LAYERS)), heard)
    if begins in (b"{", b"["):
        return Division(None, _of_features(content, filename, coverage, heard), None)
    try:
        if content.startswith(b"PK\x03\x04"):
            sheets = heard.wait(lambda: read_sheets(content, heard.cancelled))
        else:
            raw = heard.wait(lambda: read_table(content, filename, heard.cancelled))
            sheets = None
    except InputError as error:
        # What is wrong holds for any table; what would be right is said there of customers.
        raise InputError(error.problem, _wanted()) from error
    if sheets is not None:
        return _of_sheets(sheets, filename, coverage, heard)
    table = _machine_table("areas", raw.frame, raw.rows.tolist(), "", _unguarded, (0.0, _READ), heard)
    if _of_customers(raw.names) and not _of_areas(table, coverage):
        raise _customers_only(filename)
    return Division(None, table, None)


def _of_customers(header: Sequence[str]) -> bool:
    """Return whether a header is that of customers.csv: behind the customers' own columns stand ours."""
    spoken = [_OURS_AGAIN.sub("", cell.strip().casefold()) for cell in header]
    return ("area", "territory", "territory_name") in zip(spoken, spoken[1:], spoken[2:], strict=False)


def _of_areas(table: Listed | None, coverage: Coverage) -> bool:
    """Return whether a table with the columns of customers.csv has a row for each of some areas all the same."""
    if table is None or table.heads["code"].strip().casefold() != "code":
        return False
    codes = [code.strip().casefold() for code in table.column("code")]
    known = {code.strip().casefold() for code in coverage.areas["code"]}
    return len(set(codes)) == len(codes) and not known.isdisjoint(codes)


def _customers_only(filename: str) -> InputError:
    return InputError(
        text("'{filename}' lists customers with their territory, not areas.", filename=filename[:80]),
        text("Give areas.csv of the same plan, or its workbook (XLSX), GeoPackage or GeoJSON."),
    )


def _wanted() -> Text:
    return text("Give a workbook, areas.csv, GeoPackage or GeoJSON that this program has written, or a table with the "
                "columns code and territory_name.")  # fmt: skip


def _of_sheets(sheets: Mapping[str, list[list[str]]], filename: str, coverage: Coverage, heard: Heard) -> Division:
    found: dict[str, Listed | None] = dict.fromkeys(_LAYERS)
    for (name, cells), span in zip(sheets.items(), _spans(len(sheets)), strict=True):
        kind = next((kind for kind in _LAYERS if _called(name, kind)), None)
        table = _sheet_table(kind, cells, name, span, heard) if kind else None
        if kind and table is not None:
            found[kind] = _together(found[kind], table)
    if found["areas"] is None:
        # A sheet that somebody made, whatever it is called.
        customers = False
        for name, cells in sheets.items():
            table = _sheet_table("areas", cells, name, (_READ, _READ), heard)
            ours = any(_of_customers(row) for row in cells[:_LOOKED_AT]) and not _of_areas(table, coverage)
            customers |= ours
            if table is not None and not ours:
                found["areas"] = table
                break
        else:
            if customers:
                raise _customers_only(filename)
    return Division(found["territories"], found["areas"], found["customers"])


def _called(name: str, kind: str) -> bool:
    return name.split(" (")[0].strip().casefold() in said_in_any(SHEETS[kind])


def _sheet_table(kind: str, cells: list[list[str]], sheet: str, span: Span, heard: Heard) -> Listed | None:
    for number, row in enumerate(cells[:_LOOKED_AT], start=1):
        columns = _columns(kind, row)
        if columns is not None:
            body, kept, rows = cells[number:], [], []
            for at, r in enumerate(heard.rows(body, _READING, *span), start=number + 1):
                if any(cell.strip() for cell in r):
                    rows.append(at)
                    kept.append([r[place] if place < len(r) else "" for place in columns.values()])
            frame = pd.DataFrame(kept, columns=list(columns), dtype=object)
            return Listed(frame, rows, {field: row[at] for field, at in columns.items()}, sheet)
    return None


def _columns(kind: str, row: Sequence[str]) -> dict[str, int] | None:
    """Return where each field stands in a header, the last of those called alike; None where it is none of ours."""
    spoken = [cell.strip().casefold().removesuffix(OURS).strip() for cell in row]
    # Beside customers stand their own columns, which may be called like those of the program's other files.
    readers = (_said_columns, _machine_columns) if kind == "customers" else (_machine_columns, _said_columns)
    return next((found for reader in readers if (found := reader(kind, spoken)) is not None), None)


def _said_columns(kind: str, spoken: Sequence[str]) -> dict[str, int] | None:
    """Return the fields of a header as a workbook has it, in whatever language."""
    found: dict[str, int] = {}
    for field, heads in _FIELDS[kind].items():
        words = {word for head in heads for word in said_in_any(HEADS[head])}
        places = [at for at, cell in enumerate(spoken) if cell in words]
        if places:
            found[field] = places[-1]
    return found if _enough(kind, found) else None


def _machine_columns(kind: str, spoken: Sequence[str]) -> dict[str, int] | None:
    """Return the fields of a header as the program's other files have it, in which "territory" is the number."""
    at = {cell: place for place, cell in enumerate(spoken)}
    name = "name" if kind == "territories" else "territory_name"
    if name not in at or (kind == "territories" and "territory" not in at):
        return None
    names = {"number": "territory", "territory": name}
    found = {f: at[names.get(f, f)] for f in _FIELDS[kind] if names.get(f, f) in at}
    if kind == "areas" and "code" not in found and "postcode" in at:
        found["code"] = at["postcode"]
    return found if _enough(kind, found) else None


def _enough(kind: str, found: Mapping[str, int]) -> bool:
    if "territory" not in found and "number" not in found:
        return False
    return {"areas": "code", "customers": "key", "territories": "territory"}[kind] in found


def _together(one: Listed | None, other: Listed) -> Listed:
    if one is None:
        return other
    frame = pd.concat([one.frame, other.frame], ignore_index=True).fillna("")
    return Listed(frame, [*one.rows, *other.rows], one.heads, one.sheet)


def _of_layers(tables: Mapping[str, pd.DataFrame], heard: Heard) -> Division:
    found = {
        kind: _machine_table(kind, frame, range(1, len(frame) + 1), kind, _cell, span, heard)
        for (kind, frame), span in zip(tables.items(), _spans(len(tables)), strict=True)
    }
    return Division(found.get("territories"), found.get("areas"), found.get("customers"))


def _machine_table(
    kind: str,
    frame: pd.DataFrame,
    rows: Sequence[int],
    sheet: str,
    written: Callable[[Any], str],
    span: Span,
    heard: Heard,
) -> Listed | None:
    names = [str(name) for name in frame.columns]
    columns = _columns(kind, names)
    if columns is None:
        return None
    made = {}
    for (field, at), (start, end) in zip(columns.items(), _spans(len(columns), *span), strict=True):
        cells = heard.rows(frame.iloc[:, at].tolist(), _READING, start, end)
        made[field] = [written(cell) for cell in cells]
    heads = {field: names[at] for field, at in columns.items()}
    return Listed(pd.DataFrame(made, dtype=object), rows, heads, sheet)


def _spans(parts: int, start: float = 0.0, end: float = _READ) -> list[Span]:
    """Return from where to where each of some parts of the work goes, as fractions of all of it."""
    ends = [start + (end - start) * part / max(parts, 1) for part in range(parts + 1)]
    return list(pairwise(ends))


def _of_features(content: bytes, filename: str, coverage: Coverage, heard: Heard) -> Listed:
    try:
        features = json.loads(content.decode("utf-8-sig"))["features"]
        json.dumps(features, ensure_ascii=False).encode()  # half a character, as JSON can write one, is no text
        properties: list[dict[str, Any]] = [dict(feature["properties"] or {}) for feature in features]
        coded = all("code" in p for p in properties)
        shapes = None if coded else [_shape(f) for f in heard.rows(features, _READING, 0.0, _READ / 2)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, ShapelyError) as error:
        raise InputError(
            text("'{filename}' cannot be read as GeoJSON.", filename=filename[:80]),
            text("Give a collection of features, each with a territory and its name."),
        ) from error
    frame = pd.DataFrame(properties, dtype=object)
    if shapes is not None:
        frame = frame.rename(columns={"name": "territory_name"})
        frame = _by_place(frame, np.array(shapes, dtype=object), coverage)
    table = _machine_table("areas", frame, [int(n) + 1 for n in frame.index], "", _cell, (_READ / 2, _READ), heard)
    if table is None:
        raise InputError(
            text("The features of '{filename}' name no territories.", filename=filename[:80]),
            text("Give each its territory and name, as the program writes them."),
        )
    return table


def _shape(feature: Mapping[str, Any]) -> shapely.Geometry:
    geometry = feature["geometry"]
    return shapely.Polygon() if geometry is None else shapely.from_geojson(json.dumps(geometry))


def _by_place(frame: pd.DataFrame, shapes: npt.NDArray[np.object_], coverage: Coverage) -> pd.DataFrame:
    """Return a row for each area within a shape, its code beside what is said of the shape."""
    centres = gpd.GeoSeries(gpd.points_from_xy(*coverage.centres.T), crs=coverage.crs).to_crs("EPSG:4326")
    area, shape = shapely.STRtree(shapes).query(centres.to_numpy(), predicate="intersects")
    first = pd.Series(shape, index=area).groupby(level=0).min()
    found = frame.iloc[first.to_numpy()].drop(columns="code", errors="ignore").copy()
    found.insert(0, "code", coverage.areas["code"].to_numpy(dtype=object)[first.index.to_numpy()])
    return found


def _cell(value: object) -> str:
    """Return a value of a database or of JSON as a text."""
    if isinstance(value, str):
        return value
    if value is None or value is pd.NA or (isinstance(value, float) and not np.isfinite(value)):
        return ""
    if isinstance(value, bool | np.bool_):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return repr(value) if isinstance(value, float) else str(value)


def _unguarded(value: str) -> str:
    """Return a text of a CSV without the apostrophe that keeps spreadsheets from running it."""
    return value[1:] if value[:1] == "'" and value[1:2] in tuple("=+-@\t\r") else value
