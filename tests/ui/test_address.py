import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import SettingsError
from geo.planning import AREAS, DesignSettings
from ui.address import Address, read, write

SETTINGS = st.builds(
    lambda n, measure, areas, tolerance, seed, part: DesignSettings(
        n, measure, areas, tuple([1.0] * (n - 1) + [part]) if part else None, tolerance, seed=seed
    ),
    st.integers(1, 40),
    st.sampled_from(["customers", "revenue", "Aantal m²", "a=b&c"]),
    st.sampled_from([*AREAS, "auto"]),
    st.sampled_from([0.0, 0.005, 0.01, 0.3333, 0.5]),
    st.integers(0, 2**32 - 1),
    st.sampled_from([None, 0.6, 1.25, 0.333]),
)


@given(SETTINGS)
def test_an_address_is_read_as_it_was_written(plan):
    address = Address("nl", "0123456789abcdef", plan, "fedcba9876543210")
    assert read(write(address)) == address


@pytest.mark.parametrize("at", [None, 1, 14])
@pytest.mark.parametrize("measure", [None, "revenue", "Aantal m²"])
def test_a_scenario_is_read_as_it_was_written(at, measure):
    address = Address("nl", "0123456789abcdef", scenario="a5d4088e246353ba", at=at, measure=measure)
    assert read(write(address)) == address


def test_a_plan_that_is_being_made_has_no_scenario_yet():
    written = write(Address("en", plan=DesignSettings(12), scenario="a5d4088e246353ba", at=3))
    assert "scenario" not in written
    assert read({**written, "scenario": "a5d4088e246353ba", "at": "3"}) == Address("en", plan=DesignSettings(12))


def test_a_version_of_no_scenario_is_none():
    assert read({"at": "3", "show": "revenue"}) == Address()


def test_what_is_usual_is_left_out():
    assert write(Address("en")) == {"lang": "en"}
    assert write(Address("en", plan=DesignSettings(12))) == {
        "lang": "en",
        "territories": "12",
        "measure": "customers",
        "tolerance": "0.01",
    }


def test_an_unknown_language_is_left_open():
    assert read({"lang": "xx"}) == Address()


@pytest.mark.parametrize(
    "query",
    [
        {"territories": "many"},
        {"territories": "0"},
        {"territories": "12", "tolerance": "nan"},
        {"territories": "12", "tolerance": "small"},
        {"territories": "2", "capacities": "1_x"},
        {"territories": "2", "capacities": "1_1_1"},
        {"territories": "2", "seed": "-1"},
        {"territories": "2", "areas": "../../etc"},
        {"scenario": "a5d4088e246353ba", "at": "last"},
    ],
)
def test_settings_that_cannot_be_are_refused_with_a_remedy(query):
    with pytest.raises(SettingsError) as caught:
        read(query)
    assert caught.value.remedy is not None


@pytest.mark.parametrize("side", ["today", "a5d4088e246353ba", "a5d4088e246353ba.14"])
def test_what_is_compared_is_read_as_it_was_written(side):
    address = Address("nl", "0123456789abcdef", scenario="a5d4088e246353ba", before=side, after="0123456789abcdef.1")
    assert read(write(address)) == address


@pytest.mark.parametrize("side", ["", "tomorrow", "today.1", "a5d4088e246353ba.0", "a5d4088e246353ba.x", "../secret"])
def test_what_cannot_be_compared_is_left_out(side):
    assert read({"before": side, "after": side}) == Address()
