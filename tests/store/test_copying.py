import shutil
import stat

import pytest

from geo.errors import StoreError
from geo.store import Database, Scenarios, Workspace, copy_workspace
from tests.store.conftest import begin


@pytest.fixture
def target(tmp_path):
    return Workspace(tmp_path / "copy")


@pytest.fixture
def kept(workspace):
    """A workspace that nobody has open, with a scenario, something imported and what a killed import left."""
    begin(Scenarios(workspace), "One")
    Database.of(workspace).close()
    for folder in ("datasets/" + "a" * 16, "datasets/.draft-x"):
        (workspace.root / folder).mkdir(parents=True)
        (workspace.root / folder / "rows").write_bytes(b"rows")
    return workspace


def content(workspace):
    return {
        str(path.relative_to(workspace.root)): path.read_bytes()
        for path in sorted(workspace.root.rglob("*"))
        if path.is_file() and not path.name.endswith("-shm")  # where readers meet; holds nothing
    }


def names(workspace):
    return [scenario.name for scenario in Scenarios(workspace).list()]


def test_a_closed_database_is_one_file(kept):
    assert [path.name for path in kept.root.glob("rayon.db*")] == ["rayon.db"]
    Database.of(kept).close()
    assert names(kept) == ["One"]


def test_a_copy_has_everything_and_leaves_the_workspace_as_it_was(kept, target):
    before = content(kept)
    copy_workspace(kept, target)
    assert content(kept) == before
    assert sorted(content(target)) == ["datasets/" + "a" * 16 + "/rows", "rayon.db"]
    assert names(target) == ["One"]


def test_what_was_written_last_in_an_open_workspace_comes_along(kept, target):
    begin(Scenarios(kept), "Two")
    before = content(kept)
    assert before["rayon.db-wal"]
    copy_workspace(kept, target)
    assert content(kept) == before
    assert sorted(names(target)) == ["One", "Two"]


def test_what_a_killed_program_wrote_comes_along(kept, target, tmp_path):
    begin(Scenarios(kept), "Two")
    killed = Workspace(tmp_path / "killed")
    shutil.copytree(kept.root, killed.root)
    before = content(killed)
    copy_workspace(killed, target)
    assert content(killed) == before
    assert sorted(names(target)) == ["One", "Two"]


def test_the_database_can_be_copied_alone(kept, target):
    copy_workspace(kept, target, database_only=True)
    assert list(content(target)) == ["rayon.db"]
    assert names(target) == ["One"]


def test_a_change_of_the_copy_is_none_of_the_original(kept, target):
    copy_workspace(kept, target)
    begin(Scenarios(target), "Two")
    assert names(kept) == ["One"]


def test_a_copy_of_what_nobody_may_change_can_be_changed(kept, target):
    inside = sorted(kept.root.rglob("*"), reverse=True)
    for path in [*inside, kept.root]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        copy_workspace(kept, target)
    finally:
        for path in [kept.root, *inside[::-1]]:
            path.chmod(0o755)
    # The one who runs the tests may be one whom no mode stops.
    assert all(path.stat().st_mode & stat.S_IWUSR for path in [target.root, *target.root.rglob("*")])
    begin(Scenarios(target), "Two")
    assert sorted(names(target)) == ["One", "Two"]


def test_a_folder_without_a_database_is_no_workspace(tmp_path, target):
    with pytest.raises(StoreError, match="is no workspace"):
        copy_workspace(Workspace(tmp_path), target)
    assert not target.root.exists()


def test_a_damaged_database_is_named(kept, target):
    (kept.root / "rayon.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match="is damaged"):
        copy_workspace(kept, target)


@pytest.mark.parametrize("database_only", [False, True])
def test_a_copy_overwrites_nothing(kept, target, database_only):
    target.root.mkdir()
    with pytest.raises(StoreError, match="cannot be written: File exists"):
        copy_workspace(kept, target, database_only=database_only)
    assert list(target.root.iterdir()) == []
