"""An example of a customer file, to download, fill in and load."""

from __future__ import annotations

_HEADER = (
    "Relatienummer;Naam;Adres;Postcode;Plaats;Status;Branche;Omvang;Productgroep;Omzet;Potentieel;Uren;"
    "Vertegenwoordiger"
)
_ROWS = (
    "100001;Bakkerij De Korenaar;Voorstraat 12;3511 AB;Utrecht;Klant;Voeding;Klein;Folie;12.400,00;18.000,00;8;J. Boer",
    "100002;Bouwgroep Linde;Havenweg 3;3011 AA;Rotterdam;Klant;Bouw;Groot;Machines;184.250,50;210.000,00;36;M. Visser",
    "100003;Zorghuis Avondrood;Parklaan 41;9712 AB;Groningen;Klant;Zorg;Middel;Hygiëne;56.900,00;60.000,00;16;A. Smit",
    "100004;Rijwielen Ketting;Markt 7;5611 EC;Eindhoven;Prospect;Winkels;Klein;Machines;;9.500,00;4;M. Visser",
    "100005;Hotel Het Anker;Boulevard 2;4382 AA;Vlissingen;Klant;Horeca;Middel;Hygiëne;31.075,25;40.000,00;12;J. Boer",
)


def sample_file() -> bytes:
    """Return a small CSV file as a Dutch spreadsheet writes it: semicolons, decimal commas, UTF-8 with its mark."""
    return ("\r\n".join((_HEADER, *_ROWS)) + "\r\n").encode("utf-8-sig")
