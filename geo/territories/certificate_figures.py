"""A certificate as plain numbers for other programs, units in the names, and all that is needed to check it."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from geo.territories.certificate import Certificate

SCHEMA_VERSION = 2
"""Goes up when a key changes its meaning or goes; new keys may come at any time."""

Figure: TypeAlias = "str | float | int | bool | list[Figure] | dict[str, Figure] | None"


def figures(certificate: Certificate, *, measure: str, unit: str | None, crs: str) -> dict[str, Figure]:
    """
    Return a certificate as numbers, lists and names.

    Parameters
    ----------
    certificate
        The certificate.
    measure
        Name of the measure that is balanced.
    unit
        In what it is counted, None where nobody said.
    crs
        Name of the system in which the centres are.
    """
    bound = certificate.spread_bound
    return {
        "schema": "rayon-certificate",
        "schema_version": SCHEMA_VERSION,
        "measure": measure,
        "measure_unit": unit,
        "indivisible": certificate.things,
        "indivisible_count": certificate.n_things,
        "balance": {
            "tolerance_fraction": certificate.tolerance,
            "deviation_fraction": certificate.deviation,
            "deviation_no_division_beats_fraction": certificate.least_deviation,
            "within_tolerance": not certificate.outside,
            "outside_tolerance": list(certificate.outside),
        },
        "compactness": {
            "mean_squared_distance_m2": certificate.spread,
            "root_mean_square_distance_m": certificate.spread**0.5,
            "bound_mean_squared_distance_m2": bound,
            "bound_root_mean_square_distance_m": None if bound is None else bound**0.5,
            "gap_fraction": certificate.gap,
            "holds_within_deviation_fraction": None if bound is None else certificate.limit,
            "holds_for_centres": "as in territories",
        },
        "contiguity": {
            "in_one_piece": not certificate.broken,
            "territories_in_one_piece_count": int((certificate.pieces == 1).sum()),
            "territories_in_pieces": [{"name": name, "pieces_count": n} for name, n in certificate.broken],
        },
        "left_out": {
            "areas_of_nobody_count": certificate.n_areas_left,
            "customers_of_nobody_count": certificate.n_customers_left,
            "territories_without_load": list(certificate.empty),
        },
        "crs": crs,
        "territories": [
            {
                "name": name,
                "load": float(load),
                "target": float(target),
                "deviation_fraction": float(deviation),
                "centre_x_m": _known(centre[0]),
                "centre_y_m": _known(centre[1]),
                "offset_m2": _known(offset),
                "pieces_count": int(n),
            }
            for name, load, target, deviation, centre, offset, n in zip(
                certificate.names,
                certificate.balance.loads,
                certificate.balance.targets,
                certificate.balance.deviations,
                certificate.centres,
                certificate.offsets,
                certificate.pieces,
                strict=True,
            )
        ],
    }


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
