"""A small country to divide by hand: six columns and five rows of squares, with customers."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.areas import Coverage
from geo.territories import Plan, Tally, Territory

COLUMNS, ROWS = 6, 5


@pytest.fixture(scope="session")
def meadows() -> Coverage:
    """Thirty squares of a tenth of a degree, row by row from the south-west, called A1 to F5."""
    places = [(column, row) for row in range(ROWS) for column in range(COLUMNS)]
    boxes = [shapely.box(5 + c / 10, 52 + r / 10, 5 + (c + 1) / 10, 52 + (r + 1) / 10) for c, r in places]
    codes = [f"{'ABCDEF'[c]}{r + 1}" for c, r in places]
    geometry = shapely.set_precision(boxes, 1e-7)
    areas = gpd.GeoDataFrame(
        {"code": codes, "name": [f"Meadow {code}" for code in codes]}, geometry=geometry, crs="EPSG:4326"
    )
    return Coverage(areas, "file", "NL", approximate=False, source="tests")


@pytest.fixture(scope="session")
def herd() -> Tally:
    """A hundred and fifty customers on the meadows, with whole-numbered measures so that sums are exact."""
    rng = np.random.default_rng(11)
    n, area = 150, rng.integers(0, COLUMNS * ROWS, 150)
    return Tally(
        area=area,
        keys=pd.Series([f"k{i}" for i in range(n)]),
        measures={"customers": np.ones(n), "revenue": rng.integers(1, 60, n).astype(float)},
        balanced="revenue",
        points=np.column_stack((area % COLUMNS, area // COLUMNS)) * 7_000.0 + rng.uniform(0, 7_000, (n, 2)),
        n_areas=COLUMNS * ROWS,
    )


@pytest.fixture(scope="session")
def farms(meadows: Coverage) -> Plan:
    """Three territories of two columns each, numbered with a hole, two customers bound."""
    territories = (Territory(1, "West", 1.0, 0), Territory(3, "Middle", 1.0, 1), Territory(4, "East", 0.5, 2))
    return Plan(meadows, np.tile(np.repeat([0, 1, 2], 2), ROWS), territories, {"k0": 3, "k1": 4})
