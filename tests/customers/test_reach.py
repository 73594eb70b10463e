"""How customers are reached: columns by name, numbers that can be dialled, addresses; nothing else is changed by it."""

import numpy as np
import pytest

from geo.customers import read_customers
from geo.customers._reach import reach, read_mail, read_phone


def read(*lines):
    customers = read_customers("\n".join(lines).encode(), "klanten.csv")
    return customers, reach(customers, np.ones(len(customers.table), dtype=bool))


@pytest.mark.parametrize(
    "head",
    ["Telefoon;E-mail;Adres", "Tel.;Email;Bezoekadres", "Phone number;E-mail address;Address", "GSM;Mail;Straat"],
)
def test_columns_are_found_by_dutch_and_english_names(head):
    _, found = read(f"Naam;Postcode;{head}", "Jansen;3511 AB;030-1234567;info@jansen.nl;Oudegracht 1")
    assert found.to_dict("records") == [
        {"phone": "030-1234567", "dial": "0301234567", "mail": "info@jansen.nl", "address": "Oudegracht 1"}
    ]


def test_a_list_that_says_nothing_has_nothing():
    _, found = read("Naam;Postcode", "Jansen;3511 AB")
    assert found.to_dict("records") == [{"phone": "", "dial": "", "mail": "", "address": ""}]


def test_a_mobile_number_stands_in_and_a_house_number_is_put_behind_its_street():
    _, found = read(
        "Naam;Postcode;Straat;Huisnummer;Toevoeging;Telefoon;Mobiel",
        "A;3511 AB;Neude;5;bis;;06-12345678",
        "B;3511 AC;Neude 7;7;;onbekend;",
    )
    assert found["dial"].tolist() == ["0612345678", ""]
    assert found["phone"].tolist() == ["06-12345678", ""]
    assert found["address"].tolist() == ["Neude 5 bis", "Neude 7"]


def test_only_the_rows_that_are_asked_for_are_read():
    customers, _ = read("Naam;Postcode;Tel", "A;3511 AB;0301111111", "B;3511 AC;0302222222")
    found = reach(customers, np.array([False, True]))
    assert found["dial"].to_dict() == {1: "0302222222"}


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("030-1234567", "0301234567"), ("+31 (0)30 123 45 67", "+31301234567"), ("0031 (0)30 1234567", "0031301234567"),
        ("(030) 123 45 67", "0301234567"), ("612345678", "0612345678"), ("612345678.0", "0612345678"),
        ("030-1234567 / 06-12345678", "0301234567"), ("030-1234567 tst 12", "0301234567"), ("112", ""), ("", ""),
        ("geen", ""), ("javascript:alert(1)", ""), ("1" * 16, ""), ("(+31) 30 1234567", "+31301234567"),
    ],
)  # fmt: skip
def test_a_number_is_dialled_as_the_country_does(written, dialled):
    assert read_phone(written, "NL") == dialled


def test_no_zero_is_put_before_a_number_of_another_country():
    assert read_phone("612345678", "BE") == "612345678"


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("a@b.nl", "a@b.nl"), ("Jan <jan@b.nl>; piet@b.nl", "jan@b.nl"), ("mailto:a@b.nl", "a@b.nl"), ("a@b", ""),
        ("", ""), ("a@b.nl?bcc=x@y.nl", "a@b.nl"), ("a b@c.nl", "b@c.nl"), ("<script>@x", ""),
    ],
)  # fmt: skip
def test_the_first_address_of_a_text_is_taken(written, address):
    assert read_mail(written) == address


def test_a_list_stays_what_it_was_taken_for():
    customers, _ = read("Naam;Postcode;Telefoon;E-mail;Omzet", "A;3511 AB;030-1234567;a@b.nl;5")
    assert dict(customers.columns) == {"name": "Naam", "postcode": "Postcode", "revenue": "Omzet"}
