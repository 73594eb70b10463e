"""The page a director looks at: what changes, for whom, and why it is fair."""

import html as markup
import shutil
from typing import NamedTuple

import numpy as np
import pytest

from geo.planning import DesignSettings, design, import_customers, open_dataset
from geo.planning.comparing import compare
from geo.planning.divisions import Made, Now, division
from geo.planning.scenarios import Desks, keep_proposal
from geo.store import Database, Scenarios, Workspace
from geo.territories import assign
from geo.texts import ENGLISH, Language
from geo.viewer import MANAGER
from tests.pages.visitor import button, where, words

BARE = "\n".join(["naam;postcode;omzet", *(f"Klant {i};{1011 + 97 * i} AB;{10 + i}" for i in range(40))])


class Planned(NamedTuple):
    folder: object
    one: str
    other: str


@pytest.fixture(scope="module")
def planned(demo_home, demo, tmp_path_factory):
    """The demo company with two plans, of which the first has two versions."""
    folder = shutil.copytree(demo_home, tmp_path_factory.mktemp("planned") / "home")
    workspace = Workspace(folder)
    dataset = open_dataset(workspace, demo, viewer=MANAGER)

    def made(name, n, areas):
        settings = DesignSettings(n, measure="workload", areas=areas, tolerance=0.05)
        proposal = design(dataset.customers, settings, viewer=MANAGER)
        return keep_proposal(workspace, dataset, proposal, viewer=MANAGER, name=name).id

    one, other = made("Plan <A>", 8, "municipality"), made("Plan B", 6, "province")
    Desks(workspace).open(one, MANAGER).edit(MANAGER, lambda plan: assign(plan, list(range(30)), 1))
    Database.of(workspace).close()
    return Planned(folder, one, other)


@pytest.fixture
def home(planned, tmp_path):
    return shutil.copytree(planned.folder, tmp_path / "home")


@pytest.fixture
def against_today(home, planned):
    desks = Desks(Workspace(home))
    sides = (division(desks, chosen, viewer=MANAGER) for chosen in (Now(planned.one), Made(planned.one)))
    return compare(*sides, viewer=MANAGER)


def chosen(app, side):
    return next(box for box in app.selectbox if box.label == side)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_it_shows_today_beside_the_scenario_that_is_open_with_every_figure(visit, demo, planned, against_today, lang):
    app = visit("compare", lang=lang, dataset=demo, scenario=planned.one)
    language = ENGLISH if lang == "en" else Language("nl")
    page = markup.unescape(words(app))
    totals = against_today.totals
    for measure in ("customers", "workload"):
        assert f"<dd>{language.number(totals['moved'][measure])}</dd>" in page
    assert f"<dd>{language.money(totals['moved']['revenue'])}</dd>" in page
    assert language.share(totals["least_share"]["customers"]) in page
    for balance in (against_today.balance_before, against_today.balance_after):
        assert language.share(balance.deviation) in page
    rows = page.split("<tbody>")[1].split("</tbody>")[0].split("<tr ")[1:]
    assert len(rows) == len(against_today.territories)
    for row, name in zip(rows, against_today.territories["territory"], strict=True):
        assert f"<b>{name}</b>" in row
    largest = against_today.accounts.iloc[0]
    for name in (largest["name"], largest["from_rep"], largest["to_rep"]):
        assert name in page
    assert "state wrong" not in page


def test_a_deviation_beyond_the_tolerance_of_its_side_is_red(visit, demo, planned, against_today):
    page = markup.unescape(words(visit("compare", lang="en", dataset=demo, scenario=planned.one)))
    rows = page.split("<tbody>")[1].split("</tbody>")[0].split("<tr ")[1:]
    table = against_today.territories
    for row, before, after in zip(rows, table["deviation_before"], table["deviation"], strict=True):
        cells = row.split("<td ")[-2:]
        assert ["wrong" in cell.split(">")[0] for cell in cells] == [abs(before) > 0.05, abs(after) > 0.05]
    assert (table["deviation"].abs() > 0.05).any()
    assert (table["deviation_before"].abs() <= 0.05).any()


def test_each_side_is_judged_by_its_own_tolerance_above_its_map_as_in_the_table(visit, home):
    workspace = Workspace(home)
    dataset = import_customers(workspace, BARE.encode(), "kaal.csv", viewer=MANAGER)

    def made(tolerance):
        settings = DesignSettings(3, measure="revenue", areas="province", tolerance=tolerance)
        proposal = design(dataset.customers, settings, viewer=MANAGER)
        assert 0.005 < proposal.balance.deviation < 0.5
        return keep_proposal(workspace, dataset, proposal, viewer=MANAGER).id

    lax, strict = made(0.5), made(0.005)
    for before, after in ((lax, strict), (strict, lax)):
        page = words(visit("compare", lang="en", dataset=dataset.id, before=before, after=after))
        chips = ["wrong" in one.split(">")[0] for one in page.split('<div class="chips"><span ')[1:]]
        rows = page.split("<tbody>")[1].split("</tbody>")[0].split("<tr ")[1:]
        cells = np.array([["wrong" in cell.split(">")[0] for cell in row.split("<td ")[-2:]] for row in rows])
        assert chips == cells.any(axis=0).tolist() == [before == strict, after == strict]


