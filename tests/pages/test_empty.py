import pytest

from tests.pages.visitor import button, settle, where, words


@pytest.mark.parametrize("page", ["start", "customers", "territories"])
@pytest.mark.parametrize(
    ("lang", "said"), [("nl", "Open het demobedrijf"), ("en", "Open the demo company")], ids=["nl", "en"]
)
def test_every_page_without_customers_offers_the_demo(visit, page, lang, said):
    app = visit(page, lang=lang)
    assert button(app, said)
    assert app.query_params["lang"] == lang
    assert "state wrong" not in words(app)


def test_the_eight_steps_are_explained_and_none_is_a_link(visit):
    app = visit(lang="en")
    assert words(app).count('<span class="number">') == 8
    assert words(app).count("not in this version yet") == 5
    assert not app.get("page_link")


def test_the_switch_changes_the_language_and_the_address(visit):
    app = visit(lang="nl")
    app.segmented_control[0].set_value("en").run()
    assert app.query_params["lang"] == "en"
    assert "From a list of customers to fair territories" in words(app)


def test_the_demo_company_opens_with_one_click(visit, demo):
    app = visit(lang="nl")
    settle(button(app, "Open het demobedrijf").click().run())
    assert where(app)["dataset"] == demo
    assert "job" not in where(app)
    assert "Demobedrijf" in words(app)
    assert button(app, "Verder")


def test_a_dataset_that_is_gone_is_told_and_the_choice_offered(visit):
    app = visit(lang="en", dataset="0123456789abcdef")
    assert "is not in this workspace" in words(app)
    assert button(app, "Open the demo company")
    assert "dataset" not in app.query_params


def test_a_name_that_is_a_path_opens_nothing(visit):
    app = visit(lang="en", dataset="../../../../etc")
    assert "There is no dataset" in words(app)


def test_an_import_lost_by_a_restart_is_told(visit):
    app = visit("customers", lang="en", job="0123456789abcdef")
    assert "was started anew" in words(app)
    assert "job" not in where(app)


def test_settings_in_the_address_that_cannot_be_are_told(visit, demo):
    app = visit("territories", lang="en", dataset=demo, territories="many")
    assert "territories=many" in words(app)
    assert button(app, "Make a proposal")
