"""What was measured, as people read it."""

import json
from dataclasses import replace

import pytest

from benchmarks.solver.__main__ import DOCS, PICTURE, arguments, main, town_cases
from benchmarks.solver.growth import curves, draw, spread
from benchmarks.solver.requirement import Verdict, required, text_verdicts
from benchmarks.solver.results import BEGIN, END, Results, filled, for_docs, write_docs
from benchmarks.solver.tables import KNOWS_NO_WEIGHTS, MEASURED, Row, cells, markdown_table, text_table
from benchmarks.solver.towns import Case


@pytest.fixture
def rows(case):
    large = Case(1_000_000, 40)
    return [
        Row(case, "ours", seconds=[0.3, 0.2, 0.9], memory=12.4, deviation=0.00312, inertia=3.0, clusters=40),
        Row(case, "sklearn", seconds=[0.1, 0.2, 0.3], memory=1.0, deviation=2.1, inertia=2.0, clusters=40),
        Row(case, "kmc", "not installed"),
        Row(large, "ours", seconds=[1.0], memory=90.0, deviation=0.004, inertia=3.0, clusters=40),
    ]


def test_medians_stand_beside_the_yardstick_of_the_same_case(rows):
    said = cells(rows)
    assert said[0] == ["towns", "10,000", "40", "unit", "BalancedKMeans", "0.3", "1.50", "12", "0.31%", "1.500", ""]
    assert said[1][5:10] == ["0.2", "1.00", "1", "210.00%", "1.000"]
    assert said[2][4:] == ["k-means-constrained", "", "", "", "", "", "not installed"]
    assert said[3][5:10] == ["1", "", "90", "0.40%", ""]


def test_blocks_stand_beside_the_solver_and_tell_another_number_of_clusters():
    blocks = Case(342, 12, "lognormal", ground="municipalities", blocks="some.npz")
    rows = [
        Row(blocks, "allocate", seconds=[1.0], deviation=0.01, inertia=2.0, clusters=12),
        Row(blocks, "maxp", seconds=[3.0], deviation=0.2, inertia=3.0, clusters=11),
    ]
    assert [line[6:] for line in cells(rows)] == [
        ["", "", "1.00%", "1.000", ""], ["", "", "20.00%", "1.500", "11 clusters"]
    ]  # fmt: skip


def test_numbers_stand_to_the_right(rows):
    lines = text_table(rows).splitlines()
    assert len({line.index("towns") for line in lines[1:]}) == 1
    ends = {line.index(n) + len(n) for line, n in zip(lines[1:], ["10,000"] * 3 + ["1,000,000"], strict=True)}
    assert len(ends) == 1
    assert lines[3].endswith("not installed")
    assert markdown_table(rows).splitlines()[1].count("---:") == 7


def test_verdicts_say_what_holds_and_what_is_missed():
    said = text_verdicts(
        [Verdict("1,000 × 12: a", 0.2512, 0.5), Verdict("b", 0.6, 0.5, "1 s and 2 s"), Verdict("c", None, 0.5)]
    )
    held, missed, unknown = said.splitlines()[1:]
    assert held.startswith("1,000 × 12: a  ")
    assert held.split() == ["1,000", "×", "12:", "a", "0.2512", "0.5", "ok"]
    assert missed.split() == ["b", "0.6", "0.5", "MISSED", "1", "s", "and", "2", "s"]
    assert unknown.split() == ["c", "not", "measured", "0.5", "MISSED"]


@pytest.mark.parametrize(("measured", "held"), [(0.5, True), (0.5 + 1e-9, True), (0.50001, False), (None, False)])
def test_a_limit_that_is_met_but_for_rounding_is_met(measured, held):
    assert Verdict("a", measured, 0.5).held is held


def test_every_line_of_the_requirement_is_measured(told):
    def seconds(method, case):
        return {"ours": 1e-6, "sklearn": 3e-6}.get(method.key, 1e-4) * case.n

    said = {verdict.what: verdict for verdict in required(told(seconds), 1, lambda what: None)}
    assert said["1,000,000 × 12, unit: time / KMeans"].held
    assert not said["1,000,000 × 40, lognormal: time / KMeans"].held
    assert said["1,000,000 × 100, lognormal: MB above input"].measured == 12.0
    assert said["10,000,000 × 40, unit: time / 1,000,000"].measured == pytest.approx(10)
    assert said["100,000 × 100, unit: time / KMeans"].limit == 2.0
    assert said["5,000 × 100, ±1 %: time / k-means-constrained"].measured == pytest.approx(0.01)
    assert said["5,000 × 100, ±1 %: time / k-means-constrained"].limit == 0.05
    assert said["1,000 × 12, ±1 %: inertia / k-means-constrained, mean"].measured == 1.0
    assert "1,000 × 12, ±1 %: time / k-means-constrained" not in said


