"""How large a file of boundaries may be."""

from __future__ import annotations

from geo.errors import InputError
from geo.texts import text

MOST_BYTES = 500_000_000
"""Size beyond which a file is refused, unpacked as well as packed."""


def too_large(filename: str) -> InputError:
    """Return the error for a file that is too large."""
    return InputError(
        text("'{filename}' is too large.", filename=filename),
        text("Give boundaries of at most {size} MB, simplified if need be.", size=MOST_BYTES // 1_000_000),
    )
