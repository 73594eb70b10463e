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
            proposal.plan,
            alignment=last - proposal.plan.alignment,
            territories=[replace(t, id=number) for number, t in enumerate(proposal.plan.territories[::-1], start=1)],
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


def test_the_headline_is_a_line_that_the_verdicts_do_not_say(by_revenue):
    deviations = by_revenue.balance.deviations
    near = replace(by_revenue, settings=replace(by_revenue.settings, tolerance=0.5))
    assert str(verdicts.headline(near)) == "3 territories within 11.63\u00a0% of target."
    assert abs(deviations).max() == pytest.approx(0.11628, abs=1e-5)
    far = replace(by_revenue, settings=replace(by_revenue.settings, tolerance=0.001))
    worst = int(abs(deviations).argmax())
    assert str(verdicts.headline(far)).startswith(f"Farthest: {by_revenue.plan.territories[worst].name}, ")


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
    assert [row[1:] for row in rows if "€450" in row] == [["€450", f"€{load}", f"\N{MINUS SIGN}€{450 - load}"]]
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
    assert ["€75", f"€{now}", f"+€{now - 75}"] in [row[1:] for row in rows]


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


def test_a_plan_that_misses_its_tolerance_says_for_how_many_and_which_the_worst_first(by_customers):
    balance, piece, whole = verdicts.verdicts(replace(by_customers, lower_bound=0.0))
    deviations = by_customers.balance.deviations
    outside = [number for number in range(3) if abs(deviations[number]) > 0.1]
    assert balance.tone == "wrong"
    assert f"{len(outside)} of 3" in str(balance.words)
    worst_first = sorted(outside, key=lambda number: -abs(deviations[number]))
    assert balance.territories == tuple(by_customers.plan.ids[worst_first])
    assert (piece.tone, whole.tone) == ("good", "good")


def test_a_plan_that_misses_it_though_nothing_is_more_even_is_no_failure(by_customers):
    missed = replace(by_customers, settings=replace(by_customers.settings, tolerance=0.01))
    proved = replace(missed, lower_bound=missed.balance.deviation)
    verdict = verdicts.verdicts(proved)[0]
    assert (str(verdict.words), verdict.tone) == ("Cannot be more even", "attention")
    assert verdict.territories == verdicts.verdicts(missed)[0].territories
    nearly = replace(missed, lower_bound=missed.balance.deviation - 1e-3)
    assert verdicts.verdicts(nearly)[0].tone == "wrong"


def test_a_plan_within_its_tolerance_is_good(by_customers):
    easy = replace(by_customers, settings=replace(by_customers.settings, tolerance=0.3))
    balance, *_ = verdicts.verdicts(easy)
    assert (balance.tone, balance.territories) == ("good", ())
    assert "30" in str(balance.words)


def test_a_territory_in_pieces_is_named_and_several_are_counted(by_customers):
    north = of_rep(by_customers, "Bakker")
    _, piece, whole = verdicts.verdicts(realigned(by_customers, Zeeland=north))
    assert str(piece.words) == f"{by_customers.plan.territories[north].name} in 2 pieces"
    assert piece.territories == (int(by_customers.plan.ids[north]),)
    assert whole.tone == "good"
    south = of_rep(by_customers, "Visser")
    _, piece, _ = verdicts.verdicts(realigned(by_customers, Zeeland=north, Drenthe=south))
    assert piece.tone == "wrong"
    assert len(piece.territories) > 1
    assert str(piece.words).startswith(f"{len(piece.territories)} territories")


def test_unassigned_areas_are_counted(by_customers):
    *_, whole = verdicts.verdicts(realigned(by_customers, Zeeland=-1, Drenthe=-1))
    assert whole.tone == "wrong"
    assert str(whole.words) == "2 areas unassigned"


def test_after_edits_a_territory_stands_beside_how_it_was_made(by_customers, cells):
    north = of_rep(by_customers, "Bakker")
    after = by_customers.revised(realigned(by_customers, Zeeland=north).plan)
    heads, *rows = cells(verdicts.territory_comparison(after, north, by_customers))
    assert heads[1:] == ["Today", "As made", "Now", "Change"]
    loads = [int(p.balance.loads[north]) for p in (by_customers, after)]
    assert loads[1] == loads[0] + 1
    assert ["2", str(loads[0]), str(loads[1]), "+1"] in [row[1:] for row in rows]
    assert [f"{100 * (2 / 2 - 1):.1f}\u00a0%"] == [row[1] for row in rows if row[0] == "Deviation from target"]
    assert ["Areas moved", "", "", "", "+1"] in rows
    loser = int(by_customers.plan.alignment[by_customers.plan.coverage.areas["name"].tolist().index("Zeeland")])
    _, *rows = cells(verdicts.territory_comparison(after, loser, by_customers))
    assert ["Areas moved", "", "", "", "\N{MINUS SIGN}1"] in rows


def test_after_edits_of_a_plan_of_nobodys_customers_there_is_no_today(by_customers, cells):
    made = replace(by_customers, today=None)
    after = replace(made.revised(realigned(by_customers, Zeeland=0).plan), today=None)
    heads, *rows = cells(verdicts.territory_comparison(after, 0, made))
    assert heads[1:] == ["As made", "Now", "Change"]
    assert all(len(row) == 4 for row in rows)


def test_a_territory_that_was_not_there_when_the_plan_was_made_has_no_before(by_customers, cells):
    later = replace(by_customers.plan.territories[2], id=9, name="Nieuw")
    plan = replace(by_customers.plan, territories=(*by_customers.plan.territories[:2], later))
    heads, *rows = cells(verdicts.territory_comparison(by_customers.revised(plan), 2, by_customers))
    assert heads[1:] == ["Now"]
    assert ["Customers", str(int(by_customers.table["customers"][2]))] in rows
    held = int((by_customers.plan.alignment == 2).sum())
    assert ["Areas moved", f"+{held}"] in rows
