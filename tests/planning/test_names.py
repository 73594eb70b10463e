"""Territories and customers as people write them down."""

import numpy as np
import pandas as pd
import pytest

from geo.areas import official
from geo.errors import EditError
from geo.planning.names import customer_named, territories_named, territory_named
from geo.territories import Plan, Territory

NAMES = ["Utrecht", "Noord, Oost", "Gent", "Gént", "#1", "Gouda"]


@pytest.fixture(scope="module")
def plan():
    coverage = official("province", "NL")
    territories = tuple(Territory(number, name) for number, name in enumerate(NAMES, start=3))
    return Plan(coverage, np.zeros(len(coverage), dtype=int), territories)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("utrecht", 3),
        ("  UTRECHT ", 3),
        ('"Utrecht"', 3),
        ("noord,  oost", 4),
        ("Gent", 5),
        ("GÉNT", 6),
        ("#8", 8),
        ("#1", 7),
        ("göuda", 8),
        ("Ut\u200brecht\u00ad", 3),
    ],
)
def test_a_territory_by_name_or_number(plan, written, wanted):
    assert territory_named(plan, written) == wanted


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "No territory is named. Choose one of Utrecht, Noord, Oost, Gent"),
        ("Utrechd", "There is no territory Utrechd. Did you mean Utrecht?"),
        ("8", "There is no territory 8. Choose one of Utrecht"),
        ("#99", "There is no territory #99"),
        ("Gènt", "2 territories are called Gènt. Choose one of #5, #6"),
    ],
)
def test_a_territory_that_is_not_there(plan, written, said):
    with pytest.raises(EditError) as caught:
        territory_named(plan, written)
    assert said in str(caught.value)


def test_several_territories(plan):
    assert territories_named(plan, "gouda, #3") == [8, 3]
    assert territories_named(plan, 'Gent,"Noord, Oost"') == [5, 4]
    assert territories_named(plan, "Noord, Oost") == [4]
    with pytest.raises(EditError, match="No territory is named"):
        territories_named(plan, "Gouda,")


@pytest.fixture(scope="module")
def customers():
    return pd.DataFrame(
        {
            "key": ["K1", "K2", "K3", "K4", "Jansen"],
            "name": pd.Series(["Bakker (oud)", "Jansen", "jansen", None, "Visser"], dtype="str"),
        }
    )


@pytest.mark.parametrize(
    ("written", "wanted"), [("K4", "K4"), ("bakker (OUD)", "K1"), ('"Visser"', "Jansen"), ("Jansen", "Jansen")]
)
def test_a_customer_by_key_or_name(customers, written, wanted):
    assert customer_named(customers, written) == wanted


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "No customer is named"),
        ("JANSEN", "2 customers are called JANSEN. Choose one by its key: K2, K3"),
        ("akker (", "The list has no customer akker (. Did you mean Bakker (oud)?"),
        ("Smit", "The list has no customer Smit. Write the name or the key"),
    ],
)
def test_a_customer_that_is_not_there(customers, written, said):
    with pytest.raises(EditError) as caught:
        customer_named(customers, written)
    assert said in str(caught.value)
