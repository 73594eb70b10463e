"""
A company that does not exist: synthetic customers on real towns, divided among fourteen invented representatives.

Names of firms are syllables strung together, names of people are invented; no row describes a real firm or person. The
division grew by history: regions of unequal weight, strays across their borders, large accounts kept from afar.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from pyproj import Transformer

SEED = 20_260_103
N_CUSTOMERS = 5_000
PROSPECTS = 0.13
"""Share of accounts that are no customers yet."""

REPS = {
    "Nienke Hoekveld": ("Leeuwarden", 0.80),
    "Ruben Stadsman": ("Groningen", 0.93),
    "Marloes Tuinstee": ("Zwolle", 1.12),
    "Harm Esmeijer": ("Enschede", 0.86),
    "Dewi Rijnders": ("Arnhem", 1.24),
    "Thijs Bakkerveld": ("Utrecht", 1.29),
    "Yara Poldervaart": ("Almere", 0.70),
    "Omar El Haddaoui": ("Amsterdam", 1.08),
    "Sanne Duinhof": ("Alkmaar", 0.83),
    "Bram Vermeerdijk": ("Den Haag", 0.94),
    "Elif Kayaoglu": ("Rotterdam", 1.17),
    "Joost de Zeeland": ("Middelburg", 0.62),
    "Fleur Smuldershof": ("Eindhoven", 1.32),
    "Luc Peetersma": ("Roermond", 0.97),
}
"""Each representative's home and the share of customers they have, 1 being an even one."""

WANDERING = 0.11
"""Share of customers near a border that the neighbour serves."""

SENIORS = {"Thijs Bakkerveld": 0.3, "Elif Kayaoglu": 0.35, "Omar El Haddaoui": 0.35}
"""Who keeps some of the larger accounts wherever they are, and in which shares."""

KEPT_FROM_AFAR = 40
LARGE_ACCOUNTS = 14

SECTORS = {
    "Bouw": 0.20,
    "Installatietechniek": 0.16,
    "Metaal en machines": 0.13,
    "Land- en tuinbouw": 0.11,
    "Zorg": 0.11,
    "Horeca": 0.10,
    "Transport en logistiek": 0.10,
    "Overheid en onderwijs": 0.09,
}
FLAVOUR = {
    "Land- en tuinbouw": {"Flevoland": 3.0, "Zeeland": 2.5, "Friesland": 2.2, "Drenthe": 2.2, "Groningen": 1.6},
    "Metaal en machines": {"Noord-Brabant": 1.9, "Overijssel": 1.8, "Gelderland": 1.3, "Limburg": 1.3},
    "Transport en logistiek": {"Zuid-Holland": 1.9, "Noord-Brabant": 1.4, "Limburg": 1.4, "Noord-Holland": 1.2},
    "Horeca": {"Noord-Holland": 1.8, "Zeeland": 1.8, "Limburg": 1.6},
    "Overheid en onderwijs": {"Zuid-Holland": 1.5, "Utrecht": 1.4, "Groningen": 1.3},
}
"""How many times as common a sector is in a province."""

PRODUCTS = ("Gereedschap", "Bevestiging", "Veiligheid", "Reiniging", "Elektra")
PRODUCT_SHARES = {
    "Bouw": (0.45, 0.35, 0.12, 0.03, 0.05),
    "Installatietechniek": (0.25, 0.20, 0.05, 0.05, 0.45),
    "Metaal en machines": (0.40, 0.25, 0.20, 0.05, 0.10),
    "Land- en tuinbouw": (0.35, 0.15, 0.20, 0.20, 0.10),
    "Zorg": (0.03, 0.02, 0.35, 0.55, 0.05),
    "Horeca": (0.02, 0.03, 0.10, 0.80, 0.05),
    "Transport en logistiek": (0.20, 0.15, 0.45, 0.15, 0.05),
    "Overheid en onderwijs": (0.10, 0.05, 0.25, 0.45, 0.15),
}
SIZES = {"Klein": (0.68, 3_800.0), "Middelgroot": (0.25, 11_000.0), "Groot": (0.07, 34_000.0)}
"""Share of customers of a size and the revenue in the middle of them, euros a year."""

HOURS = {"A": 12.0, "B": 6.0, "C": 2.0, "prospect": 1.5}
"""Hours a year that an account takes: A is the best tenth by revenue, B the next quarter."""

