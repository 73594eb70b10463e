import pytest

from geo.errors import SettingsError
from geo.planning import DesignSettings


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"n_territories": 0}, "0 territories cannot be made"),
        ({"n_territories": 1001}, "Ask for 1 to 1,000"),
        ({"tolerance": -0.1}, "tolerance"),
        ({"tolerance": 0.6}, "tolerance"),
        ({"tolerance": float("nan")}, "tolerance"),
        ({"areas": "/vsicurl/x"}, "no areas of the kind"),
        ({"seed": -1}, "seed"),
        ({"capacities": (1.0,)}, "1 capacity is given, not 3"),
        ({"capacities": (1.0, 0.0, 1.0)}, "Capacity 2 is 0.0"),
        ({"capacities": (1.0, 1.0, float("inf"))}, "Capacity 3 is inf"),
        ({"capacities": (1.0, 1.0, float("nan"))}, "Capacity 3 is nan"),
        ({"capacities": (1e-300, 1.0, 1.0)}, "Capacity 1 is 1e-300"),
    ],
)
def test_a_setting_out_of_bounds_is_named(wrong, said):
    with pytest.raises(SettingsError, match=said):
        DesignSettings(**{"n_territories": 3, **wrong})


def test_settings_with_capacities_are_accepted():
    assert DesignSettings(3, capacities=(1, 1, 0.6)).capacities == (1, 1, 0.6)
