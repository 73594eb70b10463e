"""
Public services that the program may ask at run time.

Each is asked calmly (bounded in time and size, tried again, stopped when its owner wishes) and every part of an answer
may be missing. What came is handed on as plain tables; what to make of them is decided elsewhere.
"""

from geo.services._asking import Patience, ServiceError
from geo.services._pdok import SOURCE, BoundaryLevel, fetch_boundaries

__all__ = ["SOURCE", "BoundaryLevel", "Patience", "ServiceError", "fetch_boundaries"]
