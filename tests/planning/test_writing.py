import errno
import os
import shutil
from pathlib import Path

import pytest

from geo.errors import StoreError
from geo.planning.writing import write_files


def test_files_and_copies_get_their_names_and_others_stay(tmp_path):
    source, out = tmp_path / "source", tmp_path / "new" / "out"
    (source / "deep").mkdir(parents=True)
    (source / "deep" / "one").write_bytes(b"1")
    out.mkdir(parents=True)
    (out / "other").write_text("stays")
    (out / "a").write_text("before")
    write_files({"a": b"1", "b": b"2"}, out, {"copy": source})
    assert sorted(p.name for p in out.iterdir()) == ["a", "b", "copy", "other"]
    assert (out / "a").read_bytes() == b"1"
    assert (out / "copy" / "deep" / "one").read_bytes() == b"1"
    assert (source / "deep" / "one").read_bytes() == b"1"


def test_a_file_in_the_way_leaves_the_folder_as_it_was(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "a").write_text("before")
    with pytest.raises(StoreError, match="cannot be written: Is a directory"):
        write_files({"a": b"1", "b": b"2"}, tmp_path)
    assert (tmp_path / "a").read_text() == "before"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b"]


def test_a_copy_replaces_nothing(tmp_path):
    for name in ("source", "copy"):
        (tmp_path / name).mkdir()
    with pytest.raises(StoreError, match="cannot be written: File exists"):
        write_files({"a": b"1"}, tmp_path, {"copy": tmp_path / "source"})
    assert sorted(p.name for p in tmp_path.iterdir()) == ["copy", "source"]


@pytest.fixture
def full(monkeypatch):
    """Stands for a disk that has room for some folders and for no file."""

    def no_room(*paths, **rest):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(paths[0]))

    monkeypatch.setattr(Path, "write_bytes", no_room)
    monkeypatch.setattr(shutil, "_fastcopy_sendfile", no_room, raising=False)
    monkeypatch.setattr(shutil, "copyfileobj", no_room)


@pytest.mark.parametrize("copies", [0, 1, 2])
def test_a_full_disk_is_said_in_words_and_leaves_nothing(tmp_path, copies, request):
    source = tmp_path / "source"
    source.mkdir()
    for name in ("one", "two"):
        (source / name).write_bytes(b"1" * 100)
    request.getfixturevalue("full")
    out = tmp_path / "new" / "out"
    with pytest.raises(StoreError) as caught:
        write_files({"a": b"1"}, out, {f"copy {n}": source for n in range(copies)})
    assert str(caught.value) == (
        f"The folder {out} cannot be written: No space left on device. Name a folder that may be written and has room."
    )
    assert sorted(p.name for p in tmp_path.iterdir()) == ["source"]


def test_a_folder_that_was_there_stays_where_the_disk_is_full(tmp_path, full):
    with pytest.raises(StoreError, match="No space left"):
        write_files({"a": b"1"}, tmp_path / "out" / "deep")
    assert [*tmp_path.iterdir()] == []
    assert tmp_path.is_dir()
