"""Every file in which a plan is handed over: one list that pages, the command line and tests go through."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from geo.errors import NotAllowedError, SettingsError
from geo.exports.deck import Deck, Drawing
from geo.exports.picture import Form, picture
from geo.exports.report import report
from geo.exports.slides import slides
from geo.exports.tables import Dialect, csv_bytes
from geo.planning.certifying import certify
from geo.planning.files import areas_csv, customers_csv, plan_map_html, report_csv, territories_geojson
from geo.planning.hand_over_layers import plan_geopackage, plan_kml, plan_shapefiles
from geo.planning.hand_over_sheets import plan_workbook
from geo.planning.handed import Handed, file_name
from geo.planning.story import story
from geo.texts import Day, Language, Text, text
from geo.viewer import MANAGER, Viewer

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_PIXELS: Mapping[Form, int] = MappingProxyType({"png": 2160, "svg": 1080, "pdf": 1080})


@dataclass(frozen=True)
class Options:
    """
    What can be chosen of a file.

    Parameters
    ----------
    dialect
        How the reader's spreadsheet writes CSV.
    template
        A company's own presentation, whose layouts slides take.
    order
        Keys of the slides that are told, in their order; None for all.
    """

    dialect: Dialect = "plain"
    template: bytes | None = None
    order: Sequence[str] | None = None


Group = Literal["lists", "maps", "told"]
Make = Callable[[Handed, Language, Options], bytes]


@dataclass(frozen=True)
class Format:
    """
    A form in which a plan is handed over.

    Parameters
    ----------
    key
        What it is called on the command line.
    label
        What people call it.
    purpose
        What it is for, in one line.
    ending
        End of the file's name.
    group
        What it is taken along for: "lists" for other systems, "maps" for map programs, "told" for people.
    part
        What of the plan it holds, in the file's name; None for all of it.
    mime
        Its media type.
    slow
        Whether it takes longer than a click may.
    make
        Makes it, whoever asks; `hand_over` asks who.
    """

    key: str
    label: Text
    purpose: Text
    ending: str
    group: Group
    part: Text | None
    mime: str
    slow: bool
    make: Make


@dataclass(frozen=True)
class File:
    """A file: its name, which any system takes, its media type and its content."""

    name: str
    mime: str
    content: bytes


def hand_over(
    key: str,
    handed: Handed,
    *,
    viewer: Viewer,
    language: Language,
    options: Options = Options(),
) -> File:
    """
    Make a file of a plan.

    Parameters
    ----------
    key
        Which form, a key of `FORMATS`.
    handed
        The plan.
    viewer
        Who asks. Every form holds the customers or what is told of all territories, so only a manager takes one.
    language
        In which people read it.
    options
        What was chosen of it.

    Raises
    ------
    NotAllowedError
        Where anybody but a manager asks.
    SettingsError
        Where there is no such form.
    """
    if viewer.role != "manager":
        raise NotAllowedError(
            text("Only a manager takes files of a plan along."), text("Ask your manager for what you need.")
        )
    form = format_of(key)
    return File(named(form, handed, language), form.mime, form.make(handed, language, options))


def named(form: Format, handed: Handed, language: Language) -> str:
    """Return what a file is called."""
    part = "" if form.part is None else f" - {language.render(form.part)}"
    return file_name(handed.name, handed.version, language, f"{part}{form.ending}")


def format_of(key: str) -> Format:
    """Return a form by its key; raise `SettingsError`, which names all of them, for an unknown one."""
    if key not in FORMATS:
        raise SettingsError(
            text("There is no format {key}.", key=key[:40]), text("Choose one of {keys}.", keys=", ".join(FORMATS))
        )
    return FORMATS[key]


def deck_of(handed: Handed, language: Language, order: Sequence[str] | None = None) -> Deck:
    """Return what is told of a plan; `order` as `geo.planning.story.story` has it."""
    return story(
        handed.proposal,
        viewer=MANAGER,
        name=handed.name,
        version=handed.version,
        at=handed.at,
        language=language,
        order=order,
    )


def _certificate(handed: Handed, language: Language) -> str:
    head = text("{name}, version {n}, {day}", name=handed.name, n=handed.version, day=Day(handed.at))
    words = certify(handed.proposal, viewer=MANAGER).written(language)
    return f"{language.render(head)}\n\n{language.say('What is proved')}:\n{words}"


def _drawing(handed: Handed, language: Language) -> Drawing:
    (overview,) = deck_of(handed, language, ["overview"]).slides
    return overview.drawings[0][1]


def _picture(form: Form) -> Make:
    size = _PIXELS[form]
    return lambda handed, language, _: picture(_drawing(handed, language), form, size, size, language)


def _listed(*formats: Format) -> Mapping[str, Format]:
    return MappingProxyType({form.key: form for form in formats})


FORMATS: Mapping[str, Format] = _listed(
    Format(
        "xlsx",
        text("Excel workbook"),
        text("For the CRM: territories, areas and customers with their old and new representative."),
        ".xlsx",
        "lists",
        None,
        _XLSX,
        True,
        lambda handed, language, _: plan_workbook(handed, language),
    ),
    Format(
        "areas.csv",
        text("Areas with their territory (CSV)"),
        text("For a system that assigns by postcode or area."),
        ".csv",
        "lists",
        text("areas"),
        "text/csv",
        False,
        lambda handed, _, options: areas_csv(handed.proposal, options.dialect),
    ),
    Format(
        "customers.csv",
        text("Customers with their territory (CSV)"),
        text("For a system that assigns customer by customer; your own columns come first."),
        ".csv",
        "lists",
        text("customers"),
        "text/csv",
        False,
        lambda handed, _, options: customers_csv(handed.proposal, options.dialect),
    ),
    Format(
        "territories.csv",
        text("Figures of the territories (CSV)"),
        text("For your own calculations: load, target, deviation and what changes."),
        ".csv",
        "lists",
        text("territories"),
        "text/csv",
        False,
        lambda handed, _, options: csv_bytes(handed.proposal.table.round(6), options.dialect),
    ),
    Format(
        "report.csv",
        text("Report of every row (CSV)"),
        text("For whoever keeps the list: what was mended or left out, row by row."),
        ".csv",
        "lists",
        text("report"),
        "text/csv",
        False,
        lambda handed, language, options: report_csv(handed.proposal.customers, language, options.dialect),
    ),
    Format(
        "certificate.json",
        text("What is proved (JSON)"),
        text("For whoever checks the plan: what is proved and what is not, in figures and words."),
        ".json",
        "lists",
        text("certificate"),
        "application/json",
        False,
        lambda handed, language, _: certify(handed.proposal, viewer=MANAGER).json(language),
    ),
    Format(
        "gpkg",
        text("GeoPackage"),
        text("For QGIS and ArcGIS: customers, areas and territories; QGIS shows them in these colours."),
        ".gpkg",
        "maps",
        None,
        "application/geopackage+sqlite3",
        True,
        lambda handed, language, _: plan_geopackage(handed, language),
    ),
    Format(
        "geojson",
        text("Territories for map programs (GeoJSON)"),
        text("For a website or a map service: the territories with their figures."),
        ".geojson",
        "maps",
        None,
        "application/geo+json",
        False,
        lambda handed, _language, _options: territories_geojson(handed.proposal),
    ),
    Format(
        "kml",
        text("KML"),
        text("For Google Earth and My Maps: territories in their colours, customers in folders."),
        ".kml",
        "maps",
        None,
        "application/vnd.google-earth.kml+xml",
        True,
        lambda handed, language, _: plan_kml(handed, language),
    ),
    Format(
        "shp",
        text("Shapefiles (ZIP)"),
        text("For older map programs; a legend in it explains the short names of fields."),
        ".zip",
        "maps",
        text("shapefiles"),
        "application/zip",
        True,
        lambda handed, language, _: plan_shapefiles(handed, language),
    ),
    Format(
        "html",
        text("The map as one page (HTML)"),
        text("To mail, and to open in a browser without a network."),
        ".html",
        "maps",
        None,
        "text/html",
        True,
        lambda handed, language, _: plan_map_html(handed.proposal, language),
    ),
    Format(
        "png",
        text("Picture (PNG)"),
        text("For a mail or a document."),
        ".png",
        "told",
        None,
        "image/png",
        True,
        _picture("png"),
    ),
    Format(
        "svg",
        text("Drawing (SVG)"),
        text("For print, and for drawing programs: sharp at any size, texts stay texts."),
        ".svg",
        "told",
        None,
        "image/svg+xml",
        True,
        _picture("svg"),
    ),
    Format(
        "pptx",
        text("Presentation (PowerPoint)"),
        text("For a meeting: a slide for the whole and for each territory, in your own template if you have one."),
        ".pptx",
        "told",
        None,
        _PPTX,
        True,
        lambda handed, language, options: slides(deck_of(handed, language, options.order), options.template),
    ),
    Format(
        "pdf",
        text("Report (PDF)"),
        text("To print or to file: the same story, a page each."),
        ".pdf",
        "told",
        None,
        "application/pdf",
        True,
        lambda handed, language, options: report(deck_of(handed, language, options.order)),
    ),
    Format(
        "certificate.txt",
        text("What is proved (text)"),
        text("For a director or a file: what is proved and what is not, in words."),
        ".txt",
        "told",
        text("certificate"),
        "text/plain",
        False,
        lambda handed, language, _: _certificate(handed, language).encode(),
    ),
)
"""Every form by its key, in the order in which they are offered."""
