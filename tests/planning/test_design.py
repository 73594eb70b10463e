import numpy as np
import pytest
import shapely

from geo.errors import Cancelled, NotAllowedError, SettingsError
from geo.planning import DesignSettings, design
from geo.viewer import MANAGER, Viewer


def test_the_demo_company_is_divided_within_tolerance(demo_plan):
    assert demo_plan.settings.areas == "postcode"
    assert demo_plan.balance.deviation <= 0.02
    assert demo_plan.contiguous
    assert demo_plan.complete
    assert demo_plan.within_tolerance


def test_loads_are_recounted_from_the_customers(demo_plan):
    table, customers = demo_plan.table, demo_plan.customers.table
    ours = customers["status"] != "competitor"
    for row in table.itertuples():
        mine = ours & (demo_plan.territory == row.territory - 1)
        assert row.customers == mine.sum()
        assert row.load == pytest.approx(customers.loc[mine, "revenue"].fillna(0).sum())
    assert table["customers"].sum() == ours.sum()
    assert table["target"].sum() == pytest.approx(table["load"].sum())


def test_each_customer_follows_its_postcode(demo_plan):
    codes = demo_plan.plan.coverage.areas["code"].to_numpy()[demo_plan.area]
    assert (codes == demo_plan.customers.table["postcode"].str[:4].to_numpy()).all()


def test_today_is_told_account_by_account(demo_plan):
    today = demo_plan.today
    owners = demo_plan.customers.table["owner"]
    assert list(today.reps) == sorted(owners.dropna().unique())
    read_back = demo_plan.current_plan.territory_of(demo_plan.area, demo_plan.customers.table["key"])
    served = owners.notna().to_numpy()
    assert (demo_plan.current_plan.alignment >= 0).all()
    assert (read_back[served] == today.territory[served]).all()
    assert today.balance.deviation > demo_plan.balance.deviation


def test_gains_and_losses_are_recounted_from_the_owners(demo_plan):
    table, customers = demo_plan.table, demo_plan.customers.table
    for row in table.itertuples():
        mine = set(customers.index[demo_plan.territory == row.territory - 1])
        theirs = set(customers.index[customers["owner"] == row.rep])
        assert row.gained == len(mine - theirs)
        assert row.lost == len(theirs - mine)
        assert row.customers_today == len(theirs)
        assert row.load_today == pytest.approx(customers.loc[customers["owner"] == row.rep, "revenue"].sum())


def test_free_territories_cover_the_land_and_hold_their_customers(free_plan):
    shapes = free_plan.plan.coverage.areas.geometry.to_numpy()
    assert shapely.coverage_is_valid(shapes)
    table = free_plan.customers.table
    points = shapely.points(table["lon"].to_numpy(), table["lat"].to_numpy())
    inside = shapely.intersects(shapes[free_plan.area], points)
    on_land = shapely.intersects(shapely.unary_union(shapes), points)
    assert (inside == on_land).all()
    assert free_plan.balance.deviation <= 0.02


@pytest.mark.parametrize("kind", ["municipality", "province", "hexagon"])
def test_other_blocks_give_whole_contiguous_territories(demo, kind):
    plan = design(demo, DesignSettings(6, areas=kind, tolerance=0.01), viewer=MANAGER)
    assert plan.contiguous
    assert plan.complete
    assert plan.balance.deviation >= plan.lower_bound - 1e-9
    load = np.bincount(plan.plan.alignment[plan.area], weights=plan.weights, minlength=6)
    assert load.tolist() == plan.balance.loads.tolist()


def test_capacities_share_the_work(demo):
    plan = design(demo, DesignSettings(3, capacities=(1, 1, 0.5), tolerance=0.02), viewer=MANAGER)
    assert plan.balance.targets.tolist() == pytest.approx([2 * plan.balance.targets[2]] * 2 + [plan.balance.targets[2]])
    assert plan.balance.deviation <= 0.02


def test_the_same_seed_gives_the_same_plan(demo, demo_plan):
    again = design(demo, demo_plan.settings, viewer=MANAGER)
    assert (again.plan.alignment == demo_plan.plan.alignment).all()


def test_names_are_towns_and_none_twice(demo_plan):
    names = [t.name for t in demo_plan.plan.territories]
    assert len(set(names)) == len(names)
    assert "Amsterdam" in names


def test_a_measure_the_customers_lack_is_named_with_those_they_have(demo):
    with pytest.raises(SettingsError, match=r"no measure profit.*customers, revenue"):
        design(demo, DesignSettings(3, measure="profit"), viewer=MANAGER)


def test_more_territories_than_areas_are_refused(demo):
    with pytest.raises(SettingsError, match="13 territories cannot be made of 12 areas"):
        design(demo, DesignSettings(13, areas="province"), viewer=MANAGER)


def test_a_rep_does_not_plan(demo):
    with pytest.raises(NotAllowedError):
        design(demo, DesignSettings(3), viewer=Viewer("rep", "E. Jansen"))


def test_work_stops_when_asked(demo):
    with pytest.raises(Cancelled):
        design(demo, DesignSettings(3), viewer=MANAGER, cancelled=lambda: True)


def test_progress_only_goes_forward(demo):
    heard: list[float] = []
    design(demo, DesignSettings(5), viewer=MANAGER, progress=lambda _, fraction: heard.append(fraction))
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
