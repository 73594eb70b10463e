"""A proposal as files to take along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import streamlit as st

from geo.exports.tables import csv_bytes
from geo.planning import Proposal
from geo.planning.files import areas_csv, customers_csv, plan_map_html, report_csv, territories_geojson
from geo.texts import Text, text
from ui.language import dialect, render
from ui.state import current


class _File(NamedTuple):
    label: Text
    name: str
    mime: str
    content: Callable[[], bytes]


def downloads(proposal: Proposal) -> None:
    """Offer the files of a proposal; each is made when it is asked for."""
    for file in _files(proposal):
        st.download_button(
            render(file.label),
            file.content,
            file_name=file.name,
            mime=file.mime,
            type="tertiary",
            on_click="ignore",
            key=f"file-{file.name}",
        )


def _files(proposal: Proposal) -> Sequence[_File]:
    language = current().language
    written_for = dialect()
    return [
        _File(
            text("Figures of the territories (CSV)"),
            "territories.csv",
            "text/csv",
            lambda: csv_bytes(proposal.table.round(6), written_for),
        ),
        _File(
            text("Territories for map programs (GeoJSON)"),
            "territories.geojson",
            "application/geo+json",
            lambda: territories_geojson(proposal),
        ),
        _File(
            text("Areas with their territory (CSV)"), "areas.csv", "text/csv", lambda: areas_csv(proposal, written_for)
        ),
        _File(
            text("Customers with their territory (CSV)"),
            "customers.csv",
            "text/csv",
            lambda: customers_csv(proposal, written_for),
        ),
        _File(
            text("Report of every row (CSV)"),
            "report.csv",
            "text/csv",
            lambda: report_csv(proposal.customers, language, written_for),
        ),
        _File(text("The map as one page (HTML)"), "map.html", "text/html", lambda: plan_map_html(proposal, language)),
    ]