def test_without_the_peer_its_lines_are_missed_and_say_why(told):
    said = required(told(errors={"kmc": {"error": "no such package"}}), 1, lambda what: None)
    lines = [verdict for verdict in said if "±1 %" in verdict.what]
    assert len(lines) == 21
    assert not any(verdict.held for verdict in lines)
    assert {verdict.note for verdict in lines} == {"no such package"}


def test_what_is_stored_is_read_again(rows, tmp_path):
    kept = Results({"cores": 2, "python": "3.11", "versions": {"spopt": None}}, rows, [Verdict("a", 0.2, 0.5)])
    kept.write(tmp_path / "new")
    assert Results.read(tmp_path / "new") == kept
    assert Results.read(tmp_path / "none") == Results()
    assert "spopt (not installed)" in (tmp_path / "new" / "results.md").read_text()


def test_no_path_of_this_machine_is_stored(tmp_path):
    Results({}, [Row(Case(342, 12, ground="municipalities", blocks="/secret/place.npz"), "maxp")]).write(tmp_path)
    assert "secret" not in (tmp_path / "results.json").read_text()


def test_a_page_gets_its_block_and_keeps_the_rest(rows, tmp_path):
    page, picture = tmp_path / "page.md", tmp_path / "images" / "growth.svg"
    picture.parent.mkdir()
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    write_docs(page, picture, Results({}, [*rows, replace(rows[2], state=MEASURED, seconds=[9.0])]))
    said = page.read_text(encoding="utf-8")
    assert said.startswith(f"before\n{BEGIN}\n\nMeasured on")
    assert said.endswith(f"(images/growth.svg)\n\n{END}\nafter\n")
    assert picture.exists()
    assert "| BalancedKMeans |" in said
    assert "old" not in said


@pytest.mark.parametrize("text", ["nothing", BEGIN, f"{END}{BEGIN}", f"{BEGIN}{END}{BEGIN}"])
def test_a_page_without_its_markers_is_refused(text):
    with pytest.raises(ValueError, match="once each"):
        filled(text, "block")


def test_the_page_of_the_solver_can_be_filled():
    assert "the block" in filled(DOCS.read_text(encoding="utf-8"), "the block")
    assert PICTURE.parent.parent == DOCS.parent


def test_a_page_shows_weighted_customers_and_equal_ones_where_a_peer_knows_no_others(rows, case):
    weighted = replace(case, weights="lognormal")
    kmc = Row(case, "kmc", seconds=[9.0])
    more = [Row(weighted, "ours", seconds=[1.0]), Row(weighted, "kmc", KNOWS_NO_WEIGHTS)]
    assert for_docs([*rows[:2], kmc, rows[3], *more]) == [*rows[:2], kmc, more[0]]


def test_the_picture_names_its_lines_and_is_the_same_each_time(rows, tmp_path):
    assert curves(rows) == {"ours": [(10_000, 0.3), (1_000_000, 1.0)], "sklearn": [(10_000, 0.2)]}
    assert draw(rows, tmp_path / "a.svg")
    assert draw(rows, tmp_path / "b.svg")
    drawn = (tmp_path / "a.svg").read_text()
    assert ">BalancedKMeans</text>" in drawn
    assert drawn == (tmp_path / "b.svg").read_text()


def test_there_is_no_picture_of_a_single_size(rows, tmp_path):
    assert not draw(rows[:2], tmp_path / "a.svg")
    assert not (tmp_path / "a.svg").exists()


def test_names_at_the_same_place_are_kept_apart():
    assert spread([(10, 1.0), (10, 1.1), (20, 1.2)], apart=2.0) == [1.0, 2.0, 1.2]


def test_the_smallest_cases_come_first_and_quick_is_small():
    given = arguments(["--n", "1e5", "1000", "--k", "40", "12", "400", "--weights", "unit"])
    assert [(case.n, case.k) for case in town_cases(given)] == [
        (n, k) for n in (1_000, 100_000) for k in (12, 40, 400)
    ]  # fmt: skip
    quick = arguments(["--quick"])
    assert quick.repeats == 1
    assert max(quick.n) == 10_000


def test_what_is_stored_can_be_shown_without_measuring(rows, tmp_path, capsys):
    Results({"cores": 2, "python": "3.11", "versions": {}}, rows, [Verdict("a", 0.2, 0.1)]).write(tmp_path)
    assert main(["--stored", "--out", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "not installed" in said
    assert "MISSED" in said
    assert json.loads((tmp_path / "results.json").read_text())["machine"]["cores"] == 2
