"""What is proved of plans on the meadows: figures, numbers for others, and words in both languages."""

import json
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.areas import Coverage
from geo.territories import Plan, Territory, assign, release, spread
from geo.territories.certificate import certify
from geo.territories.certificate_figures import figures
from geo.territories.certificate_words import faulty, not_proved, proved, title
from geo.texts import Language, text

REVENUE = text("revenue")


@pytest.fixture(scope="session")
def even(farms):
    """The three territories without bound customers, of the same capacity."""
    return Plan(farms.coverage, farms.alignment, tuple(replace(t, capacity=1.0) for t in farms.territories))


@pytest.fixture(scope="session")
def free():
    """A coverage of free ground in two cells."""
    cells = gpd.GeoDataFrame(
        {"code": ["1", "2"], "name": ["West", "East"]},
        geometry=[shapely.box(5, 52, 5.3, 52.5), shapely.box(5.3, 52, 5.6, 52.5)],
        crs="EPSG:4326",
    )
    return Coverage(cells, "free", "NL", approximate=False, source="tests")


def certified(plan, herd, tolerance=0.1, weights=None):
    territory = plan.territory_of(herd.area, herd.keys)
    return certify(
        plan, herd.area, territory, herd.measures["revenue"] if weights is None else weights, herd.points, tolerance
    )


def written(words, language):
    return Language(language).render(words).replace("\N{NO-BREAK SPACE}", " ")


def said(certificate, language):
    return [written(sentence, language) for sentence in proved(certificate)]


def unsaid(certificate, language):
    return [written(sentence, language) for sentence in not_proved(certificate, REVENUE)]


def test_its_figures_are_those_of_the_measures(even, herd):
    found = certified(even, herd)
    territory, weights = even.alignment[herd.area], herd.measures["revenue"]
    assert found.spread == pytest.approx(spread(territory, weights, herd.points, 3).sum() / weights.sum())
    assert found.balance.loads.tolist() == np.bincount(territory, weights).tolist()
    assert 0 < found.spread_bound < found.spread
    assert found.gap == pytest.approx(1 - found.spread_bound / found.spread)
    assert found.pieces.tolist() == [1, 1, 1]
    assert (found.things, found.n_things) == ("areas", 30)
    for k, centre in enumerate(found.centres):
        mine = territory == k
        assert centre == pytest.approx(np.average(herd.points[mine], axis=0, weights=weights[mine]))


def test_no_plan_of_whole_areas_around_these_centres_beats_the_bound(even, herd):
    weights, rng = herd.measures["revenue"], np.random.default_rng(5)
    found = certified(even, herd, tolerance=0.4)
    assert found.limit == 0.4
    tried = 0
    for _ in range(2000):
        flips = rng.integers(0, 30, 3)
        alignment = even.alignment.copy()
        alignment[flips] = rng.integers(0, 3, 3)
        territory = alignment[herd.area]
        loads = np.bincount(territory, weights, 3)
        if np.abs(loads / loads.mean() - 1).max() <= found.limit:
            tried += 1
            cost = weights @ ((herd.points - found.centres[territory]) ** 2).sum(1) / weights.sum()
            assert cost >= found.spread_bound
    assert tried > 50


def test_whole_areas_prove_more_than_customers_apart(even, herd, free):
    apart = Plan(free, np.array([0, 1]), (Territory(1, "West"), Territory(2, "East")))
    halves = Plan(even.coverage, np.tile(np.repeat([0, 1], 3), 5), apart.territories)
    area = (herd.area % 6 >= 3).astype(np.int64)
    weights = herd.measures["revenue"]
    whole = certified(halves, herd)
    cut = certify(apart, area, area, weights, herd.points, 0.1)
    assert (cut.things, cut.n_things) == ("customers", 150)
    assert cut.spread == pytest.approx(whole.spread)
    assert cut.spread_bound < whole.spread_bound < whole.spread
    assert any("these customers" in sentence for sentence in said(cut, "en"))
    assert not any("Areas" in sentence or "areas" in sentence for sentence in [*said(cut, "en"), *unsaid(cut, "en")])


def test_bound_customers_are_things_of_their_own(farms, herd):
    found = certified(farms, herd)
    territory = farms.territory_of(herd.area, herd.keys)
    apart = int((territory != farms.alignment[herd.area]).sum())
    assert apart > 0
    assert found.n_things == 30 + apart
    weights = herd.measures["revenue"]
    assert found.spread == pytest.approx(spread(territory, weights, herd.points, 3).sum() / weights.sum())
    assert found.balance.loads == pytest.approx(np.bincount(territory, weights))