FIRST = (
    "Bor", "Dal", "Fen", "Gal", "Hul", "Jor", "Kel", "Lum", "Mor", "Nav", "Ost", "Pel", "Quin", "Rom", "Sil", "Tor",
    "Ulf", "Vam", "Wes", "Zan", "Bril", "Crom", "Drie", "Flor", "Grim", "Klav", "Plon", "Stel", "Trom", "Zwir",
)  # fmt: skip
SECOND = (
    "dano", "vira", "metra", "lino", "sta", "quo", "bero", "tego", "vanti", "mira", "lunda", "pexo", "rico", "silva",
    "tora", "wendo", "zeno", "fira", "kado", "nova",
)  # fmt: skip
TRADES = {
    "Bouw": ("Bouw", "Aannemers", "Timmerwerken", "Renovatie"),
    "Installatietechniek": ("Installaties", "Techniek", "Klimaat", "Elektro"),
    "Metaal en machines": ("Metaal", "Machines", "Constructie", "Verspaning"),
    "Land- en tuinbouw": ("Kwekerijen", "Akkerbouw", "Agro", "Glastuinbouw"),
    "Zorg": ("Zorg", "Thuiszorg", "Woonzorg", "Kliniek"),
    "Horeca": ("Horeca", "Catering", "Hotels", "Brasserie"),
    "Transport en logistiek": ("Transport", "Logistiek", "Expeditie", "Opslag"),
    "Overheid en onderwijs": ("Scholen", "Campus", "Diensten", "Onderwijsgroep"),
}
LETTERS = np.array(list("ABCDEGHJKLMNPRSTVWXZ"))

UNKNOWN_POSTCODES = 9
LOOSE_POSTCODES = 38
AMOUNTS_AS_TEXT = 6
"""Flaws as real lists have them, so that the quality report has something to tell."""


def demo(postcodes: pd.DataFrame, towns: pd.DataFrame) -> pd.DataFrame:
    """
    Return the demo company's customer list as a Dutch spreadsheet has it, all texts.

    Parameters
    ----------
    postcodes, towns
        The tables that ship.
    """
    rng = np.random.default_rng(SEED)
    places = postcodes[postcodes["country"] == "NL"].reset_index(drop=True)
    dutch = towns[towns["country"] == "NL"].reset_index(drop=True)
    xy = _metres(places)
    at = _sites(places, dutch, xy, rng)
    here = places.iloc[at].reset_index(drop=True)
    sector = _sectors(here["province"], rng)
    size = rng.choice(list(SIZES), N_CUSTOMERS, p=[share for share, _ in SIZES.values()])
    prospect = rng.random(N_CUSTOMERS) < PROSPECTS
    usual = np.array([SIZES[s][1] for s in size])
    revenue = usual * rng.lognormal(0.0, 0.75, N_CUSTOMERS)
    large = rng.choice(np.flatnonzero((size == "Groot") & ~prospect), LARGE_ACCOUNTS, replace=False)
    revenue[large] = rng.uniform(250_000, 900_000, LARGE_ACCOUNTS)
    potential = revenue * (1.0 + rng.lognormal(-1.1, 0.8, N_CUSTOMERS))
    revenue[prospect] = 0.0
    home = _metres(dutch.drop_duplicates("name").set_index("name").loc[[town for town, _ in REPS.values()]])
    owner = _owners(here, xy[at], home, revenue, rng)
    table = pd.DataFrame(
        {
            "Relatienummer": [str(100_001 + i) for i in range(N_CUSTOMERS)],
            "Naam": _names(sector, rng),
            "Postcode": here["code"] + " " + _letters(rng),
            "Plaats": here["place"],
            "Status": np.where(prospect, "Prospect", "Klant"),
            "Sector": sector,
            "Omvang": size,
            "Productgroep": [rng.choice(PRODUCTS, p=PRODUCT_SHARES[s]) for s in sector],
            "Omzet": _euros(revenue),
            "Potentieel": _euros(potential),
            "Uren": _hours(revenue, prospect),
            "Vertegenwoordiger": owner,
        }
    )
    return _flawed(table, rng)


def to_csv(table: pd.DataFrame) -> bytes:
    """Write a table as a Dutch spreadsheet does: semicolons, UTF-8 with its mark."""
    return table.to_csv(index=False, sep=";", lineterminator="\r\n").encode("utf-8-sig")


def _metres(table: pd.DataFrame) -> np.ndarray:
    to_plane = Transformer.from_crs(4326, 28992, always_xy=True)
    return np.column_stack(to_plane.transform(table["lon"], table["lat"]))


