import io

import pandas as pd
import pytest

from geo.exports.tables import csv_bytes


@pytest.mark.parametrize("cell", ["=1+1", "=cmd|' /C calc'!A0", "+SUM(A1)", "-2+3+cmd", "@SUM(1)", "\t=1", "\r=1"])
def test_no_cell_begins_a_formula(cell):
    written = csv_bytes(pd.DataFrame({"name": [cell]}))
    read = pd.read_csv(io.BytesIO(written), dtype=str, keep_default_na=False)
    assert read.loc[0, "name"] == "'" + cell


@pytest.mark.parametrize("cell", ["-12,50", "+31 (0)30 123-4567", "Bakkerij De Linde", "a=b", "3511 AB", ""])
def test_other_cells_stay_as_they_are(cell):
    written = csv_bytes(pd.DataFrame({"name": [cell], "other": ["x"]}))
    read = pd.read_csv(io.BytesIO(written), dtype=str, keep_default_na=False)
    assert read.loc[0, "name"] == cell


def test_a_header_is_no_formula_either():
    assert csv_bytes(pd.DataFrame({"=1+1": [1]})).startswith(b"'=1+1")


def test_dutch_excel_gets_semicolons_commas_and_a_mark():
    written = csv_bytes(pd.DataFrame({"naam": ["a;b"], "omzet": [1.5]}), "nl")
    assert written == '\ufeffnaam;omzet\r\n"a;b";1,5\r\n'.encode()
