"""How customers are reached, as far as the list says it: telephone, e-mail, street. Nothing is planned by it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from geo.customers._customers import Customers
from geo.customers._ledger import Bools
from geo.customers._vocabulary import normalise

NAMES: Mapping[str, tuple[str, ...]] = {
    "phone": (
        "telefoon", "telefoonnummer", "tel", "telnr", "tel nr", "telefoonnr", "telefoon nr", "telefoon 1", "phone",
        "phone number", "phone no", "telephone", "telephone number", "business phone", "telefoon zakelijk",
        "zakelijk telefoonnummer", "vast nummer", "contact telefoon", "contact phone",
    ),
    "mobile": (
        "mobiel", "mobiele telefoon", "mobiel nummer", "mobielnummer", "gsm", "06 nummer", "mobile", "mobile phone",
        "mobile number", "cell", "cell phone", "cellphone",
    ),
    "mail": (
        "email", "e mail", "emailadres", "e mailadres", "e mail adres", "email adres", "mail", "mailadres",
        "email address", "e mail address", "contact email",
    ),
    "address": (
        "adres", "bezoekadres", "straat en huisnummer", "straat huisnummer", "vestigingsadres", "straat", "straatnaam",
        "adresregel 1", "adresregel", "address", "street address", "visiting address", "address 1", "address line",
        "address line 1", "street",
    ),
    "number": ("huisnummer", "huisnr", "nr huis", "house number", "house no", "number house"),
    "addition": ("toevoeging", "huisnummertoevoeging", "huisnr toevoeging", "huisletter", "house number addition"),
}  # fmt: skip
"""Names of the columns, lower case, without accents or punctuation, the most usual first."""

_MAIL = re.compile(r"[^\s<>@,;:\"'()\[\]\\%?&#]+@[^\s<>@,;:\"'()\[\]\\%?&#]+\.[A-Za-z]{2,}")
_APART = re.compile(r"[/;,|\n]|\b(?:of|or|en|and|tst|toestel|ext)\b", re.IGNORECASE)
_LEAST, _MOST = 6, 15
"""Digits of a telephone number; no country has more than fifteen (ITU-T E.164)."""


def reach(customers: Customers, rows: Bools) -> pd.DataFrame:
    """
    Return how some customers are reached, read from the list's own columns by their names.

    Parameters
    ----------
    customers
        The list.
    rows
        Which of them, shape (n,).

    Returns
    -------
    Columns phone (as the list writes it), dial (the same to be dialled: digits, perhaps a plus before them), mail and
    address (street and number); empty where the list says nothing that can be used. The index is that of the table.
    """
    country = customers.table["country"][rows]
    written = {name: _column(customers, name)[rows] for name in NAMES}
    phone, dial = _numbers(written["phone"], country)
    mobile, dial_mobile = _numbers(written["mobile"], country)
    missing = dial == ""
    street = written["address"]
    number = (written["number"] + " " + written["addition"]).str.strip()
    apart = (street != "") & (number != "") & ~street.str.contains(r"\d")
    return pd.DataFrame(
        {
            "phone": phone.where(~missing, mobile),
            "dial": dial.where(~missing, dial_mobile),
            "mail": written["mail"].map(read_mail).astype("str"),
            "address": street.where(~apart, street + " " + number),
        }
    )


def read_phone(written: str, country: str) -> str:
    """
    Return a telephone number to be dialled, empty where there is none.

    Of several the first is taken. In the Netherlands the zero that a spreadsheet has dropped is put back.
    """
    first = _APART.split(written.strip())[0]
    plus = first.lstrip(" (").startswith("+")
    if plus or first.strip().startswith("00"):
        first = first.replace("(0)", "")
    digits = "".join(re.findall(r"[0-9]", re.sub(r"\.0$", "", first)))
    if country == "NL" and not plus and len(digits) == 9 and not digits.startswith("0"):
        digits = f"0{digits}"
    return ("+" if plus else "") + digits if _LEAST <= len(digits) <= _MOST else ""


def read_mail(written: str) -> str:
    """Return the first e-mail address of a text, empty where there is none."""
    found = _MAIL.search(written)
    return found.group()[:254] if found else ""


def _column(customers: Customers, field: str) -> pd.Series:
    """Return the texts of the first column whose name is one of a field's, blank where there is none."""
    source, names = customers.source, NAMES[field]
    said = {normalise(str(column)).replace(" ", ""): str(column) for column in reversed(source.columns)}
    column = next((said[name.replace(" ", "")] for name in names if name.replace(" ", "") in said), None)
    if column is None and field == "address":
        column = customers.columns.get("address")
    if column is None:
        return pd.Series("", index=source.index, dtype="str")
    return source[column].fillna("").str.strip().str.slice(0, 200).astype("str")


def _numbers(written: pd.Series, country: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return numbers as they are written and as they are dialled; what cannot be dialled is not shown either."""
    dial = pd.Series(
        [read_phone(one, land) for one, land in zip(written, country, strict=True)], index=written.index, dtype="str"
    )
    return written.where(dial != "", "").str.slice(0, 40), dial
