"""Show a plan slide by slide to whoever may see it: what is told of each version, and its pictures, drawn once."""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Generic, Protocol, TypeVar

from geo.errors import NotAllowedError
from geo.exports.deck import Deck, Drawing
from geo.exports.picture import Form, picture
from geo.exports.self_lettered import self_lettered
from geo.planning.proposal import Proposal
from geo.planning.scenarios import Desks, desks_of
from geo.planning.story import require_audience, story
from geo.store import Workspace
from geo.texts import Language, text
from geo.viewer import MANAGER, Viewer

_DECKS, _PICTURES = 16, 240
"""How many are kept: as many as a few presentations of forty territories have."""
_Made = TypeVar("_Made")


class Tell(Protocol):
    """Tells a plan: `geo.planning.story.story`."""

    def __call__(
        self,
        proposal: Proposal,
        *,
        viewer: Viewer,
        name: str,
        version: int,
        at: datetime,
        language: Language,
        scenario: str | None,
    ) -> Deck:
        """Return what is told of a plan."""


class Draw(Protocol):
    """Draws a picture: `geo.exports.picture.picture`."""

    def __call__(
        self, drawing: Drawing, form: Form, width: int, height: int, language: Language, *, unit: float | None = None
    ) -> bytes:
        """Return a picture of a plan."""


@dataclass(frozen=True)
class Size:
    """
    How large a picture is drawn.

    Parameters
    ----------
    width, height
        Pixels on a screen of 1920 × 1080.
    unit
        By how much texts and lines are larger than on such a screen, None to follow from the size.
    """

    width: int
    height: int
    unit: float | None = None


@dataclass(frozen=True)
class Shown:
    """
    A plan as it is shown.

    Parameters
    ----------
    deck
        What is told, in the order that was asked for.
    version
        The version that it tells of.
    dataset
        The list of customers it was made from.
    """

    deck: Deck
    version: int
    dataset: str


class Presentations:
    """
    What this process has told and drawn of plans, kept for a while; safe for many threads.

    Parameters
    ----------
    desks
        The open scenarios.
    tell
        Tells a plan.
    draw
        Draws a picture.
    """

    def __init__(self, desks: Desks, tell: Tell, draw: Draw) -> None:
        self._desks = desks
        self._tell, self._draw = tell, draw
        self._decks: _Kept[Deck] = _Kept(_DECKS)
        self._pictures: _Kept[bytes] = _Kept(_PICTURES)
        self._seen: set[tuple[str, int]] = set()

    def show(
        self,
        scenario: str,
        *,
        viewer: Viewer,
        language: Language,
        at: int | None = None,
        order: Sequence[str] = (),
    ) -> Shown:
        """
        Return a plan as it is shown.

        Parameters
        ----------
        scenario
            Id of the scenario.
        viewer
            Who asks: a manager, or a meeting that was given a link to this scenario.
        language
            In which it is told.
        at
            The version; the last one without. A meeting sees the last one, or one that it was shown before.
        order
            Keys of the slides that are wanted, in their order; unknown ones count for nothing, and where none is left
            all slides are shown as they come.

        Raises
        ------
        NotAllowedError
            Where the viewer may not see this scenario, or not that version.
        EditError
            Where there is no such version.
        StoreError
            Where there is no such scenario, or it was deleted.
        """
        require_audience(viewer, scenario)
        # What is told of a plan has no customer in it by name: that is why a meeting may have it of a manager's desk.
        desk = self._desks.open(scenario, MANAGER)
        version, plan, _ = desk.current
        if at is not None and at != version:
            if viewer.role != "manager" and (scenario, at) not in self._seen:
                raise NotAllowedError(text("This link does not lead to that plan."), text("Load the page anew."))
            version, plan = at, desk.plan_at(at)
        if viewer.role != "manager":
            self._seen.add((scenario, version))
        name = language.render(desk.scenario.called)

        def told() -> Deck:
            (revision,) = desk.history(before=version + 1, limit=1)
            return self._tell(
                desk.proposal_of(version, plan),
                viewer=viewer,
                name=name,
                version=version,
                at=revision.at,
                language=language,
                scenario=scenario,
            )

        deck = self._decks.of((scenario, version, name, language.code, viewer.role), told)
        return Shown(_ordered(deck, order), version, desk.scenario.dataset)

    def picture(
        self, scenario: str, slide: str, number: int, size: Size, *, viewer: Viewer, language: Language, at: int
    ) -> bytes | None:
        """
        Return a picture of a slide as SVG in gzip, None where there is no such slide or picture.

        Parameters
        ----------
        slide, number
            Key of the slide, and position of the picture on it.
        size
            How large it is drawn. The others, and errors, as for `show`.
        """
        deck = self.show(scenario, viewer=viewer, language=language, at=at).deck
        drawings = [drawing for one in deck.slides if one.key == slide for _, drawing in one.drawings]
        if not 0 <= number < len(drawings):
            return None
        drawing = drawings[number].untitled

        def drawn() -> bytes:
            svg = self._draw(drawing, "svg", size.width, size.height, language, unit=size.unit)
            return gzip.compress(self_lettered(svg), compresslevel=5, mtime=0)

        return self._pictures.of((scenario, at, language.code, viewer.role, slide, number, size), drawn)


def presentations_of(workspace: Workspace) -> Presentations:
    """Return what this process has told and drawn of the plans of a workspace."""
    return _presentations(workspace.root.absolute())


@cache
def _presentations(root: Path) -> Presentations:
    return Presentations(desks_of(Workspace(root)), story, picture)


class _Kept(Generic[_Made]):
    """The things that were made last; each is made once, however many ask for it at a time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, _Made] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def of(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """Return what a key stands for, made now where it is not kept."""
        with self._lock:
            turn = self._making.setdefault(key, Lock())
        with turn:
            try:
                with self._lock:
                    found = self._made.get(key)
                made = make() if found is None else found
                with self._lock:
                    self._made[key] = made
                    self._made.move_to_end(key)
                    while len(self._made) > self._most:
                        self._made.popitem(last=False)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return made


def _ordered(deck: Deck, order: Sequence[str]) -> Deck:
    slides = {slide.key: slide for slide in deck.slides}
    chosen = [slides[key] for key in dict.fromkeys(order) if key in slides]
    return replace(deck, slides=tuple(chosen)) if chosen else deck
