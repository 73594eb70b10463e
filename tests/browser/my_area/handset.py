"""What is done on a representative's phone, and what it and the program have of it."""

import json

PHONE, SMALL = {"width": 360, "height": 740}, {"width": 320, "height": 568}


def log(page, outcome):
    """Log a visit in two taps and return whom it was about."""
    name = page.locator(".card h2").inner_text()
    page.tap(f"[data-outcome={outcome}]")
    page.tap(".save")
    return name


def stored(field, name):
    """Return outcome and note of all that was logged about a customer."""
    key = f"k{name.rsplit(' ', 1)[1]}"
    return [(outcome, note) for customer, outcome, note in field.stored() if customer == key]


def kept(page):
    """Return the name under which the phone keeps what waits, and the content."""
    (found,) = page.evaluate("Object.entries(localStorage).filter(([key]) => key.startsWith('rayon.area.'))")
    return found[0], json.loads(found[1])
