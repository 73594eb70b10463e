import pytest

from geo.errors import NotAllowedError
from geo.viewer import MANAGER, Viewer


def test_a_rep_without_a_name_is_nobody():
    with pytest.raises(NotAllowedError, match="without a name"):
        Viewer("rep")


@pytest.mark.parametrize("viewer", [Viewer("rep", "Ann", "s1"), Viewer("meeting", scenario="s1")])
def test_only_a_manager_plans(viewer):
    MANAGER.require_manager()
    with pytest.raises(NotAllowedError, match="Only a manager"):
        viewer.require_manager()


def test_who_was_given_one_scenario_sees_that_one_alone():
    guest = Viewer("meeting", scenario="s1")
    guest.require_scenario("s1")
    MANAGER.require_scenario("s2")
    for viewer in (guest, Viewer("rep", "Ann"), Viewer("rep", "Ann", "s1")):
        with pytest.raises(NotAllowedError, match="does not lead to that plan"):
            viewer.require_scenario("s2")
