import numpy as np

from geo.territories import Balance, as_even, at_least, at_most, plan_sentence, territory_sentence
from geo.texts import ENGLISH

EVEN = Balance(np.array([10.04, 9.96]), np.array([10.0, 10.0]))
UNEVEN = Balance(np.array([13.8, 6.2]), np.array([10.0, 10.0]))


def test_a_plan_in_one_sentence():
    said = str(plan_sentence(EVEN, UNEVEN, ("revenue", 0.09)))
    assert said == (
        "2 territories within 0.40\u00a0% of target; today the fullest carries 38\u00a0% too much; "
        "9.0\u00a0% of revenue changes representative."
    )


def test_a_plan_without_today_says_its_balance_only():
    assert str(plan_sentence(EVEN, None, None)) == "2 territories within 0.40\u00a0% of target."


def test_a_territory_in_one_sentence():
    said = str(territory_sentence("Utrecht", -0.047, 347, "E. Jansen", 0.85))
    assert said == "Utrecht: 347 customers, 4.7\u00a0% below target; 85\u00a0% of its load is already with E. Jansen."


def test_braces_in_a_name_are_text():
    assert str(territory_sentence("{count}", 0.0, 1, None, None)) == "{count}: 1 customer, on target."


def test_a_single_territory_says_its_deviation_too():
    one = Balance(np.array([10.0]), np.array([10.0]))
    assert str(plan_sentence(one, None, None)) == "1 territory within 0.00\u00a0% of target."


def test_where_nobody_has_anything_that_is_said():
    nothing = Balance(np.zeros(3), np.zeros(3))
    assert str(plan_sentence(nothing, UNEVEN, ("revenue", 1.0))) == "Nothing is divided: 3 territories without work."


def test_territories_beyond_what_was_agreed_are_said_first():
    assert str(plan_sentence(UNEVEN, None, None, 0.05)) == (
        "2 of 2 territories are more than 5.0\u00a0% off target, the farthest 38.00\u00a0%."
    )
    one = Balance(np.array([12.0, 9.0, 9.0]), np.array([10.0, 10.0, 10.0]))
    assert str(plan_sentence(one, None, None, 0.1)).startswith("1 of 3 territories is more than 10.0\u00a0% off target")
    assert str(plan_sentence(EVEN, None, None, 0.05)) == "2 territories within 0.40\u00a0% of target."


def test_what_is_kept_within_is_rounded_up_and_what_none_goes_below_down():
    written = [ENGLISH.share(one.value, one.digits) for one in (at_most(0.016249), at_least(0.016249))]
    assert written == ["1.63\u00a0%", "1.62\u00a0%"]
    exact = [ENGLISH.share(one.value, one.digits) for one in (at_most(0.1 + 0.2), at_least(0.3 - 1e-16), at_most(0))]
    assert exact == ["30.00\u00a0%", "30.00\u00a0%", "0.00\u00a0%"]
    assert ENGLISH.share(at_least(1.449, 0).value, 0) == "144\u00a0%"


def test_a_bound_that_is_written_apart_from_a_deviation_is_below_it():
    assert as_even(0.016249, 0.0162)
    assert not as_even(0.01626, 0.0162)
