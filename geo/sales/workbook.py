"""A team as an Excel workbook that `read_team` reads back equal."""

from __future__ import annotations

import io

import xlsxwriter

from geo.sales.problems import COLUMNS
from geo.sales.rep import Rep
from geo.sales.team import Team
from geo.texts import Language, text

_TEXTS = ("name", "postcode", "place")
_WIDTHS = {"name": 26, "postcode": 11, "place": 20, "territory": 22, "hours": 22}
_WIDTH = 14


def team_workbook(team: Team, language: Language) -> bytes:
    """
    Return a team as a workbook, a row each, the hours a year in the field beside what they come from.

    Texts are written as texts, so that none becomes a formula or a link, and numbers as numbers.

    Parameters
    ----------
    team
        The team.
    language
        Language of the header.
    """
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    formats = {
        "hours_week": book.add_format({"num_format": "0.##"}),
        "weeks_year": book.add_format({"num_format": "0.##"}),
        "field_share": book.add_format({"num_format": "0.#%"}),
        "hours": book.add_format({"num_format": "#,##0", "font_color": "#667085"}),
    }
    whole = book.add_format({"num_format": "0%"})
    sheet = book.add_worksheet("Team")
    names = [*_TEXTS, "hours_week", "weeks_year", "field_share", "hours", "territory", "lat", "lon"]
    heads = {**COLUMNS, "hours": text("Hours a year in the field")}
    for at, name in enumerate(names):
        sheet.set_column(at, at, _WIDTHS.get(name, _WIDTH))
        sheet.write_string(0, at, language.render(heads[name]), head)
        for row, rep in enumerate(team.reps, start=1):
            value = getattr(rep, name)
            if isinstance(value, str):
                sheet.write_string(row, at, value)
            elif value is not None:
                look = whole if name == "field_share" and abs(value * 100 % 1) < 1e-9 else formats.get(name)
                sheet.write_number(row, at, value, look)
    sheet.freeze_panes(1, 1)
    book.close()
    return file.getvalue()


def sample_team(language: Language) -> bytes:
    """Return an example of a team, to fill in and load."""
    reps = (
        Rep("J. Boer", "3511", "Utrecht", territory="Utrecht"),
        Rep("M. Visser", "3011", "Rotterdam", hours_week=32.0, territory="Rotterdam"),
        Rep("A. Smit", "9712", "Groningen", hours_week=36.0, field_share=0.7, territory="Groningen"),
    )
    return team_workbook(Team(reps), language)