@pytest.mark.parametrize(("lang", "units"), [("nl", ["Omzet", "€\u00a0mln"]), ("en", ["Revenue", "€m"])])
def test_the_unit_stands_in_the_head_alone_and_what_is_out_of_sight_is_counted(visit, demo, planned, lang, units):
    page = markup.unescape(words(visit("compare", lang=lang, dataset=demo, scenario=planned.one)))
    head, rows = (page.split(f"<{part}>")[1].split(f"</{part}>")[0] for part in ("thead", "tbody"))
    assert all(f">{unit}</th>" in head for unit in units)
    assert "(%)" in head
    assert "€" not in rows
    assert "\u00a0%" not in rows
    count = rows.count("<tr ")
    said = {"nl": f"{count} rayons, het meest gewijzigde eerst", "en": f"{count} territories, the most changed first"}
    assert said[lang] in page


def test_what_is_chosen_stands_in_the_address_and_comes_back(visit, demo, planned):
    app = visit("compare", lang="en", dataset=demo, scenario=planned.one)
    chosen(app, "Before").set_value(f"{planned.one}.1").run()
    chosen(app, "After").set_value(planned.other).run()
    assert (where(app)["before"], where(app)["after"]) == (f"{planned.one}.1", planned.other)
    title = next(line for line in words(app).splitlines() if "page-title" in line)
    assert "Plan &lt;A&gt; · version 1" in title
    again = visit("compare", **where(app))
    assert (chosen(again, "Before").value, chosen(again, "After").value) == (f"{planned.one}.1", planned.other)
    assert title in words(again)


@pytest.mark.parametrize("side", ["today.3", "0" * 16, "../x", "nobody"])
def test_a_side_that_is_not_there_gives_way_to_what_is_usual(visit, demo, planned, side):
    app = visit("compare", lang="en", dataset=demo, scenario=planned.one, before=side, after=side)
    assert (chosen(app, "Before").value, chosen(app, "After").value) == ("today", planned.one)


def test_both_maps_are_shown_and_a_choice_on_one_marks_the_other_and_the_row(
    visit, demo, planned, shown, against_today
):
    app = visit("compare", lang="en", dataset=demo, scenario=planned.one)
    assert [call["key"] for call in shown.calls[-2:]] == ["compare-before", "compare-after"]
    app.session_state["rayon"].pair = 3
    app.run()
    before, after = (_options(call) for call in shown.calls[-2:])
    assert '"selected": 3' in after
    assert f'"selected": {against_today.passage.successor[3]}' in before
    name = against_today.after.names[3]
    assert f"<b>{name}</b>" in words(app).split('<tr class="chosen-row">')[1].split("</tr>")[0]


def _options(call):
    return next(iter(call["feature_group_to_add"]._children.values())).options


def test_the_list_opens_with_every_account(visit, demo, planned, against_today):
    app = visit("compare", lang="en", dataset=demo, scenario=planned.one)
    button(app, "Show the list").click().run()
    assert not app.exception
    shown = app.dataframe[0].value
    assert shown["name"].tolist() == against_today.accounts["name"].head(1000).fillna("").tolist()
    assert "the file has all of them" in words(app) or len(against_today.accounts) <= 1000


def test_the_mail_can_be_copied_and_names_stay_words(visit, demo, planned):
    app = visit("compare", lang="nl", dataset=demo, scenario=planned.one)
    assert app.code[0].value.startswith("Van vandaag naar Plan <A> · versie 2 krijgen ")
    assert "Plan <A>" not in words(app)


def test_the_way_to_the_plan_opens_it(visit, demo, planned):
    app = visit("compare", lang="en", dataset=demo, scenario=planned.one, after=planned.other)
    button(app, "Open").click().run()
    assert where(app)["scenario"] == planned.other


def test_without_customers_or_a_plan_it_says_what_to_do(visit, demo, home, planned):
    assert "Load a list of customers first." in words(visit("compare", lang="en"))
    scenarios = Scenarios(Workspace(home))
    for scenario in (planned.one, planned.other):
        scenarios.delete(scenario)
    app = visit("compare", lang="en", dataset=demo)
    assert "Make a proposal first" in words(app)
    assert button(app, "To the territories")


def test_without_owners_two_plans_or_two_versions_are_compared(visit, home):
    workspace = Workspace(home)
    dataset = import_customers(workspace, BARE.encode(), "kaal.csv", viewer=MANAGER)
    settings = DesignSettings(3, measure="revenue", areas="province", tolerance=0.5)
    kept = keep_proposal(workspace, dataset, design(dataset.customers, settings, viewer=MANAGER), viewer=MANAGER)
    page = words(visit("compare", lang="en", dataset=dataset.id))
    assert "does not say who serves whom today" in page
    Desks(workspace).open(kept.id, MANAGER).edit(
        MANAGER, lambda plan: assign(plan, np.flatnonzero(plan.alignment == 1), 1)
    )
    app = visit("compare", lang="en", dataset=dataset.id)
    assert (chosen(app, "Before").value, chosen(app, "After").value) == (f"{kept.id}.1", kept.id)
    assert "to another territory" in words(app)


def ways_here(app):
    return [link.proto.query_string for link in app.get("page_link") if "compare" in link.proto.page]


def test_the_start_and_the_menu_of_a_scenario_lead_here(visit, demo, planned):
    app = visit(lang="en", dataset=demo, scenario=planned.one)
    assert [f"after={planned.one}" in query for query in ways_here(app)] == [True]
    app = visit("territories", lang="en", dataset=demo, scenario=planned.other)
    state = app.session_state["rayon"]
    app.session_state[f"menu-{state.edition}-{state.forms}"] = True
    app.run()
    assert [f"after={planned.other}" in query for query in ways_here(app)] == [True]
