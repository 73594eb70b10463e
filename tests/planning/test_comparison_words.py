"""What can be sent: whole sentences in both languages, with every figure that the comparison has."""

from dataclasses import replace

import numpy as np
import pytest

from geo.planning.comparing import compare
from geo.planning.comparison_files import accounts_csv
from geo.planning.comparison_words import account_words, balance_words, headline, least_words, letter, why_words
from geo.planning.divisions import Division
from geo.texts import ENGLISH, Language, text
from geo.viewer import MANAGER

DUTCH = Language("nl")


@pytest.fixture(scope="module")
def compared(demo_plan):
    return compare(Division.now(demo_plan), Division(demo_plan, text("Voorstel 2027")), viewer=MANAGER)


def test_the_letter_has_the_figures_of_the_comparison(compared):
    for language in (DUTCH, ENGLISH):
        said = letter(compared).written(language)
        row = compared.totals.loc["customers"]
        for value in (row["moved"], row["total"], row["least"]):
            assert language.number(value) in said
        assert said.index(language.share(compared.balance_after.deviation)) < said.index(
            language.render(least_words(compared))
        )
        assert language.share(compared.balance_after.deviation) in said
        assert "Voorstel 2027" in said
        first = compared.accounts.iloc[0]
        for name in (first["name"], first["from_rep"], first["to_rep"]):
            assert name in said
        assert said.count("\n- ") == 5
        assert said.endswith("\n")


def test_it_reads_as_dutch(compared):
    said = letter(compared).written(DUTCH)
    assert said.startswith("Van vandaag naar Voorstel 2027 krijgen ")
    assert "daalt van" in said
    assert "rekenkundige ondergrens" in said.casefold()
    for english in ("customer", "From ", "falls", "hands"):
        assert english not in said


def test_a_plan_beside_itself_moves_nobody(demo_plan):
    plan = Division(demo_plan, text("Plan"))
    same = compare(plan, plan, viewer=MANAGER)
    assert str(headline(same)) == "Between Plan and Plan no customer changes hands."
    assert "stays" in str(balance_words(same))
    assert str(least_words(same)) == "For this balance nobody would have to move."
    assert letter(same).items == ()


def test_what_is_as_little_as_can_be_is_said_to_be(compared):
    least = replace(compared, least=compared.passage.disruption)
    assert str(least_words(least)).endswith("this is the least.")


def with_least(compared, share):
    return replace(compared, least=np.floor(share * compared.passage.disruption))


def test_a_bound_far_below_what_moves_is_no_reproach(compared):
    far, near = (str(least_words(with_least(compared, share))) for share in (0.49, 0.51))
    for said in (far, near):
        assert said.startswith("Arithmetical lower bound, regardless of the map: ")
    more = ENGLISH.number(float(with_least(compared, 0.51).totals["more"]["customers"]))
    assert near.endswith(f"this is {more} more.")
    assert far.endswith("territories in one piece hardly ever do with so few.")
    assert "this is" not in far


def test_where_arithmetic_asks_nobody_to_move_the_bound_is_not_held_against_the_plan(compared):
    said = str(least_words(with_least(compared, 0.0)))
    assert said == "By arithmetic alone nobody would have to move; it does not look at the map."


def test_what_a_plan_buys_comes_before_the_bound(compared):
    assert str(why_words(compared)) == f"{balance_words(compared)} {least_words(compared)}"
    assert letter(compared).written(ENGLISH).split("\n\n")[1] == str(why_words(compared))


@pytest.mark.parametrize(("largest", "written"), [(110_000.0, "€ 110.000"), (1_200_000.0, "€ 1,20 mln")])
def test_a_list_of_accounts_has_its_money_in_one_unit(compared, largest, written):
    accounts = compared.accounts.head(2).assign(revenue=[largest, 89_171.0])
    shown = replace(compared)
    shown.__dict__["accounts"] = accounts
    items = [DUTCH.render(item) for item in letter(shown).items]
    assert items[0].endswith(written.replace(" ", "\N{NO-BREAK SPACE}"))
    assert ("mln" in items[1]) == ("mln" in items[0])
    assert DUTCH.render(account_words(accounts.iloc[0])) == items[0]


def test_back_to_worse_rises(compared, demo_plan):
    back = compare(compared.after, compared.before, viewer=MANAGER)
    assert "rises from" in str(balance_words(back))
    assert str(headline(back)).startswith("From Voorstel 2027 to today, ")


def test_names_stay_data(compared):
    hostile = "{before} <b>%s</b>"
    accounts = compared.accounts.assign(name=hostile)
    shown = replace(compared)
    shown.__dict__["accounts"] = accounts
    assert f"- {hostile}" in letter(shown).written(DUTCH)


def test_names_of_any_length_are_cut_in_sentences_and_whole_in_tables(compared):
    long = "Verkoopgebied " * 30
    before = replace(compared.before, name=text("{name}, version {n}", name=long, n=2), today=False)
    named = replace(compared, before=before, after=replace(compared.after, name=text("{name}", name=long)))
    # As if every territory, representative and customer were called so.
    accounts = compared.accounts.assign(name=long, place=long, from_rep=long, to_rep=long)
    vars(named).update(accounts=accounts, territories=compared.territories.assign(territory=long, rep=long))
    for language in (DUTCH, ENGLISH):
        said = letter(named).written(language)
        assert said.count("Verkoopgebied Ver…") >= 10
        assert long[:61] not in said
        assert long[:61] not in language.render(headline(named))
    assert accounts_csv(named).decode().count(long) == 4 * len(accounts)
