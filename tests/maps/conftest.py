"""How the four squares are written."""

import pytest

from geo.maps import Label


@pytest.fixture(scope="session")
def labels() -> list[Label]:
    return [Label("South-west", 0, "+1,0 %"), Label("South-east", 1), Label("North-west", 2), Label("North-east", 4)]
