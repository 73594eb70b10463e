"""The certificate of a plan as a use case: for managers, once a plan, in words and numbers."""

import gc
import json
import weakref
from dataclasses import replace

import pytest

from geo.errors import NotAllowedError, StoreError
from geo.planning import certifying
from geo.planning.certifying import at_once, certify, proposal_of
from geo.planning.datasets import import_customers
from geo.planning.scenarios import keep_proposal
from geo.store import Scenarios, Workspace
from geo.texts import Language
from geo.viewer import MANAGER, Viewer


def test_a_plan_of_the_demo_company(demo_plan):
    found = certify(demo_plan, viewer=MANAGER)
    assert found.certificate.deviation == demo_plan.balance.deviation
    assert found.certificate.spread == pytest.approx(demo_plan.compactness)
    assert found.certificate.limit == 0.02
    assert found.certificate.things == "areas"
    assert 0 <= found.certificate.gap < 0.05


def test_free_ground_is_proved_by_its_customers(free_plan):
    found = certify(free_plan, viewer=MANAGER).certificate
    assert found.things == "customers"
    assert found.spread == pytest.approx(free_plan.compactness)
    assert 0 <= found.gap < 0.05


@pytest.mark.parametrize("viewer", [Viewer("rep", "r1"), Viewer("meeting", scenario="x")])
def test_only_a_manager_has_it(made, viewer, tmp_path):
    with pytest.raises(NotAllowedError):
        certify(made, viewer=viewer)
    with pytest.raises(NotAllowedError):
        proposal_of("anything", Workspace(tmp_path), viewer=viewer)


def test_a_plan_is_looked_at_once_and_forgotten_with_it(made, monkeypatch):
    looks = []
    monkeypatch.setattr(certifying, "prove", lambda *given, prove=certifying.prove: looks.append(1) or prove(*given))
    proposal = replace(made)
    first, second = certify(proposal, viewer=MANAGER), certify(proposal, viewer=MANAGER)
    assert first.certificate is second.certificate
    assert len(looks) == 1
    gone = weakref.ref(proposal)
    del proposal, first, second
    gc.collect()
    assert gone() is None


def test_many_customers_are_not_looked_at_unasked(made, monkeypatch):
    assert at_once(replace(made))
    monkeypatch.setattr(certifying, "_AT_ONCE", 5)
    many = replace(made)
    assert not at_once(many)
    certify(many, viewer=MANAGER)
    assert at_once(many)


@pytest.mark.parametrize(("code", "heading"), [("en", "Not proved:"), ("nl", "Niet bewezen:")])
def test_words_and_numbers_say_the_same(made, code, heading):
    language, found = Language(code), certify(made, viewer=MANAGER)
    told = json.loads(found.json(language))
    above, below = found.written(language).split(f"\n{heading}\n")
    assert above.splitlines() == told["proved"]
    assert below.splitlines() == [f"- {item}" for item in told["not_proved"]]
    assert told["measure"] == "revenue"
    assert told["crs"] == "EPSG:28992"
    assert len(told["territories"]) == 3


def test_a_proposal_is_found_by_its_name_or_number(workspace, scenario, desk):
    for name in (scenario.name, scenario.name.upper(), scenario.id):
        assert proposal_of(name, workspace, viewer=MANAGER).plan.owners.tolist() == desk.proposal.plan.owners.tolist()


def test_a_proposal_that_nobody_named_is_found_in_either_language(workspace, listed, made):
    dataset = import_customers(workspace, listed, "klanten.csv", viewer=MANAGER)
    kept = keep_proposal(workspace, dataset, made, viewer=MANAGER, name=7)
    for name in ("Proposal 7", "voorstel 7", kept.id):
        assert proposal_of(name, workspace, viewer=MANAGER).plan.owners.tolist() == made.plan.owners.tolist()


def test_what_is_not_there_is_named_and_nothing_is_made(tmp_path):
    empty = Workspace(tmp_path / "none")
    with pytest.raises(StoreError, match="No folder and no proposal is called <b>x"):
        proposal_of("<b>x", empty, viewer=MANAGER)
    assert not empty.root.exists()


def test_two_of_one_name_are_told_apart_by_number(workspace, scenario, desk, made):
    other = Scenarios(workspace).copy(scenario.id, scenario.name, 1)
    with pytest.raises(StoreError) as refused:
        proposal_of(scenario.name, workspace, viewer=MANAGER)
    assert scenario.id in str(refused.value)
    assert other.id in str(refused.value)
