import errno
import os
import time

import pytest

from geo.errors import StoreError
from geo.store import Workspace

NAME = "0123456789abcdef"


def test_what_is_kept_appears_whole(tmp_path):
    workspace = Workspace(tmp_path)
    with workspace.keep("datasets", NAME) as folder:
        (folder / "a").write_text("1")
        assert not workspace.path("datasets", NAME).exists()
    assert (workspace.path("datasets", NAME) / "a").read_text() == "1"


def test_what_fails_half_way_leaves_nothing(tmp_path):
    workspace = Workspace(tmp_path)

    def write_half() -> None:
        with workspace.keep("datasets", NAME) as folder:
            (folder / "a").write_text("1")
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        write_half()
    assert list((tmp_path / "datasets").iterdir()) == []


def test_a_draft_that_nobody_will_finish_is_removed(tmp_path):
    workspace = Workspace(tmp_path)
    for name, age in ((".draft-old", 2 * 24 * 3600), (".draft-new", 60), ("other", 2 * 24 * 3600)):
        (tmp_path / "datasets" / name).mkdir(parents=True)
        os.utime(tmp_path / "datasets" / name, (time.time() - age,) * 2)
    with workspace.keep("datasets", NAME):
        pass
    assert sorted(p.name for p in (tmp_path / "datasets").iterdir()) == [".draft-new", NAME, "other"]


def write_to_a_full_disk(workspace: Workspace) -> None:
    with workspace.keep("datasets", NAME):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_what_cannot_be_written_is_told_and_leaves_nothing(tmp_path):
    with pytest.raises(StoreError, match="No space left on device"):
        write_to_a_full_disk(Workspace(tmp_path))
    assert list((tmp_path / "datasets").iterdir()) == []


def test_what_is_kept_already_need_not_be_written_again(tmp_path):
    workspace = Workspace(tmp_path)
    with workspace.keep("datasets", NAME) as folder:
        (folder / "a").write_text("1")
    write_to_a_full_disk(workspace)
    assert [p.name for p in (tmp_path / "datasets").iterdir()] == [NAME]
    assert (workspace.path("datasets", NAME) / "a").read_text() == "1"


def test_keeping_the_same_twice_keeps_the_first(tmp_path):
    workspace = Workspace(tmp_path)
    for content in ("1", "2"):
        with workspace.keep("datasets", NAME) as folder:
            (folder / "a").write_text(content)
    assert [p.name for p in (tmp_path / "datasets").iterdir()] == [NAME]
    assert (workspace.path("datasets", NAME) / "a").read_text() == "1"


@pytest.mark.parametrize("name", ["../../etc", "", "0123456789abcdeF", "x" * 16, NAME + "/..", NAME + "\n"])
def test_a_name_is_never_a_path(tmp_path, name):
    with pytest.raises(StoreError, match="There is no dataset"):
        Workspace(tmp_path).path("datasets", name)


def test_a_workspace_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    workspace = Workspace(tmp_path / "file" / "workspace")
    with pytest.raises(StoreError, match="cannot be written"), workspace.keep("datasets", NAME):
        pass
