"""Homes on a map: names as data, places in whole steps."""

from geo.maps import HomeMark, document, homes
from geo.viewer import MANAGER


def test_homes_are_laid_out_with_their_names_as_data():
    hostile = "</script>{{7*7}}`${x}"
    layer = homes([HomeMark(hostile, 5.12, 52.09, chosen=True), HomeMark("Daan", 6.57, 53.22)], asks=True)
    assert layer == {
        "kind": "homes",
        "homes": [
            {"name": hostile, "at": [512000, 5209000], "chosen": True},
            {"name": "Daan", "at": [657000, 5322000], "chosen": False},
        ],
        "asks": True,
    }
    text = document(layer, MANAGER).text
    assert not [sign for sign in ("<", ">", "{{", "`", "$") if sign in text]
    assert not homes([])["asks"]
