"""What stands in a page's address, so that the same address gives the same page again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from geo.errors import SettingsError
from geo.planning import DesignSettings
from geo.texts import LANGUAGES, text

_SIDE = re.compile(r"today|[0-9a-f]{16}(\.[1-9][0-9]{0,8})?")


@dataclass(frozen=True)
class Address:
    """
    The readable part of a page's state.

    Parameters
    ----------
    language
        Code of the language, None where the address leaves it open.
    dataset
        Name of the imported list, None before one is chosen.
    plan
        Settings of a plan that is being made, None where none is.
    job
        Name of the import that is under way, None for none.
    scenario
        Name of the scenario that is open, None for none; an address with settings has none yet.
    at
        Number of the version that is looked at, None for the last.
    measure
        Measure in which the scenario is shown, None for the one that it balances.
    work
        Name of the work on the scenario that is under way, None for none.
    before, after
        What is compared: "today", or a scenario with the number of its version after a point where it is not the last;
        None for what is usual.
    """

    language: str | None = None
    dataset: str | None = None
    plan: DesignSettings | None = None
    job: str | None = None
    scenario: str | None = None
    at: int | None = None
    measure: str | None = None
    work: str | None = None
    before: str | None = None
    after: str | None = None


def write(address: Address) -> dict[str, str]:
    """Return an address as the parameters of a query, what is usual left out."""
    query = {"lang": address.language, "dataset": address.dataset, "job": address.job}
    if address.plan is not None:
        plan, usual = address.plan, DesignSettings(1)
        query["territories"] = str(plan.n_territories)
        query["measure"] = plan.measure
        query["areas"] = plan.areas if plan.areas != usual.areas else None
        query["capacities"] = "_".join(f"{c:g}" for c in plan.capacities) if plan.capacities else None
        query["tolerance"] = f"{plan.tolerance:g}"
        query["seed"] = str(plan.seed) if plan.seed else None
    elif address.scenario is not None:
        query["scenario"] = address.scenario
        query["at"] = str(address.at) if address.at is not None else None
        query["show"] = address.measure
        query["work"] = address.work
    query["before"], query["after"] = address.before, address.after
    return {name: value for name, value in query.items() if value}


def read(query: Mapping[str, str]) -> Address:
    """
    Read an address; a language or a name that cannot be one is left out.

    Raises
    ------
    SettingsError
        Where a setting of the plan, or the version that is asked for, cannot be used.
    """
    language = query.get("lang")
    plan = _plan(query) if "territories" in query else None
    scenario = None if plan is not None else query.get("scenario") or None
    return Address(
        language=language if language in LANGUAGES else None,
        dataset=query.get("dataset") or None,
        plan=plan,
        job=query.get("job") or None,
        scenario=scenario,
        at=_whole("at", query["at"]) if scenario and "at" in query else None,
        measure=query.get("show") or None if scenario else None,
        work=query.get("work") or None if scenario else None,
        before=_side(query.get("before")),
        after=_side(query.get("after")),
    )


def _plan(query: Mapping[str, str]) -> DesignSettings:
    usual = DesignSettings(1)
    capacities = query.get("capacities")
    return DesignSettings(
        n_territories=_whole("territories", query["territories"]),
        measure=query.get("measure", usual.measure),
        areas=query.get("areas", usual.areas),
        capacities=tuple(_number("capacities", part) for part in capacities.split("_")) if capacities else None,
        tolerance=_number("tolerance", query.get("tolerance", str(usual.tolerance))),
        seed=_whole("seed", query.get("seed", "0")),
    )


def _side(written: str | None) -> str | None:
    """Return a side of a comparison as it is written, None where it cannot be one."""
    return written if written is not None and _SIDE.fullmatch(written) else None


def _whole(name: str, value: str) -> int:
    try:
        return int(value)
    except ValueError as error:
        raise _unusable(name, value) from error


def _number(name: str, value: str) -> float:
    try:
        return float(value)
    except ValueError as error:
        raise _unusable(name, value) from error


def _unusable(name: str, value: str) -> SettingsError:
    return SettingsError(
        text("The address of this page says {name}={value}, which is no number.", name=name, value=value[:40]),
        text("Choose the settings again."),
    )
