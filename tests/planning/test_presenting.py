"""A plan as it is shown: to whom, which version, in which order, and made once."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import geopandas as gpd
import pytest

from geo.errors import EditError, NotAllowedError, StoreError
from geo.exports.deck import Deck, Drawing, Slide
from geo.planning.presenting import Presentations, Size
from geo.planning.story import story
from geo.store import Scenarios
from geo.territories import rename
from geo.texts import Language
from geo.viewer import MANAGER, Viewer

NL, EN = Language("nl"), Language("en")
SIZE = Size(1100, 1080)
SVG = b'<svg width="1"><text>a</text></svg>'


class Told:
    """Tells of nothing but the version, and counts."""

    def __init__(self):
        self.told, self.drawn = [], []

    def tell(self, proposal, *, viewer, name, version, at, language, scenario):
        self.told.append((version, viewer.role, language.code))
        drawing = Drawing("NL", gpd.GeoSeries(), (), "", "", f"{name} {version}")
        slides = [
            Slide(key, f"{key} {version}", drawings=(("", drawing),)) for key in ("overview", "changes", "territory-1")
        ]
        return Deck(name, "", language.code, slides)

    def draw(self, drawing, form, width, height, language, *, unit=None):
        self.drawn.append((drawing.plan, width))
        return SVG


@pytest.fixture
def told():
    return Told()


@pytest.fixture
def shown(desks, told):
    return Presentations(desks, told.tell, told.draw)


@pytest.fixture
def meeting(scenario):
    return Viewer("meeting", scenario=scenario.id)


def titles(shown):
    return [slide.title for slide in shown.deck.slides]


def test_a_manager_sees_any_version(shown, scenario, desk):
    desk.edit(MANAGER, lambda plan: rename(plan, plan.territories[0].id, "Nieuw"))
    assert shown.show(scenario.id, viewer=MANAGER, language=NL).version == 2
    assert titles(shown.show(scenario.id, viewer=MANAGER, language=NL, at=1))[0] == "overview 1"
    with pytest.raises(EditError, match="no version 3"):
        shown.show(scenario.id, viewer=MANAGER, language=NL, at=3)


def test_a_meeting_sees_the_last_version_and_what_it_was_shown(shown, scenario, desk, meeting):
    change = lambda plan: rename(plan, plan.territories[0].id, plan.territories[0].name + "x")  # noqa: E731
    desk.edit(MANAGER, change)
    assert shown.show(scenario.id, viewer=meeting, language=NL).version == 2
    desk.edit(MANAGER, change)
    assert shown.show(scenario.id, viewer=meeting, language=NL, at=2).version == 2
    assert shown.show(scenario.id, viewer=meeting, language=NL).version == 3
    for at in (1, 4):
        with pytest.raises((NotAllowedError, EditError)):
            shown.show(scenario.id, viewer=meeting, language=NL, at=at)
    shown.show(scenario.id, viewer=MANAGER, language=NL, at=1)
    with pytest.raises(NotAllowedError):
        shown.show(scenario.id, viewer=meeting, language=NL, at=1)


def test_nobody_else_sees_it(shown, scenario, told):
    for viewer in (Viewer("meeting"), Viewer("meeting", scenario="other"), Viewer("rep", "r1", scenario.id)):
        with pytest.raises(NotAllowedError):
            shown.show(scenario.id, viewer=viewer, language=NL)
        with pytest.raises(NotAllowedError):
            shown.picture(scenario.id, "overview", 0, SIZE, viewer=viewer, language=NL, at=1)
    assert told.told == []


def test_a_deleted_scenario_is_not_shown_though_it_was_told_before(shown, workspace, scenario, meeting):
    shown.show(scenario.id, viewer=meeting, language=NL)
    shown.picture(scenario.id, "overview", 0, SIZE, viewer=meeting, language=NL, at=1)
    Scenarios(workspace).delete(scenario.id)
    with pytest.raises(StoreError, match="deleted"):
        shown.show(scenario.id, viewer=meeting, language=NL)
    with pytest.raises(StoreError, match="deleted"):
        shown.picture(scenario.id, "overview", 0, SIZE, viewer=meeting, language=NL, at=1)


@pytest.mark.parametrize(
    ("order", "keys"),
    [
        ((), ["overview", "changes", "territory-1"]),
        (("territory-1", "overview"), ["territory-1", "overview"]),
        (("territory-9", "changes", "", "changes", "<b>"), ["changes"]),
        (("nothing",), ["overview", "changes", "territory-1"]),
    ],
)
def test_slides_come_in_the_order_that_is_asked(shown, scenario, order, keys):
    deck = shown.show(scenario.id, viewer=MANAGER, language=NL, order=order).deck
    assert [slide.key for slide in deck.slides] == keys


def test_each_version_is_told_once_for_each_reader(shown, scenario, told, meeting, workspace):
    for order in ((), ("changes",), ("overview",)):
        shown.show(scenario.id, viewer=meeting, language=NL, order=order)
    shown.show(scenario.id, viewer=meeting, language=EN)
    shown.show(scenario.id, viewer=MANAGER, language=NL)
    assert told.told == [(1, "meeting", "nl"), (1, "meeting", "en"), (1, "manager", "nl")]
    Scenarios(workspace).rename(scenario.id, "Anders")
    assert shown.show(scenario.id, viewer=MANAGER, language=NL).deck.title == "Anders"


def test_a_picture_is_drawn_once_however_many_ask(shown, scenario, told):
    begun = Event()
    slow = told.draw

    def draw(*args, **more):
        begun.wait(5)
        return slow(*args, **more)

    shown._draw = draw
    ask = lambda _: shown.picture(scenario.id, "changes", 0, SIZE, viewer=MANAGER, language=NL, at=1)  # noqa: E731
    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(ask, i) for i in range(4)]
        begun.set()
        found = {answer.result() for answer in answers}
    assert len(found) == 1
    assert b"@font-face" in gzip.decompress(found.pop())
    assert told.drawn == [("", 1100)]
    shown.picture(scenario.id, "changes", 0, replace(SIZE, width=720), viewer=MANAGER, language=NL, at=1)
    assert [width for _, width in told.drawn] == [1100, 720]


def test_a_picture_that_failed_is_drawn_anew(shown, scenario, told):
    whole = shown._draw

    def failing(*args, **more):
        raise OSError("full")

    shown._draw = failing
    with pytest.raises(OSError, match="full"):
        shown.picture(scenario.id, "changes", 0, SIZE, viewer=MANAGER, language=NL, at=1)
    shown._draw = whole
    drawn = shown.picture(scenario.id, "changes", 0, SIZE, viewer=MANAGER, language=NL, at=1)
    assert gzip.decompress(drawn).startswith(b"<svg")


@pytest.mark.parametrize(("slide", "number"), [("nothing", 0), ("overview", 1), ("overview", -1), ("../overview", 0)])
def test_there_is_no_picture_of_what_there_is_not(shown, scenario, slide, number):
    assert shown.picture(scenario.id, slide, number, SIZE, viewer=MANAGER, language=NL, at=1) is None


def test_the_oldest_are_forgotten(shown, scenario, told):
    for number in range(260):
        shown.picture(scenario.id, "changes", 0, Size(number, 1), viewer=MANAGER, language=NL, at=1)
    shown.picture(scenario.id, "changes", 0, Size(259, 1), viewer=MANAGER, language=NL, at=1)
    assert len(told.drawn) == 260
    shown.picture(scenario.id, "changes", 0, Size(0, 1), viewer=MANAGER, language=NL, at=1)
    assert len(told.drawn) == 261


def test_a_story_is_told_so(desks, scenario, meeting):
    deck = Presentations(desks, story, Told().draw).show(scenario.id, viewer=meeting, language=NL).deck
    assert deck.slides[0].key == "overview"
    assert deck.language == "nl"
