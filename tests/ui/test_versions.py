import pytest

from geo.customers import compare_versions, read_customers
from geo.exports.tables import csv_bytes
from ui.versions import changes_frame

FIRST = b"""nr;naam;postcode;omzet
1;Ahorn;3511 AB;100
2;Berk;1012 AB;200
3;Ceder;9712 AB;300
"""
SECOND = b"""nr;naam;postcode;omzet
1;Ahorn;3511 AB;150,5
2;Berk;6211 AA;200
4;Den;4331 AA;75
"""


@pytest.fixture
def frame(visitor):
    first, second = (read_customers(content, "a.csv") for content in (FIRST, SECOND))
    return changes_frame(compare_versions(first, second))


def test_every_change_is_a_row_in_words(frame):
    told = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    assert told == [
        ["New", "4", "Den", None, "4331 AA", None, None],
        ["Gone", "3", "Ceder", "9712 AB", None, None, None],
        ["Moved", "2", "Berk", "1012 AB", "6211 AA", None, None],
        ["Revenue", "1", "Ahorn", None, None, 100.0, 150.5],
    ]


def test_a_dutch_spreadsheet_reads_the_figures(frame):
    assert csv_bytes(frame, "nl").decode().splitlines()[-1] == "Revenue;1;Ahorn;;;100,0;150,5"


def test_without_changes_there_are_heads_only(visitor):
    same = read_customers(FIRST, "a.csv")
    frame = changes_frame(compare_versions(same, same))
    assert csv_bytes(frame) == b"What changed,Customer number,Name,Postcode before,Postcode now,Before,Now\r\n"
