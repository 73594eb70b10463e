"""What a representative logs: each entry once, only about their own customers, read by who may."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from geo.errors import InputError, NotAllowedError
from geo.planning.contact_log import (
    LONGEST_NOTE,
    OLDEST,
    FieldEntry,
    contacts_of,
    log_contact,
    read_sent,
    withdraw_contacts,
)
from geo.planning.scenarios import desks_of
from geo.store import Contacts
from geo.territories import bind
from geo.viewer import MANAGER, Viewer

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def entry(customer, number=1, **changes):
    given = {"id": UUID(int=number), "customer": customer, "outcome": "quote", "note": "", "at": NOW}
    return FieldEntry(**{**given, **changes})


@pytest.fixture
def own(own_keys):
    return sorted(own_keys(0))


@pytest.fixture
def log(workspace, field):
    def logged(*entries, rep="Anna", now=NOW):
        viewer = Viewer("rep", rep, field.id)
        return log_contact(workspace, viewer=viewer, scenario=field.id, entries=entries, clock=lambda: now)

    return logged


def problems(answers):
    return [None if one.problem is None else str(one.problem) for one in answers]


def test_an_entry_is_kept_once_however_often_it_is_sent(workspace, field, log, own):
    note = "  Belt\u202e terug  \n over\x00 de offerte "
    for _ in range(3):
        assert problems(log(entry(own[0], note=note), entry(own[0], note=note))) == [None, None]
    (kept,) = Contacts(workspace).list(field.series)
    assert (kept.rep, kept.customer, kept.outcome, kept.note) == (
        "Anna",
        own[0],
        "quote",
        "Belt terug\nover de offerte",
    )
    assert (kept.at, kept.received, kept.scenario) == (NOW, NOW, field.id)


def test_one_that_is_refused_keeps_no_other_back(workspace, field, log, own, field_plan, own_keys):
    theirs = sorted(own_keys(1))[0]
    competitor = field_plan.customers.table["key"][field_plan.customers.table["status"] == "competitor"].iloc[0]
    answers = log(entry(theirs, 1), entry(own[0], 2), entry(competitor, 3), entry("no such", 4))
    gone = "This customer is not yours in the plan any more."
    assert problems(answers) == [gone, None, gone, gone]
    assert [one.customer for one in Contacts(workspace).list(field.series)] == [own[0]]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"outcome": "sold"}, "There is no outcome sold."),
        ({"outcome": None, "note": " \n"}, "There is neither an outcome nor a note."),
        ({"note": "x" * (LONGEST_NOTE + 1)}, f"The note is longer than {LONGEST_NOTE:,} characters."),
        (
            {"at": NOW + timedelta(hours=25)},
            "By your phone's clock this is still to come. Set the clock, then log it again.",
        ),
        (
            {"at": NOW - OLDEST - timedelta(hours=1)},
            "By your phone's clock this was more than 60 days ago. If it was not, set the clock and log it again.",
        ),
        ({"outcome": None, "note": "x" * LONGEST_NOTE}, None),
        ({"at": NOW - OLDEST}, None),
    ],
)
def test_what_an_entry_may_say(log, own, changes, said):
    assert problems(log(entry(own[0], **changes))) == [said]


def test_a_phone_that_is_ahead_logs_nothing_in_the_future(workspace, field, log, own):
    log(entry(own[0], at=NOW + timedelta(hours=3)))
    assert Contacts(workspace).list(field.series)[0].at == NOW


def test_what_was_taken_stays_taken_where_the_customer_has_gone_since(workspace, field, log, own, field_plan, own_keys):
    log(entry(own[0]))
    second = field_plan.plan.territories[1].id
    desks_of(workspace).open(field.id, MANAGER).edit(MANAGER, lambda plan: bind(plan, own[0], second))
    assert problems(log(entry(own[0]), entry(own[0], 2))) == [None, "This customer is not yours in the plan any more."]
    assert problems(log(entry(own[0], 3), rep="Bram")) == [None]


def test_the_number_of_anothers_entry_is_not_taken_over(workspace, field, log, own, field_plan, own_keys):
    log(entry(own[0]))
    answers = log(entry(sorted(own_keys(1))[0]), rep="Bram")
    assert problems(answers) == ["Somebody else logged an entry of this number."]
    assert [one.rep for one in Contacts(workspace).list(field.series)] == ["Anna"]


def test_only_who_logged_it_withdraws_it_and_not_for_long(workspace, field, log, own):
    log(entry(own[0], 1), entry(own[0], 2))

    def withdraw(number, rep, minutes):
        return problems(
            withdraw_contacts(
                workspace,
                viewer=Viewer("rep", rep, field.id),
                scenario=field.id,
                ids=[str(UUID(int=number))],
                clock=lambda: NOW + timedelta(minutes=minutes),
            )
        )

    late = "This was saved more than ten minutes ago and stays."
    theirs = "This is not your entry; only what you saved yourself can be taken back."
    assert withdraw(1, "Bram", 1) == [theirs]
    assert withdraw(1, "Bram", 11) == [theirs]
    assert withdraw(1, "Anna", 9) == [None]
    assert withdraw(2, "Anna", 11) == [late]
    assert [one.id for one in Contacts(workspace).list(field.series)] == [str(UUID(int=2))]


@pytest.mark.parametrize("role", ["manager", "meeting", "elsewhere"])
def test_nobody_else_logs(workspace, field, own, role):
    viewer = {
        "manager": MANAGER, "meeting": Viewer("meeting", scenario=field.id), "elsewhere": Viewer("rep", "Anna", "x"),
    }[role]  # fmt: skip
    with pytest.raises(NotAllowedError):
        log_contact(workspace, viewer=viewer, scenario=field.id, entries=[entry(own[0])])
    with pytest.raises(NotAllowedError):
        withdraw_contacts(workspace, viewer=viewer, scenario=field.id, ids=[])


def test_a_manager_reads_all_with_names_and_a_representative_their_own(
    workspace, field, log, own, field_plan, own_keys
):
    theirs = sorted(own_keys(1))[0]
    log(entry(own[0], 1, at=NOW - timedelta(hours=2)), entry(own[1], 2, outcome=None, note="bel terug"))
    log(entry(theirs, 3, at=NOW - timedelta(hours=1)), rep="Bram")
    everything = contacts_of(workspace, viewer=MANAGER, series=field.series)
    assert everything["rep"].tolist() == ["Anna", "Bram", "Anna"]
    assert everything["name"].tolist() == [f"Klant {key[1:]}" for key in (own[1], theirs, own[0])]
    assert everything["outcome"].isna().tolist() == [True, False, False]
    assert everything["at"][0].to_pydatetime() == NOW
    assert contacts_of(workspace, viewer=MANAGER, series=field.series, rep="Bram")["key"].tolist() == [theirs]
    assert contacts_of(workspace, viewer=MANAGER, series=field.series, most=1)["key"].tolist() == [own[1]]
    anna = Viewer("rep", "Anna", field.id)
    assert contacts_of(workspace, viewer=anna, series=field.series)["key"].tolist() == [own[1], own[0]]
    for viewer, series, rep in (
        (anna, field.series, "Bram"), (anna, "f" * 16, None),
        (Viewer("meeting", scenario=field.id), field.series, None),
        (Viewer("rep", "Anna"), field.series, None),
    ):  # fmt: skip
        with pytest.raises(NotAllowedError):
            contacts_of(workspace, viewer=viewer, series=series, rep=rep)


def test_a_list_of_which_nothing_was_logged_is_empty(workspace, field):
    found = contacts_of(workspace, viewer=MANAGER, series=field.series)
    assert list(found.columns) == ["at", "rep", "key", "name", "outcome", "note"]
    assert len(found) == 0


def test_what_is_sent_is_read():
    one = {"id": str(UUID(int=5)), "customer": "k1", "outcome": None, "note": "x", "at": "2026-03-01T12:00:00.000Z"}
    entries, withdrawn = read_sent(json.dumps({"entries": [one], "withdrawn": [str(UUID(int=6))]}).encode())
    assert (entries, withdrawn) == ([entry("k1", 5, outcome=None, note="x")], [str(UUID(int=6))])


@pytest.mark.parametrize(
    "sent",
    [
        b"", b"[]", b"{", b'{"entries": 5}', b'{"rep": "Bram"}', b'{"entries": [{"id": "../x"}]}',
        b'{"entries": [{"id": "00000000-0000-0000-0000-000000000001", "customer": "", "at": "2026-03-01T12:00:00Z"}]}',
        b'{"entries": [{"id": "00000000-0000-0000-0000-000000000001", "customer": "k", "at": "2026-03-01T12:00:00"}]}',
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(sent):
    with pytest.raises(InputError):
        read_sent(sent)
