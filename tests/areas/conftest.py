"""Small named coverages."""

import pytest

from tests.areas.shapes import coverage_of, rectangle


@pytest.fixture(scope="session")
def three_and_an_island():
    """Return areas a, b, c in a row, each 1 km wide and 2 km high, and d: an island 3 km off c."""
    squares = [rectangle(i, 0, i + 1, 2) for i in range(3)]
    return coverage_of([*squares, rectangle(6, 0, 7, 1)])
