"""A map as one file: everything is on the page, and no text on it is more than text."""

import json
import re
from html.parser import HTMLParser

import pytest

from geo.exports.html import map_html
from geo.maps import Label, standalone, territories
from geo.maps.assets import assets_folder
from geo.texts import Language

pytestmark = pytest.mark.skipif(not assets_folder().is_dir(), reason="python -m geo.maps.assets has not been run")


@pytest.fixture(scope="module")
def page(squares, hostile_texts):
    labels = [Label(" ".join(hostile_texts), i, hostile_texts[i], attention=True) for i in range(4)]
    layer = territories(squares, labels, source=" ".join(hostile_texts))
    title = " ".join(hostile_texts)
    return map_html([layer], title=title, line=title, language=Language("nl")).decode("utf-8")


class _Tags(HTMLParser):
    """Collects the elements of a page and the text between them."""

    def __init__(self, page):
        super().__init__()
        self.found, self.texts = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)


def test_no_text_was_executed_or_became_markup(page):
    tags = {tag for tag, _ in _Tags(page).found}
    assert tags == {"html", "head", "meta", "title", "style", "script", "body", "div"}
    assert page.count("<script") == page.count("</script>")
    assert "window.ran = 1</script>" not in page
    assert "looped" in page
    assert "loopedlooped" not in page


def test_every_document_on_the_page_reads_back(page, hostile_texts):
    found = re.findall(r'<script type="application/json" id="rayon-(\w+)">(.*?)</script>', page, re.DOTALL)
    documents = {name: json.loads(content) for name, content in found}
    kinds = [d["kind"] for d in documents.values()]
    assert kinds == ["base", "territories", "heading"]
    named = next(d for d in documents.values() if d["kind"] == "territories")
    assert named["territories"][0]["name"] == " ".join(hostile_texts)


def test_nothing_is_asked_of_another_place(page):
    assert not [attrs for _, attrs in _Tags(page).found if {"src", "href"} & set(attrs)]
    styles = "".join(re.findall(r"<style.*?</style>", page, re.DOTALL))
    assert not re.search(r"url\((?![\"']?(?:data:|images/|#))", styles)
    assert "@import" not in styles


def test_the_title_is_the_title_literally(page):
    assert re.search(r"<title>&#123;&#123;7\*191&#125;&#125;", page)
    assert page.count("<title>") == 1


def test_a_plain_page_names_its_language_words(squares, labels):
    page = standalone([territories(squares, labels, source="s")], title="t", language="nl")
    assert '"language": "nl"' in page
