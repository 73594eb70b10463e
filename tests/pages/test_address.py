"""The address and the browser's memory, as far as the script sees them."""

from tests.pages.visitor import words


def test_a_bare_address_shows_what_the_browser_remembers(visit, demo, monkeypatch):
    monkeypatch.setattr("ui.state.remembered", lambda: {"lang": "nl", "dataset": demo})
    app = visit("customers")
    assert "Kwaliteit" in words(app)


def test_a_full_address_wins_over_what_the_browser_remembers(visit, demo, monkeypatch):
    monkeypatch.setattr("ui.state.remembered", lambda: {"lang": "nl", "dataset": demo})
    app = visit("customers", lang="en")
    assert "No customers yet" in words(app)


def test_an_address_gone_back_to_wins_over_the_session(visit, demo):
    app = visit("territories", lang="en", dataset=demo)
    app.number_input[0].set_value(9).run()
    app.query_params["lang"] = "nl"
    app.run()
    assert "Nog geen rayons" in words(app)
    assert app.number_input[0].value == 14


def test_the_browser_is_told_what_to_remember_without_what_could_end_a_script(visit, demo):
    app = visit("territories", lang="en", dataset=demo, territories="2", measure="</script><img>")
    scripts = [element.proto.body for element in app.get("html") if "<script>" in element.proto.body]
    assert any(demo in script for script in scripts)
    assert all("</script>" not in script[:-9] for script in scripts)
    assert "&lt;/script&gt;" in words(app)
