"""What all tests share."""

import os
from collections.abc import Iterator
from pathlib import Path

import coverage
import geopandas as gpd
import pytest
import shapely
from hypothesis import settings

# A slow machine is no failure, and the same tests run everywhere.
settings.register_profile("rayon", deadline=None, derandomize=True)
settings.load_profile("rayon")

ROOT = Path(__file__).resolve().parents[1]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """Count no lines in what a test marked `no_cover` prepares either: it runs the same ones a million times."""
    tracing = coverage.Coverage.current() if item.get_closest_marker("no_cover") else None
    if tracing is None:
        return (yield)
    tracing.stop()
    try:
        return (yield)
    finally:
        tracing.start()


@pytest.fixture(scope="session")
def official_data() -> Path:
    """Official Dutch boundaries and addresses, where they lie beside the repository or `RAYON_DATA` points at them."""
    folder = Path(os.environ.get("RAYON_DATA", ROOT.parent / "shared" / "data"))
    if not (folder / "nl_pc4_centroids.csv").is_file():
        pytest.skip(f"official Dutch data is not at {folder}; set RAYON_DATA to its folder")
    return folder


@pytest.fixture(scope="session")
def hostile_texts() -> list[str]:
    """Names that harm where text is taken for a template, a script or markup; each must be shown as it stands."""
    return [
        "{{7*191}}",
        "{% for x in range(3) %}looped{% endfor %}",
        "{# gone #}",
        "${7*191}`${7*191}`",
        "\"quoted\" 'single' \\ back\\u0041slash",
        "</script><script>window.ran = 1</script>",
        '<img src=x onerror="window.ran = 2">',
        "<!--<script>",
        "]]>&lt;&amp;",
        "line\u2028and\u2029paragraph",
    ]


@pytest.fixture(scope="session")
def squares() -> gpd.GeoSeries:
    """Four squares of half a degree that touch, from south-west to north-east, row by row."""
    return gpd.GeoSeries(
        [shapely.box(x, y, x + 0.5, y + 0.5) for y in (52.0, 52.5) for x in (5.0, 5.5)], crs="EPSG:4326"
    )
