from datetime import UTC, datetime

import pytest

from geo.store import Version
from geo.viewer import Viewer
from ui.lists import about


@pytest.fixture
def version():
    return Version("a" * 16, "b" * 16, 3, "a.csv", demo=False, rows=4218, at=datetime(2026, 5, 1, tzinfo=UTC))


def test_a_list_is_told_by_its_customers_and_how_often_it_came_in(visitor, version):
    assert about(version) == ["4,218 customers", "version 3"]


def test_a_rep_is_not_told_how_many_customers_others_have(visitor, version):
    visitor.viewer = Viewer("rep", "Bakker")
    assert about(version) == ["version 3"]
