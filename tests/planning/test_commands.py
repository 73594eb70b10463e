"""Edits written as a line of text: each does what the function of its name does, or says what would be right."""

from pathlib import Path

import pytest

from geo.customers import read_customers
from geo.errors import EditError, NotAllowedError
from geo.planning import DesignSettings, design
from geo.planning.commands import VERBS, perform
from geo.planning.datasets import import_customers
from geo.planning.scenarios import Desks, keep_proposal
from geo.store import Scenarios, Workspace
from geo.territories import balance
from geo.texts import Language
from geo.viewer import MANAGER, Viewer

ROWS = [f"K{i};Klant {i};{1011 + 97 * i} AB;{10 + i}" for i in range(90)]
LIST = "\n".join(["klantnummer;naam;postcode;omzet", *ROWS]).encode()


@pytest.fixture(scope="module")
def made():
    """Four territories on postcode areas: 1 Groningen, 2 Almere, 3 Rotterdam, 4 Eindhoven."""
    settings = DesignSettings(4, measure="revenue", areas="postcode", tolerance=0.05)
    return design(read_customers(LIST, "klanten.csv"), settings, viewer=MANAGER)


@pytest.fixture(scope="module")
def kept(tmp_path_factory, made):
    """A workspace with a scenario that stays as it was made."""
    workspace = Workspace(tmp_path_factory.mktemp("workspace"))
    dataset = import_customers(workspace, LIST, "klanten.csv", viewer=MANAGER)
    return workspace, Desks(workspace), keep_proposal(workspace, dataset, made, viewer=MANAGER)


@pytest.fixture
def desk(kept):
    workspace, desks, scenario = kept
    return desks.open(Scenarios(workspace).copy(scenario.id, "Another").id, MANAGER)


@pytest.fixture(scope="module")
def untouched(kept):
    """A desk for commands that cannot be done."""
    _, desks, scenario = kept
    return desks.open(scenario.id, MANAGER)


def do(desk, *commands):
    return [str(perform(desk, MANAGER, command)) for command in commands]


def owner(desk, code):
    _, plan, _ = desk.current
    return int(plan.owners[plan.coverage.areas["code"].tolist().index(code)])


def territory(desk, number):
    _, plan, _ = desk.current
    return plan.territories[plan.position(number)]


@pytest.mark.parametrize(
    "command",
    [
        "assign 3011,3012 to Groningen",
        "ASSIGN 3011-3012 to groningen",
        "give 3011 Rotterdam; 3012 to #1",
        "  assign   3011 ,3012  to   Groningen ",
        "geef 3011, 3012 aan Groningen",
        "wijs 3011,3012 toe aan Groningen",
    ],
)
def test_areas_go_to_a_territory(desk, command):
    assert owner(desk, "3011") == 3
    assert do(desk, command) == ["2 areas to Groningen"]
    assert (owner(desk, "3011"), owner(desk, "3012"), owner(desk, "3013")) == (1, 1, 3)


@pytest.mark.parametrize("command", ["release 3011, 3012", "laat 3011, 3012 los"])
def test_areas_are_released(desk, command):
    assert do(desk, command) == ["2 areas unassigned"]
    assert owner(desk, "3012") == -1


def test_a_new_territory_has_a_number_that_none_had(desk):
    assert do(desk, "new Zuid with 3011-3012", "remove Zuid", 'nieuw "Samen met Zuid"', "new With us with 3013") == [
        "Added Zuid with 2 areas",
        "Merged Zuid into Rotterdam",
        "Added Samen met Zuid",
        "Added With us with 1 area",
    ]
    assert [t.id for t in desk.current[1].territories] == [1, 2, 3, 4, 6, 7]
    assert (owner(desk, "3011"), owner(desk, "3013")) == (3, 7)


@pytest.mark.parametrize("command", ["merge Almere, Rotterdam into Eindhoven", "voeg Almere,#3 samen met Eindhoven"])
def test_territories_are_merged(desk, command):
    assert do(desk, command) == ["Merged 2 territories into Eindhoven"]
    assert [t.name for t in desk.current[1].territories] == ["Groningen", "Eindhoven"]


