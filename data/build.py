"""
Make every file of data/ anew from its pinned sources.

    python data/build.py --cache FOLDER

The sources, some 150 MB, are fetched into the folder once. The same sources give the same content.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from pathlib import Path

import pandas as pd

DATA = Path(__file__).resolve().parent
sys.path.insert(0, str(DATA.parent))

from data.recipes.areas import areas_nl  # noqa: E402 - the program's folder must be known first
from data.recipes.demo import demo, to_csv  # noqa: E402
from data.recipes.outlines import land_nl, world  # noqa: E402
from data.recipes.postcodes import postcodes  # noqa: E402
from data.recipes.sources import Cache  # noqa: E402
from data.recipes.towns import towns  # noqa: E402


def main() -> None:
    """Build all files in order: each may need those before it."""
    parser = argparse.ArgumentParser(description="Make the files of data/ from their sources.")
    parser.add_argument("--cache", type=Path, required=True, help="folder that keeps the sources")
    cache = Cache(parser.parse_args().cache)
    codes = postcodes(cache)
    _write(codes, "postcodes")
    places = towns(cache, codes)
    _write(places, "towns")
    land = land_nl(cache, codes)
    _write(land, "land_nl")
    _write(world(cache), "world")
    for level, areas in areas_nl(codes, land.geometry.iloc[0]).items():
        _write(areas, f"areas_nl_{level}")
    customers = gzip.compress(to_csv(demo(codes, places)), compresslevel=9, mtime=0)
    (DATA / "demo.csv.gz").write_bytes(customers)
    print(f"demo.csv.gz: {len(customers) / 1000:,.0f} kB")


def _write(table: pd.DataFrame, name: str) -> None:
    path = DATA / f"{name}.parquet"
    table.to_parquet(path, index=False, compression="zstd", compression_level=19)
    print(f"{path.name}: {len(table):,} rows, {path.stat().st_size / 1000:,.0f} kB")


if __name__ == "__main__":
    main()
