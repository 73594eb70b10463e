"""Which column is which field."""

import numpy as np
import pandas as pd
import pytest

from geo.customers import measures, read_customers
from geo.customers._columns import Columns, recognise
from geo.customers._raw import RawTable
from geo.customers._vocabulary import likeness, normalise
from geo.errors import InputError

POSTCODES = ["3511 AB", "3011 AA", "9712 AB", "5611 EC"]


def columns(**content: list[str]) -> Columns:
    return of({name.replace("_", " "): cells for name, cells in content.items()})


def of(content: dict[str, list[str]]) -> Columns:
    frame = pd.DataFrame(content, dtype="str")
    rows = np.arange(2, len(frame) + 2)
    return recognise(RawTable(frame, rows, 1, np.zeros(len(frame), dtype=bool)))


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Relatienummer", "key"),
        ("klantnr", "key"),
        ("Klant-ID", "key"),
        ("Relatienaam", "name"),
        ("Bedrijfsnaam", "name"),
        ("PC", "postcode"),
        ("post_code", "postcode"),
        ("ZIP", "postcode"),
        ("Woonplaats", "place"),
        ("PLAATS", "place"),
        ("Adres", "address"),
        ("Breedtegraad", "lat"),
        ("Latitude", "lat"),
        ("lng", "lon"),
        ("Lengtegraad", "lon"),
        ("rd_x", "x"),
        ("y_coord", "y"),
        ("Vertegenwoordiger", "owner"),
        ("AccountManager", "owner"),
        ("rep", "owner"),
        ("Branche", "sector"),
        ("Omvang", "size"),
        ("grootte", "size"),
        ("Productgroep", "product"),
        ("Omzet 2025", "revenue"),
        ("omzet (€)", "revenue"),
        ("Omzet2025", "revenue"),
        ("Omzet excl. BTW", "revenue"),
        ("Potentieel", "potential"),
        ("Potentiële omzet", "potential"),
        ("uren", "workload"),
        ("Workload", "workload"),
        ("Status", "status"),
        ("type", "status"),
        ("Land", "country"),
    ],
)
def test_names_in_both_languages(name: str, field: str) -> None:
    assert likeness(name, field) > 2


def test_names_are_compared_without_case_accents_and_punctuation() -> None:
    assert normalise("  Potentiële_OMZET (€) 2025") == "potentiele omzet 2025"
    assert normalise("accountManager") == "account manager"


def test_a_plain_file_is_sure_throughout() -> None:
    found = columns(Klantnr=["1", "2", "3", "4"], Naam=["A", "B", "C", "D"], PC=POSTCODES, Omzet=["1", "2", "3", "4"])
    assert found.fields == {"key": "Klantnr", "name": "Naam", "postcode": "PC", "revenue": "Omzet"}
    assert found.sure == {"Klantnr", "Naam", "PC", "Omzet"}


def test_the_latest_year_wins_and_both_are_doubted() -> None:
    found = columns(PC=POSTCODES, Omzet_2024=["1", "2", "3", "4"], Omzet_2025=["5", "6", "7", "8"])
    assert found.fields["revenue"] == "Omzet 2025"
    assert found.sure == {"PC"}


def test_a_name_that_its_content_contradicts_is_no_field_and_doubted() -> None:
    found = columns(PC=POSTCODES, Plaats=["1", "2", "3", "4"])
    assert "place" not in found.fields
    assert "Plaats" not in found.sure


def test_type_is_a_status_only_where_it_holds_statuses() -> None:
    kinds = ["Klant", "Prospect", "Klant", "Concurrent"]
    assert columns(PC=POSTCODES, Type=kinds).fields["status"] == "Type"
    assert "status" not in columns(PC=POSTCODES, Type=["Bouw", "Zorg", "Bouw", "Zorg"]).fields


