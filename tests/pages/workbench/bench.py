"""A visitor at a scenario of eight customers, and the scenario itself."""

from geo.planning.scenarios import desks_of
from geo.viewer import MANAGER
from tests.pages.visitor import button, words

PLAN = {"territories": "4", "measure": "revenue", "tolerance": "0.3", "areas": "province"}
ROWS = "\n".join(
    f"K{i};{name};{code} AB;{omzet}"
    for i, (name, code, omzet) in enumerate(
        [
            ("Ahorn", 3511, 100),
            ("Berk", 1012, 200),
            ("Den", 9712, 300),
            ("Els", 8911, 150),
            ("Foelie", 6211, 200),
            ("Ginkgo", 4331, 75),
            ("Hulst", 5611, 120),
            ("Iep", 6811, 180),
        ]
    )
)


class Bench:
    """A visitor at a scenario, and the scenario itself."""

    def __init__(self, app, workspace):
        self.app, self.workspace = app, workspace

    @property
    def state(self):
        return self.app.session_state["rayon"]

    @property
    def desk(self):
        return desks_of(self.workspace).open(self.state.scenario, MANAGER)

    @property
    def plan(self):
        return self.desk.current[1]

    def run(self):
        self.app.run()
        assert not self.app.exception
        return words(self.app)

    def open(self, form):
        """Open a form of the edit menu."""
        self.app.session_state[f"edit-{self.state.forms}"] = True
        self.app.session_state["edit-what"] = form
        self.run()

    def open_menu(self):
        self.app.session_state[f"menu-{self.state.edition}-{self.state.forms}"] = True
        self.run()

    def field(self, kind, name):
        return next(w for w in getattr(self.app, kind) if str(w.key).startswith(f"{name}-"))

    def press(self, label):
        button(self.app, label).click().run()
        assert not self.app.exception
        return words(self.app)

    def name(self, territory):
        return self.plan.territories[self.plan.position(territory)].name


def codes(bench, territory):
    return bench.plan.coverage.areas["code"][bench.plan.owners == territory].tolist()
