"""A territory has a representative: given, kept through edits, and read from bytes that knew of none."""

import base64
from dataclasses import replace

import numpy as np
import pytest

from geo.areas import official
from geo.errors import EditError
from geo.territories import (
    Delta,
    Territory,
    add,
    apply,
    decode_plan,
    difference,
    edit_words,
    encode_plan,
    lock,
    merge,
    rename,
    set_rep,
)
from geo.texts import Language

WEST, MIDDLE, EAST = 1, 3, 4

PLAN_OF_BEFORE = base64.b85decode(
    "c$|&U!3x4K3<ltL$+?WxZ4UMhdhsY8Y8$nzE|Rs1jJ~@qlZh9R{}h^hB%MIh9a)_bI?%Fhj%KY}DJz3mf&h99$Rl)nDdtq~)N>93JThBPY"
    "%%vuU=4Iqz@V<#+!Fgsg0#9RZT&O76=f>PQDEqX;G6(Qy2mtjQf|a3W}{k+jWx#M7g83@Ur4<mI|{!RS$zP{0b@EWe+*lb&zhi53&r>XdFx"
    "(#"
)
DELTA_OF_BEFORE = base64.b85decode(
    "c$}4vK?=h#3<UqOXHn8?9?=g3A5>eWrcP88r%*!v9;G?<)Y}T}4zq$yct$@2!d<eOoSAbIJEI3HO|8h$8&;Hr{z{m5^fGR0?EymM7st{*{"
    "=0O3YSqOF(^4y;YJ7^%GS^u)`emr4{}{o|^nIwMuUFW1iH<`Y"
)
"""As version 0.1 wrote them: twelve provinces in three territories, and the first one renamed."""


@pytest.fixture
def served(farms):
    """Each territory with a representative but the last."""
    return set_rep(set_rep(farms, WEST, "Sietske Hoekstra"), MIDDLE, "Daan Visser")


def reps(plan):
    return [t.rep for t in plan.territories]


def test_a_plan_of_before_there_were_representatives_is_read():
    read = decode_plan(PLAN_OF_BEFORE, official("province", "NL"))
    assert read.territories == (
        Territory(1, "North"),
        Territory(3, "Middle", 0.5),
        Territory(4, "South", 1.0, 2, locked=True),
    )
    assert read.alignment.tolist() == np.repeat([0, 1, 2], 4).tolist()
    assert encode_plan(read) == PLAN_OF_BEFORE
    change = Delta.decode(DELTA_OF_BEFORE)
    assert apply(read, change).territories[0] == Territory(1, "Noord")
    assert change.encode() == DELTA_OF_BEFORE


def test_a_representative_survives_being_written(served):
    assert reps(served) == ["Sietske Hoekstra", "Daan Visser", None]
    read = decode_plan(encode_plan(served), served.coverage)
    assert read.territories == served.territories
    change = Delta.decode(difference(served, set_rep(served, MIDDLE, None)).encode())
    after = apply(served, change)
    assert reps(after) == ["Sietske Hoekstra", None, None]
    assert reps(apply(after, change.inverse)) == reps(served)


def test_edits_keep_the_representatives(served):
    assert reps(merge(served, [WEST, MIDDLE], MIDDLE)) == ["Daan Visser", None]
    assert reps(merge(served, [WEST, EAST], EAST)) == ["Daan Visser", None]
    assert reps(rename(served, WEST, "Coast")) == reps(served)
    assert reps(add(served, "New", [0], id=9)) == [*reps(served), None]


@pytest.mark.parametrize("nobody", [None, "", " \t", "\u200b\u202e"])
def test_nobody_is_nobody_however_it_is_said(served, nobody):
    assert reps(set_rep(served, WEST, nobody))[0] is None


def test_a_name_is_tidied_and_bounded(farms):
    assert reps(set_rep(farms, WEST, "  Sietske \n van\u202e Hoekstra "))[0] == "Sietske van Hoekstra"
    assert reps(set_rep(farms, WEST, "x" * 80))[0] == "x" * 80
    with pytest.raises(EditError, match="The name has 81 characters"):
        set_rep(farms, WEST, "x" * 81)


def test_a_locked_or_unknown_territory_gets_nobody(served):
    with pytest.raises(EditError, match="West is locked"):
        set_rep(lock(served, WEST, True), WEST, "Daan Visser")
    with pytest.raises(EditError, match="no territory 2"):
        set_rep(served, 2, "Daan Visser")


def test_who_gets_a_territory_is_told(farms, served):
    given = set_rep(farms, WEST, "Sietske Hoekstra")
    assert str(edit_words(farms, given)) == "West goes to Sietske Hoekstra"
    assert Language("nl").render(edit_words(farms, given)) == "West gaat naar Sietske Hoekstra"
    assert str(edit_words(given, farms)) == "West has no representative now"
    assert str(edit_words(farms, served)) == "0 areas, 2 territories changed"
    both = replace(served, territories=(replace(served.territories[0], name="Coast", rep="x"), *served.territories[1:]))
    assert str(edit_words(served, both)) == "Changed Coast"
