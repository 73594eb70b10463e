"""Where territories lie, in words: the provinces they cover, or the municipalities they are about."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.gazetteer import postcode_places
from geo.planning.proposal import Proposal
from geo.texts import Text, text

_WHOLE, _PART, _WORTH = 0.85, 0.3, 0.12
"""Shares: of a province from which it is covered whole, from which a part of it is named by the compass, and of a
territory from which what lies there is worth naming."""

_MOST = 3
_MIDDLE = 0.22
Floats = npt.NDArray[np.float64]


def regions(proposal: Proposal) -> list[Text | None]:
    """
    Say which regions each territory covers, None where nothing is known of them.

    The places of all postcodes stand for the ground: so it works for areas of any kind.
    """
    coverage = proposal.plan.coverage
    places = postcode_places(coverage.country)
    area, _ = coverage.place(
        pd.Series(places.index.astype("str"), dtype="str"), places["lon"].to_numpy(), places["lat"].to_numpy()
    )
    owner = proposal.plan.alignment[area.astype(np.int64)]
    known = places["province"].notna().to_numpy()
    table = places[known].assign(owner=owner[known])
    whole = {str(name): group for name, group in table.groupby("province", sort=True)}
    return [_said(table[table["owner"] == k], whole) for k in range(len(proposal.plan))]


def _said(own: pd.DataFrame, whole: dict[str, pd.DataFrame]) -> Text | None:
    if own.empty:
        return None
    counts = own["province"].value_counts(sort=True)
    shares = sorted(((-int(n), str(name)) for name, n in counts.items()))
    parts: list[Text] = []
    around: list[Text] = []
    for negative, name in shares:
        if len(parts) + len(around) == _MOST or -negative < _WORTH * len(own):
            break
        said, only_about = _part(own[own["province"] == name], name, whole[name])
        (around if only_about else parts).append(said)
    # What lies around towns comes last, so that "the area around" is said once and of these alone.
    towns = _listed(around)
    return _listed(parts if towns is None else [*parts, text("the area around {town}", town=towns)])


def _part(own: pd.DataFrame, province: str, whole: pd.DataFrame) -> tuple[Text, bool]:
    """Name what lies in a province, and say whether it is a town that it lies around."""
    share = len(own) / len(whole)
    if share >= _WHOLE:
        return text("{name}", name=province), False
    if share >= _PART:
        return _compass(own, province, whole), False
    towns = own["municipality"].dropna().value_counts()
    if towns.empty:
        return _compass(own, province, whole), False
    largest = sorted((-int(n), str(name)) for name, n in towns.items())[0][1]
    return text("{name}", name=largest), True


def _compass(own: pd.DataFrame, province: str, whole: pd.DataFrame) -> Text:
    """Name a part of a province by where its middle lies in it."""
    narrow = float(np.cos(np.radians(whole["lat"].mean())))
    east = float(own["lon"].mean() - whole["lon"].mean()) * narrow
    north = float(own["lat"].mean() - whole["lat"].mean())
    size = float(np.hypot(whole["lon"].std() * narrow, whole["lat"].std()))
    if not np.hypot(east, north) > _MIDDLE * size:
        return text("the middle of {province}", province=province)
    if abs(east) > abs(north):
        return (
            text("the east of {province}", province=province)
            if east > 0
            else text("the west of {province}", province=province)
        )
    return (
        text("the north of {province}", province=province)
        if north > 0
        else text("the south of {province}", province=province)
    )


def _listed(parts: list[Text]) -> Text | None:
    match parts:
        case []:
            return None
        case [one]:
            return one
        case [one, two]:
            return text("{one} and {two}", one=one, two=two)
        case _:
            one, two, three = parts[:3]
            return text("{one}, {two} and {three}", one=one, two=two, three=three)