def test_a_longer_name_that_holds_a_field_is_taken_with_doubt() -> None:
    found = columns(PC=POSTCODES, Naam_vestiging=["A", "B", "C", "D"])
    assert found.fields["name"] == "Naam vestiging"
    assert "Naam vestiging" not in found.sure


def test_the_manager_of_an_account_is_no_customer_name() -> None:
    found = columns(PC=POSTCODES, Accountmanager_naam=["J", "K", "J", "K"], Naam=["A", "B", "C", "D"])
    assert found.fields["owner"] == "Accountmanager naam"
    assert found.fields["name"] == "Naam"


def test_postcodes_are_found_by_content_where_no_name_tells() -> None:
    found = of({"Kolom 7": [f"Dorpsstraat 1, {code} Utrecht" for code in POSTCODES], "Naam": ["A", "B", "C", "D"]})
    assert found.fields["postcode"] == "Kolom 7"
    assert "Kolom 7" not in found.sure


def test_without_a_place_the_error_lists_what_was_found_and_expected() -> None:
    with pytest.raises(InputError, match=r"Columns found: Naam, Omzet\. Add a column Postcode"):
        columns(Naam=["A", "B"], Omzet=["1", "2"])


def test_latitude_alone_is_no_place() -> None:
    with pytest.raises(InputError, match="No column tells"):
        columns(Naam=["A", "B"], lat=["52,1", "52,2"])


EXPORTS = {
    "sales": (
        (
            "Account ID,Account Name,Billing Street,Billing City,Billing Zip/Postal Code,Annual Revenue,Owner,Type",
            '0015,Molen,Kerkstraat 12,Utrecht,3511 AB,"1,250.00",J. Boer,Customer',
            "0016,Ster,,Rotterdam,3011 AA,99,M. Visser,Lead",
        ),
        {"key": "Account ID", "name": "Account Name", "place": "Billing City", "postcode": "Billing Zip/Postal Code"}
        | {"revenue": "Annual Revenue", "owner": "Owner", "status": "Type", "address": "Billing Street"},
        ["customers", "revenue"],
    ),
    "books": (
        (
            "Debiteur;Naam debiteur;Straat;Nr;Postcode;Woonplaats;Omzet 2023;Omzet 2024;Aantal bezoeken;Rayon;AM",
            "10001;Molen;Kerkstraat;12;3511 AB;Utrecht;1,5;2,5;4;Midden;JB",
            "10002;Ster;Hof;3;3011 AA;Rotterdam;1;2;6;Zuid;MV",
        ),
        {"key": "Debiteur", "name": "Naam debiteur", "address": "Straat", "postcode": "Postcode", "place": "Woonplaats"}
        | {"revenue": "Omzet 2024", "owner": "AM"},
        ["customers", "revenue", "Omzet 2023", "Aantal bezoeken"],
    ),
}


@pytest.mark.parametrize(("lines", "fields", "names"), EXPORTS.values(), ids=EXPORTS)
def test_exports_of_other_programs(lines: tuple[str, ...], fields: dict[str, str], names: list[str]) -> None:
    customers = read_customers("\n".join(lines).encode(), "a.csv")
    assert customers.columns == fields
    assert list(measures(customers)) == names
    assert customers.issues.empty


def test_the_profile_tells_of_every_column() -> None:
    content = b"Naam;PC;Omzet;Kosten;Telefoon\nA;3511 AB;12,50;3;0612345678\nB;3011 AA;;4;0687654321\n"
    profile = read_customers(content, "a.csv").profile.set_index("column")
    assert profile["field"].to_dict() == {
        "Naam": "name",
        "PC": "postcode",
        "Omzet": "revenue",
        "Kosten": "",
        "Telefoon": "",
    }
    assert profile.loc["Omzet", "filled"] == 0.5
    assert profile.loc["PC", "examples"] == ["3511 AB", "3011 AA"]
    assert profile["decimal"].to_dict() == {"Naam": "", "PC": "", "Omzet": ",", "Kosten": ",", "Telefoon": ""}
