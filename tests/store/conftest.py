"""A workspace of its own for each test, and a clock that a test can read."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from geo.store import Scenario, Scenarios, Workspace
from geo.texts import text


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    return Workspace(tmp_path / "workspace")


@pytest.fixture
def scenarios(workspace) -> Scenarios:
    """Scenarios whose clock goes on by a minute each time it is read."""
    minutes = count()
    return Scenarios(workspace, lambda: datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=next(minutes)))


@pytest.fixture
def scenario(scenarios) -> Scenario:
    return begin(scenarios)


def begin(scenarios: Scenarios, name: str = "Voorstel", series: str = "a" * 16, state: bytes = b"") -> Scenario:
    return scenarios.create(
        series=series,
        dataset="b" * 16,
        coverage="c" * 16,
        name=name,
        about={"territories": 12, "measure": "revenue", "nested": [1, None, {"a": 1.5}]},
        state=state,
        words=text("Twelve territories."),
        author="manager",
        next_territory=13,
    )
