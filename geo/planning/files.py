"""A proposal as files: what the command line writes and the pages offer for download."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version

import geopandas as gpd
import numpy as np
import pandas as pd

import geo
from geo.customers import REASONS, Customers
from geo.exports.geojson import geojson_bytes
from geo.exports.html import map_html
from geo.exports.tables import Dialect, csv_bytes
from geo.planning.drawing import plan_layers
from geo.planning.handed import Words, customer_reps, free_name, territory_reps
from geo.planning.proposal import Ints, Proposal
from geo.texts import ENGLISH, Language

_PACKAGES = ("numpy", "scipy", "pandas", "geopandas", "shapely", "pyproj", "scikit-learn")


@dataclass(frozen=True)
class Source:
    """
    Where in a workspace a plan comes from.

    Parameters
    ----------
    dataset
        The list, by its name in the workspace.
    scenario
        The scenario.
    revision
        Number of its revision.
    """

    dataset: str
    scenario: str
    revision: int


def territories_geojson(proposal: Proposal) -> bytes:
    """Return the territories with their figures as GeoJSON, EPSG:4326."""
    table = proposal.table
    properties = pd.DataFrame(
        {
            "territory": table["territory"],
            "name": table["name"],
            "load": table["load"].round(6),
            "target": table["target"].round(6),
            "deviation": table["deviation"].round(9),
            "customers": table["customers"],
            "area_km2": table["area_km2"].round(3),
        }
    )
    if any(proposal.reps):
        properties.insert(2, "rep", np.array(proposal.reps, dtype=object))
    return geojson_bytes(gpd.GeoDataFrame(properties, geometry=proposal.shapes.to_numpy(), crs="EPSG:4326"))


def areas_csv(proposal: Proposal, dialect: Dialect = "plain") -> bytes:
    """Return area → territory, the hand-over a CRM can use: code, name, territory, territory_name, and rep if known."""
    areas, alignment = proposal.plan.coverage.areas, proposal.plan.alignment
    reps = territory_reps(proposal)[alignment]
    frame = pd.DataFrame({"code": areas["code"], "name": areas["name"]})
    return csv_bytes(pd.concat([frame, _territory_columns(proposal, alignment, reps)], axis=1), dialect)


def customers_csv(proposal: Proposal, dialect: Dialect = "plain") -> bytes:
    """
    Return every accepted row: its own columns first, then area, territory and territory_name.

    Where representatives are known a column rep follows, who serves the customer by the plan, empty for competitors;
    where owners of today are, a column moves, whether the customer changes hands.
    """
    code = proposal.plan.coverage.areas["code"].to_numpy()[proposal.area]
    frame = proposal.customers.source
    added = _territory_columns(proposal, proposal.territory, customer_reps(proposal))
    added.insert(0, "area", code)
    if proposal.today is not None:
        added["moves"] = np.where(proposal.today.changes.moved, "yes", "no")
    added = added.rename(columns=lambda name: free_name(str(name), frame.columns, "_plan"))
    return csv_bytes(pd.concat([frame, added], axis=1), dialect)


def report_csv(customers: Customers, language: Language = ENGLISH, dialect: Dialect = "plain") -> bytes:
    """Return what was repaired and rejected, row by row, with the reason in words."""
    issues = customers.issues
    said = {code: language.render(reason) for code, reason in REASONS.items()}
    return csv_bytes(issues.assign(explanation=issues["reason"].map(said)), dialect)


def plan_json(proposal: Proposal, source: Source | None = None) -> bytes:
    """Return settings, versions and figures of a plan, and where it comes from if it is kept."""
    customers = proposal.customers
    document = {
        "settings": asdict(proposal.settings),
        "versions": {"rayon": geo.__version__, "python": platform.python_version()}
        | {name: version(name) for name in _PACKAGES},
        "seed": proposal.settings.seed,
        "territories": len(proposal.plan),
        "coverage": proposal.plan.coverage.fingerprint,
        "customers": customers.fingerprint,
        "deviation": proposal.balance.deviation,
        "lower_bound": proposal.lower_bound,
        "within_tolerance": proposal.within_tolerance,
        "misplaced_share": proposal.balance.misplaced_share,
        "inertia": proposal.inertia,
        "compactness": proposal.compactness,
        "contiguous": proposal.contiguous,
        "rows": {
            "read": customers.rows_read,
            "accepted": customers.n_accepted,
            "repaired": customers.n_repaired,
            "rejected": customers.n_rejected,
        },
        "today": _today(proposal),
        "sentence": str(proposal.sentence),
        "warnings": [str(w) for w in proposal.warnings],
        "seconds": dict(proposal.seconds),
    }
    if source is not None:
        document |= asdict(source)
    return json.dumps(document, ensure_ascii=False, indent=2).encode("utf-8")


def plan_map_html(proposal: Proposal, language: Language = ENGLISH) -> bytes:
    """Return the plan's map as one file that opens without a network, its conclusion as the title."""
    return map_html(
        plan_layers(proposal, language),
        title=language.render(proposal.sentence),
        language=language,
        country=proposal.plan.coverage.country,
    )


def plan_files(proposal: Proposal, language: Language = ENGLISH, source: Source | None = None) -> Mapping[str, bytes]:
    """Return all files of a proposal by name, `plan.json` last."""
    return {
        "territories.geojson": territories_geojson(proposal),
        "areas.csv": areas_csv(proposal),
        "customers.csv": customers_csv(proposal),
        "report.csv": report_csv(proposal.customers, language),
        "map.html": plan_map_html(proposal, language),
        "plan.json": plan_json(proposal, source),
    }


def _territory_columns(proposal: Proposal, territory: Ints, reps: Words) -> pd.DataFrame:
    """Return number and name of territories by their position, empty where there is none, and who serves each row."""
    names = np.array([*(t.name for t in proposal.plan.territories), ""], dtype=object)
    number = pd.array(np.append(proposal.plan.ids, 0)[territory], dtype="Int64")
    number[territory < 0] = pd.NA
    columns = pd.DataFrame({"territory": number, "territory_name": names[territory]})
    if proposal.today is not None or any(proposal.reps):
        columns["rep"] = reps
    return columns


def _today(proposal: Proposal) -> dict[str, object] | None:
    if proposal.today is None:
        return None
    share = proposal.today.changes.share
    return {
        "territories": len(proposal.today.reps),
        "deviation": proposal.today.balance.deviation,
        "misplaced_share": proposal.today.balance.misplaced_share,
        "customers_changing": int((proposal.today.changes.moved & (proposal.measures["customers"] > 0)).sum()),
        "share_changing": {name: share(weights) for name, weights in proposal.measures.items()},
    }
