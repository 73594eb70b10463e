import pytest

from geo.errors import SettingsError
from ui.settings import as_settings, read_capacities, write_capacities


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", None),
        ("  ", None),
        ("0,6; 0,8", (1.0, 1.0, 0.6, 0.8)),
        ("0.6; 0.8", (1.0, 1.0, 0.6, 0.8)),
        ("0,6 0,8", (1.0, 1.0, 0.6, 0.8)),
        ("0.6, 0.8", (1.0, 1.0, 0.6, 0.8)),
        ("0.5; 1; 1; 1", (0.5, 1.0, 1.0, 1.0)),
    ],
)
def test_capacities_are_read_as_people_write_them(written, expected):
    assert read_capacities(written, 4) == expected


@pytest.mark.parametrize("capacities", [None, (1.0, 1.0, 0.6), (0.5, 1.0, 1.0), (1.0, 0.5, 1.0), (1.0, 1.0, 1.0)])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_capacities_are_written_as_they_are_read(capacities, language):
    again = read_capacities(write_capacities(capacities, language), 3)
    assert again == capacities


@pytest.mark.parametrize("written", ["half", "0.6; x", "1; 1; 1; 1; 1", "0; 1", "1,1,0.6", "-1", "nan", "inf"])
def test_capacities_that_cannot_be_are_refused(written):
    draft = {"n": 4, "measure": "customers", "areas": "auto", "tolerance": 0.01, "seed": 0, "capacities": written}
    with pytest.raises(SettingsError):
        as_settings(draft)
