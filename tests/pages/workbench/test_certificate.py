"""What is proved of a plan, below its figures: the title at once, the rest once it is opened."""

import json

import pytest

from geo.planning import certifying
from geo.planning.certifying import certify
from geo.territories import assign, rename
from geo.texts import Language
from geo.viewer import MANAGER
from tests.pages.visitor import words

HOSTILE = "<i>Noord</i> *x*"


def titles(bench):
    """The titles of all parts that can be opened, as they are read."""
    return [part.label.replace("\\", "") for part in bench.app.expander]


def opened(bench):
    bench.state.proof = True
    return bench.run()


def test_the_title_is_what_is_proved_and_the_rest_waits(bench):
    page = bench.run()
    assert titles(bench) == ["What is proved"]
    assert Language("en").render(certify(bench.desk.proposal, viewer=MANAGER).title) in page
    assert 'class="certified wrong"' not in page
    assert 'class="certificate"' not in page
    page = opened(bench)
    found = certify(bench.desk.proposal, viewer=MANAGER)
    for sentence in (*found.proved, *found.not_proved):
        assert Language("en").render(sentence) in page


@pytest.mark.parametrize(("lang", "heading"), [("en", "Not proved"), ("nl", "Niet bewezen")])
def test_what_is_not_proved_stands_as_plainly(visit, home, listed, lang, heading):
    app = visit("territories", lang=lang, dataset=listed[1], scenario=listed[2])
    app.session_state["rayon"].proof = True
    app.run()
    assert f"<h3>{heading}</h3>" in words(app)


def test_it_follows_the_hand_and_names_are_words(bench):
    first = bench.plan.territories[0].id
    assert "Every territory is in one piece." in opened(bench)
    bench.desk.edit(MANAGER, lambda plan: rename(plan, first, HOSTILE))
    adjacency, owners = bench.plan.coverage.adjacency, bench.plan.owners
    beside = adjacency[owners == first].sum(axis=0) > 0
    apart = int(((owners != first) & ~beside).nonzero()[0][0])
    bench.desk.edit(MANAGER, lambda plan: assign(plan, [apart], first))
    page = bench.run()
    assert "&lt;i&gt;Noord&lt;/i&gt; *x* (2)" in page
    assert "Every territory is in one piece." not in page
    assert "<i>Noord" not in page
    assert Language("en").render(certify(bench.desk.proposal, viewer=MANAGER).proved[0]) in page
    assert 'class="certified wrong"' in page
    assert certify(bench.desk.proposal, viewer=MANAGER).faulty
    assert Language("en").render(certify(bench.desk.proposal, viewer=MANAGER).title) in page


def test_it_is_about_the_measure_that_the_plan_balances(bench):
    bench.state.measure = "customers"
    page = opened(bench)
    assert "This is about revenue, which the plan balances." in page
    assert certify(bench.desk.proposal, viewer=MANAGER).certificate.balance.deviation > 0
    assert "it balances revenue, nothing else" in page


def test_of_many_customers_it_is_worked_out_when_asked(bench, monkeypatch):
    monkeypatch.setattr(certifying, "_AT_ONCE", 0)
    monkeypatch.setattr(certifying, "_known", {})
    page = bench.run()
    assert titles(bench) == ["What is proved"]
    assert 'class="certified' not in page
    assert certifying._known == {}
    opened(bench)
    assert len(certifying._known) == 1


def test_its_figures_can_be_taken_along(bench):
    opened(bench)
    labels = {b.key: b.label for b in bench.app.get("download_button")}
    assert labels["file-certificate.txt"] == "Save as text"
    assert labels["file-certificate.json"] == "Save as JSON"
    told = json.loads(certify(bench.desk.proposal, viewer=MANAGER).json())
    assert [t["name"] for t in told["territories"]] == [t.name for t in bench.plan.territories]


def test_it_stays_open_while_a_territory_is_chosen_and_in_another_language(bench):
    opened(bench)
    bench.state.choose(bench.plan.territories[0].id)
    page = bench.run()
    assert 'class="certificate"' in page
    bench.state.choose(None)
    assert 'class="certificate"' in bench.run()
    bench.state.language = Language("nl")
    page = bench.run()
    assert titles(bench) == ["Wat bewezen is"]
    assert "<h3>Niet bewezen</h3>" in page