def test_what_a_removed_territory_held_goes_to_its_neighbours_evenly(desk):
    customers = desk.first.customers.table
    key = customers["key"][desk.first.territory == 3].iloc[0]
    do(desk, f"move {key} to Groningen", "remove Groningen")
    assert key not in desk.current[1].overrides
    assert desk.proposal.complete
    loads = balance(desk.proposal.territory, desk.proposal.measures["revenue"], desk.current[1].capacities)
    assert loads.loads.sum() == desk.first.balance.loads.sum()


def test_a_locked_territory_keeps_its_ground_until_it_is_unlocked(desk):
    assert do(desk, "lock Rotterdam, Groningen") == ["Locked 2 territories"]
    with pytest.raises(EditError, match="3011 Rotterdam belongs to Rotterdam, which is locked"):
        do(desk, "assign 3011 to Almere")
    assert do(desk, "unlock Rotterdam", "assign 3011 to Almere") == ["Unlocked Rotterdam", "1 area to Almere"]


def test_properties(desk):
    assert do(
        desk,
        "rename rotterdam to Zuid-Holland",
        "recolour Zuid-Holland 6",
        "recolour zuid-holland #77aadd",
        "capacity Zuid-Holland to 0,6",
        "capacity #1 2.5",
    ) == [
        "Renamed Rotterdam to Zuid-Holland",
        "Another colour for Zuid-Holland",
        "Another colour for Zuid-Holland",
        "Capacity of Zuid-Holland is 0.60 now",
        "Capacity of Groningen is 2.50 now",
    ]
    changed = territory(desk, 3)
    assert (changed.name, changed.colour, changed.capacity) == ("Zuid-Holland", 0, 0.6)
    assert territory(desk, 1).capacity == 2.5


def test_a_customer_is_bound_and_let_go_by_key_or_name(desk):
    assert do(desk, "move K4 to Groningen") == ["Customer Klant 4 to Groningen"]
    assert dict(desk.current[1].overrides) == {"K4": 1}
    assert do(desk, "verplaats klant 4 naar #2", "free Klant 4") == [
        "Customer Klant 4 to Almere",
        "Customer Klant 4 with its area again",
    ]
    assert not desk.current[1].overrides


def test_territories_are_evened_out(desk):
    do(desk, "assign 3011-4399 to Eindhoven")
    before = desk.proposal.balance.deviation
    (said,) = do(desk, "rebalance Rotterdam, Eindhoven")
    assert said.startswith("Rebalanced 2 territories: their deviation ")
    assert desk.proposal.balance.deviation < before
    last = desk.current[0]
    (said,) = do(desk, "rebalance Rotterdam, Eindhoven")
    assert said.startswith("'rebalance Rotterdam, Eindhoven': Nothing was moved")
    assert desk.current[0] == last


def test_undo_redo_and_restore(desk):
    do(desk, "assign 3011 to Almere", "rename Almere to Flevoland")
    assert do(desk, "undo", "ongedaan", "redo") == [
        "Undone: Renamed Almere to Flevoland",
        "Undone: 1 area to Almere",
        "Redone: 1 area to Almere",
    ]
    assert owner(desk, "3011") == 2
    assert do(desk, "restore 1") == ["Restored version 1: 1 area to Rotterdam"]
    assert do(desk, "herstel 3") == ["Restored version 3: 1 area, 2 territories changed"]
    assert territory(desk, 2).name == "Flevoland"


def test_what_changes_nothing_is_no_revision(desk):
    assert do(desk, "assign 3011 to Rotterdam") == ["'assign 3011 to Rotterdam': no change"]
    assert desk.current[0] == 1


