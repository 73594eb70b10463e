"""All scripts and all style sheets of the map as one file each."""

from __future__ import annotations

from geo.maps.static_files import SCRIPTS, STATIC, STYLES, whole_script, whole_style


def test_no_file_of_the_map_is_left_out():
    assert sorted([*SCRIPTS, *STYLES]) == sorted(
        path.name for path in STATIC.iterdir() if path.suffix in (".js", ".css")
    )


def test_the_files_follow_one_another_unchanged():
    for whole, names in ((whole_script(), SCRIPTS), (whole_style(), STYLES)):
        parts = [(STATIC / name).read_text(encoding="utf-8") for name in names]
        assert whole == "\n".join(parts)


def test_each_script_keeps_its_names_to_itself():
    for name in SCRIPTS:
        code = (STATIC / name).read_text(encoding="utf-8").strip()
        assert code.endswith("})();"), name