def _sites(places: pd.DataFrame, towns: pd.DataFrame, xy: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draw a postcode for each customer: of a town by its inhabitants, a little more evenly than they live."""
    by_name = places.groupby("place").indices
    towns = towns[towns["name"].isin(by_name) & (towns["population"] > 0)].drop_duplicates("name")
    weight = towns["population"].to_numpy() ** 0.88
    drawn = rng.choice(towns["name"].to_numpy(), N_CUSTOMERS, p=weight / weight.sum())
    return np.array([rng.choice(by_name[name]) for name in drawn])


def _sectors(provinces: pd.Series, rng: np.random.Generator) -> np.ndarray:
    names = list(SECTORS)
    chances = {}
    for province in provinces.unique():
        chance = np.array([share * FLAVOUR.get(name, {}).get(province, 1.0) for name, share in SECTORS.items()])
        chances[province] = chance / chance.sum()
    return np.array([rng.choice(names, p=chances[province]) for province in provinces])


def _names(sectors: np.ndarray, rng: np.random.Generator) -> list[str]:
    """String syllables together, no name twice."""
    names: dict[str, None] = {}
    for sector in sectors:
        name = None
        while name is None or name in names:
            tail = rng.choice(["", " B.V.", " Groep", " & Zn.", " V.O.F."], p=[0.35, 0.4, 0.1, 0.05, 0.1])
            name = f"{rng.choice(FIRST)}{rng.choice(SECOND)} {rng.choice(TRADES[sector])}{tail}"
        names[name] = None
    return list(names)


def _letters(rng: np.random.Generator) -> pd.Series:
    first, second = rng.choice(LETTERS[:14], N_CUSTOMERS), rng.choice(LETTERS, N_CUSTOMERS)
    return pd.Series(np.char.add(first, second)).replace({"SA": "AS", "SD": "DS", "SS": "RS"})


def _hours(revenue: np.ndarray, prospect: np.ndarray) -> list[str]:
    best, good = np.quantile(revenue[~prospect], [0.90, 0.65])
    kind = np.select([prospect, revenue >= best, revenue >= good], ["prospect", "A", "B"], "C")
    return [f"{HOURS[k]:.1f}".replace(".", ",") for k in kind]


def _euros(values: np.ndarray) -> list[str]:
    """Write euros in steps of five cents with a decimal comma; nothing for nothing."""
    return [f"{round(v * 20) / 20:.2f}".replace(".", ",") if v > 0 else "" for v in values]


def _owners(
    here: pd.DataFrame, xy: np.ndarray, home: np.ndarray, revenue: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """
    Divide customers as it grew: whole municipalities around a home, then strays and large accounts.

    The regions are power cells of the homes, their offsets moved until each region has its share of customers.
    """
    share = np.array([weight for _, weight in REPS.values()])
    share /= share.sum()
    municipality, _ = pd.factorize(here["municipality"])
    count = np.bincount(municipality)
    middle = np.column_stack([np.bincount(municipality, weights=column) / count for column in xy.T])
    squared = ((middle[:, None] - home) ** 2).sum(axis=2)
    offsets = np.zeros(len(home))
    best, fit = squared.argmin(axis=1), np.inf
    for step in np.geomspace(4e9, 1e7, 1500):
        region = (squared - offsets).argmin(axis=1)
        excess = np.bincount(region, weights=count, minlength=len(home)) / count.sum() - share
        if np.abs(excess).max() < fit:
            best, fit = region, np.abs(excess).max()
        offsets -= step * excess
    owner = best[municipality]
    power = ((xy[:, None] - home) ** 2).sum(axis=2) - offsets
    power[np.arange(len(xy)), owner] = np.inf
    second = power.argmin(axis=1)
    apart = np.hypot(*(home[owner] - home[second]).T)
    own = ((xy - home[owner]) ** 2).sum(axis=1) - offsets[owner]
    to_border = np.abs(power.min(axis=1) - own) / (2 * apart)
    chance = np.exp(-to_border / 9_000.0)
    strays = rng.random(len(xy)) < chance * WANDERING * len(xy) / chance.sum()
    owner[strays] = second[strays]
    names = np.array(list(REPS))
    owners = names[owner]
    larger = np.argsort(-revenue, kind="stable")[LARGE_ACCOUNTS : LARGE_ACCOUNTS + 4 * KEPT_FROM_AFAR]
    kept = rng.choice(larger, KEPT_FROM_AFAR, replace=False)
    owners[kept] = rng.choice(list(SENIORS), KEPT_FROM_AFAR, p=list(SENIORS.values()))
    return owners


def _flawed(table: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    rows = rng.choice(len(table), UNKNOWN_POSTCODES + LOOSE_POSTCODES + AMOUNTS_AS_TEXT, replace=False)
    unknown, loose, as_text = np.split(rows, np.cumsum([UNKNOWN_POSTCODES, LOOSE_POSTCODES]))
    table.loc[unknown, "Postcode"] = "9999 ZZ"
    table.loc[loose, "Postcode"] = table.loc[loose, "Postcode"].str.replace(" ", "").str.lower()
    table.loc[as_text, "Potentieel"] += " euro"
    return table
