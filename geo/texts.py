"""
Say things in the reader's language.

Code never builds a sentence: it makes a `Text`, a template with its values, and a `Language` renders it when the
reader is known. So one error or one conclusion serves the command line in English and a page in Dutch.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from math import isfinite
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LANGUAGES = ("nl", "en")
_LOCALES = Path(__file__).resolve().parent.parent / "locale"
_MINUS = "\N{MINUS SIGN}"
_SPACE = "\N{NO-BREAK SPACE}"
_LARGE, _MILLION = 1e5, 1e6
_DRAWN_AS_NOTHING = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and symbols by their kind: fillers of Hangul, and Braille without a dot."""


@dataclass(frozen=True)
class Text:
    """
    A sentence not yet said: a template in English with named values.

    Values may be text (put in as it is), whole numbers, `Share`, `Amount`, `Number` or other texts; each is
    written in the language of the reader.
    """

    one: str
    many: str | None = None
    count: int = 1
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the sentence in English."""
        return ENGLISH.render(self)


@dataclass(frozen=True)
class Share:
    """A fraction of one, written as a percentage; `signed` shows a plus as well."""

    value: float
    digits: int = 1
    signed: bool = False


@dataclass(frozen=True)
class Number:
    """A number with a fixed count of decimals."""

    value: float
    digits: int = 0
    signed: bool = False


@dataclass(frozen=True)
class Amount:
    """
    A sum of money in euros.

    Parameters
    ----------
    value
        Euros.
    signed
        Whether a plus is written as well.
    millions
        Whether it is written in millions, None where it is so from a hundred thousand on.
    """

    value: float
    signed: bool = False
    millions: bool | None = None


def in_millions(amounts: Iterable[float]) -> bool:
    """Return whether a column of euros, all of it in one unit, is written in millions: from one million on."""
    return max((abs(amount) for amount in amounts), default=0.0) >= _MILLION


@dataclass(frozen=True)
class Day:
    """A moment with its time zone, written as the day that it is on this machine."""

    moment: datetime


def text(template: str, **values: object) -> Text:
    """Make a `Text` of a template and its values."""
    return Text(template, values=values)


def plural(one: str, many: str, count: int, **values: object) -> Text:
    """Make a `Text` that says `one` for a count of one and `many` otherwise; `{count}` stands for the count."""
    return Text(one, many, count, {"count": count, **values})


def seen(written: str) -> str:
    """
    Return what is to be seen of a name on one line: white space tidied, unseen signs left out, empty where all are.

    They could make two names look alike, or turn one round.
    """
    signs = (" " if sign.isspace() or sign in _DRAWN_AS_NOTHING else sign for sign in written)
    tidy = " ".join("".join(sign for sign in signs if sign == " " or unicodedata.category(sign)[0] != "C").split())
    # Marks are seen on something only.
    return tidy if any(unicodedata.category(sign)[0] != "M" for sign in tidy) else ""


def spoken(name: str) -> str:
    """Return what two names share that differ in case, white space, unseen signs or encoding alone."""
    return seen(unicodedata.normalize("NFKC", name).casefold())


def read_number(written: str) -> float:
    """
    Read a number as people type it, its decimal sign a comma or a point whatever the language.

    Raises
    ------
    ValueError
        Where it is no number, or none that is finite.
    """
    value = float(written.strip().replace(",", ".").replace(_MINUS, "-"))
    if not isfinite(value):
        message = f"not a finite number: {written[:40]!r}"
        raise ValueError(message)
    return value


@dataclass(frozen=True)
class Language:
    """Render texts, numbers and dates for readers of one language."""

    code: str

    @property
    def _locale(self) -> Locale:
        return Locale.parse({"nl": "nl_NL", "en": "en_GB"}[self.code])

    def say(self, template: str, **values: object) -> str:
        """Return a template in this language, its values filled in."""
        return self.render(Text(template, values=values))

    def render(self, message: Text) -> str:
        """Return a text in this language."""
        return self._template(message).format_map({k: self._written(v) for k, v in message.values.items()})

    def _template(self, message: Text) -> str:
        catalog = _catalog(self.code)
        if message.many is None:
            found = catalog.get(message.one) if catalog else None
            return str(found.string) if found and found.string else message.one
        index = 0 if message.count == 1 else 1
        found = catalog.get(message.one) if catalog else None
        if found and isinstance(found.string, tuple | list) and all(found.string):
            return str(found.string[index])
        return (message.one, message.many)[index]

    def _written(self, value: object) -> str:
        match value:
            case Text():
                return self.render(value)
            case Share():
                return self.share(value.value, value.digits, signed=value.signed)
            case Amount():
                return self.money(value.value, signed=value.signed, millions=value.millions)
            case Day():
                return self.day(value.moment)
            case Number():
                return self.number(value.value, value.digits, signed=value.signed)
            case bool():
                return str(value)
            case int():
                return self.number(value)
            case float():
                return self.number(value, 2)
            case _:
                return str(value)

    def day(self, moment: datetime) -> str:
        """Return the day of a moment on this machine, its month in words."""
        return str(format_date(moment.astimezone(), format="d MMMM y", locale=self._locale))

    def number(self, value: float, digits: int = 0, *, signed: bool = False) -> str:
        """Return a number with thousands separators, U+2212 as its minus, never a negative zero."""
        if not abs(value) < 1e18:
            return f"{value:.3g}"
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        rounded = round(float(value), digits) or 0.0
        written = str(format_decimal(abs(rounded), format=pattern, locale=self._locale))
        sign = _MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
        return sign + written

    def share(self, value: float, digits: int = 1, *, signed: bool = False) -> str:
        """Return a fraction of one as a percentage."""
        return self.number(value * 100, digits, signed=signed) + _SPACE + "%"

    def money(self, value: float, *, signed: bool = False, millions: bool | None = None) -> str:
        """
        Return euros, in millions where that is asked for, or nothing is and they are a hundred thousand or more.

        Dutch sets the sign of the euro and the unit apart, English sets both against the number.
        """
        sign = _MINUS if value < 0 else "+" if signed and value > 0 else ""
        size, space = abs(value), _SPACE if self.code == "nl" else ""
        if millions or (millions is None and size >= _LARGE):
            unit = {"nl": "mln", "en": "m"}[self.code]
            sign = sign if round(size / _MILLION, 2) else ""
            return f"{sign}€{space}{self.number(size / _MILLION, 2)}{space}{unit}"
        return f"{sign}€{space}{self.number(size)}"


@cache
def _catalog(code: str) -> Catalog | None:
    path = _LOCALES / code / "LC_MESSAGES" / "rayon.po"
    if code == "en" or not path.exists():
        return None
    with path.open("rb") as file:
        return read_po(file, locale=code)


ENGLISH = Language("en")
