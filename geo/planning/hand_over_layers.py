"""A plan as layers for map programs: customers, areas and territories, each with what is known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.exports.geopackage import geopackage
from geo.exports.gis import Category, GisLayer
from geo.exports.kml import Folder, Place, kml
from geo.exports.shapefile import shapefiles
from geo.planning.handed import HEADS, NO, SHEETS, YES, Handed
from geo.planning.proposal import Ints
from geo.texts import Language, Number, Share, text

_AMOUNTS = ("revenue", "potential", "workload")
_FIELDS: Mapping[str, str] = {
    "code": "code",
    "territories.name": "territory",
    "areas.name": "area",
    "customers.name": "customer",
    "territory": "number",
    "territory_name": "territory",
    "rep": "rep",
    "capacity": "capacity",
    "colour": "colour",
    "locked": "locked",
    "load": "load",
    "target": "target",
    "deviation": "deviation",
    "customers": "customers",
    "area_km2": "ground",
    "pieces": "pieces",
    "key": "key",
    "postcode": "postcode",
    "place": "place",
    "area": "area",
    "old_rep": "old_rep",
    "new_rep": "new_rep",
    "moves": "moves",
    "bound": "bound",
    "revenue": "revenue",
    "potential": "potential",
    "workload": "workload",
}
"""What stands in a field, as a head of the workbook has it."""


def plan_geopackage(handed: Handed, language: Language) -> bytes:
    """Return a plan as a GeoPackage with styles for QGIS; `geo.planning.reading_back` reads it back."""
    return geopackage(plan_layers(handed), _categories(handed), at=handed.at)


def plan_shapefiles(handed: Handed, language: Language) -> bytes:
    """Return a plan as Shapefiles in a ZIP archive, with a legend of their fields in a language."""
    legend = {field: language.render(HEADS[head]) for field, head in _FIELDS.items()}
    return shapefiles(plan_layers(handed), at=handed.at, legend=legend)


def plan_kml(handed: Handed, language: Language) -> bytes:
    """Return a plan as KML: a placemark for each territory, and its customers in a folder for each."""
    proposal = handed.proposal
    territories = [
        Place(name, _facts(handed, position, language), shape, int(number))
        for position, (name, number, shape) in enumerate(
            zip(handed.names[:-1], proposal.plan.ids, proposal.shapes, strict=True)
        )
        if not shape.is_empty
    ]
    title = f"{handed.name} · {language.say('version {n}', n=handed.version)}"
    folders = [
        Folder(language.render(SHEETS["territories"]), territories, open=True),
        Folder(language.render(SHEETS["customers"]), folders=_customer_folders(handed, language)),
    ]
    return kml(title, folders, _categories(handed))


def plan_layers(handed: Handed) -> list[GisLayer]:
    """Return the layers of a plan, from the lowest up; EPSG:4326."""
    return [_territories(handed), _areas(handed), _customers(handed)]


def _categories(handed: Handed) -> list[Category]:
    plan = handed.proposal.plan
    return [Category(t.id, t.name, colour) for t, colour in zip(plan.territories, handed.colours, strict=True)]


def _territories(handed: Handed) -> GisLayer:
    proposal, table = handed.proposal, handed.proposal.table
    frame = pd.DataFrame(
        {
            "territory": table["territory"].astype("int64"),
            "name": table["name"].to_numpy(dtype=object),
            "rep": handed.reps[:-1],
            "capacity": table["capacity"],
            "colour": handed.chosen_colours,
            "locked": [t.locked for t in proposal.plan.territories],
            "load": table["load"],
            "target": table["target"],
            "deviation": table["deviation"],
            "customers": table["customers"],
            "area_km2": table["area_km2"],
            "pieces": table["pieces"],
        }
    )
    for measure in _AMOUNTS:
        if measure in proposal.measures:
            frame[measure] = (table["load"] if measure == proposal.settings.measure else table[measure]).to_numpy(
                dtype=np.float64
            )
    return GisLayer("territories", _placed(frame, proposal.shapes.to_numpy()), "name")


def _areas(handed: Handed) -> GisLayer:
    plan = handed.proposal.plan
    areas = plan.coverage.areas
    frame = pd.DataFrame(
        {
            "code": areas["code"].to_numpy(dtype=object),
            "name": areas["name"].to_numpy(dtype=object),
            **_whose(handed, plan.alignment),
            "rep": handed.reps[plan.alignment],
        }
    )
    return GisLayer("areas", _placed(frame, areas.geometry.to_numpy()), "code", labels_from=250_000)


def _customers(handed: Handed) -> GisLayer:
    proposal, table = handed.proposal, handed.proposal.customers.table
    frame = pd.DataFrame(
        {
            "key": table["key"].to_numpy(dtype=object),
            "name": table["name"].to_numpy(dtype=object),
            "status": table["status"].to_numpy(dtype=object),
            "postcode": table["postcode"].to_numpy(dtype=object),
            "place": table["place"].to_numpy(dtype=object),
            "area": handed.codes,
            **_whose(handed, proposal.territory),
            "old_rep": handed.old_reps,
            "new_rep": handed.new_reps,
            "moves": handed.moves,
            "bound": handed.bound,
        }
    )
    for measure in _AMOUNTS:
        if measure in proposal.measures:
            frame[measure] = proposal.measures[measure]
    points = shapely.points(table["lon"].to_numpy(), table["lat"].to_numpy())
    return GisLayer("customers", _placed(frame, points), "name", "point", labels_from=50_000)


def _whose(handed: Handed, territory: Ints) -> dict[str, object]:
    """Return number and name of territories by their position, null and empty where there is none."""
    number = pd.array(np.append(handed.proposal.plan.ids, 0)[territory], dtype="Int64")
    number[territory < 0] = pd.NA
    return {"territory": number, "territory_name": handed.names[territory]}


def _placed(frame: pd.DataFrame, shapes: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(frame, geometry=shapes, crs="EPSG:4326")


def _facts(handed: Handed, position: int, language: Language) -> dict[str, str]:
    row = handed.proposal.table.iloc[position]
    said = {
        "territory": str(row["name"]),
        "rep": str(handed.reps[position]),
        "customers": language.render(text("{amount}", amount=Number(float(row["customers"])))),
        "load": language.render(text("{amount}", amount=Number(float(row["load"])))),
        "deviation": language.render(text("{share}", share=Share(float(row["deviation"]), signed=True))),
        "ground": language.render(text("{amount}", amount=Number(float(row["area_km2"])))),
    }
    return {language.render(HEADS[field]): value for field, value in said.items()}


def _customer_folders(handed: Handed, language: Language) -> Sequence[Folder]:
    proposal, table = handed.proposal, handed.proposal.customers.table
    heads = {field: language.render(HEADS[field]) for field in ("postcode", "place", "territory", "old_rep", "new_rep")}
    heads["moves"] = language.render(HEADS["moves"])
    yes, no = language.render(YES), language.render(NO)
    ids = [*(int(i) for i in proposal.plan.ids), None]
    places: list[list[Place]] = [[] for _ in ids]
    rows = zip(
        table["key"], table["name"], table["postcode"], table["place"], table["lon"], table["lat"],
        proposal.territory, handed.old_reps, handed.new_reps, handed.moves,
        strict=True,
    )  # fmt: skip
    for key, name, postcode, place, lon, lat, at, old, new, moves in rows:
        facts = {
            heads["postcode"]: postcode if isinstance(postcode, str) else "",
            heads["place"]: place if isinstance(place, str) else "",
            heads["territory"]: handed.names[at],
            heads["old_rep"]: old,
            heads["new_rep"]: new,
            heads["moves"]: yes if moves else no,
        }
        called = name if isinstance(name, str) else key
        places[at].append(Place(called, facts, shapely.Point(lon, lat), ids[at]))
    nobody = language.render(text("No territory"))
    return [Folder(str(name) or nobody, inside) for name, inside in zip(handed.names, places, strict=True) if inside]
