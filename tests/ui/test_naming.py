import pytest

from geo.store import NAME_LENGTH
from ui.workbench.naming import named_after


def copied(name):
    return f"{name} (copy)"


def test_a_name_that_fits_is_kept_whole():
    assert named_after("Zomer", copied) == "Zomer (copy)"
    longest = "x" * (NAME_LENGTH - len(copied("")))
    assert named_after(longest, copied) == copied(longest)


@pytest.mark.parametrize(
    "name", ["x" * 80, "x" * (NAME_LENGTH - 6), "Zomer in het noorden " * 3 + "en het verre zuiden"]
)
def test_a_longer_name_is_cut_where_the_whole_would_not_fit(name):
    called = named_after(name, copied)
    assert NAME_LENGTH - 1 <= len(called) <= NAME_LENGTH
    assert called.endswith("… (copy)")
    assert name.startswith(called.removesuffix("… (copy)"))
