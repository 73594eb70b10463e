"""Real Dutch addresses and areas, where they are at hand."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from geo.clustering import BalancedKMeans, allocate

Blocks = tuple[np.ndarray, np.ndarray, csr_array]


def _blocks(path: str) -> Blocks:
    """Return centres, population and adjacency of areas, each island linked to its nearest area."""
    frame = gpd.read_file(path).to_crs(28992)
    shapes = shapely.make_valid(frame.geometry.to_numpy())
    centres = shapely.get_coordinates(shapely.centroid(shapes))
    first, second = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=20)
    pairs = [*zip(first[first != second], second[first != second], strict=True)]
    n = len(shapes)
    while True:
        rows, columns = np.array(pairs).T
        graph = coo_array((np.ones(len(rows)), (rows, columns)), shape=(n, n)).tocsr()
        count, piece = connected_components(graph)
        if count == 1:
            return centres, frame["population_2021"].fillna(0).to_numpy(dtype=float), csr_array(graph)
        island = np.flatnonzero(piece == np.bincount(piece).argmin())
        others = np.flatnonzero(piece != piece[island[0]])
        away = ((centres[island, None] - centres[None, others]) ** 2).sum(2)
        a, b = np.unravel_index(away.argmin(), away.shape)
        pairs += [(island[a], others[b]), (others[b], island[a])]


@pytest.fixture(scope="module")
def postcodes(official_data: Path) -> Blocks:
    return _blocks(f"/vsigzip/{official_data / 'nl_pc4_simplified50m.geojson.gz'}")


def test_real_addresses_are_divided_within_half_a_percent(official_data: Path) -> None:
    table = pd.read_csv(official_data / "points_nl_addresses_100k_bag.csv.gz", usecols=["lon", "lat"])
    x, y = pyproj.Transformer.from_crs(4326, 28992, always_xy=True).transform(table["lon"], table["lat"])
    model = BalancedKMeans(12, tolerance=0.005, random_state=0).fit(np.column_stack([x, y]))
    assert model.deviation_ <= 0.005
    assert model.n_split_ <= 500


@pytest.mark.parametrize(
    ("k", "tolerance", "spread"), [(12, 0.001, 1.02), (12, 0.005, 1.02), (40, 0.005, 1.02), (100, 0.02, 1.02)]
)
def test_population_on_postcode_areas(k: int, tolerance: float, spread: float, postcodes: Blocks) -> None:
    centres, population, adjacency = postcodes
    result = allocate(centres, population, adjacency, k, tolerance=tolerance, random_state=0)
    assert result.contiguous
    assert result.deviation <= tolerance
    # Nearly as compact as where nobody asks for contiguity; of 100 territories one hangs on a link across water.
    free = BalancedKMeans(k, tolerance=tolerance, random_state=0).fit(centres, sample_weight=population)
    assert free.deviation_ <= tolerance
    assert result.inertia <= spread * free.inertia_


@pytest.mark.parametrize(("customers", "k", "tolerance"), [(100_000, 12, 0.005), (5_000, 14, 0.005), (5_000, 40, 0.01)])
def test_customers_on_postcode_areas(customers: int, k: int, tolerance: float, postcodes: Blocks) -> None:
    centres, population, adjacency = postcodes
    where = np.random.default_rng(0).choice(len(population), customers, p=population / population.sum())
    counts = np.bincount(where, minlength=len(population)).astype(float)
    result = allocate(centres, counts, adjacency, k, tolerance=tolerance, random_state=0)
    assert result.contiguous
    assert result.deviation <= tolerance


@pytest.mark.parametrize(
    ("file", "k", "reached"), [("nl_municipalities.geojson", 12, 0.01), ("nl_provinces.geojson", 5, 0.18)]
)
def test_population_on_coarse_areas(file: str, k: int, reached: float, official_data: Path) -> None:
    centres, population, adjacency = _blocks(str(official_data / file))
    result = allocate(centres, population, adjacency, k, tolerance=0.01, random_state=0)
    assert result.contiguous
    assert result.lower_bound <= result.deviation <= reached


def test_a_municipality_twice_its_target_leaves_the_others_as_even_as_the_ground_allows(official_data: Path) -> None:
    centres, population, adjacency = _blocks(str(official_data / "nl_municipalities.geojson"))
    result = allocate(centres, population, adjacency, 40, tolerance=0.01, random_state=0)
    assert result.contiguous
    largest = np.sort(np.abs(result.loads / result.targets - 1))[::-1]
    # Amsterdam, Rotterdam and The Hague stand alone; Delft is the only way to all that lies behind it.
    assert population[result.apart] == pytest.approx(np.sort(population)[::-1][:3])
    assert largest[:4] == pytest.approx([1.0442, 0.4916, 0.2551, 0.0905], abs=1e-4)
    assert largest[4] <= 0.075
    assert result.misplaced_share <= 0.0471
