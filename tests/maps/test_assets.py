"""The map's scripts are fetched once, whole or not at all."""

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from geo.maps import assets
from geo.maps.assets import ROOT, AssetsError, assets_folder, ensure_assets, main
from geo.texts import text


@pytest.fixture
def project(tmp_path):
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "package-lock.json").write_text('{"lockfileVersion": 3}')
    return tmp_path


class Npm:
    """Stands in for npm: writes a package, or fails."""

    def __init__(self, code=0, complaint="", meet=None):
        self.calls = []
        self.code, self.complaint, self.meet = code, complaint, meet

    def __call__(self, arguments, folder):
        self.calls.append(list(arguments))
        if self.meet is not None:
            self.meet.wait(timeout=10)
        if self.code == 0:
            (folder / "node_modules" / "leaflet").mkdir(parents=True)
            (folder / "node_modules" / "leaflet" / "leaflet.js").write_text("L")
        return subprocess.CompletedProcess(arguments, self.code, "", self.complaint)


def test_packages_are_fetched_without_running_their_scripts(project):
    npm = Npm()
    folder = ensure_assets(project, npm=npm)
    assert (folder / "leaflet" / "leaflet.js").read_text() == "L"
    assert npm.calls[0][:2] == ["ci", "--ignore-scripts"]
    assert [p.name for p in folder.parent.iterdir()] == [folder.name]


def test_an_up_to_date_folder_costs_nothing(project):
    ensure_assets(project, npm=Npm())
    again = Npm()
    ensure_assets(project, npm=again)
    assert again.calls == []


def test_a_new_lock_file_replaces_the_old_folder(project):
    old = ensure_assets(project, npm=Npm())
    (project / "package-lock.json").write_text('{"lockfileVersion": 3, "name": "next"}')
    new = ensure_assets(project, npm=Npm())
    assert new != old
    assert not old.exists()


def test_two_programs_that_start_at_once_both_find_it_whole(project):
    npm = Npm(meet=Barrier(2))
    with ThreadPoolExecutor(2) as pool:
        folders = list(pool.map(lambda _: ensure_assets(project, npm=npm), range(2)))
    assert len(npm.calls) == 2
    assert folders[0] == folders[1]
    assert [p.name for p in folders[0].parent.iterdir()] == [folders[0].name]


def test_a_failure_says_why_and_what_to_do_and_leaves_nothing(project):
    with pytest.raises(AssetsError, match=r"npm error network.*Connect this machine") as caught:
        ensure_assets(project, npm=Npm(code=1, complaint="npm error network unreachable\nmore"))
    assert "more" not in str(caught.value)
    assert list((project / "assets").iterdir()) == []


def test_npm_that_cannot_run_is_the_same_failure(project):
    def absent(arguments, folder):
        raise FileNotFoundError("no npm here")

    with pytest.raises(AssetsError, match="no npm here"):
        ensure_assets(project, npm=absent)


def test_the_lock_file_pins_by_content_and_names_no_address():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    fetched = {name: entry for name, entry in packages.items() if name}
    assert {"node_modules/leaflet", "node_modules/@fontsource-variable/hanken-grotesk"} <= set(fetched)
    assert all(entry["integrity"].startswith("sha512-") for entry in fetched.values())
    assert not any("resolved" in entry for entry in fetched.values())


def test_the_folder_is_named_by_the_lock_file(project):
    assert assets_folder(project).parent == Path(project, "assets")
    assert len(assets_folder(project).name) == 16


def test_the_command_leaves_a_stamp_for_make(project, monkeypatch):
    monkeypatch.setattr(assets, "ensure_assets", lambda: ensure_assets(project, npm=Npm()))
    assert main() == 0
    assert (project / "assets" / ".stamp").read_text().strip() == assets_folder(project).name


def test_the_command_says_what_failed_and_ends_with_one(monkeypatch, caplog):
    def fails():
        raise AssetsError(text("No network."))

    monkeypatch.setattr(assets, "ensure_assets", fails)
    assert main() == 1
    assert caplog.messages == ["No network."]
