"""A representative's phone: nothing on it may ask another host or fail unseen."""

from urllib.parse import urlsplit

import pytest

from tests.browser.harness.field import Field, in_the_field
from tests.browser.my_area.handset import PHONE


@pytest.fixture(scope="session")
def field(browser, tmp_path_factory):
    """Sixty customers in the field, and links to them."""
    with in_the_field(Field(tmp_path_factory.mktemp("field"), 60)) as served:
        yield served


@pytest.fixture
def phone(browser):
    """Return a function that opens an address on a phone, whose clock may say another moment than ours."""
    contexts, wrong = [], []

    def opened(address, size=PHONE, *, clock=None, **options):
        context = browser.new_context(viewport=size, has_touch=True, is_mobile=True, locale="nl-NL", **options)
        contexts.append(context)
        page = context.new_page()
        if clock is not None:
            page.clock.install(time=clock)
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda r: urlsplit(r.url).hostname == "127.0.0.1" or wrong.append(r.url))
        page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
        page.goto(address)
        page.wait_for_selector("#main[data-whole=true]")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []
