"""How large a customer file may be, so that no file can exhaust the machine."""

from __future__ import annotations

UNPACKED = 1 << 29
"""Bytes of a file once unpacked: half a gibibyte, some 4,000,000 ordinary rows."""

ROWS = 2_000_000
COLUMNS = 500

CELL = 32_767
"""Characters of one cell, which is also what a spreadsheet allows."""

SHEET_CELLS = 30_000_000
"""Cells of the rectangle that encloses a sheet; empty ones take memory too."""

SHEET_TEXT = 1 << 31
"""Bytes of all texts of a sheet, each counted as often as a cell shows it."""
