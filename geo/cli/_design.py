"""`python -m geo design customers.csv --territories 12 --out plan`: a list becomes a plan."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from geo.cli._areas import HELP as AREAS_HELP
from geo.cli._areas import asked_areas
from geo.cli._reading import content_of
from geo.cli._speaking import LanguageCode, LanguageOption, refusing, shown
from geo.customers import read_customers
from geo.errors import SettingsError
from geo.planning import DesignSettings, Proposal, design
from geo.planning.folders import write_plan
from geo.progress import Progress
from geo.texts import Language, Text, plural, text
from geo.viewer import MANAGER


def design_command(
    source: Annotated[Path, typer.Argument(metavar="INPUT", help="Customers: CSV, TSV or XLSX, also gzipped.")],
    out: Annotated[Path, typer.Option(help="Folder for the results.")],
    territories: Annotated[int, typer.Option(help="Number of territories.")],
    measure: Annotated[str, typer.Option(help="What is balanced: customers, revenue, potential, …")] = "customers",
    areas: Annotated[str, typer.Option(help=AREAS_HELP)] = "auto",
    capacities: Annotated[str | None, typer.Option(help="Relative capacities, such as 1,1,0.6.")] = None,
    tolerance: Annotated[float, typer.Option(help="Deviation that is good enough, as a fraction.")] = 0.01,
    country: Annotated[str, typer.Option(help="ISO code of the country.")] = "NL",
    seed: Annotated[int, typer.Option(help="Same seed, same plan.")] = 0,
    language: LanguageOption = LanguageCode.EN,
) -> None:
    """Divide the customers of a file into territories of equal load."""
    speech = Language(language.value)
    with refusing(speech), shown(speech) as progress:
        if out == Path():
            raise SettingsError(text("No folder is named for the results."), text("Name one with --out."))
        content = content_of(source, text("Name a file of customers."))
        proposal, remarks = _design(
            content, source.name, territories, measure, areas, capacities, tolerance, country, seed, progress
        )
        write_plan(out, proposal, source.name, len(content), viewer=MANAGER, language=speech)
    for warning in (*remarks, *proposal.warnings):
        typer.echo(speech.render(warning), err=True)
    typer.echo(speech.render(_rows(proposal)))
    typer.echo(speech.render(proposal.sentence))


def _design(
    content: bytes,
    filename: str,
    territories: int,
    measure: str,
    areas: str,
    capacities: str | None,
    tolerance: float,
    country: str,
    seed: int,
    progress: Progress,
) -> tuple[Proposal, tuple[Text, ...]]:
    asked = asked_areas(areas, country.upper(), progress)
    settings = DesignSettings(
        n_territories=territories,
        measure=measure,
        areas=asked.areas,
        capacities=_capacities(capacities),
        tolerance=tolerance,
        seed=seed,
    )
    start = time.perf_counter()
    customers = read_customers(content, filename, country=country.upper(), progress=progress)
    seconds = round(time.perf_counter() - start, 3)
    coverage = asked.coverage(settings, customers)
    proposal = design(customers, settings, viewer=MANAGER, coverage=coverage, progress=progress).timed("read", seconds)
    return proposal, asked.remarks


def _capacities(written: str | None) -> tuple[float, ...] | None:
    if written is None:
        return None
    try:
        return tuple(float(part) for part in written.split(","))
    except ValueError as error:
        raise SettingsError(
            text("The capacities {written} are no list of numbers.", written=written[:80]),
            text("Write one number a territory, such as 1,1,0.6."),
        ) from error


def _rows(proposal: Proposal) -> Text:
    customers = proposal.customers
    return plural(
        "{count} row read: {accepted} accepted ({repaired} of them repaired), {rejected} rejected.",
        "{count} rows read: {accepted} accepted ({repaired} of them repaired), {rejected} rejected.",
        customers.rows_read,
        accepted=customers.n_accepted,
        repaired=customers.n_repaired,
        rejected=customers.n_rejected,
    )
