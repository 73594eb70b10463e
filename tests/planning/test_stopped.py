"""A search that ends early with the best plan so far, and one that leaves nothing."""

import pytest

from geo.clustering._ready import prepare
from geo.errors import Cancelled
from geo.planning import DesignSettings, design, open_demo
from geo.planning.scenarios import desks_of, keep_proposal
from geo.store import Workspace
from geo.territories import assign, rename
from geo.texts import Share
from geo.viewer import MANAGER

SETTINGS = DesignSettings(12, measure="revenue", areas="municipality", tolerance=0.001)
WARNING = "The search was stopped; a longer one may find less deviation or shorter ways."


class Watcher:
    """Hears of the work, and is content after so many deviations."""

    def __init__(self, content_after):
        self.stages, self.deviations, self.fractions, self._left = [], [], [], content_after

    def hear(self, stage, fraction):
        self.stages.append(str(stage))
        self.fractions.append(fraction)
        found = stage.values.get("deviation")
        if isinstance(found, Share):
            self.deviations.append(found.value)

    def enough(self):
        return len(self.deviations) >= self._left


@pytest.fixture(scope="module")
def watcher():
    return Watcher(10)


@pytest.fixture(scope="module")
def stopped(demo, watcher):
    prepare()
    return design(demo, SETTINGS, viewer=MANAGER, progress=watcher.hear, enough=watcher.enough)


def test_the_best_so_far_is_a_whole_plan_that_says_it_was_stopped(stopped, watcher):
    assert len(watcher.deviations) == 10, "nothing is searched once it is enough"
    assert stopped.stopped
    assert stopped.complete
    assert stopped.contiguous
    assert str(stopped.warnings[0]) == WARNING


def test_it_is_no_worse_than_what_was_told_last(stopped, watcher):
    assert stopped.balance.deviation <= watcher.deviations[-1] + 1e-9


def test_stages_are_told_in_words_without_the_figure_and_only_go_forward(stopped, watcher):
    told = list(dict.fromkeys(watcher.stages))
    assert told == [
        "Step 1 of 3: placing customers",
        "Step 1 of 3: looking for a start",
        "Step 2 of 3: moving borders until everything fits",
        "Step 3 of 3: comparing with today",
        "Done",
    ]
    assert watcher.fractions == sorted(watcher.fractions)


def test_a_search_that_came_to_its_end_says_nothing(demo_plan):
    assert not demo_plan.stopped
    assert WARNING not in map(str, demo_plan.warnings)


def test_who_throws_away_gets_nothing_even_when_there_was_enough(demo):
    with pytest.raises(Cancelled):
        design(demo, SETTINGS, viewer=MANAGER, cancelled=lambda: True, enough=lambda: True)


def test_an_edit_of_the_ground_ends_what_is_said_of_the_search(stopped):
    plan = stopped.plan
    assert stopped.revised(rename(plan, 1, "Noord")).stopped
    moved = assign(plan, [int((plan.owners == 1).nonzero()[0][0])], 2)
    assert not stopped.revised(moved).stopped


def test_a_scenario_remembers_that_the_search_was_stopped(tmp_path, demo):
    workspace, watcher = Workspace(tmp_path), Watcher(1)
    dataset = open_demo(workspace, viewer=MANAGER)
    made = design(dataset.customers, SETTINGS, viewer=MANAGER, progress=watcher.hear, enough=watcher.enough)
    kept = keep_proposal(workspace, dataset, made, viewer=MANAGER)
    assert desks_of(workspace).open(kept.id, MANAGER).first.stopped
