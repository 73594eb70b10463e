"""What all tests share."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def official_data() -> Path:
    """Official Dutch boundaries and addresses, where they lie beside the repository or `RAYON_DATA` points at them."""
    folder = Path(os.environ.get("RAYON_DATA", ROOT.parent / "shared" / "data"))
    if not (folder / "nl_pc4_centroids.csv").is_file():
        pytest.skip(f"official Dutch data is not at {folder}; set RAYON_DATA to its folder")
    return folder
