"""A plan in a folder of its own: the files people take along, and a workspace in which it is edited on."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from geo.errors import SettingsError, StoreError
from geo.planning.commands import perform
from geo.planning.datasets import keep_customers
from geo.planning.desk import Desk
from geo.planning.divisions import Division, Made, Now, division
from geo.planning.files import Source, plan_files
from geo.planning.handed import Handed
from geo.planning.proposal import Proposal
from geo.planning.reading_back import ReadBack, adopt, read_back
from geo.planning.scenarios import Desks, free_number, keep_proposal
from geo.planning.writing import write_files
from geo.progress import Progress, unheard
from geo.store import Database, Revision, Scenarios, Workspace, copy_workspace
from geo.territories import at_most
from geo.texts import Language, Text, text
from geo.viewer import Viewer

WORKSPACE = "workspace"
_ABOUT = "plan.json"


@dataclass(frozen=True, eq=False)
class Edited:
    """
    What edits made of a plan.

    Parameters
    ----------
    done
        What each edit did, in the words of the history.
    before, after
        The plan without and with them.
    """

    done: tuple[Text, ...]
    before: Proposal
    after: Proposal

    @property
    def sentence(self) -> Text:
        """The figure that counts, before and after."""
        return text(
            "The largest deviation goes from {before} to {after}.",
            before=at_most(self.before.balance.deviation),
            after=at_most(self.after.balance.deviation),
        )


def write_plan(
    folder: Path, proposal: Proposal, filename: str, size: int, *, viewer: Viewer, language: Language
) -> None:
    """
    Write a proposal into a folder, with a workspace that holds it as a scenario.

    Parameters
    ----------
    folder
        Where to; made where it is not there. A workspace in it gets the scenario besides those that it has, as these
        may have been edited.
    proposal
        The plan as it was made.
    filename, size
        Name and bytes of the customers' file.
    viewer
        Who asks. Only a manager plans.
    language
        Language of the map, the report and the scenario's name.

    Raises
    ------
    StoreError
        Where the folder cannot be written.
    """
    kept = Workspace(folder / WORKSPACE)
    if kept.root.exists():
        try:
            source = _keep(kept, proposal, filename, size, viewer)
        finally:
            Database.of(kept).close()
        write_files(plan_files(proposal, language, source), folder)
        return
    with _temporary() as draft:
        source = _keep(draft, proposal, filename, size, viewer)
        Database.of(draft).close()
        write_files(plan_files(proposal, language, source), folder, {WORKSPACE: draft.root})


def edit_plan(
    folder: Path,
    out: Path,
    commands: Sequence[str],
    *,
    viewer: Viewer,
    language: Language,
    progress: Progress = unheard,
) -> Edited:
    """
    Make edits on the plan of a folder and write what comes of it into another, all of them or none.

    Parameters
    ----------
    folder
        A folder of `write_plan` or of this function, which stays as it is.
    out
        Where to; made where it is not there. It must have no workspace.
    commands
        The edits in turn, as `geo.planning.commands.perform` reads them.
    viewer
        Who asks. Only a manager plans.
    language
        Language of the map and the report.
    progress
        Hears of the work.

    Raises
    ------
    EditError
        Where one of them cannot be made; it names the command.
    SettingsError
        Where `out` is the folder itself or holds a workspace.
    StoreError
        Where the folder holds no plan that can be edited, or `out` cannot be written.
    """

    def edited(desk: Desk) -> tuple[Text, ...]:
        done = []
        for number, command in enumerate(commands):
            progress(text("Editing the plan"), 0.2 + 0.4 * number / len(commands))
            done.append(perform(desk, viewer, command))
        return tuple(done)

    return _changed(folder, out, edited, viewer=viewer, language=language, progress=progress)


def adopt_division(
    folder: Path,
    out: Path,
    content: bytes,
    filename: str,
    *,
    viewer: Viewer,
    language: Language,
    progress: Progress = unheard,
) -> tuple[Edited, ReadBack]:
    """
    Read a division from a file into the plan of a folder, as one edit, and write what comes of it into another.

    Parameters
    ----------
    folder, out, viewer, language, progress
        As for `edit_plan`.
    content, filename
        The file, as `geo.planning.reading_back.read_back` reads it.

    Raises
    ------
    InputError
        Where the file cannot be read, or none of its areas is of this plan.
    ConflictError
        Where it changes a locked territory.
    SettingsError, StoreError
        As for `edit_plan`.
    """
    found: list[ReadBack] = []

    def adopted(desk: Desk) -> tuple[Text, ...]:
        read = read_back(
            content,
            filename,
            desk.proposal,
            viewer=viewer,
            next_territory=desk.next_territory,
            progress=lambda stage, fraction: progress(stage, 0.2 + 0.4 * fraction),
        )
        found.append(read)
        adopt(desk, read, viewer=viewer)
        return (read.words,)

    made = _changed(folder, out, adopted, viewer=viewer, language=language, progress=progress)
    return made, found[0]


def _changed(
    folder: Path,
    out: Path,
    change: Callable[[Desk], tuple[Text, ...]],
    *,
    viewer: Viewer,
    language: Language,
    progress: Progress,
) -> Edited:
    """Change a copy of the plan of a folder and write what comes of it into another."""
    _require_other(folder, out)
    scenario = _scenario_of(folder)
    with _temporary() as copy:
        progress(text("Copying the plan"), 0.0)
        copy_workspace(Workspace(folder / WORKSPACE), copy)
        desk = Desks(copy).open(scenario, viewer)
        before = desk.proposal
        done = change(desk)
        revision, _, _ = desk.current
        after = desk.proposal
        progress(text("Writing the results"), 0.6)
        files = plan_files(after, language, Source(desk.scenario.dataset, scenario, revision))
        Database.of(copy).close()
        write_files(files, out, {WORKSPACE: copy.root})
    return Edited(done, before, after)


def history_of(folder: Path) -> list[Revision]:
    """
    Return all revisions of the plan of a folder, the first one first.

    Raises
    ------
    StoreError
        Where the folder holds no plan that was edited.
    """
    scenario = _scenario_of(folder)
    with _temporary() as copy:
        copy_workspace(Workspace(folder / WORKSPACE), copy, database_only=True)
        scenarios = Scenarios(copy)
        return scenarios.history(scenario, limit=scenarios.find(scenario).head)[::-1]


def handed_of(folder: Path, *, viewer: Viewer) -> Handed:
    """
    Return the plan of a folder to be handed over.

    Raises
    ------
    StoreError
        Where the folder holds no plan that can be edited.
    """
    scenario = _scenario_of(folder)
    with _temporary() as copy:
        copy_workspace(Workspace(folder / WORKSPACE), copy)
        desk = Desks(copy).open(scenario, viewer)
        (revision,) = desk.history(limit=1)
        # Scenarios are all called alike where they come from the command line, so the folder says which one it is.
        found = Handed(desk.proposal, folder.resolve().name, revision.number, revision.at)
        Database.of(copy).close()
    return found


def division_of(folder: Path, *, viewer: Viewer, today: bool = False) -> Division:
    """
    Return the plan of a folder to be compared, or how its customers are divided today.

    Raises
    ------
    StoreError
        Where the folder holds no plan that can be edited.
    SettingsError
        Where today's division is asked for and no customer has an owner.
    """
    scenario = _scenario_of(folder)
    with _temporary() as copy:
        copy_workspace(Workspace(folder / WORKSPACE), copy)
        found = division(Desks(copy), Now(scenario) if today else Made(scenario), viewer=viewer)
        Database.of(copy).close()
    # Scenarios are all called alike where they come from the command line, so the folder says which one it is.
    return found if today else replace(found, name=text("{name}", name=folder.resolve().name))


def _keep(workspace: Workspace, proposal: Proposal, filename: str, size: int, viewer: Viewer) -> Source:
    viewer.require_manager()
    dataset = keep_customers(workspace, proposal.customers, filename, size)
    number = free_number([one for deleted in (False, True) for one in Scenarios(workspace).list(deleted=deleted)])
    scenario = keep_proposal(workspace, dataset, proposal, viewer=viewer, name=number)
    return Source(dataset.id, scenario.id, 1)


def _require_other(folder: Path, out: Path) -> None:
    """Refuse a folder in which the plan itself or somebody's edits would be lost."""
    kept, target = folder.resolve(), out.resolve()
    if target == kept or (kept / WORKSPACE) in (target, *target.parents):
        raise SettingsError(
            text("The results would go into {folder}, which holds the plan itself.", folder=str(out)),
            text("Name another folder with --out."),
        )
    if (out / WORKSPACE).exists():
        raise SettingsError(
            text("The folder {folder} has a workspace already, whose edits would be lost.", folder=str(out)),
            text("Name another folder with --out."),
        )


def _scenario_of(folder: Path) -> str:
    """Return the scenario that a plan's file names."""
    try:
        about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        scenario = about["scenario"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _no_plan(folder) from error
    if not isinstance(scenario, str) or not (folder / WORKSPACE).is_dir():
        raise _no_plan(folder)
    return scenario


def _no_plan(folder: Path) -> StoreError:
    return StoreError(
        text("The folder {folder} holds no plan that can be edited.", folder=str(folder)),
        text("Name a folder that the commands design or edit have written."),
    )


@contextmanager
def _temporary() -> Iterator[Workspace]:
    """Give a workspace that is not there yet and vanishes when the block ends."""
    try:
        folder = tempfile.TemporaryDirectory(prefix="rayon-")
    except OSError as error:
        raise StoreError(
            text("No temporary folder can be made: {reason}.", reason=os.strerror(error.errno or 0)),
            text("Free some space, or set TMPDIR to a folder that may be written."),
        ) from error
    with folder as name:
        workspace = Workspace(Path(name) / WORKSPACE)
        try:
            yield workspace
        finally:
            Database.of(workspace).close()
