import os
import shutil
import sqlite3
import threading
from datetime import UTC, datetime
from functools import partial

import pytest
from sqlalchemy import insert, select

from geo.errors import StoreError
from geo.store import Agreed, Entry, Outdated, Scenarios, Workspace
from geo.store import database as module
from geo.store.database import Database
from geo.store.schema import APPLICATION, SCHEMA
from geo.store.tables import contacts, revisions, teams, windows
from geo.texts import text
from tests.store.conftest import begin


@pytest.fixture
def file(workspace):
    """The database's file, with one scenario in it and nothing beside it."""
    begin(Scenarios(workspace))
    path = Database.of(workspace).file
    settle(path)
    return path


def settle(path):
    """Have all of the database in its one file."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def pragma(database, name):
    with database.reading() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def note(database, cid):
    with database.writing() as connection:
        connection.execute(insert(windows).values(cid=cid, viewer="me"))


def noted(database):
    with database.reading() as connection:
        return set(connection.scalars(select(windows.c.cid)))


def test_what_was_written_is_safe_against_a_power_cut(workspace):
    database = Database.of(workspace)
    assert pragma(database, "journal_mode") == "wal"
    assert pragma(database, "synchronous") == 2
    assert pragma(database, "foreign_keys") == 1
    assert pragma(database, "busy_timeout") == module.PATIENCE * 1000
    assert pragma(database, "user_version") == SCHEMA
    assert pragma(database, "application_id") == APPLICATION


def test_a_transaction_that_fails_leaves_nothing(workspace):
    database = Database.of(workspace)

    def half():
        with database.writing() as connection:
            connection.execute(insert(windows).values(cid="a", viewer="me"))
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        half()
    assert noted(database) == set()


def test_a_broken_rule_of_the_tables_is_a_fault_of_the_program(workspace):
    database = Database.of(workspace)
    row = {"scenario": "x", "number": 1, "kind": "edit", "author": "", "words": "", "delta": b""}
    with pytest.raises(Exception, match="FOREIGN KEY"), database.writing() as connection:
        connection.execute(insert(revisions).values(at=datetime.now(UTC), **row))


def test_a_reader_sees_one_state_while_somebody_writes(workspace):
    database = Database.of(workspace)
    note(database, "a")
    with database.reading() as connection:
        assert set(connection.scalars(select(windows.c.cid))) == {"a"}
        note(database, "b")
        assert set(connection.scalars(select(windows.c.cid))) == {"a"}
    assert noted(database) == {"a", "b"}


def test_many_threads_write_one_after_the_other(workspace):
    ready = threading.Barrier(8)

    def work(name):
        ready.wait()
        for i in range(10):
            note(Database.of(workspace), f"{name}-{i}")

    threads = [threading.Thread(target=work, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(noted(Database.of(workspace))) == 80


def in_processes(*works):
    """Do works at the same moment, each in a process of its own, and return how each ended."""
    gate, go = os.pipe()
    children = []
    for work in works:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                os.read(gate, 1)
                work()
                status = 0
            finally:
                os._exit(status)
        children.append(child)
    os.write(go, b"." * len(children))
    ends = [os.waitpid(child, 0)[1] for child in children]
    os.close(gate)
    os.close(go)
    return ends


forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
# A child here uses nothing but the database, and leaves without a word.
unwarned = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")


@forks
@unwarned
def test_several_processes_append_to_one_scenario_and_lose_nothing(workspace, scenarios, scenario):
    def write(name):
        mine, done = Scenarios(workspace), 0
        while done < 20:
            head = mine.find(scenario.id).head
            try:
                mine.append(scenario.id, head, [Entry("edit", text("x"), b"%s%d," % (name, done))], author="me")
                done += 1
            except Outdated:
                continue

    assert in_processes(lambda: write(b"a"), lambda: write(b"b"), lambda: write(b"c")) == [0, 0, 0]
    assert scenarios.find(scenario.id).head == 61
    deltas = scenarios.stored(scenario.id)[1]
    for name in (b"a", b"b", b"c"):
        assert [d for d in deltas if d.startswith(name)] == [b"%s%d," % (name, i) for i in range(20)]


@forks
@unwarned
def test_processes_that_make_the_database_at_once_make_one(tmp_path):
    for attempt in range(5):
        workspace = Workspace(tmp_path / str(attempt))
        names = ["a", "b", "c", "d"]
        ends = in_processes(*(partial(note, Database.of(workspace), name) for name in names))
        assert ends == [0, 0, 0, 0]
        assert noted(Database.of(workspace)) == set(names)


@forks
@unwarned
def test_a_forked_process_has_connections_of_its_own(workspace):
    database = Database.of(workspace)
    note(database, "parent")

    def work():
        note(database, "child")
        assert noted(database) == {"parent", "child"}

    assert in_processes(work) == [0]
    note(database, "after")
    assert noted(database) == {"parent", "child", "after"}


def forget(workspace):
    """Have the database opened as a new process would."""
    for key in [key for key in module._engines if key[1] == Database.of(workspace).file]:
        module._engines.pop(key).dispose()


def test_a_newer_database_is_refused_and_not_touched(workspace, file):
    with sqlite3.connect(file) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    connection.close()
    settle(file)
    before = file.read_bytes()
    forget(workspace)
    with pytest.raises(StoreError, match=r"written by a newer version.*Update the program"):
        Scenarios(workspace).list()
    assert file.read_bytes() == before


@pytest.mark.parametrize(("version", "lacks"), [(1, ("teams", "links", "contacts", "agreed")), (2, ("agreed",))])
def test_a_database_of_an_earlier_version_keeps_what_it_has_and_gets_what_it_lacks(workspace, file, version, lacks):
    with sqlite3.connect(file) as connection:
        for table in lacks:
            connection.execute(f"DROP TABLE {table}")
        connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    settle(file)
    forget(workspace)
    assert [scenario.head for scenario in Scenarios(workspace).list()] == [1]
    database = Database.of(workspace)
    assert pragma(database, "user_version") == SCHEMA
    with database.writing() as connection:
        connection.execute(insert(teams).values(series="a", number=1, at=datetime.now(UTC), author="me", team="{}"))
        assert connection.scalars(select(contacts.c.id)).all() == []
    (kept,) = Scenarios(workspace).list()
    assert Agreed(workspace).agree(kept.id, 1, 0, author="me").number == 1


def test_another_programs_database_is_refused_and_not_touched(workspace):
    workspace.root.mkdir()
    path = workspace.root / module.FILE
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="belongs to another program"):
        Scenarios(workspace).list()
    assert path.read_bytes() == before


def junk(content):
    return b"not a database at all " * 100


def flipped(content):
    """Return a database whose pages after the first are noise."""
    return content[:4096] + bytes(255 - b for b in content[4096:])


def cut(content):
    return content[: len(content) // 2]


@pytest.mark.parametrize("harm", [junk, flipped, cut])
def test_a_damaged_database_is_told_kept_and_can_be_put_aside(workspace, file, harm, tmp_path):
    harmed = harm(file.read_bytes())
    forget(workspace)
    file.write_bytes(harmed)
    for _ in range(2):
        with pytest.raises(StoreError, match=r"rayon\.db is damaged.*backup") as caught:
            Scenarios(workspace).list()
        assert str(file) in str(caught.value)
    assert file.read_bytes() == harmed
    for part in workspace.root.glob("rayon.db*"):
        shutil.move(part, tmp_path / part.name)
    assert Scenarios(workspace).list() == []
    assert (tmp_path / "rayon.db").read_bytes() == harmed


def test_damage_under_the_programs_feet_is_told_and_a_backup_helps_at_once(workspace, file, tmp_path):
    backup = shutil.copy(file, tmp_path / "backup.db")
    scenarios = Scenarios(workspace)
    assert len(scenarios.list()) == 1
    for part in workspace.root.glob("rayon.db*"):
        part.unlink()
    file.write_bytes(b"junk" * 5000)
    with pytest.raises(StoreError, match="damaged"):
        scenarios.list()
    file.unlink()
    shutil.copy(backup, file)
    assert len(scenarios.list()) == 1


def test_nothing_is_written_to_a_database_that_was_moved_away(workspace, file, tmp_path):
    scenarios = Scenarios(workspace)
    (old,) = scenarios.list()
    settle(file)
    for part in workspace.root.glob("rayon.db*"):
        part.rename(tmp_path / part.name)
    fresh = begin(scenarios, "na het verplaatsen")
    assert scenarios.list() == [fresh]
    assert Scenarios(Workspace(tmp_path)).list() == [old]


def test_a_folder_that_was_deleted_is_made_anew(workspace, file):
    scenarios = Scenarios(workspace)
    assert len(scenarios.list()) == 1
    shutil.rmtree(workspace.root)
    assert scenarios.list() == []
    assert begin(scenarios).head == 1


def test_a_full_disk_is_told_and_what_was_there_stays(workspace, scenarios, scenario):
    database = Database.of(workspace)
    pages = pragma(database, "page_count")

    def fill():
        with database.writing() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            connection.execute(insert(windows).values(cid="x" * 100_000, viewer="me"))

    with pytest.raises(StoreError, match=r"cannot be written: database or disk is full.*Free some space"):
        fill()
    assert scenarios.list() == [scenario]
    note(database, "again")


def test_a_database_that_may_only_be_read_is_told(workspace):
    database = Database.of(workspace)

    def write():
        with database.writing() as connection:
            connection.exec_driver_sql("PRAGMA query_only = ON")
            note_on(connection)

    def note_on(connection):
        connection.execute(insert(windows).values(cid="a", viewer="me"))

    with pytest.raises(StoreError, match=r"cannot be written: attempt to write a readonly database"):
        write()


def test_a_place_where_no_database_can_be_is_told(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be written: Not a directory"):
        Scenarios(Workspace(tmp_path / "file" / "workspace")).list()
    (tmp_path / "workspace" / module.FILE).mkdir(parents=True)
    with pytest.raises(StoreError, match="cannot be written: unable to open database file"):
        Scenarios(Workspace(tmp_path / "workspace")).list()


def test_a_database_that_somebody_keeps_busy_is_told(workspace, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    database = Database.of(workspace)
    note(database, "a")
    other = sqlite3.connect(database.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match=r"keeps the database .* busy.*Try again"):
        note(database, "b")
    assert noted(database) == {"a"}
    other.execute("ROLLBACK")
    other.close()
    note(database, "b")
    assert noted(database) == {"a", "b"}
