"""The squares that are painted in the tests, and whose they are at first."""

ROWS = 8
NAMES = ["{{7*191}} West", "<b>Midden</b>", "Oost"]
WEST, MIDDLE, EAST = 1, 2, 3
NOBODY = -1
