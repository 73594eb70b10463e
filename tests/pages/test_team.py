"""The page of the team: begun from the list or a file, typed in, taken back; nothing lost, nobody's saved over."""

from __future__ import annotations

from dataclasses import replace

import pytest
import streamlit as st

from geo.planning import import_customers
from geo.planning.scenarios import desks_of
from geo.planning.teams import save_team, team_of
from geo.sales import Rep, Team, Visits, sample_team, team_workbook
from geo.store import Workspace
from geo.texts import Language
from geo.viewer import MANAGER
from tests.pages.visitor import button, words

PLAN = {"territories": "3", "measure": "revenue", "areas": "province", "tolerance": "0.2"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TWO = Team((Rep("Sietske Hoekstra", hours_week=32), Rep("<b>{{7*7}} Daan")))


@pytest.fixture
def workspace(home):
    return Workspace(home)


@pytest.fixture
def team(workspace, demo):
    """What is saved of the demo company's team."""
    return lambda: team_of(workspace, demo, viewer=MANAGER)


@pytest.fixture
def two(workspace, demo):
    return save_team(workspace, demo, 0, TWO, viewer=MANAGER)


def by_key(app, key):
    return next(b for b in app.button if b.key == key)


@pytest.fixture
def type_in(monkeypatch):
    """Type in the table, within a run of the page as a browser has it done, and show the page after it."""
    waiting = []

    def edited(*args, key, on_change, **rest):
        if waiting:
            edits, first = waiting.pop()
            first()
            st.session_state[key] = {"edited_rows": edits}
            on_change()

    def typed(app, edits, first=lambda: None):
        waiting.append((edits, first))
        app.run()
        return app.run()

    monkeypatch.setattr("ui.team.table.st.data_editor", edited)
    return typed


@pytest.fixture
def click(monkeypatch):
    """Click on the map, as `type_in` types."""
    waiting = []

    def drawn(*args, on_place, **rest):
        if waiting:
            on_place(*waiting.pop())

    def clicked(app, lon, lat):
        waiting.append((lon, lat))
        app.run()
        return app.run()

    monkeypatch.setattr("ui.team.homes.map_view", drawn)
    return clicked


def test_without_a_list_there_is_a_way_to_one(visit):
    app = visit("team", lang="nl")
    assert "Nog geen klanten" in words(app)
    assert button(app, "Open het demobedrijf")


def test_a_team_begins_with_the_owners_in_the_list(visit, demo, team):
    app = visit("team", lang="nl", dataset=demo)
    assert "Nog geen team" in words(app)
    by_key(app, "team-owners").click().run()
    assert not app.exception
    assert len(team().team) == 14
    page = words(app)
    assert "14 vertegenwoordigers is te weinig" in page
    assert "Het werk vraagt 18.265 uur per jaar; het team heeft 14.784 uur." in page
    assert "40 uur per week × 44 weken per jaar × 60\xa0% in het veld = 1.056 uur per jaar" in page


def test_a_team_begins_with_one(visit, demo, team):
    by_key(visit("team", lang="nl", dataset=demo), "team-first").click().run()
    assert team().team.names == ("Vertegenwoordiger 1",)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_file_becomes_the_team_and_what_was_mended_is_told(visit, demo, team, lang):
    app = visit("team", lang=lang, dataset=demo)
    app.file_uploader[0].upload("team.xlsx", sample_team(Language(lang)), XLSX)
    app.run()
    assert team().team.names == ("J. Boer", "M. Visser", "A. Smit")
    app.file_uploader[0].upload("team.csv", b"Naam;Uren per week\nEva;400\n;40\n", "text/csv")
    app.run()
    assert team().team == Team((Rep("Eva"),))
    page = words(app)
    assert ("That cannot be; 40 was assumed." if lang == "en" else "Dat kan niet; 40 is aangenomen.") in page
    assert ("1 row left out" if lang == "en" else "1 rij overgeslagen") in page
    by_key(app, "team-undo").click().run()
    assert team().team.names == ("J. Boer", "M. Visser", "A. Smit")
    assert "assumed" not in words(app)


def test_a_file_that_is_no_team_is_refused_and_the_team_stays(visit, demo, team, two):
    app = visit("team", lang="en", dataset=demo)
    app.file_uploader[0].upload("foto.png", b"\x89PNG\r\n\x1a\n" + bytes(99), "image/png")
    app.run()
    assert "its content is PNG" in words(app)
    assert team().state == two


def test_hours_there_are_stand_beside_those_asked_above_the_table_and_too_few_are_red(visit, demo, two):
    page = words(visit("team", lang="en", dataset=demo))
    there, asked = (part.split("</div>")[0] for part in page.split('class="workbar"')[1:3])
    assert "Available" in there
    assert 'class="wrong"' in there
    assert "Needed" in asked
    assert 'class="wrong"' not in asked
    assert page.index("Available") < page.index(f"{TWO.reps[0].name}: ")
    assert page.count('class="wrong"') == there.count('class="wrong"')


def test_names_are_text_and_nothing_else(visit, demo, two):
    app = visit("team", lang="en", dataset=demo)
    assert "<b>{{7*7}}" not in words(app)
    assert [b.value for b in app.selectbox if b.label == "Home of"] == ["Sietske Hoekstra"]


def test_rows_are_added_and_removed_and_taken_back(visit, demo, team, two):
    app = visit("team", lang="en", dataset=demo)
    button(app, "Add a representative").click().run()
    assert team().team.names == (*TWO.names, "Representative 1")
    next(m for m in app.multiselect if m.label == "Who is no longer in the team").set_value([TWO.names[0]]).run()
    by_key(app, "remove-reps").click().run()
    assert team().team.names == (TWO.names[1], "Representative 1")
    for key, names in (("team-undo", 3), ("team-undo", 2), ("team-redo", 3)):
        by_key(app, key).click().run()
        assert len(team().team) == names
    assert not app.exception


def test_a_home_is_set_by_postcode_and_by_a_click(visit, demo, team, two, click):
    app = visit("team", lang="en", dataset=demo)
    next(t for t in app.text_input if t.label == "Postcode or town").set_value("3511 AB")
    button(app, "Set").click().run()
    assert team().team.reps[0].home == "3511 AB Utrecht"
    app.text_input[0].set_value("Nergenshuizen")
    button(app, "Set").click().run()
    assert "“Nergenshuizen” is no postcode or town that is known" in words(app)
    assert team().number == 2
    click(app, 6.57, 53.22)
    assert (team().team.reps[0].place, team().team.reps[0].lon) == ("Groningen", 6.57)
    assert "no postcode is near" in words(click(app, 3.9, 52.6))
    assert team().number == 3


def test_typing_is_saved_cell_by_cell(visit, demo, team, two, type_in):
    page = words(type_in(visit("team", lang="nl", dataset=demo), {0: {"hours_week": "36,5", "weeks_year": "veel"}}))
    assert (team().team.reps[0].hours_week, team().team.reps[0].weeks_year) == (36.5, 44)
    assert "Nog niet bewaard" in page
    assert "“veel”: Dat is geen getal." in page
    assert "36,5 uur per week × 44 weken per jaar" in page
    assert team().number == 2


def test_typing_on_goes_on_from_what_was_typed(visit, demo, team, two, type_in):
    app = visit("team", lang="nl", dataset=demo)
    type_in(app, {0: {"hours_week": "36"}})
    type_in(app, {0: {"hours_week": "36"}, 1: {"territory": "Noord"}})
    assert (team().team.reps[0].hours_week, team().team.reps[1].territory) == (36, "Noord")
    assert team().number == 3


@pytest.mark.parametrize("kept", ["mine", "theirs"])
def test_somebody_elses_save_is_shown_and_either_side_kept(visit, demo, team, two, workspace, type_in, kept):
    app = visit("team", lang="en", dataset=demo)
    theirs, mine = Team((*TWO.reps, Rep("Eva"))), Team((replace(TWO.reps[0], hours_week=36), TWO.reps[1]))
    first = lambda: save_team(workspace, demo, 1, theirs, viewer=MANAGER)  # noqa: E731
    page = words(type_in(app, {0: {"hours_week": "36"}}, first))
    assert "Somebody else changed the team too" in page
    assert "manager saved version 2" in page
    assert team().team == theirs
    by_key(app, f"team-{kept}").click().run()
    assert "Somebody else" not in words(app)
    assert team().team == (mine if kept == "mine" else theirs)
    by_key(app, "team-undo").click().run()
    assert team().team == (theirs if kept == "mine" else TWO)


def test_what_is_assumed_of_the_work_is_typed_where_the_list_is_silent(visit, workspace, team):
    content = b"naam;postcode\n" + b"".join(b"K%d;%d AB\n" % (i, 1011 + 97 * i) for i in range(40))
    listed = import_customers(workspace, content, "k.csv", viewer=MANAGER)
    save_team(workspace, listed.id, 0, TWO, viewer=MANAGER)
    app = visit("team", lang="nl", dataset=listed.id)
    customers = listed.customers.n_ours
    assert f"{customers} klanten × 6 bezoeken per jaar × 1,5 uur per bezoek" in words(app)
    next(t for t in app.text_input if t.label == "Bezoeken per jaar").set_value("12,5")
    button(app, "Aannemen").click().run()
    assert team_of(workspace, listed.id, viewer=MANAGER).team.visits == Visits(12.5, 1.5)
    assert f"{customers} klanten × 12,5 bezoeken per jaar" in words(app)
    next(t for t in app.text_input if t.label == "Uren per bezoek").set_value("lang")
    button(app, "Aannemen").click().run()
    assert "uur per bezoek kan niet" in words(app)


def test_the_team_is_offered_as_a_workbook(visit, demo, two):
    app = visit("team", lang="nl", dataset=demo)
    labels = [d.proto.label for d in app.get("download_button")]
    assert "Opslaan als Excel" in labels
    assert team_workbook(TWO, Language("nl"))[:2] == b"PK"


def test_a_new_plan_begins_with_the_team(visit, demo, workspace, team):
    part_time = Team((Rep("a", hours_week=32, lon=5.1, lat=52.1), Rep("b"), Rep("c", field_share=0.3)))
    save_team(workspace, demo, 0, part_time, viewer=MANAGER)
    app = visit("territories", lang="nl", dataset=demo)
    assert "Zoals het team: 3 vertegenwoordigers" in words(app)
    assert app.number_input[0].value == 3
    assert next(t for t in app.text_input if t.label == "Deeltijders").value == "0,8; 1; 0,5"
    app.number_input[0].set_value(4).run()
    assert "Zoals het team" not in words(app)
    by_key(app, "as-team").click().run()
    assert app.number_input[0].value == 3
    assert "Zoals het team" in words(app)


def test_without_a_team_a_new_plan_begins_with_the_list(visit, demo):
    app = visit("territories", lang="en", dataset=demo)
    assert app.number_input[0].value == 14
    assert "the team" not in words(app).split("</style>")[-1]
    assert "as-team" not in [b.key for b in app.button]


def test_homes_lie_on_the_map_of_the_territories(visit, workspace, demo, monkeypatch):
    published = []
    monkeypatch.setattr("ui.components.map_view.REGISTRY.publish", lambda d: published.append(d) or d.name)
    visit("territories", lang="en", dataset=demo, **PLAN)
    assert not [d for d in published if '"homes"' in d.text]
    save_team(workspace, demo, 0, Team((Rep("Sietske", lon=5.1, lat=52.1),)), viewer=MANAGER)
    published.clear()
    visit("territories", lang="en", dataset=demo, **PLAN)
    assert "Sietske" in next(d.text for d in published if '"homes"' in d.text)
    assert '"asks":false' in next(d.text for d in published if '"homes"' in d.text)


def test_a_territory_is_given_to_somebody_of_the_team_by_form(visit, workspace, demo):
    save_team(workspace, demo, 0, TWO, viewer=MANAGER)
    app = visit("territories", lang="nl", dataset=demo, **PLAN)
    state = app.session_state["rayon"]
    desk = desks_of(workspace).open(state.scenario, MANAGER)
    app.session_state[f"edit-{state.forms}"], app.session_state["edit-what"] = True, "rep"
    app.run()
    next(b for b in app.selectbox if str(b.key).startswith("rep-which-")).set_value(1).run()
    field = next(b for b in app.selectbox if str(b.key).startswith("rep-to-1-"))
    assert field.value == desk.proposal.reps[0]
    assert {*TWO.names, *desk.first.today.reps} == set(field.options)
    field.set_value(TWO.names[0])
    next(b for b in app.button if b.label == "Rayon toewijzen" and not b.disabled).click().run()
    assert not app.exception
    assert desk.current[1].territories[0].rep == TWO.names[0]
    name = desk.current[1].territories[0].name
    assert Language("nl").render(desk.history(limit=1)[0].words) == f"{name} gaat naar {TWO.names[0]}"


@pytest.fixture
def outgrown(visit, demo, workspace):
    """A proposal of one territory for each of two, one of whom works half since."""
    save_team(workspace, demo, 0, Team((Rep("a"), Rep("b"))), viewer=MANAGER)
    app = visit("territories", lang="nl", dataset=demo, **{**PLAN, "territories": "2"})
    scenario = app.session_state["rayon"].scenario
    save_team(workspace, demo, 1, Team((Rep("a"), Rep("b", hours_week=20))), viewer=MANAGER)
    return scenario


def filled_in(app):
    """The settings of a new proposal that are filled in, where that is what the page of territories shows."""
    assert app.session_state["rayon"].scenario is None
    part_timers = next(t for t in app.text_input if t.label == "Deeltijders").value
    return app.number_input[0].value, part_timers, app.session_state["rayon"].draft["measure"]


def test_dividing_the_work_over_a_team_that_changed_begins_a_proposal_for_it(visit, demo, outgrown):
    app = visit("team", lang="nl", dataset=demo, scenario=outgrown)
    assert "Het team is veranderd sinds dit voorstel." in words(app)
    divide = by_key(app, "divide")
    assert divide.label == "Werk verdelen"
    divide.click().run()
    app.switch_page("../pages/territories.py").run()
    assert filled_in(app) == (2, "0,5", "revenue")


def test_the_workbench_says_that_the_team_changed_and_leads_to_a_proposal_for_it(visit, demo, outgrown):
    app = visit("territories", lang="nl", dataset=demo, scenario=outgrown)
    assert "Het team is veranderd sinds dit voorstel." in words(app)
    by_key(app, "divide-anew").click().run()
    assert filled_in(app) == (2, "0,5", "revenue")


def test_a_proposal_for_the_team_is_what_the_team_leads_to(visit, demo, workspace, outgrown):
    save_team(workspace, demo, 2, Team((Rep("a"), Rep("b"))), viewer=MANAGER)
    app = visit("team", lang="nl", dataset=demo, scenario=outgrown)
    assert "Het team is veranderd" not in words(app)
    assert by_key(app, "divide").label == "Rayons bekijken"
    by_key(app, "divide").click().run()
    assert app.session_state["rayon"].scenario == outgrown
    page = visit("territories", lang="nl", dataset=demo, scenario=outgrown)
    assert "Het team is veranderd" not in words(page)
