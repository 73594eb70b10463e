"""The scenarios of a workspace: found, made, named, edited; whatever happened to them stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from geo.errors import StoreError
from geo.store import history, windows
from geo.store.agreed import last_agreement
from geo.store.history import Entry, Revision, RevisionKind
from geo.store.records import Records
from geo.store.scenario import Json, Outdated, Scenario, find, insert, listed, new_id, update, valid_name
from geo.store.teams import last_team
from geo.store.windows import Refusal
from geo.texts import Text, text


class Scenarios(Records):
    """
    The scenarios of a workspace.

    Every method is one transaction: what it returns from is on the disk. Errors of the database itself are
    `StoreError` everywhere.
    """

    def create(
        self,
        *,
        series: str,
        dataset: str,
        coverage: str,
        name: str,
        about: Mapping[str, Json],
        state: bytes,
        words: Text,
        author: str,
        next_territory: int,
    ) -> Scenario:
        """
        Begin a scenario with a plan as its revision 1.

        Parameters
        ----------
        state
            The plan in bytes, which the store does not look into.
        words
            What the plan is, in a sentence; `author` is who made it. The others as in `Scenario`.

        Raises
        ------
        SettingsError
            Where the name is empty or too long.
        """
        called = valid_name(name)
        with self._database.writing() as connection:
            now = self._clock()
            made = Scenario(
                new_id(),
                series,
                dataset,
                coverage,
                called,
                about,
                now,
                now,
                None,
                head=1,
                next_territory=next_territory,
            )
            insert(connection, made)
            history.add(connection, made.id, 0, [Entry("made", words, b"")], now, author)
            history.keep_state(connection, made.id, 1, state)
            return find(connection, made.id)

    def find(self, scenario: str) -> Scenario:
        """Return a scenario, also a deleted one; raise `StoreError` where there is none."""
        with self._database.reading() as connection:
            return find(connection, scenario)

    def rename(self, scenario: str, name: str) -> Scenario:
        """Call a scenario by another name; raise `SettingsError` where that is empty or too long."""
        return self._change(scenario, name=valid_name(name))

    def delete(self, scenario: str) -> Scenario:
        """Mark a scenario as deleted; all of it stays. Raise `StoreError` where it is the plan of its series."""
        with self._database.writing() as connection:
            found = find(connection, scenario)
            agreement = last_agreement(connection, found.series)
            if agreement is not None and agreement.scenario == scenario:
                raise StoreError(
                    text("'{name}' is the plan of this list, so it stays.", name=found.called),
                    text("First make another proposal the plan, or withdraw this one as the plan."),
                )
            now = self._clock()
            update(connection, scenario, changed=now, deleted=now)
            return find(connection, scenario)

    def restore(self, scenario: str) -> Scenario:
        """Bring a deleted scenario back."""
        return self._change(scenario, deleted=None)

    def copy(self, scenario: str, name: str, at: int | None = None) -> Scenario:
        """
        Begin another scenario that has the history of this one, up to a revision where one is given.

        Raises
        ------
        StoreError
            Where there is no such scenario or revision.
        SettingsError
            Where the name is empty or too long.
        """
        called = valid_name(name)
        with self._database.writing() as connection:
            now = self._clock()
            source = find(connection, scenario)
            head = source.head if at is None else at
            history.require_revision(head, source.head)
            made = replace(source, id=new_id(), name=called, created=now, changed=now, deleted=None, head=head)
            insert(connection, made)
            history.copy(connection, scenario, made.id, head)
        return made

    def append(
        self,
        scenario: str,
        base: int,
        entries: Sequence[Entry],
        *,
        author: str,
        state: bytes | None = None,
        next_territory: int | None = None,
        refused: Sequence[Refusal] = (),
    ) -> Scenario:
        """
        Write the next revisions of a scenario, all or none.

        Parameters
        ----------
        base
            The last revision that the caller knows.
        entries
            The revisions to write.
        author
            Who did it.
        state
            The plan after the last entry, of which a copy is kept every `history.SNAPSHOT_EVERY` revisions.
        next_territory
            Where new territories were made, the identity of the next one.
        refused
            Operations that could not be; they count as heard.

        Raises
        ------
        Outdated
            Where another revision came after `base`, or an operation of a window was heard before.
        StoreError
            Where there is no such scenario, or it was deleted.
        """
        with self._database.writing() as connection:
            now = self._clock()
            found = find(connection, scenario)
            if found.deleted is not None:
                raise StoreError(
                    text("The scenario '{name}' was deleted.", name=found.called), text("Restore it to work on it.")
                )
            if found.head != base or not windows.hear(connection, scenario, [*entries, *refused]):
                raise Outdated(found.head)
            history.add(connection, scenario, base, entries, now, author)
            windows.refuse(connection, scenario, refused, now)
            if not entries:
                return found
            grown = replace(
                found,
                head=base + len(entries),
                changed=now,
                next_territory=max(found.next_territory, next_territory or 0),
            )
            update(connection, scenario, head=grown.head, changed=now, next_territory=grown.next_territory)
            if state is not None:
                history.keep_state(connection, scenario, grown.head, state)
        return grown

    def last(self, scenario: str, cid: str) -> int:
        """Return the number of a window's last operation that was accepted or refused, 0 for none."""
        with self._database.reading() as connection:
            return windows.last(connection, scenario, cid)

    def revision_of(self, scenario: str, cid: str, n: int) -> int | None:
        """Return the revision that a window's operation became, None where it became none."""
        with self._database.reading() as connection:
            return windows.revision_of(connection, scenario, cid, n)

    def bind(self, cid: str, viewer: str) -> None:
        """Give a window to a viewer; raise `NotAllowedError` where it is somebody else's."""
        with self._database.reading() as connection:
            known = windows.owner(connection, cid)
        if known is not None:
            windows.require_owner(known, viewer)
            return
        with self._database.writing() as connection:
            windows.bind(connection, cid, viewer)

    def history(self, scenario: str, *, before: int | None = None, limit: int = 50) -> list[Revision]:
        """
        Return the last revisions, newest first, without what they weigh: their `delta` is empty.

        Parameters
        ----------
        before
            Return those before this revision, to turn pages.
        limit
            How many at most.
        """
        with self._database.reading() as connection:
            find(connection, scenario)
            return history.page(connection, scenario, before, limit)

    def trail(self, scenario: str) -> list[tuple[int, RevisionKind, int | None]]:
        """Return number, kind and `of` of every revision, oldest first: what undo and redo stand on."""
        with self._database.reading() as connection:
            return history.trail(connection, scenario)

    def since(self, scenario: str, number: int, limit: int | None = None) -> list[Revision]:
        """Return the revisions after one, oldest first; no more than `limit` where it is given."""
        with self._database.reading() as connection:
            return history.after(connection, scenario, number, limit)

    def stored(self, scenario: str, at: int | None = None) -> tuple[bytes, list[bytes]]:
        """
        Return what makes up the plan of a revision, the last one where none is given.

        Returns
        -------
        The nearest plan that was kept whole, and the deltas to apply to it in turn.

        Raises
        ------
        StoreError
            Where there is no such scenario or revision.
        """
        with self._database.reading() as connection:
            head = find(connection, scenario).head
            number = head if at is None else at
            history.require_revision(number, head)
            return history.stored(connection, scenario, number)

    def refusals(self, scenario: str) -> list[Refusal]:
        """Return the refused operations that nobody has read of, oldest first."""
        with self._database.reading() as connection:
            return windows.unread(connection, scenario)

    def team(self, series: str) -> tuple[str, ...]:
        """Return the names of the team that visits the customers of a series, none where there is no team."""
        with self._database.reading() as connection:
            found = last_team(connection, series)
        return () if found is None else found.team.names

    def settle(self, scenario: str, seen: Sequence[Refusal] | None = None) -> None:
        """Forget the refusals that were read of; all of them where none are named."""
        with self._database.writing() as connection:
            windows.settle(connection, scenario, seen)

    # The last method, as the name means this one in whatever follows.
    def list(self, series: str | None = None, *, deleted: bool = False) -> list[Scenario]:
        """Return the scenarios, of one series or all, or else those that were deleted; changed last come first."""
        with self._database.reading() as connection:
            return listed(connection, series, deleted=deleted)

    def _change(self, scenario: str, **values: object) -> Scenario:
        with self._database.writing() as connection:
            find(connection, scenario)
            update(connection, scenario, changed=self._clock(), **values)
            return find(connection, scenario)
