"""A comparison in words that can be sent: what changes hands, why it must, where, and whom it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from geo.exports.lettering import shortened
from geo.planning.comparing import Comparison
from geo.texts import Amount, Language, Number, Share, Text, in_millions, plural, text

_PLACES = 3
"""Territories named at most in a sentence."""
_ACCOUNTS = 5
"""Accounts named at most in a letter."""
_LONGEST = 60
"""Characters of a name within a sentence; tables have all of it."""
_FAR = 0.5
"""Where the bound is a smaller part of what moves than this, no difference is told."""
_SAME = 0.0005
"""Deviations nearer than this are written alike."""

MEASURES = {
    "customers": text("customers"),
    "revenue": text("revenue"),
    "potential": text("potential"),
    "workload": text("hours of work"),
}
"""What measures are called within a sentence."""


@dataclass(frozen=True)
class Letter:
    """
    What can be sent of a comparison.

    Parameters
    ----------
    paragraphs
        Each a few sentences.
    heading, items
        A short list of the largest customers that change hands, and what stands above it; empty where none do.
    """

    paragraphs: tuple[tuple[Text, ...], ...]
    heading: Text | None
    items: tuple[Text, ...]

    def written(self, language: Language) -> str:
        """Return it as plain text in a language, to be copied into a mail."""
        parts = [" ".join(language.render(sentence) for sentence in one) for one in self.paragraphs]
        if self.heading is not None:
            listed = "\n".join(f"- {language.render(item)}" for item in self.items)
            parts.append(f"{language.render(self.heading)}\n{listed}")
        return "\n\n".join(parts) + "\n"


def letter(compared: Comparison) -> Letter:
    """Return what can be sent of a comparison."""
    paragraphs = [
        (headline(compared),),
        (why_words(compared),),
        (*_where(compared), *_coming_and_going(compared), *_lists(compared)),
    ]
    heading, items = _largest(compared)
    return Letter(tuple(tuple(map(_brief, part)) for part in paragraphs if part), heading, items)


def headline(compared: Comparison) -> Text:
    """Say what changes hands in one sentence."""
    return _brief(_headline(compared))


def _headline(compared: Comparison) -> Text:
    moved = round(float(compared.totals["moved"]["customers"]))
    names = {"before": compared.before.within, "after": compared.after.within}
    if not moved:
        return text("Between {before} and {after} no customer changes hands.", **names)
    with_them = [_amount(name, float(compared.totals["moved"][name])) for name in compared.measures[1:]]
    told: dict[str, object] = {
        "total": round(float(compared.totals["total"]["customers"])),
        "share": Share(float(compared.totals["share"]["customers"])),
        **names,
    }
    if any(compared.holders.reps):
        said = plural(
            "From {before} to {after}, {count} of {total} customers ({share}) gets another representative",
            "From {before} to {after}, {count} of {total} customers ({share}) get another representative",
            moved,
            **told,
        )
    else:
        said = plural(
            "From {before} to {after}, {count} of {total} customers ({share}) goes to another territory",
            "From {before} to {after}, {count} of {total} customers ({share}) go to another territory",
            moved,
            **told,
        )
    match with_them:
        case []:
            return text("{said}.", said=said)
        case [one]:
            return text("{said}, with {one}.", said=said, one=one)
        case _:
            return text("{said}, with {one} and {two}.", said=said, one=with_them[0], two=with_them[1])


def balance_words(compared: Comparison) -> Text:
    """Say what becomes of the largest deviation."""
    before, after = compared.balance_before.deviation, compared.balance_after.deviation
    told = {
        "measure": MEASURES.get(compared.measure, text("{name}", name=compared.measure)),
        "before": Share(before),
        "after": Share(after),
    }
    if abs(before - after) < _SAME:
        return text("The largest deviation from target, in {measure}, stays {after}.", **told)
    if after < before:
        return text("The largest deviation from target, in {measure}, falls from {before} to {after}.", **told)
    return text("The largest deviation from target, in {measure}, rises from {before} to {after}.", **told)


def why_words(compared: Comparison) -> Text:
    """Say what the move buys, and after it the least that arithmetic asks."""
    return text("{buys} {bound}", buys=balance_words(compared), bound=least_words(compared))


def least_words(compared: Comparison) -> Text:
    """
    Say the lower bound on the customers who change hands as what it is.

    How many more this plan moves is said only where the bound is at least half of what moves: it does not look at the
    map, and from farther below nobody could tell whether a plan that respects it could do with fewer.
    """
    moved, least, more = (round(float(compared.totals[name]["customers"])) for name in ("moved", "least", "more"))
    if not moved:
        return text("For this balance nobody would have to move.")
    if not least:
        return text("By arithmetic alone nobody would have to move; it does not look at the map.")
    if not more:
        return plural(
            "No plan with this balance moves fewer than {count} customer: this is the least.",
            "No plan with this balance moves fewer than {count} customers: this is the least.",
            least,
        )
    if least < _FAR * moved:
        return plural(
            "Arithmetical lower bound, regardless of the map: {count} customer; territories in one piece hardly ever "
            "do with so few.",
            "Arithmetical lower bound, regardless of the map: {count} customers; territories in one piece hardly ever "
            "do with so few.",
            least,
        )
    return plural(
        "Arithmetical lower bound, regardless of the map: {count} customer; this is {more} more.",
        "Arithmetical lower bound, regardless of the map: {count} customers; this is {more} more.",
        least,
        more=more,
    )


def account_words(row: pd.Series, *, millions: bool | None = None) -> Text:
    """
    Say of an account who serves it and who will.

    Parameters
    ----------
    row
        One of `Comparison.accounts`.
    millions
        Whether the list it stands in has its money in millions; None for the first of a list, by which that is decided.
    """
    told: dict[str, object] = {
        "name": _known(row["name"]) or row["key"],
        "before": row["from_rep"],
        "after": row["to_rep"] or text("nobody"),
    }
    told["name"] = (
        text("{name}, {place}", name=told["name"], place=row["place"]) if _known(row["place"]) else told["name"]
    )
    if "revenue" not in row:
        return _brief(text("{name}: from {before} to {after}", **told))
    revenue = float(row["revenue"])
    amount = Amount(revenue, millions=in_millions([revenue]) if millions is None else millions)
    return _brief(text("{name}: from {before} to {after}, {amount}", amount=amount, **told))


def _where(compared: Comparison) -> Sequence[Text]:
    """Name the territories that change most."""
    rows = compared.territories.head(_PLACES)
    rows = rows[rows["gained"] + rows["lost"] > 0]
    places = [
        text("{name} ({gained}, {lost})", name=r["territory"], gained=_signed(r["gained"]), lost=_signed(-r["lost"]))
        for _, r in rows.iterrows()
    ]
    match places:
        case []:
            return ()
        case [one]:
            return (text("All of it is in {one}.", one=one),)
        case [one, two]:
            return (text("Most changes in {one} and {two}.", one=one, two=two),)
        case _:
            return (text("Most changes in {one}, {two} and {three}.", one=places[0], two=places[1], three=places[2]),)


def _coming_and_going(compared: Comparison) -> list[Text]:
    """Name those who stop and those who begin."""
    table = compared.territories
    called = table["rep"].fillna(table["territory"])
    said = []
    for name, n in zip(called[table["position"] < 0], table["lost"][table["position"] < 0], strict=True):
        said.append(
            plural(
                "{name} gives {count} customer to others and has no territory left.",
                "{name} gives {count} customers to others and has no territory left.",
                int(n),
                name=name,
            )
        )
    begins = (table["position"] >= 0) & table["territory_before"].isna() & (table["customers"] > 0)
    for name, n in zip(called[begins], table["customers"][begins], strict=True):
        said.append(
            plural("{name} begins with {count} customer.", "{name} begins with {count} customers.", int(n), name=name)
        )
    return said


def _lists(compared: Comparison) -> list[Text]:
    """Tell of customers that only one of two lists has."""
    gone, new = int(compared.only_before.sum()), int(compared.only_after.sum())
    said = []
    if gone:
        said.append(
            plural(
                "{count} customer is no longer in the list and is not counted.",
                "{count} customers are no longer in the list and are not counted.",
                gone,
            )
        )
    if new:
        said.append(
            plural(
                "{count} customer is new in the list and changes no hands.",
                "{count} customers are new in the list and change no hands.",
                new,
            )
        )
    return said


def _largest(compared: Comparison) -> tuple[Text | None, tuple[Text, ...]]:
    rows = compared.accounts.head(_ACCOUNTS)
    if not len(rows):
        return None, ()
    heading = text("The largest customers that change hands:")
    if compared.n_large:
        heading = plural(
            "{count} A customer changes hands; the largest customers that do:",
            "{count} A customers change hands; the largest customers that do:",
            compared.n_large,
        )
    millions = in_millions(rows["revenue"]) if "revenue" in rows else None
    return heading, tuple(account_words(row, millions=millions) for _, row in rows.iterrows())


def _brief(words: Text) -> Text:
    """Return words in which no name is longer than a reader takes in."""

    def cut(value: object) -> object:
        if isinstance(value, Text):
            return _brief(value)
        return shortened(value, _LONGEST, len) if isinstance(value, str) else value

    return replace(words, values={name: cut(value) for name, value in words.values.items()})


def _amount(measure: str, value: float) -> Text:
    if measure == "revenue":
        return text("{amount} of revenue", amount=Amount(value))
    return plural("{count} hour of work a year", "{count} hours of work a year", round(value))


def _signed(value: float) -> Number:
    return Number(float(value), signed=True)


def _known(value: object) -> str:
    return value if isinstance(value, str) else ""