def test_the_deviation_stands_beside_what_nobody_can_beat(even, herd):
    heavy = herd.measures["revenue"].copy()
    heavy[herd.area == 0] = 1e5
    found = certified(even, herd, weights=heavy)
    assert 0 < found.least_deviation <= found.deviation
    assert found.outside == ("West", "Middle", "East")
    assert said(found, "en")[0].startswith(
        "3 of 3 territories are more than 10.0 % off target, the farthest West: 199.16 % above target; "
    )
    assert said(found, "nl")[0].startswith(
        "3 van de 3 rayons wijken meer dan 10,0 % af van het doel, het verst West: 199,16 % boven doel; "
    )
    low = replace(found, balance=replace(found.balance, loads=np.array([100.0, 20.0, 180.0]), targets=np.full(3, 100)))
    assert "; " not in said(replace(low, least_deviation=0.0), "en")[0]
    assert said(low, "en")[0].startswith("2 of 3 territories are more than 10.0 % off target, the farthest Middle: 80")


def test_a_plan_is_compared_with_divisions_within_what_was_agreed(even, herd):
    found = certified(even, herd, tolerance=0.02)
    assert found.deviation > 0.08 > found.least_deviation
    assert found.limit == 0.02
    told = figures(found, measure="revenue", unit="EUR", crs="X")
    assert told["compactness"]["holds_within_deviation_fraction"] == 0.02
    assert not any("8.39 % of target" in sentence for sentence in said(found, "en"))


def test_what_evenness_costs_is_said(even, herd):
    lopsided = assign(even, range(0, 30, 2), 1)
    sharp = certified(lopsided, herd, tolerance=0.02)
    # Each customer with the centre that is nearest: no division is more compact, and the loads are as they come.
    near = ((herd.points[:, None] - sharp.centres) ** 2).sum(2).argmin(1)
    by_area = np.array([np.bincount(near[herd.area == a], minlength=3).argmax() for a in range(30)])
    plan = Plan(even.coverage, by_area, even.territories)
    found = certified(plan, herd, tolerance=0.001)
    assert found.outside
    assert found.spread_bound > found.spread
    assert found.gap < -0.001
    told = said(found, "en")
    assert told[-1].startswith("Compact is what has little of this distance, squared: around these centres every ")
    assert "division within 0.1 % of target has at least " in told[-1]
    assert told[-1].endswith(" more of it than this plan. Evenness costs distance.")
    assert said(found, "nl")[-1].endswith("Gelijkmatigheid kost afstand.")
    assert figures(found, measure="revenue", unit="EUR", crs="X")["compactness"]["gap_fraction"] == found.gap


def test_where_none_keeps_what_was_agreed_it_is_compared_with_the_most_even(even, herd):
    heavy = herd.measures["revenue"].copy()
    heavy[herd.area == 0] = 1e5
    found = certified(even, herd, weights=heavy)
    assert 0.1 < found.least_deviation <= found.deviation
    assert found.limit == pytest.approx(found.least_deviation, abs=1e-4)
    assert found.limit >= found.least_deviation
    few = np.zeros(150)
    for carrying, area in ((5.0, 0), (1.0, 14), (1.0, 29)):
        few[np.flatnonzero(herd.area == area)[0]] = carrying
    alone = Plan(even.coverage, np.repeat([0, 1, 2], [5, 15, 10]), even.territories)
    best = certified(alone, herd, weights=few)
    assert best.deviation == pytest.approx(15 / 7 - 1)
    assert best.best
    assert best.limit >= best.deviation


def test_a_fault_comes_first(even, herd):
    parts = certified(assign(even, [29], 1), herd, tolerance=0.02)
    assert faulty(parts)
    assert written(title(parts), "en") == (
        "3 of 3 territories are more than 2.0 % off target; 1 territory is not in one piece."
    )
    assert said(parts, "en")[1] == "1 territory is not in one piece: West (2)."
    broken = certified(assign(even, [29], 1), herd, tolerance=0.4)
    assert faulty(broken)
    assert written(title(broken), "nl") == "1 rayon bestaat niet uit één stuk."
    assert not faulty(certified(even, herd, tolerance=0.4))
    best = replace(certified(even, herd, tolerance=0.02), least_deviation=parts.deviation)
    best = replace(best, balance=parts.balance)
    assert not faulty(best)
    assert "; no division of these areas is more even." in written(title(best), "en")


def test_where_the_tolerance_is_missed_nothing_nearer_is_called_unproved(even, herd):
    assert any("nearer to its targets" in item for item in unsaid(certified(even, herd, tolerance=0.3), "en"))
    assert not any("nearer to its targets" in item for item in unsaid(certified(even, herd, tolerance=0.02), "en"))


