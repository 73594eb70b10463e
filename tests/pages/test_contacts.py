"""What a manager sees of what was logged in the field."""

from datetime import UTC, datetime, timedelta

import pytest

from geo.planning import open_dataset
from geo.planning.teams import save_team
from geo.sales import Rep, Team
from geo.store import Contact, Contacts, Scenarios, Workspace, version_of
from geo.texts import text
from geo.viewer import MANAGER
from tests.pages.visitor import words

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def log(home, demo):
    """Log what a representative would, an entry an hour."""
    workspace = Workspace(home)
    series = version_of(workspace, demo).series
    scenario = Scenarios(workspace).create(
        series=series, dataset=demo, coverage="c" * 16, name="Voorstel", about={}, state=b"", words=text("Made."),
        author="manager", next_territory=1,
    )  # fmt: skip
    keys = open_dataset(workspace, demo, viewer=MANAGER).customers.table["key"]

    def log(number, rep, outcome, note=""):
        at = NOON + timedelta(hours=number)
        Contacts(workspace).add(Contact(str(number), series, scenario.id, rep, keys[number], outcome, note, at, at))

    return log


@pytest.fixture
def logged(home, demo, log):
    """Log with a team that is known."""
    save_team(Workspace(home), demo, 0, Team((Rep("Sietske Hoekstra"), Rep("Daan"))), viewer=MANAGER)
    return log


def test_without_a_team_what_was_logged_is_seen_all_the_same(visit, demo, log):
    assert "From the field" not in words(visit("team", dataset=demo, lang="en"))
    log(1, "Daan", "quote", "calls back")
    page = words(visit("team", dataset=demo, lang="en"))
    assert "No team yet" in page
    assert "calls back" in page


def test_nothing_logged_says_what_will_stand_there(visit, demo, logged):
    app = visit("team", dataset=demo, lang="en")
    assert "Visits and notes that representatives log on their phones appear here." in words(app)


def test_the_newest_stands_first_in_words_and_nothing_is_markup(visit, demo, logged):
    logged(1, "Daan", "quote", "<b>{{7*7}}</b> belt terug")
    logged(2, "Sietske Hoekstra", None, "half")
    logged(3, "Daan", "not_there")
    app = visit("team", dataset=demo, lang="nl")
    (shown,) = [html for html in words(app).split("<div") if "Uitkomst" in html]
    assert "3 notities" in words(app)
    assert "&lt;b&gt;{{7*7}}&lt;/b&gt; belt terug" in shown
    assert shown.index("Niet thuis") < shown.index("half") < shown.index("Offerte")
    app.selectbox(key="contacts-rep").set_value("Sietske Hoekstra").run()
    (shown,) = [html for html in words(app).split("<div") if "Uitkomst" in html]
    assert "half" in shown
    assert "Niet thuis" not in shown


def test_the_file_has_the_key_and_the_words(visit, demo, logged, monkeypatch):
    kept = []
    monkeypatch.setattr("ui.contacts.download_table", lambda frame, label, name: kept.append((frame, name)))
    logged(1, "Daan", "order", "=1+1")
    visit("team", dataset=demo, lang="en")
    frame, name = kept[-1]
    assert name == "contacts.csv"
    (row,) = frame.to_dict("records")
    assert (row["Representative"], row["Outcome"], row["Note"]) == ("Daan", "Order", "=1+1")
    assert row["Moment"] == (NOON + timedelta(hours=1)).astimezone().strftime("%Y-%m-%d %H:%M")
    assert row["Number"] != row["Customer"]
