"""Lists that were brought in before, offered on the start."""

import pytest

from geo.planning import import_customers
from geo.store import Workspace
from geo.viewer import MANAGER
from tests.pages.visitor import button, where, words

LISTS = {
    "noord.csv": b"naam;postcode\nAhorn;9712 AB\nBerk;9711 AB\n",
    "zuid <b>.csv": b"naam;postcode\nCeder;6211 AA\n",
}


@pytest.fixture
def known(home):
    return {
        name: import_customers(Workspace(home), content, name, viewer=MANAGER).id for name, content in LISTS.items()
    }


def offered(app):
    return {b.key.removeprefix("list-") for b in app.button if b.key and b.key.startswith("list-")}


def test_with_no_list_open_each_but_the_demo_is_offered_and_opens(visit, known, demo):
    app = visit(lang="nl")
    page = words(app)
    assert "Uw klantenlijsten" in page
    assert "2 klanten" in page
    assert "zuid &lt;b&gt;.csv" in page
    assert offered(app) == set(known.values())
    next(b for b in app.button if b.key == f"list-{known['noord.csv']}").click().run()
    assert where(app)["dataset"] == known["noord.csv"]
    assert "noord.csv" in words(app)


def test_with_one_open_the_others_are_offered(visit, known, demo):
    app = visit(lang="en", dataset=known["noord.csv"])
    assert "Other customer lists" in words(app)
    assert offered(app) == {known["zuid <b>.csv"], demo}


def test_where_the_only_list_is_open_none_is_offered(visit, demo):
    app = visit(lang="en", dataset=demo)
    assert "Other customer lists" not in words(app)
    assert button(app, "Another customer list")


def test_grey_shapes_give_way_to_the_steps_and_to_what_went_wrong(visit, demo, monkeypatch):
    page = words(visit(lang="en", dataset=demo))
    assert 'class="step ' in page
    assert 'class="shapes"' not in page

    def failing(*_):
        raise ValueError

    monkeypatch.setattr("ui.overview.overview", failing)
    app = visit(lang="en", dataset=demo)
    assert button(app, "Try again")
    assert 'class="shapes"' not in words(app)
