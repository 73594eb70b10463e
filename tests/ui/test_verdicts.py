"""What is said of a proposal, recounted from the list it was made of."""

from dataclasses import replace

import numpy as np
import pytest

from geo.palette import PALETTE
from ui import verdicts
from ui.components.bars import swatch

pytestmark = pytest.mark.usefixtures("visitor")

REVENUE = np.array([100, 150, 200, 300, 50, 200, 75, 0])


def realigned(proposal, **provinces):
    """The proposal with provinces laid elsewhere."""
    names = proposal.plan.coverage.areas["name"].tolist()
    alignment = proposal.plan.alignment.copy()
    for province, territory in provinces.items():
        alignment[names.index(province)] = territory
    return replace(proposal, plan=replace(proposal.plan, alignment=alignment))


def turned(proposal):
    """The proposal with its territories numbered from the other end."""
    last, changes = len(proposal.plan) - 1, proposal.today.changes
    return replace(
        proposal,
        plan=replace(
            proposal.plan, alignment=last - proposal.plan.alignment, territories=proposal.plan.territories[::-1]
        ),
        territory=last - proposal.territory,
        today=replace(proposal.today, changes=replace(changes, successor=changes.successor[::-1])),
    )


def of_rep(proposal, rep):
    return proposal.reps.index(rep)


def test_the_heading_tells_which_side_of_the_target_a_territory_is(by_revenue):
    target = 1075 / 3
    for number, deviation in enumerate(by_revenue.balance.deviations):
        load = REVENUE[by_revenue.territory == number].sum()
        assert deviation == pytest.approx(load / target - 1)
        said = verdicts.territory_heading(by_revenue, number)
        assert ("above" in said, "below" in said) == (load > target, load < target)
        assert f"{100 * abs(load / target - 1):.1f}\u00a0%" in said
        assert ("chip wrong" in said, "chip good" in said) == (abs(deviation) > 0.1, abs(deviation) <= 0.1)


def test_the_heading_names_the_territory_its_colour_and_its_representative(by_revenue):
    for number, territory in enumerate(by_revenue.plan.territories):
        said = verdicts.territory_heading(by_revenue, number)
        assert territory.name in said
        assert by_revenue.reps[number] in said
        assert swatch(PALETTE[by_revenue.colours[number]]) in said


def test_a_territory_stands_before_and_after_and_then_the_difference(by_revenue, cells):
    number = of_rep(by_revenue, "Jansen")
    load = int(REVENUE[by_revenue.territory == number].sum())
    heads, *rows = cells(verdicts.territory_comparison(by_revenue, number))
    assert heads[1:3] == ["Today", "Proposal"]
    assert [row[1:] for row in rows if "€\u00a0450" in row] == [
        ["€\u00a0450", f"€\u00a0{load}", f"\N{MINUS SIGN}€\u00a0{450 - load}"]
    ]
    customers = int((by_revenue.territory == number).sum())
    assert ["3", str(customers), f"\N{MINUS SIGN}{3 - customers}"] in [row[1:] for row in rows]


def test_a_deviation_stands_before_and_after_in_points(by_revenue, cells):
    number = of_rep(by_revenue, "Jansen")
    before, after = 450 / 875 * 3 - 1, float(by_revenue.balance.deviations[number])
    _, *rows = cells(verdicts.territory_comparison(by_revenue, number))
    (row,) = [row for row in rows if f"{100 * before:+.1f}\u00a0%" in row]
    assert row[2] == f"{100 * after:+.1f}\u00a0%"
    assert f"{100 * (before - after):.1f}" in row[3]
    assert row[3].startswith("\N{MINUS SIGN}")


@pytest.mark.parametrize("numbered", [lambda proposal: proposal, turned], ids=["as made", "turned"])
def test_revenue_today_is_that_of_the_representative_without_competitors(by_customers, cells, numbered):
    proposal = numbered(by_customers)
    number = of_rep(proposal, "Visser")
    now = int(REVENUE[proposal.territory == number].sum())
    _, *rows = cells(verdicts.territory_comparison(proposal, number))
    assert ["€\u00a075", f"€\u00a0{now}", f"+€\u00a0{now - 75}"] in [row[1:] for row in rows]


def test_the_plan_stands_beside_today(by_customers, cells):
    heads, *rows = cells(verdicts.plan_comparison(by_customers))
    assert heads[1:3] == ["Today", "Proposal"]
    before, after = ["".join(row[column] for row in rows) for column in (1, 2)]
    assert "50.0\u00a0%" in before
    assert "50.0\u00a0%" not in after
    assert "28.6\u00a0%" in after
    assert "28.6\u00a0%" not in before


def test_what_changes_hands_is_counted_by_account_and_by_revenue(by_revenue, cells):
    owners = ["Jansen"] * 3 + ["Bakker"] * 2 + [None] + ["Visser"] * 2
    moved = [
        owner is not None and owner != by_revenue.reps[territory]
        for owner, territory in zip(owners, by_revenue.territory, strict=True)
    ]
    assert any(moved)
    _, *rows = cells(verdicts.plan_comparison(by_revenue))
    proposal = " ".join(row[2] for row in rows)
    assert f"{100 * sum(moved[:7]) / 7:.1f}\u00a0%" in proposal
    assert f"{100 * REVENUE[moved].sum() / 1075:.1f}\u00a0%" in proposal


def test_a_plan_that_misses_its_tolerance_says_for_how_many(by_customers):
    balance, piece, whole = verdicts.verdicts(by_customers)
    outside = [abs(float(d)) > 0.1 for d in by_customers.balance.deviations]
    assert "chip wrong" in balance
    assert f"{sum(outside)} of 3" in balance
    assert "chip good" in piece
    assert "chip good" in whole


def test_a_plan_within_its_tolerance_is_good(by_customers):
    easy = replace(by_customers, settings=replace(by_customers.settings, tolerance=0.3))
    balance, *_ = verdicts.verdicts(easy)
    assert "chip good" in balance
    assert "30" in balance


def test_territories_in_pieces_are_counted(by_customers):
    north = of_rep(by_customers, "Bakker")
    _, piece, whole = verdicts.verdicts(realigned(by_customers, Zeeland=north))
    assert "chip wrong" in piece
    assert ">1 territory" in piece
    assert "chip good" in whole


def test_areas_left_over_are_counted(by_customers):
    *_, whole = verdicts.verdicts(realigned(by_customers, Zeeland=-1, Drenthe=-1))
    assert "chip wrong" in whole
    assert ">2 areas" in whole
