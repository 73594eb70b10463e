"""Areas by their codes and by what people call them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
import numpy.typing as npt

from geo.areas import Coverage
from geo.errors import EditError
from geo.planning.written import COMMA, SUGGESTED, bare, cut, few, near, plain
from geo.texts import Text, spoken, text

Ints = npt.NDArray[np.int64]

_RANGE = re.compile(r"(?P<stem>\D*)(?P<first>\d+) ?[-–] ?(?P=stem)(?P<last>\d+)")
_NUMBERED = re.compile(r"(?P<stem>\D*)(?P<number>\d+)")
_LONGEST_RANGE = 10_000
_HOW = text("Write codes or names of areas, separated by commas.")


def areas_named(coverage: Coverage, written: str) -> Ints:
    """
    Return the rows of areas that somebody wrote down, ascending, each once.

    Parameters
    ----------
    coverage
        The areas.
    written
        Codes, names and ranges of codes such as 3511-3519, separated by commas; a name that holds a comma stands
        between double quotation marks. Case and accents do not matter.

    Raises
    ------
    EditError
        Where one of them is not known, or a name is that of several areas; it says what would be right.
    """
    areas = _Areas.of(coverage)
    whole = bare(written)
    pieces = [whole] if areas.knows(whole) else [piece for piece in map(bare, cut(written, COMMA)) if piece]
    if not pieces:
        raise EditError(text("No area is named."), _HOW)
    return np.unique(np.array([row for piece in pieces for row in areas.rows(piece)], dtype=np.int64))


def missing_between(coverage: Coverage, written: str) -> list[str]:
    """
    Return the codes within the ranges that `areas_named` reads of which there is no area, each once, ascending.

    Ranges that are longer than any postcodes make are passed over.
    """
    areas = _Areas.of(coverage)
    pieces = [] if areas.knows(bare(written)) else [plain(bare(piece)) for piece in cut(written, COMMA)]
    missing: set[str] = set()
    for ends in map(_RANGE.fullmatch, (piece for piece in pieces if not areas.knows(piece))):
        if ends is not None and int(ends["last"]) - int(ends["first"]) < _LONGEST_RANGE:
            digits, stem = len(ends["first"]), ends["stem"].upper()
            known = {number for number, _ in areas._numbered(ends["stem"], digits)}
            between = (f"{n:0{digits}}" for n in range(int(ends["first"]), int(ends["last"]) + 1))
            missing.update(stem + number for number in between if number not in known)
    return sorted(missing)


def code_words(codes: Iterable[str]) -> str:
    """Return codes as they are read out: those that follow one another as ranges, a few of many."""
    return few(_ranges(codes))


@dataclass(frozen=True)
class _Areas:
    """What the areas of a coverage are called: codes and names as they are, and rows by what is said for them."""

    codes: Sequence[str]
    names: Sequence[str]
    by_code: dict[str, int]
    by_name: dict[str, list[int]]

    @classmethod
    def of(cls, coverage: Coverage) -> _Areas:
        codes, full = coverage.areas["code"].tolist(), coverage.areas["name"].tolist()
        # A postcode area is called "3511 Utrecht", and people say Utrecht.
        names = [name.removeprefix(f"{code} ") for code, name in zip(codes, full, strict=True)]
        by_name: dict[str, list[int]] = {}
        for row, called in enumerate(zip(full, names, strict=True)):
            for name in {plain(one) for one in called}:
                by_name.setdefault(name, []).append(row)
        return cls(codes, names, {plain(code): row for row, code in enumerate(codes)}, by_name)

    def knows(self, asked: str) -> bool:
        return plain(asked) in self.by_code or plain(asked) in self.by_name

    def rows(self, asked: str) -> list[int]:
        """Return the areas of a code, a name or a range of codes."""
        if plain(asked) in self.by_code:
            return [self.by_code[plain(asked)]]
        if plain(asked) in self.by_name:
            return [self._one(asked, self.by_name[plain(asked)])]
        ends = _RANGE.fullmatch(plain(asked))
        if ends is None or len(ends["first"]) != len(ends["last"]):
            raise EditError(text("There is no area {name}.", name=asked[:80]), self._near(plain(asked)))
        if ends["first"] > ends["last"]:
            raise EditError(
                text("The range {range} ends before it begins.", range=asked), text("Write the lower code first.")
            )
        alike = self._numbered(ends["stem"], len(ends["first"]))
        found = [row for number, row in alike if ends["first"] <= number <= ends["last"]]
        if not found:
            nearest = self._near(ends["stem"] + ends["first"])
            raise EditError(text("No area lies in the range {range}.", range=asked), nearest)
        return found

    def _one(self, asked: str, rows: list[int]) -> int:
        """Return the one of several areas whose name has these very accents."""
        exact = rows if len(rows) == 1 else [row for row in rows if spoken(self.names[row]) == spoken(asked)]
        if len(exact) == 1:
            return exact[0]
        raise EditError(
            text("{count} areas are called {name}.", count=len(rows), name=asked),
            text("Write their codes: {codes}.", codes=few(_ranges([self.codes[row] for row in rows]))),
        )

    def _numbered(self, stem: str, digits: int) -> list[tuple[str, int]]:
        """Return the digits and rows of the codes that have so many digits behind a stem."""
        matches = [(_NUMBERED.fullmatch(code), row) for code, row in self.by_code.items()]
        return [(m["number"], row) for m, row in matches if m and m["stem"] == stem and len(m["number"]) == digits]

    def _near(self, asked: str) -> Text:
        """Name the areas whose numbers are nearest, else those whose names look alike."""
        number = _NUMBERED.fullmatch(asked)
        alike = self._numbered(number["stem"], len(number["number"])) if number else []
        if number and alike:
            alike.sort(key=lambda one: (abs(int(one[0]) - int(number["number"])), one[0]))
            return near(sorted(self.codes[row] for _, row in alike[:SUGGESTED]), _HOW)
        close = get_close_matches(asked, [*self.by_code, *self.by_name], n=SUGGESTED)
        return near(dict.fromkeys(map(self._called, close)), _HOW)

    def _called(self, known: str) -> str:
        return self.codes[self.by_code[known]] if known in self.by_code else self.names[self.by_name[known][0]]


def _ranges(codes: Iterable[str]) -> list[str]:
    """Return codes with those that follow one another as ranges."""
    runs: list[list[str]] = []
    for code in codes:
        one, other = _NUMBERED.fullmatch(runs[-1][-1]) if runs else None, _NUMBERED.fullmatch(code)
        follows = one and other and one["stem"] == other["stem"] and int(other["number"]) == int(one["number"]) + 1
        if follows:
            runs[-1].append(code)
        else:
            runs.append([code])
    return [f"{run[0]}-{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs]
