"""A team from a file and as a file."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from geo.errors import RayonError
from geo.planning.placed import country_of
from geo.sales import Remark, Team, read_team, sample_team, team_workbook
from geo.store import Dataset
from geo.texts import plural
from ui.components.markup import html, joined
from ui.components.upload import name_button
from ui.language import render, say
from ui.state import current
from ui.team.keeping import change, page_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_SHOWN = 12


def upload_team(dataset: Dataset) -> None:
    """Show where a team can be chosen or dropped; what was read becomes the team."""
    page = page_of(dataset)
    widget = f"team-file-{page.files}"

    def changed() -> None:
        given = st.session_state.get(widget)
        if given is None:
            return
        page.files += 1
        try:
            found = read_team(given.getvalue(), given.name, country_of(dataset.customers))
        except RayonError as error:
            page.problem = error
            return
        change(dataset, lambda: found.team)
        page.remarks = found.remarks

    with st.container(key="upload-team"):
        st.file_uploader(say("Team file"), key=widget, on_change=changed, label_visibility="collapsed")
    name_button("upload-team", widget)


def download_sample_team() -> None:
    """Offer an example of a team, to fill in."""
    language = current().language
    _offer(say("Save an example file"), lambda: sample_team(language), "rayon-team.xlsx", "team-sample")


def download_team(team: Team) -> None:
    """Offer the team as a workbook."""
    language = current().language
    _offer(say("Save as Excel"), lambda: team_workbook(team, language), "team.xlsx", "team-save")


def show_remarks(remarks: Sequence[Remark]) -> None:
    """Say what was mended or refused in the file that was loaded last."""
    if not remarks:
        return
    refused = sum(remark.outcome == "refused" for remark in remarks)
    head = plural("{count} remark on the file", "{count} remarks on the file", len(remarks))
    lines = [
        html("<li>{where} {words}</li>", where=_where(remark), words=render(remark.words))
        for remark in sorted(remarks, key=lambda remark: remark.outcome != "refused")[:_MOST_SHOWN]
    ]
    if len(remarks) > _MOST_SHOWN:
        lines.append(html("<li>{words}</li>", words=say("and {count} more", count=len(remarks) - _MOST_SHOWN)))
    about = render(plural("{count} row left out", "{count} rows left out", refused)) if refused else ""
    st.html(
        html(
            '<div class="sheetremarks" role="status"><strong>{head}</strong> {about}<ul>{lines}</ul></div>',
            head=render(head),
            about=about,
            lines=joined(lines),
        )
    )


def _where(remark: Remark) -> str:
    """Return row, column and value of a remark as the beginning of its line."""
    parts = [say("Row {row}", row=str(remark.row)), remark.column, f"“{remark.value}”" if remark.value else ""]
    return ", ".join(part for part in parts if part) + ":"


def _offer(label: str, content: object, name: str, key: str) -> None:
    st.download_button(
        label,
        content,  # type: ignore[arg-type]
        file_name=name,
        mime=_XLSX,
        icon=":material/save_alt:",
        type="tertiary",
        on_click="ignore",
        key=key,
    )
