"""Whatever was confirmed is there after the program was killed, and nothing is half there."""

import os
import shutil

import pytest
from sqlalchemy import delete

from benchmarks.kill import Outcome, examine, run
from benchmarks.kill_worker import Saver
from geo.store import Database
from geo.store.tables import revisions


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_killed_program_loses_nothing_that_it_had_confirmed(workspace):
    outcome = run(workspace, rounds=6, seed=7)
    assert outcome.kills == 6
    assert outcome.found == outcome.confirmed > 6
    assert (outcome.lost, outcome.half) == ([], [])


def saved(workspace):
    saver = Saver(workspace, seed=1)
    return [saver.create(0), saver.append(1), saver.copy(2), saver.bring(3)]


def test_the_examination_finds_what_is_there(workspace):
    confirmed, outcome = saved(workspace), Outcome()
    examine(workspace, confirmed, outcome)
    assert (outcome.confirmed, outcome.found, outcome.lost, outcome.half) == (4, 4, [], [])


@pytest.mark.parametrize("harm", ["revision", "list", "half a list"])
def test_the_examination_would_tell_what_is_lost(workspace, harm):
    confirmed, outcome = saved(workspace), Outcome()
    lists = workspace.path("datasets", confirmed[3]["dataset"])
    match harm:
        case "revision":
            with Database.of(workspace).writing() as connection:
                connection.execute(
                    delete(revisions).where(
                        revisions.c.scenario == confirmed[1]["scenario"], revisions.c.number == confirmed[1]["number"]
                    )
                )
        case "list":
            shutil.rmtree(lists)
        case "half a list":
            (lists / "own.parquet").unlink()
    examine(workspace, confirmed, outcome)
    assert confirmed[1 if harm == "revision" else 3] in outcome.lost
    assert len(outcome.half) == 1