def test_words_of_a_plan_that_keeps_what_was_agreed(even, herd):
    found = certified(even, herd, tolerance=0.3)
    english, dutch = said(found, "en"), said(found, "nl")
    assert english[0].startswith("Every territory is within ")
    assert dutch[0].startswith("Elk rayon zit binnen ")
    assert english[1] == "Every territory is in one piece."
    assert dutch[1] == "Elk rayon bestaat uit één stuk."
    assert english[2].startswith("The centre of a territory is the weighted mean of the places of its customers. ")
    assert dutch[2].startswith("Het middelpunt van een rayon is het gewogen gemiddelde van de plekken van zijn klanten")
    assert "around these centres no division within 30.0 % of target is more than " in english[3]
    assert english[3].endswith(" more compact than this plan.")
    assert "rond deze middelpunten is geen verdeling binnen 30,0 % van het doel meer dan " in dutch[3]
    assert not any(word in sentence for sentence in [*dutch, *unsaid(found, "nl")] for word in (" grens", "Grens"))
    assert any("it balances revenue, nothing else" in item for item in unsaid(found, "en"))
    assert any(item.startswith("Of andere middelpunten") for item in unsaid(found, "nl"))
    assert len(unsaid(found, "en")) == len(unsaid(found, "nl")) == 6


def test_what_is_kept_is_rounded_up_and_what_none_beats_down(even, herd):
    found = certified(even, herd, tolerance=0.3)
    found = replace(
        found,
        balance=replace(found.balance, loads=np.array([100.101, 99.9, 99.999]), targets=np.full(3, 100.0)),
        least_deviation=0.000499,
        spread=1.0,
        spread_bound=0.9879,
    )
    words = " ".join(said(found, "en"))
    assert "within 0.11 % of its target; with these areas nobody can do better than 0.04 %." in words
    assert "more than 1.3 % more compact" in words
    assert written(title(found), "en") == (
        "Proved: around its centres no division within 30.0 % of target is more than 1.3 % more compact than this plan."
    )
    assert written(title(found), "nl") == (
        "Bewezen: rond zijn middelpunten is geen verdeling binnen 30,0 % van het doel meer dan 1,3 % compacter dan dit "
        "plan."
    )
    best = replace(found, least_deviation=found.deviation)
    assert said(best, "en")[0].endswith("; no division of these areas is more even.")
    assert said(best, "nl")[0].endswith("; geen verdeling van deze gebieden is gelijkmatiger.")
    assert len(unsaid(best, "en")) == len(unsaid(found, "en")) - 1


@pytest.mark.parametrize("least", [0.0, 0.0162, 0.01624], ids=["nothing proved", "a little more", "the best there is"])
def test_a_deviation_is_one_number_wherever_it_is_said(least, even, herd):
    found = certified(even, herd, tolerance=0.01)
    loads = np.array([101.624, 99.0, 99.376])
    found = replace(
        found,
        balance=replace(found.balance, loads=loads, targets=np.full(3, 100.0)),
        least_deviation=least,
    )
    words = " ".join([*said(found, "en"), *unsaid(found, "en")])
    assert "1 of 3 territories is more than 1.0 % off target: West, 1.63 % above target" in words
    assert "1.62 %" not in words


def test_the_compactness_bound_is_proved_of_the_deviation_that_is_written(even, herd):
    found = certified(even, herd, tolerance=0.0838001)
    assert found.deviation == pytest.approx(0.08380013)
    assert found.limit == pytest.approx(0.0839, abs=1e-12)
    assert "no division within 8.39 % of target" in said(found, "en")[-1]


def test_territories_in_pieces_are_named(even, herd):
    found = certified(assign(even, [29], 1), herd)
    assert found.broken == (("West", 2),)
    assert "1 territory is not in one piece: West (2)." in said(found, "en")
    assert "1 rayon bestaat niet uit één stuk: West (2)." in said(found, "nl")
    assert figures(found, measure="revenue", unit="EUR", crs="X")["contiguity"] == {
        "in_one_piece": False,
        "territories_in_one_piece_count": 2,
        "territories_in_pieces": [{"name": "West", "pieces_count": 2}],
    }


def test_what_belongs_to_nobody_is_left_out_and_said(even, herd):
    found = certified(release(even, [0, 1]), herd)
    gone = int(np.isin(herd.area, [0, 1]).sum())
    assert (found.n_areas_left, found.n_customers_left) == (2, gone)
    assert "2 areas have no territory and are not looked at." in said(found, "en")
    assert f"{gone} klanten zitten in geen rayon en tellen niet mee." in said(found, "nl")
    assert found.balance.loads.sum() == herd.measures["revenue"][~np.isin(herd.area, [0, 1])].sum()


