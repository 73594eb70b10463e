"""The page that hands over: files, slides in an order, links that end, and a division that comes back."""

import io
import shutil

import pytest
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from geo.planning import DesignSettings, design, open_dataset
from geo.planning.handed import Handed
from geo.planning.handing_over import FORMATS, hand_over
from geo.planning.links import links_of
from geo.planning.scenarios import Desks, keep_proposal
from geo.store import Database, Scenarios, Workspace
from geo.territories import assign
from geo.texts import Language
from geo.viewer import MANAGER, Viewer
from tests.pages.visitor import PATIENCE, button, settle, words
from ui import cache

HOSTILE = "<img src=x> {{7*7}}"


@pytest.fixture(scope="module")
def planned(demo_home, demo, tmp_path_factory):
    """The demo company with a plan of four territories, and the name of its scenario."""
    folder = shutil.copytree(demo_home, tmp_path_factory.mktemp("planned") / "home")
    workspace = Workspace(folder)
    dataset = open_dataset(workspace, demo, viewer=MANAGER)
    proposal = design(dataset.customers, DesignSettings(4, areas="province", tolerance=0.4), viewer=MANAGER)
    scenario = keep_proposal(workspace, dataset, proposal, viewer=MANAGER, name=HOSTILE).id
    Database.of(workspace).close()
    return folder, scenario


@pytest.fixture
def home(planned, tmp_path):
    return shutil.copytree(planned[0], tmp_path / "home")


@pytest.fixture
def desk(home, planned):
    return Desks(Workspace(home)).open(planned[1], MANAGER)


@pytest.fixture
def opened(visit, demo, planned):
    return visit("handover", lang="en", dataset=demo, scenario=planned[1])


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def address(app: AppTest) -> str:
    (link,) = app.get("link_button")
    return link.proto.url


def test_every_form_is_offered_with_what_it_is_for(opened):
    told = words(opened)
    for form in FORMATS.values():
        assert form.purpose.one.split(";")[0] in told
    offered = {b.key for b in opened.button}
    slow = [key for key, form in FORMATS.items() if form.slow]
    assert {f"make-{key.replace('.', '-')}" for key in slow} <= offered
    assert len(opened.get("download_button")) == len(FORMATS) - len(slow)
    assert "&lt;img src=x&gt; {{7*7}}" in told
    assert "<img src=x>" not in told


def test_a_file_that_takes_a_while_is_made_beside_the_page_and_handed_over(opened, desk):
    press(opened, "make-xlsx")
    settle(opened)
    job = next(job for name, job in cache.jobs()._jobs.items() if name.startswith("file"))
    assert job.result.name == "img src x 7 7 v1.xlsx"
    expected = Handed(desk.proposal, HOSTILE, 1, desk.history(limit=1)[0].at)
    assert job.result.content == hand_over("xlsx", expected, viewer=MANAGER, language=Language("en")).content
    assert [b for b in opened.button if b.key == "make-xlsx"] == []


def test_slides_take_a_template_and_one_that_is_none_is_said_in_its_row(opened):
    own = io.BytesIO()
    Presentation().save(own)
    for name, content in (("ours.pptx", own.getvalue()), ("bad.pptx", b"none")):
        opened.get("file_uploader")[0].set_value((name, content, "application/octet-stream")).run()
        press(opened, "make-pptx")
        settle(opened)
        jobs = [job for job in cache.jobs()._jobs.values() if job.name.startswith("file")]
        if name == "ours.pptx":
            made = Presentation(io.BytesIO(jobs[-1].result.content))
            assert (made.slide_width, made.slide_height) == (Presentation().slide_width, Presentation().slide_height)
    assert jobs[-1].phase == "failed"
    assert opened.button(key="again-pptx").label == "Try again"
    press(opened, "no-template")
    assert opened.button(key="make-pptx").label == "Save"


def test_slides_are_moved_and_left_out_and_presented_so(opened, planned):
    whole = address(opened)
    assert whole == f"/present/{planned[1]}?lang=en"
    press(opened, "down-overview")
    press(opened, "out-territory-2")
    assert address(opened).endswith("order=changes%2Coverview%2Cterritory-1%2Cterritory-3%2Cterritory-4")
    assert "5 of 6 slides" in words(opened)
    press(opened, "slides-anew")
    assert address(opened) == whole


def test_a_link_is_told_once_listed_and_taken_back(opened, home, planned):
    assert "Links open only on this machine." in words(opened)
    opened.number_input(key="link-days").set_value(7).run()
    press(opened, "link-make")
    (code,) = opened.code
    assert "/l/" in code.value
    assert "Whoever has it sees what it shows" in words(opened)
    page = words(opened)
    assert page.index("Links open only on this machine.") < page.index("Copy this address now")
    assert page.index("Copy this address now") < page.index("It shows figures, territories and customers as points")
    (link,) = links_of(Workspace(home), planned[1], viewer=MANAGER)
    assert (link.kind, link.rep, (link.expires - link.made).days) == ("present", None, 7)
    assert "valid until" in words(opened)
    assert "never opened" in words(opened)
    press(opened, "link-seen")
    assert [*opened.code] == []
    press(opened, f"revoke-{link.id}")
    assert links_of(Workspace(home), planned[1], viewer=MANAGER)[0].revoked is not None
    assert "taken back on" in words(opened)
    assert [b for b in opened.button if b.key == f"revoke-{link.id}"] == []


