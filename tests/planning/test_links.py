"""Who makes links, whom they make of whoever opens one, and how each end is told."""

from datetime import UTC, datetime, timedelta

import pytest

from geo.errors import NotAllowedError, SettingsError, StoreError, UnavailableError
from geo.planning.links import EndedError, links_of, make_link, note_opening, opened_link, revoke_link
from geo.store import Links, Scenarios
from geo.texts import Language, text
from geo.viewer import MANAGER, Viewer

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def make(workspace, scenario):
    def made(viewer=MANAGER, **changes):
        given = {"scenario": scenario.id, "kind": "present", "rep": None, "language": "nl", "days": 7}
        return make_link(workspace, viewer=viewer, clock=lambda: NOW, **{**given, **changes})

    return made


def test_a_presentation_is_opened_as_a_meeting_bound_to_its_scenario(workspace, scenario, make):
    link, secret = make()
    assert opened_link(workspace, secret, NOW) == (link, Viewer("meeting", scenario=scenario.id))


def test_an_area_is_opened_as_its_representative(workspace, scenario, make):
    link, secret = make(kind="area", rep="r1")
    assert opened_link(workspace, secret, NOW) == (link, Viewer("rep", "r1", scenario.id))


@pytest.mark.parametrize("viewer", [Viewer("rep", "r1"), Viewer("meeting"), Viewer("rep", "r1", "s")])
def test_only_a_manager_hands_out(workspace, scenario, make, viewer):
    link, secret = make()
    with pytest.raises(NotAllowedError):
        make(viewer=viewer)
    with pytest.raises(NotAllowedError):
        links_of(workspace, scenario.id, viewer=viewer)
    with pytest.raises(NotAllowedError):
        revoke_link(workspace, link.id, viewer=viewer)
    assert opened_link(workspace, secret, NOW)[0] == link
    assert links_of(workspace, scenario.id, viewer=MANAGER) == [link]


@pytest.mark.parametrize("secret", ["", "a" * 43, "../../scenario", "{{7*7}}", "\ud800" * 43, "x" * 100_000])
def test_a_secret_that_was_never_made_opens_nothing(workspace, make, secret):
    make()
    with pytest.raises(NotAllowedError) as refused:
        opened_link(workspace, secret, NOW)
    assert not isinstance(refused.value, EndedError)


def test_a_link_ends_at_its_moment_and_says_when(workspace, make):
    _, secret = make()
    opened_link(workspace, secret, NOW + timedelta(days=7) - timedelta(microseconds=1))
    with pytest.raises(EndedError) as ended:
        opened_link(workspace, secret, NOW + timedelta(days=7))
    assert ended.value.say(Language("nl")) == (
        "Deze link was geldig tot 8 maart 2026. Vraag uw manager om een nieuwe link."
    )


def test_a_link_taken_back_shows_nothing_from_that_moment(workspace, make):
    link, secret = make()
    revoke_link(workspace, link.id, viewer=MANAGER)
    with pytest.raises(EndedError, match="taken back"):
        opened_link(workspace, secret, NOW)


def test_a_deleted_scenario_is_shown_by_no_link_until_it_is_restored(workspace, scenario, make):
    link, secret = make()
    Scenarios(workspace).delete(scenario.id)
    with pytest.raises(EndedError, match="no longer there"):
        opened_link(workspace, secret, NOW)
    with pytest.raises(StoreError, match="was deleted"):
        make()
    Scenarios(workspace).restore(scenario.id)
    assert opened_link(workspace, secret, NOW)[0] == link


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": 0}, {"days": -1}, {"days": 367}, {"language": "fr"}, {"kind": "all"}, {"kind": "area"},
        {"kind": "area", "rep": ""}, {"rep": "r1"},
    ],
)  # fmt: skip
def test_what_makes_no_link_is_refused(workspace, scenario, make, wrong):
    with pytest.raises(SettingsError):
        make(**wrong)
    assert links_of(workspace, scenario.id, viewer=MANAGER) == []


def test_an_unknown_scenario_is_told(make):
    with pytest.raises(StoreError, match="no scenario nosuch"):
        make(scenario="nosuch")


def test_an_opening_is_noted_unless_the_store_is_busy(workspace, make, monkeypatch):
    link, secret = make()
    note_opening(workspace, link, lambda: NOW)
    assert opened_link(workspace, secret, NOW)[0].opened == NOW

    def busy(self, link):
        raise UnavailableError(text("busy"))

    monkeypatch.setattr(Links, "note_opening", busy)
    note_opening(workspace, link, lambda: NOW)
