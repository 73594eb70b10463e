"""
Customers: from a file as it comes to located accounts, with an account of every row that was mended or refused.

`read_customers` reads bytes and trusts nothing in them; `measures` and `abc_classes` tell what the customers bring.
"""

from geo.customers._customers import Customers
from geo.customers._ledger import OF_THE_FILE, REASONS, summary
from geo.customers._measures import abc_classes, abc_profile, measures
from geo.customers._numbers import read_numbers
from geo.customers._points import Points, read_points
from geo.customers._postcodes import read_postcodes
from geo.customers._raw import RawTable
from geo.customers._reach import reach
from geo.customers._read import read_customers
from geo.customers._sample import sample_file
from geo.customers._sheets import read_sheets
from geo.customers._table import read_table
from geo.customers._versions import VersionChanges, compare_versions, shared_customers
from geo.customers._vocabulary import normalise

__all__ = [
    "OF_THE_FILE",
    "REASONS",
    "Customers",
    "Points",
    "RawTable",
    "VersionChanges",
    "abc_classes",
    "abc_profile",
    "compare_versions",
    "measures",
    "normalise",
    "reach",
    "read_customers",
    "read_numbers",
    "read_points",
    "read_postcodes",
    "read_sheets",
    "read_table",
    "sample_file",
    "shared_customers",
    "summary",
]