def test_a_link_for_one_representative_names_them(opened, home, planned, desk):
    opened.session_state["link-kind"] = "area"
    opened.run()
    rep = sorted({r for r in desk.proposal.reps if r})[1]
    opened.selectbox(key="link-rep").set_value(rep).run()
    press(opened, "link-make")
    (link,) = links_of(Workspace(home), planned[1], viewer=MANAGER)
    assert (link.kind, link.rep) == ("area", rep)


def test_an_address_that_was_not_copied_is_gone_once_another_page_was_looked_at(opened):
    press(opened, "link-make")
    assert len(opened.code) == 1
    opened.switch_page("../pages/start.py").run()
    opened.switch_page("../pages/handover.py").run()
    assert [*opened.code] == []


def test_with_an_address_for_others_links_begin_with_it(visit, demo, planned, monkeypatch):
    monkeypatch.setenv("RAYON_LINKS_URL", "https://rayon.example.nl/")
    app = visit("handover", lang="nl", dataset=demo, scenario=planned[1])
    assert "RAYON_LINKS_ADDRESS is niet ingesteld" in words(app)
    press(app, "link-make")
    assert app.code[0].value.startswith("https://rayon.example.nl/l/")


@pytest.fixture
def changed(desk):
    """The workbook of the plan with three areas elsewhere."""
    desk.edit(MANAGER, lambda plan: assign(plan, [0, 1, 2], 2))
    content = hand_over("xlsx", Handed(desk.proposal, "x", 2, desk.history(limit=1)[0].at), viewer=MANAGER,
                        language=Language("nl")).content  # fmt: skip
    desk.undo(MANAGER)
    return content


def given(app, content, name="crm.xlsx"):
    app.get("file_uploader")[-1].set_value((name, content, "application/octet-stream")).run()
    return settle(app)


def test_a_division_is_read_and_made_the_plan_as_one_edit(visit, demo, planned, home, changed):
    app = given(visit("handover", lang="en", dataset=demo, scenario=planned[1]), changed)
    moved = Desks(Workspace(home)).open(planned[1], MANAGER)
    assert "hands" in words(app)
    head = moved.current[0]
    press(app, "adopt")
    number, plan, _ = moved.current
    assert number == head + 1
    assert plan.owners[:3].tolist() == [2, 2, 2]
    assert "Read back from crm.xlsx" in str(moved.history(limit=1)[0].words)


def test_a_division_becomes_a_proposal_of_its_own(visit, demo, planned, home, changed):
    app = given(visit("handover", lang="en", dataset=demo, scenario=planned[1]), changed)
    press(app, "adopt-new")
    names = {s.name for s in Scenarios(Workspace(home)).list()}
    assert names == {HOSTILE, f"{HOSTILE} (read back)"}


def test_beside_an_earlier_version_it_becomes_a_copy_of_that_one(visit, demo, planned, home, desk, changed):
    desk.edit(MANAGER, lambda plan: assign(plan, [0, 1, 2, 3], 3))
    app = given(visit("handover", lang="en", dataset=demo, scenario=planned[1], at="1"), changed)
    assert [b for b in app.button if b.key == "adopt"] == []
    press(app, "adopt-new")
    copy = next(s for s in Scenarios(Workspace(home)).list() if s.id != planned[1])
    plan = Desks(Workspace(home)).open(copy.id, MANAGER).current[1]
    expected = desk.first.plan.owners.copy()
    expected[:3] = 2
    assert plan.owners.tolist() == expected.tolist()


def test_what_is_no_division_is_said_and_changes_nothing(opened, desk):
    head = desk.current[0]
    app = given(opened, b"naam;omzet\na;1\n", "klanten.csv")
    assert "no table of areas" in words(app)
    assert desk.current[0] == head
    assert [b for b in app.button if b.key == "adopt"] == []


def test_faults_are_named_and_dutch_is_spoken(visit, demo, planned, desk):
    code = desk.first.plan.coverage.areas["code"][0]
    content = f"code,territory_name\n{code},{desk.first.plan.territories[1].name}\nAtlantis,x\n".encode()
    app = given(visit("handover", lang="nl", dataset=demo, scenario=planned[1]), content, "crm.csv")
    assert "rij 3, “Atlantis”: is geen gebied van dit plan." in words(app)


def test_without_a_list_or_a_plan_the_page_says_what_is_needed(visit, demo):
    assert "No customers yet" in words(visit("handover", lang="en"))
    app = visit("handover", lang="nl", dataset=demo)
    assert "Nog niets om over te dragen" in words(app)
    assert button(app, "Naar de rayons")


def test_nobody_but_a_manager_sees_the_page(opened):
    opened.session_state["rayon"].viewer = Viewer("meeting", scenario="x")
    opened.run(timeout=PATIENCE)
    assert "Only a manager" in words(opened)
    assert opened.get("download_button") == []


@pytest.mark.parametrize("page", ["territories", "start"])
def test_the_menu_and_the_start_lead_here_and_to_the_slides(visit, demo, planned, page):
    app = visit(page, lang="nl", dataset=demo, scenario=planned[1])
    if page == "territories":
        state = app.session_state["rayon"]
        app.session_state[f"menu-{state.edition}-{state.forms}"] = True
        app.run()
    assert not app.exception
    assert "Overdragen" in [link.proto.label for link in app.get("page_link") if "handover" in link.proto.page]
    (slides,) = [link.proto for link in app.get("link_button")]
    assert (slides.label, slides.url) == ("Presenteren", f"/present/{planned[1]}?lang=nl")
