"""Stand-ins for the processes that measure."""

import pytest

from benchmarks.solver.towns import Case


class Told:
    """Workers that answer what they are told to, and remember what they were asked."""

    def __init__(self, seconds=1.0, versions="1.0", errors=None):
        self.seconds, self.versions, self.errors = seconds, versions, errors or {}
        self.asked = []

    def installed(self, packages):
        return dict.fromkeys(packages, self.versions)

    def time(self, method, case, limit):
        self.asked.append((method.key, case))
        if method.key in self.errors:
            return self.errors[method.key]
        seconds = self.seconds(method, case) if callable(self.seconds) else self.seconds
        return {
            "seconds": seconds, "deviation": 0.004, "inertia": 5.0, "clusters": case.k, "room": case.tolerance
        }  # fmt: skip

    def memory(self, method, case, limit):
        return 12.0


@pytest.fixture
def told():
    return Told


@pytest.fixture
def case():
    return Case(10_000, 40)
