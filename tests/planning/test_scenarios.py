"""What a scenario is called: as somebody typed it, else by its number in the reader's words."""

from dataclasses import replace

import pytest

from geo.planning.datasets import import_customers
from geo.planning.presenting import presentations_of
from geo.planning.scenarios import keep_proposal
from geo.store import Scenarios
from geo.territories import rename
from geo.texts import ENGLISH, Language
from geo.viewer import MANAGER

DUTCH = Language("nl")


@pytest.fixture
def dataset(workspace, listed):
    return import_customers(workspace, listed, "klanten.csv", viewer=MANAGER)


@pytest.fixture
def kept(workspace, dataset, made):
    return keep_proposal(workspace, dataset, made, viewer=MANAGER)


def both(scenario):
    return ENGLISH.render(scenario.called), DUTCH.render(scenario.called)


def test_one_that_nobody_named_is_called_in_the_language_of_each_reader(kept, workspace):
    assert both(kept) == ("Proposal 1", "Voorstel 1")
    assert both(Scenarios(workspace).find(kept.id)) == ("Proposal 1", "Voorstel 1")


def test_a_name_that_somebody_typed_stays_as_typed(kept, workspace):
    assert both(Scenarios(workspace).rename(kept.id, "Proposal 2")) == ("Proposal 2", "Proposal 2")
    assert both(Scenarios(workspace).copy(kept.id, "{n} keer")) == ("{n} keer", "{n} keer")
    assert both(Scenarios(workspace).copy(kept.id, "Proposal 1 (copy)")) == ("Proposal 1 (copy)", "Proposal 1 (copy)")


def test_one_kept_by_an_earlier_version_of_the_program_keeps_its_name(kept):
    about = {key: value for key, value in kept.about.items() if key != "number"}
    assert both(replace(kept, about=about)) == ("Proposal 1", "Proposal 1")


@pytest.mark.parametrize("taken", ["Proposal 2", "Voorstel 2"])
def test_a_number_is_taken_once_in_whatever_language(kept, taken, workspace, dataset, made):
    Scenarios(workspace).copy(kept.id, taken)
    territories = rename(made.plan, 1, "Elders")
    other = keep_proposal(workspace, dataset, made.revised(territories), viewer=MANAGER)
    assert both(other) == ("Proposal 3", "Voorstel 3")


def test_slides_are_headed_in_their_own_language(kept, workspace):
    shown = {
        language.code: presentations_of(workspace).show(kept.id, viewer=MANAGER, language=language).deck.footer
        for language in (ENGLISH, DUTCH)
    }
    assert shown["en"].startswith("Proposal 1, version 1")
    assert shown["nl"].startswith("Voorstel 1, versie 1")
