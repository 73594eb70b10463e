"""folium gets constants of ours and nothing else."""

import re

import folium
import pytest
from folium.elements import JSCSSMixin
from streamlit_folium import generate_leaflet_string

from geo.maps import Desk, base_map, show
from geo.maps.words import words

NAMES = ["0123456789abcdef", "f" * 16]


def _elements(element):
    yield element
    for child in element._children.values():
        yield from _elements(child)


def test_the_map_is_a_folium_map_with_the_same_script_at_every_run():
    first, second = base_map(), base_map()
    assert isinstance(first, folium.Map)
    assert generate_leaflet_string(first) == generate_leaflet_string(second)
    assert "rayon.start(map_div, {" in generate_leaflet_string(base_map())


def test_no_element_in_use_points_to_another_host():
    drawn = base_map()
    drawn.add_child(show(NAMES))
    linked = [
        address
        for element in _elements(drawn)
        if isinstance(element, JSCSSMixin)
        for _, address in [*element.default_js, *element.default_css]
    ]
    assert [address.rpartition("/")[2] for address in linked] == ["leaflet.js", "whole.js", "leaflet.css", "whole.css"]
    assert all(address.startswith("../../") for address in linked)
    page = drawn.get_root().render()
    assert not re.search(r"(?:src|href)=[\"'](?:https?:)?//", page)


def test_what_varies_travels_in_a_feature_group():
    script = generate_leaflet_string(show(NAMES, selected=3, language="nl", answered=2), base_id="feature_group_0")
    assert (
        f'rayon.show({{"layers": ["{NAMES[0]}", "{NAMES[1]}"], "selected": 3, "language": "nl", "answered": 2, '
        '"desk": null});' in script
    )


@pytest.mark.parametrize(
    "name", ["", "abc", "0123456789abcdeg", "../../../etc/pass", "{{7*191}}", "0123456789abcdef\n"]
)
def test_only_names_of_documents_are_taken(name):
    with pytest.raises(ValueError, match="16 hexadecimal digits"):
        show([name])


@pytest.mark.parametrize("country", ["nl", "NLD", "{{", "../"])
def test_only_codes_of_countries_are_taken(country):
    with pytest.raises(ValueError, match="two capital letters"):
        base_map(country)


def test_an_unknown_language_becomes_english():
    assert '"language": "en"' in generate_leaflet_string(show(NAMES, language="{{7*191}}"), base_id="x")


def test_a_selection_is_a_whole_number_or_none():
    assert '"selected": null' in generate_leaflet_string(show(NAMES), base_id="x")
    with pytest.raises(ValueError, match="invalid literal"):
        show(NAMES, selected="{{7*191}}")


def test_a_scenario_is_named_by_digits_and_seen_in_whole_numbers():
    script = generate_leaflet_string(show(NAMES, desk=Desk("0123456789abcdef", at=4, measure=1)), base_id="x")
    assert '"desk": {"scenario": "0123456789abcdef", "at": 4, "measure": 1}' in script


@pytest.mark.parametrize("scenario", ["", "0123456789abcdeg", "{{7*191}}", "../../../etc/pass"])
def test_only_ids_of_scenarios_are_taken(scenario):
    with pytest.raises(ValueError, match="16 hexadecimal digits"):
        Desk(scenario)


def test_numbers_of_a_scenario_are_whole():
    with pytest.raises(ValueError, match="invalid literal"):
        show(NAMES, desk=Desk("0" * 16, at="{{7*191}}"))


def test_the_words_of_the_map_hold_nothing_that_a_template_would_run():
    for spoken in words().values():
        assert all(not re.search(r"\{\{|\{%|\{#|[<>`$\\]", word) for word in spoken.values())


def test_every_language_says_the_same_things_and_leaves_the_same_open():
    spoken = list(words().values())
    opened = [{key: re.findall(r"\{\w+\}", word) for key, word in language.items()} for language in spoken]
    assert opened[0] == opened[1]
    assert opened[0]["hint_paint"] == ["{territory}"]
    assert opened[0]["moved_many"] == ["{count}"]