def test_a_separator_may_stand_in_a_name(desk):
    do(desk, "rename Groningen to Alphen aan den Rijn", "rename Alphen aan den Rijn to Way to go")
    assert territory(desk, 1).name == "Way to go"
    assert do(desk, "assign 2401 Alphen aan den Rijn to Way to go") == ["1 area to Way to go"]
    do(desk, "rename Way to go to Rijn", 'rename Almere to "den Rijn"', "rename den Rijn to Wijk bij Duurstede")
    do(desk, "merge Wijk bij Duurstede, Rotterdam into Rijn", "rename Rijn to den Rijn", "new Alphen aan den Rijn")
    with pytest.raises(EditError, match="not clear what is meant"):
        do(desk, "geef 2402 aan Alphen aan den Rijn")
    assert do(desk, 'geef 2402 aan "Alphen aan den Rijn"') == ["1 area to Alphen aan den Rijn"]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("", "The command is empty. A command begins with one of assign, release, new"),
        ("paint 3011 black", "There is no command paint. A command begins with one of"),
        ("assign", "not clear what is meant. Write it as: assign AREAS to TERRITORY."),
        ("assign to Almere", "Write it as: assign AREAS to TERRITORY."),
        ("assign 3011", "Write it as: assign AREAS to TERRITORY."),
        ("assign 3011 to", "Write it as: assign AREAS to TERRITORY."),
        ("assign 3010 to Almere", "There is no area 3010. Did you mean 3011, 3012, 3013?"),
        ("assign Rotterdam to Almere", "areas are called Rotterdam. Write their codes: 3011-3"),
        ("assign 3011 to Almeer", "There is no territory Almeer. Did you mean Almere?"),
        ("assign 3011 to Way to go", "There is no territory go."),
        ('assign "3011 to Almere', "A quotation mark is opened in"),
        ("release", "No area is named"),
        ("new", "The name is empty"),
        ("new almere", "There is a territory Almere already"),
        ("new A with B with 3011", "Write it as: new NAME with AREAS."),
        ("new Zuid with", "No area is named"),
        ("merge Almere into Almere", "Fewer than two territories are chosen"),
        ("merge Almere", "Write it as: merge TERRITORIES into TERRITORY."),
        ("remove #9", "There is no territory #9"),
        ("lock", "No territory is named"),
        ("rename Almere", "Write it as: rename TERRITORY to NAME."),
        ("rename Almere to eindhoven", "There is a territory Eindhoven already"),
        ("recolour Almere", "Write it as: recolour TERRITORY COLOUR."),
        ("recolour Almere 8", "There is no colour 8. Choose a number from 0 to 7"),
        ("recolour Almere red", "There is no colour red"),
        ("capacity Almere much", "A capacity of much is out of bounds"),
        ("capacity Almere nan", "A capacity of nan is out of bounds"),
        ("capacity Almere 0", "A capacity of 0 is out of bounds"),
        ("move K4 to Nowhere", "There is no territory Nowhere"),
        ("move KX to Almere", "The list has no customer KX"),
        ("free Klan", "The list has no customer Klan. Did you mean Klant 0, Klant 1, Klant 4?"),
        ("rebalance Almere", "Fewer than two territories"),
        ("undo", "There is nothing to undo"),
        ("redo", "There is nothing to redo"),
        ("undo twice", "Write it as: undo."),
        ("restore", "Write it as: restore VERSION."),
        ("restore -1", "Write it as: restore VERSION."),
        ("restore 2", "The plan has no version 2"),
        ("restore 99999999999999999999", "Write it as: restore VERSION."),
    ],
)
def test_what_cannot_be_done_changes_nothing_and_says_what_would_be_right(untouched, command, said):
    with pytest.raises(EditError) as caught:
        perform(untouched, MANAGER, command)
    assert str(caught.value).startswith(f"'{command}' cannot be done. ")
    assert said in str(caught.value)
    assert untouched.current[0] == 1


def test_a_reader_is_told_in_dutch(untouched):
    with pytest.raises(EditError) as caught:
        perform(untouched, MANAGER, "assign 3011")
    assert caught.value.say(Language("nl")) == (
        "'assign 3011' kan niet. Het is niet duidelijk wat er bedoeld wordt. Schrijf het zo: geef GEBIEDEN aan RAYON. "
        'Zet een naam die op twee manieren te lezen is tussen "aanhalingstekens".'
    )


def test_nobody_but_a_manager_edits(untouched):
    with pytest.raises(NotAllowedError):
        perform(untouched, Viewer("rep", "Bakker"), "undo")


def test_a_verb_means_one_thing():
    names = [name for verb in VERBS for name in verb.names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("code", ["en", "nl"])
def test_each_way_to_write_a_verb_that_is_told_is_understood(code):
    for verb in VERBS:
        first, *rest = Language(code).render(verb.usage).split()
        assert first in verb.names
        assert code == "en" or not verb.tail or rest[-1] == verb.tail


def test_the_manual_names_every_verb():
    manual = (Path(__file__).resolve().parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")
    table = manual[manual.index("## Edits") : manual.index("## History")]
    assert [verb.names[0] for verb in VERBS if f"`{verb.names[0]}" not in table] == []
