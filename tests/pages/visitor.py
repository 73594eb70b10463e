"""What a visitor of the pages does."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from ui import address, cache

PATIENCE = 60


def settle(app: AppTest) -> AppTest:
    """Wait for the long work that the page waits for, and run it again."""
    for job in list(cache.jobs()._jobs.values()):
        assert job.wait(PATIENCE)
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    """All markup of a page."""
    return "\n".join(element.proto.body for element in app.get("html"))


def where(app: AppTest) -> dict[str, str]:
    """What the address of the page says in the end, also where the browser is to write it by itself."""
    return address.write(app.session_state["rayon"].address)


def button(app: AppTest, label: str):
    """The button with a label."""
    return next(b for b in app.button if b.label == label)
