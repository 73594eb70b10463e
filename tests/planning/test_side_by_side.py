import json

from geo.maps import facing
from geo.maps.packing import encode
from geo.palette import PALETTE, clear
from geo.planning.comparing import compare
from geo.planning.divisions import Division
from geo.planning.side_by_side import side_colours, side_layers
from geo.texts import text
from geo.viewer import MANAGER


def kept_apart(division, colours):
    return clear(facing(division.shapes.to_crs(division.plan.coverage.crs)), colours)


def test_most_work_that_continues_has_one_colour_on_both_maps_and_neighbours_have_two(demo_plan, free_plan):
    one, other = Division(demo_plan, text("one")), Division(free_plan, text("other"))
    for compared in (
        compare(Division.now(demo_plan), one, viewer=MANAGER),
        compare(one, other, viewer=MANAGER),
        compare(other, one, viewer=MANAGER),
    ):
        before, after = side_colours(compared)
        heirs = [(int(s), colour) for s, colour in zip(compared.passage.successor, after, strict=True) if s >= 0]
        assert sum(before[s] == colour for s, colour in heirs) >= 0.7 * len(heirs)
        assert kept_apart(compared.before, before)
        assert kept_apart(compared.after, after)


def test_a_representative_has_one_colour_today_and_in_the_plan_and_neighbours_stay_clear(demo_plan):
    compared = compare(Division.now(demo_plan), Division(demo_plan, text("Plan")), viewer=MANAGER)
    before, after = side_colours(compared)
    heirs = [(int(s), colour) for s, colour in zip(compared.passage.successor, after, strict=True) if s >= 0]
    assert [before[s] for s, _ in heirs] == [colour for _, colour in heirs]
    for division, colours in ((compared.before, before), (compared.after, after)):
        assert kept_apart(division, colours)


def test_a_plan_has_the_colours_that_it_has_everywhere(demo_plan, free_plan):
    one, other = Division(demo_plan, text("one")), Division(free_plan, text("other"))
    assert tuple(map(tuple, side_colours(compare(one, one, viewer=MANAGER)))) == (demo_plan.colours, demo_plan.colours)
    assert tuple(side_colours(compare(other, one, viewer=MANAGER))[1]) == demo_plan.colours
    assert tuple(side_colours(compare(Division.now(demo_plan), one, viewer=MANAGER))[1]) == demo_plan.colours


def test_the_second_map_shows_what_moves_and_the_first_does_not(demo_plan):
    plan = Division(demo_plan, text("Plan"))
    left, right = side_layers(compare(Division.now(demo_plan), plan, viewer=MANAGER))
    assert [layer["kind"] for layer in left] == ["territories"]
    assert [layer["kind"] for layer in right] == ["territories", "moved"]
    names = [t["name"] for t in left[0]["territories"]]
    assert names == list(demo_plan.today.reps)
    assert {t["colour"] for t in right[0]["territories"]} <= set(PALETTE)
    assert json.loads(encode(right[1]))["ground"]
    same = side_layers(compare(plan, plan, viewer=MANAGER))
    assert [layer["kind"] for layer in same[1]] == ["territories"]
