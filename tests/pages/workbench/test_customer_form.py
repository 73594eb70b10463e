"""A customer moved by name: which one is meant, and where it goes."""

from tests.pages.visitor import button, words


def test_a_customer_is_moved_by_name_and_let_go_by_key(bench):
    bench.open("customer")
    bench.field("text_input", "customer-which").set_value("Ahorn")
    bench.field("selectbox", "customer-to").set_value(4).run()
    bench.press("Move customer")
    assert dict(bench.plan.overrides) == {"K0": 4}
    bench.open("customer")
    bench.field("text_input", "customer-which").set_value("K0")
    bench.field("selectbox", "customer-to").set_value(0).run()
    bench.press("Move customer")
    assert dict(bench.plan.overrides) == {}


def test_a_customer_is_chosen_from_those_that_are_called_like_what_was_written(bench):
    bench.open("customer")
    bench.field("text_input", "customer-which").set_value("gink").run()
    assert bench.field("selectbox", "customer-hit").value == "K5"
    bench.field("selectbox", "customer-to").set_value(2).run()
    bench.press("Move customer")
    assert dict(bench.plan.overrides) == {"K5": 2}


def test_of_several_customers_none_is_moved_until_one_is_chosen(bench):
    bench.open("customer")
    bench.field("text_input", "customer-which").set_value("e").run()
    offered = bench.field("selectbox", "customer-hit")
    assert len(offered.options) > 1
    assert offered.value is None
    assert button(bench.app, "Move customer").disabled
    bench.field("selectbox", "customer-to").set_value(2).run()
    page = bench.press("Move customer")
    assert "The list has no customer e." in page
    assert dict(bench.plan.overrides) == {}


def test_a_customer_that_nobody_is_called_like_is_told_at_once(bench):
    bench.open("customer")
    bench.field("text_input", "customer-which").set_value("Zonnebloem").run()
    assert "No customer is called so." in words(bench.app)
