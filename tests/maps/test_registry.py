"""Documents are named by their content and kept for whoever they are for."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from geo.errors import NotAllowedError
from geo.maps import Registry, document, heading
from geo.viewer import MANAGER, Viewer

REP = Viewer("rep", "Bakker")


def test_the_same_content_has_the_same_name_and_bytes():
    one, other = document(heading("a"), MANAGER), document(heading("a"), MANAGER)
    assert one == other
    assert json.loads(one.text) == {"kind": "heading", "title": "a", "line": ""}


def test_other_content_or_another_viewer_has_another_name():
    names = {
        document(heading("a"), MANAGER).name,
        document(heading("b"), MANAGER).name,
        document(heading("a"), REP).name,
        document(heading("a"), Viewer("rep", "Jansen")).name,
    }
    assert len(names) == 4


def test_what_was_published_is_found_by_its_viewer_only():
    registry = Registry()
    made = document(heading("a"), REP)
    name = registry.publish(made)
    assert registry.fetch(name, REP) == made
    with pytest.raises(NotAllowedError):
        registry.fetch(name, MANAGER)
    assert registry.fetch("0" * 16, REP) is None


def test_the_least_recently_published_falls_out_first():
    registry = Registry(most=2)
    a, b, c = (document(heading(t), MANAGER) for t in "abc")
    for made in (a, b, a, c):
        registry.publish(made)
    assert [registry.fetch(d.name, MANAGER) is not None for d in (a, b, c)] == [True, False, True]


def test_many_threads_publish_at_once_and_the_bound_holds():
    registry = Registry(most=8)
    made = [document(heading(str(i)), MANAGER) for i in range(40)]
    with ThreadPoolExecutor(8) as pool:
        names = list(pool.map(registry.publish, made * 5))
    assert sum(registry.fetch(name, MANAGER) is not None for name in set(names)) == 8