def test_an_empty_territory_has_no_centre(even, herd):
    plan = Plan(even.coverage, np.where(even.alignment == 2, 1, even.alignment), even.territories)
    found = certified(plan, herd)
    assert found.empty == ("East",)
    assert np.isnan(found.centres[2]).all()
    assert (found.spread_bound, found.gap) == (None, None)
    assert np.isnan(found.offsets).all()
    assert "1 territory has no work, and so no centre: East." in said(found, "en")
    assert not any("more compact" in sentence for sentence in [*said(found, "en"), *unsaid(found, "en")])
    assert any(item.startswith("Hoe compact een verdeling kan zijn: ") for item in unsaid(found, "nl"))
    told = figures(found, measure="revenue", unit="EUR", crs="X")["compactness"]
    assert told["bound_mean_squared_distance_m2"] is None
    assert told["gap_fraction"] is None
    assert told["holds_within_deviation_fraction"] is None


@pytest.mark.parametrize(
    "weights", [np.zeros(150), np.eye(150)[3], np.full(150, 1e-12)], ids=["none", "one", "next to none"]
)
def test_hardly_any_work_gives_a_sane_certificate(even, herd, weights):
    found = certified(even, herd, weights=weights)
    assert found.spread_bound is None or found.spread_bound >= 0
    assert found.gap is None or found.gap <= 1
    assert 0 <= found.least_deviation <= found.deviation
    for language in ("en", "nl"):
        assert all(said(found, language))
        assert "nan" not in " ".join([*said(found, language), written(title(found), language)])
    json.dumps(figures(found, measure="revenue", unit="EUR", crs="X"), allow_nan=False)


def test_nothing_divided_claims_nothing(even, herd):
    found = certified(even, herd, weights=np.zeros(150))
    assert said(found, "en") == ["Nothing is divided, so there is nothing to prove."]
    assert unsaid(found, "nl") == []


def test_one_territory_is_its_own_proof(even, herd):
    plan = Plan(even.coverage, np.zeros(30, dtype=np.int64), (Territory(1, "Alles"),))
    found = certified(plan, herd)
    assert found.deviation == found.least_deviation == 0
    assert found.gap < 1e-6
    words = said(found, "en")
    assert words[:2] == ["There is one territory, which carries everything.", "The territory is in one piece."]
    assert words[2].startswith("The centre of a territory is ")
    assert len(words) == 3
    assert unsaid(found, "en") == ["Whether travel is short: distances are in a straight line."]
    assert written(title(found), "nl") == "Er is één rayon, dus geen verdeling om het mee te vergelijken."


def test_customers_in_one_place_each_around_their_centre(even, herd):
    same = replace(herd, points=np.repeat([[1000.0, 2000.0]], 150, axis=0))
    found = certified(even, same)
    assert found.spread == found.spread_bound == 0
    assert "All customers are at the centre of their territory." in said(found, "en")


def test_the_numbers_for_others_prove_it(even, herd):
    found = certified(even, herd, tolerance=0.4)
    told = json.loads(json.dumps(figures(found, measure="revenue", unit="EUR", crs="EPSG:28992"), allow_nan=False))
    assert (told["schema"], told["schema_version"], told["crs"]) == ("rayon-certificate", 2, "EPSG:28992")
    assert told["measure_unit"] == "EUR"
    assert told["balance"]["deviation_fraction"] == found.deviation
    assert [t["name"] for t in told["territories"]] == ["West", "Middle", "East"]
    # What anybody else works out from them, area by area.
    centres = np.array([[t["centre_x_m"], t["centre_y_m"]] for t in told["territories"]])
    offsets = np.array([t["offset_m2"] for t in told["territories"]])
    targets = np.array([t["target"] for t in told["territories"]])
    weights, limit = herd.measures["revenue"], told["compactness"]["holds_within_deviation_fraction"]
    cost = ((herd.points[:, None] - centres) ** 2).sum(2) - offsets
    by_area = np.array([np.bincount(herd.area, weights * column, 30) for column in cost.T])
    least, room = (1 - limit) * targets, 2 * limit * targets
    left = weights.sum() - least.sum()
    for k in np.argsort(offsets):
        more = min(left, room[k])
        least[k] += more
        left -= more
    value = (by_area.min(axis=0).sum() + offsets @ least) / weights.sum()
    assert told["compactness"]["bound_mean_squared_distance_m2"] == pytest.approx(value, rel=1e-6)


def test_many_names_are_cut_short_in_words_and_none_in_figures(even, herd):
    found = replace(certified(even, herd), names=tuple(f"T{i}" for i in range(12)), pieces=np.full(12, 2))
    found = replace(found, balance=replace(found.balance, loads=np.ones(12), targets=np.ones(12)))
    assert "12 territories are not in one piece: T0 (2)" in " ".join(said(found, "en"))
    assert "T7 (2) en nog 4." in " ".join(said(found, "nl"))
    assert len(found.broken) == 12
