"""Which revisions stand and which can be brought back."""

from geo.planning.trail import Trail


def test_an_edit_after_an_undo_leaves_nothing_to_bring_back():
    trail = Trail.of([(1, "made", None), (2, "edit", None), (3, "edit", None), (4, "undo", 3)])
    assert (trail.done, trail.undone) == ([2], [3])
    trail.take(5, "edit", None)
    assert (trail.done, trail.undone) == ([2, 5], [])


def test_what_was_taken_back_last_comes_back_first():
    trail = Trail.of([(1, "made", None), *((n, "edit", None) for n in (2, 3, 4)), (5, "undo", 4), (6, "undo", 3)])
    assert trail.undone == [4, 3]
    trail.take(7, "redo", 3)
    assert (trail.done, trail.undone) == ([2, 3], [4])


def test_an_edit_in_the_middle_can_be_taken_back():
    trail = Trail.of([(1, "made", None), *((n, "edit", None) for n in (2, 3, 4)), (5, "undo", 3)])
    assert (trail.done, trail.undone) == ([2, 4], [3])


def test_a_restored_version_is_an_edit():
    assert Trail.of([(1, "made", None), (2, "edit", None), (3, "restore", 1)]).done == [2, 3]


def test_a_copy_is_tried_on_without_the_other_knowing():
    trail = Trail([2], [3])
    trail.copy().take(4, "edit", None)
    assert (trail.done, trail.undone) == ([2], [3])
