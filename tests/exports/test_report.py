"""A told plan on paper: every text, a table that flows, bookmarks, and the same bytes each time."""

import io
import re
import shutil
import subprocess
from dataclasses import replace

import pytest
from PIL import Image

from geo.exports.deck import Bar, Deck, Figure, Slide, Table
from geo.exports.lettering import width
from geo.exports.pdf_parts import Cell
from geo.exports.report import report

PDFTOTEXT = shutil.which("pdftotext")


@pytest.fixture(scope="module", autouse=True)
def quick_pictures():
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4)).save(buffer, "png")
    patch = pytest.MonkeyPatch()
    patch.setattr("geo.exports.report.picture", lambda *_, **__: buffer.getvalue())
    yield
    patch.undo()


@pytest.fixture(scope="module")
def deck(drawing, long_name):
    names = [f"{long_name[:57]}{k:03}" for k in range(60)]
    bars = [Bar(f"Rayon {k}", k % 8, 90.0 + k, 100.0, f"{90 + k} u") for k in range(12)]
    table = Table(
        ("Rayon", "Vertegenwoordiger", "Klanten"),
        [(n, "Jan van der Meulen-Oosterhout", str(1000 + k)) for k, n in enumerate(names)],
        (False, False, True),
        [k % 8 for k in range(60)],
    )
    slides = [
        Slide("overview", "Twaalf rayons", figures=[Figure("4.991", "klanten")], bars=bars, drawings=[("", drawing)]),
        Slide("team", "Het hele team", table=table),
        Slide("territory-1", "Delta (Zeeland)", "Łukasz Żółć", 1, bars=bars, chosen=0, drawings=[("", drawing)]),
    ]
    return Deck("Twaalf rayons, elk binnen 2 %", "Voorjaar, versie 3", "nl", slides, table)


def _pages(content):
    return len(re.findall(rb"/Type\s*/Page\b", content))


def test_the_same_deck_gives_the_same_bytes(deck):
    assert report(deck) == report(deck)


def test_a_page_a_slide_and_a_table_that_flows(deck):
    content = report(deck)
    assert _pages(content) >= 2 + 3
    few = replace(deck, table=replace(deck.table, rows=deck.table.rows[:5], colours=deck.table.colours[:5]))
    assert _pages(report(few)) == 3
    assert _pages(report(replace(deck, table=None))) == 3


def test_pages_have_bookmarks_and_the_file_says_what_it_is(deck):
    content = report(deck)
    assert content.count(b"/Title") == 3 + 1
    assert b"/Lang (nl)" in content
    assert b"/Author (Rayon)" in content
    assert b"/FontFile2" in content


def test_a_cell_wraps_what_is_long_and_cuts_nothing(long_name):
    cell = Cell(long_name)
    _, one = cell.wrap(1000, 100)
    _, many = cell.wrap(90, 100)
    assert many > 2 * one
    assert "".join(cell._lines).replace(" ", "") == long_name.replace(" ", "")
    assert all(width(line, Cell.SIZE, 400) <= 90 for line in cell._lines)


def test_an_order_of_ones_own_is_kept(deck):
    turned = replace(deck, slides=[deck.slides[2], deck.slides[0]])
    assert _pages(report(turned)) == _pages(report(deck))


def test_an_empty_deck_is_a_page(deck):
    assert _pages(report(replace(deck, slides=[], table=None))) == 1


def test_hostile_texts_harm_nothing(deck, hostile_texts):
    nasty = " ".join([*hostile_texts, "<b>bold</b>", "\x00", "東京"])
    slides = [replace(slide, title=nasty, line=nasty) for slide in deck.slides]
    rows = [(nasty, nasty, "1")]
    told = replace(deck, title=nasty, footer=nasty, slides=slides, table=replace(deck.table, rows=rows, colours=[None]))
    assert report(told).startswith(b"%PDF-")


@pytest.mark.skipif(PDFTOTEXT is None, reason="pdftotext is not on this machine")
def test_every_text_can_be_found(deck, tmp_path):
    file = tmp_path / "report.pdf"
    file.write_bytes(report(deck))
    read = subprocess.run([PDFTOTEXT, "-layout", str(file), "-"], check=True, capture_output=True, timeout=60)
    pages = read.stdout.decode("utf-8").split("\f")
    whole = " ".join(" ".join(pages).split())
    for words in ("Twaalf rayons", "4.991", "klanten", "Delta (Zeeland)", "Łukasz Żółć", "Alle rayons"):
        assert words in whole
    numbers = re.findall(r"\b10\d\d\b", whole)
    assert sorted(set(numbers)) == [str(1000 + k) for k in range(60)]
    headed = [page for page in pages if "Vertegenwoordiger" in page]
    assert len(headed) >= 3
    for n, page in enumerate(pages[:-1], start=1):
        assert page.split()[-1] == str(n)
