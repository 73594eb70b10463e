"""What changes hands between two folders, or against today, in three forms."""

import io
import json

import pandas as pd
import pytest

from tests.cli.test_edit import content, designed, edited, run

EDITS = ("assign 3000-3999 to Almere", "new Zuid with 5600-5999", "rename Groningen to Noord")


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """A plan and what edits made of it."""
    plan = designed(tmp_path_factory.mktemp("compare"))
    after = plan.parent / "next"
    assert edited(plan, after, *EDITS).exit_code == 0
    return plan, after


def told(*arguments):
    result = run("compare", *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_two_plans_as_a_text_in_either_language(two):
    plan, after = two
    kept = content(plan), content(after)
    assert told(plan, after).startswith("From plan to next, ")
    assert told(plan, after, "--language", "nl").startswith("Van plan naar next ")
    assert (content(plan), content(after)) == kept


def test_the_tables_are_those_of_the_figures(two):
    figures = json.loads(told(*two, "--format", "json"))
    territories = pd.read_csv(io.StringIO(told(*two, "--format", "csv")))
    customers = pd.read_csv(io.StringIO(told(*two, "--format", "csv", "--rows", "customers")))
    moved = next(row for row in figures["totals"] if row["measure"] == "customers")["moved"]
    assert moved == len(customers) == territories["gained"].sum() == len(figures["customers"]) > 0
    assert [row["territory"] for row in figures["territories"]] == territories["territory"].tolist()
    assert {"Noord", "Zuid"} <= set(territories["territory"])
    after = json.loads((two[1] / "plan.json").read_text("utf-8"))
    assert figures["deviation_after"] == pytest.approx(after["deviation"])
    assert (customers["from_rep"] != customers["to_rep"]).all()


def test_a_plan_against_today_is_what_the_plan_says_of_it(two):
    plan, _ = two
    figures = json.loads(told(plan, "--today", "--format", "json"))
    known = json.loads((plan / "plan.json").read_text("utf-8"))["today"]
    shares = {row["measure"]: row["share"] for row in figures["totals"]}
    assert shares == pytest.approx(known["share_changing"], abs=1e-6)
    assert figures["deviation_before"] == pytest.approx(known["deviation"])
    assert figures["before"] == "Today"


@pytest.mark.parametrize("arguments", [(), ("--today",)])
def test_one_plan_alone_or_three_are_refused_in_a_line(two, arguments):
    plan, after = two
    result = run("compare", plan, *([after] if arguments else []), *arguments)
    assert result.exit_code == 2
    assert "Name two folders, or one with --today." in result.stderr


def test_a_folder_without_a_plan_is_named(tmp_path, two):
    result = run("compare", two[0], tmp_path)
    assert result.exit_code == 2
    assert str(tmp_path) in result.stderr
