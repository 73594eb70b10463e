"""Plans as long work, and their maps: joined by those who may see the same, by nobody else."""

from dataclasses import replace

import pytest
import streamlit as st

from geo.errors import NotAllowedError
from geo.maps import Registry
from geo.planning import DesignSettings
from geo.texts import ENGLISH, Language
from geo.viewer import MANAGER, Viewer
from ui.plan_map import customer_documents, today_documents
from ui.plans import plan_job

BAKKER, VISSER = Viewer("rep", "Bakker"), Viewer("rep", "Visser")
SETTINGS = DesignSettings(3, areas="province")


@pytest.fixture
def made(monkeypatch):
    """Start no real work; return what was asked of it, call by call."""
    calls = []

    def design(customers, settings, *, viewer, **rest):
        calls.append((customers, settings, viewer))
        return settings

    monkeypatch.setattr("ui.plans.design", design)
    st.cache_resource.clear()
    yield calls
    st.cache_resource.clear()


def test_the_same_plan_for_the_same_viewer_is_one_job(made, dataset):
    jobs = [plan_job(dataset, DesignSettings(3, areas="province"), MANAGER) for _ in range(2)]
    assert jobs[0] is jobs[1]
    assert jobs[0].wait(10)
    assert made == [(dataset.customers, SETTINGS, MANAGER)]


def test_another_viewer_list_or_setting_is_another_job(made, dataset):
    asked = [
        (dataset, SETTINGS, MANAGER),
        (dataset, SETTINGS, BAKKER),
        (dataset, SETTINGS, VISSER),
        (replace(dataset, id="0123456789abcdef"), SETTINGS, MANAGER),
        (dataset, replace(SETTINGS, seed=1), MANAGER),
    ]
    jobs = []
    for question in asked:
        jobs.append(plan_job(*question))
        assert jobs[-1].wait(10)
    assert len({job.name for job in jobs}) == len(asked)
    assert [viewer for _, _, viewer in made] == [viewer for _, _, viewer in asked]


def test_a_rep_has_no_plan_made(dataset):
    st.cache_resource.clear()
    job = plan_job(dataset, SETTINGS, BAKKER)
    assert job.wait(10)
    assert job.phase == "failed"
    assert isinstance(job.error, NotAllowedError)
    st.cache_resource.clear()


@pytest.mark.parametrize("viewer", [MANAGER, BAKKER])
def test_a_map_is_published_for_the_one_who_asked(dataset, by_customers, viewer):
    registry = Registry()
    stranger = VISSER
    for found in (*today_documents(by_customers, ENGLISH, viewer), *customer_documents(dataset, viewer)):
        name = registry.publish(found)
        assert registry.fetch(name, viewer) is not None
        with pytest.raises(NotAllowedError):
            registry.fetch(name, stranger)


def test_a_map_of_another_language_is_another_map(by_customers):
    english, dutch = (today_documents(by_customers, language, MANAGER)[0] for language in (ENGLISH, Language("nl")))
    assert english.name != dutch.name
