from dataclasses import replace

import numpy as np
import pytest

from geo.planning import DesignSettings, design
from geo.planning.comparing import compare
from geo.planning.divisions import Division
from geo.texts import text
from geo.viewer import MANAGER


def km2(shapes):
    return shapes.to_crs(28992).area.to_numpy() / 1e6


def seen(proposal):
    return Division(proposal, text("Plan"), scenario="one")


def test_on_the_same_areas_whole_areas_move(made):
    area = int(np.flatnonzero(made.plan.alignment == 0)[0])
    alignment = made.plan.alignment.copy()
    alignment[area] = 1
    after = made.revised(replace(made.plan, alignment=alignment))
    ground = compare(seen(made), seen(after), viewer=MANAGER).ground
    assert km2(ground)[[0, 2]].tolist() == [0, 0]
    assert ground.iloc[1].equals(made.plan.coverage.areas.geometry.iloc[area])


def test_on_other_areas_what_the_shapes_differ_in_moves_without_slivers(made):
    settings = DesignSettings(3, measure="revenue", areas="free", tolerance=0.05)
    after = design(made.customers, settings, viewer=MANAGER)
    compared = compare(Division(made, text("one")), Division(after, text("other")), viewer=MANAGER)
    ground, successor = compared.ground.to_crs(28992), compared.passage.successor
    old, new = made.shapes.to_crs(28992), after.shapes.to_crs(28992)
    for position, shape in enumerate(ground):
        whole = new.iloc[position].difference(old.iloc[successor[position]]).intersection(old.union_all())
        assert 0 < shape.area <= whole.area
        assert shape.difference(whole.buffer(1)).area == pytest.approx(0, abs=1)
        assert shape.area > 0.97 * whole.buffer(-50).buffer(50).area
        assert all(part.buffer(-49).area > 0 for part in getattr(shape, "geoms", [shape]) if part.area > 20_000)
