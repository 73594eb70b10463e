"""The tables of the database, and how moments stand in them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypedColumns,
    UniqueConstraint,
    types,
)
from sqlalchemy.engine import Dialect

METADATA = MetaData()

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Moment(types.TypeDecorator[datetime]):
    """A moment in UTC, kept as whole microseconds since 1970 so that moments sort as they follow one another."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Return microseconds; a moment without a time zone is refused by the subtraction."""
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        return None if value is None else _EPOCH + value * _MICROSECOND


class _VersionColumns(TypedColumns):
    dataset = Column(String, primary_key=True)
    series = Column(String, nullable=False)
    number = Column(Integer, nullable=False)
    filename = Column(String, nullable=False)
    demo = Column(Boolean, nullable=False)
    rows = Column(Integer, nullable=False)
    at = Column(Moment, nullable=False)


class _ScenarioColumns(TypedColumns):
    id = Column(String, primary_key=True)
    series = Column(String, nullable=False)
    dataset = Column(String, nullable=False)
    coverage = Column(String, nullable=False)
    name = Column(String, nullable=False)
    about = Column(String, nullable=False)
    created = Column(Moment, nullable=False)
    changed = Column(Moment, nullable=False)
    deleted = Column(Moment, nullable=True)
    head = Column(Integer, nullable=False)
    next_territory = Column(Integer, nullable=False)


class _RevisionColumns(TypedColumns):
    scenario = Column(ForeignKey("scenarios.id"), primary_key=True, type_=String)
    number = Column(Integer, primary_key=True)
    kind = Column(String, nullable=False)
    of = Column(Integer, nullable=True)
    cid = Column(String, nullable=True)
    n = Column(Integer, nullable=True)
    at = Column(Moment, nullable=False)
    author = Column(String, nullable=False)
    words = Column(String, nullable=False)
    # Last, so that a history that does not ask for it never reads the pages that a long one fills.
    delta = Column(LargeBinary, nullable=False)


class _SnapshotColumns(TypedColumns):
    scenario = Column(ForeignKey("scenarios.id"), primary_key=True, type_=String)
    number = Column(Integer, primary_key=True)
    state = Column(LargeBinary, nullable=False)


class _WindowColumns(TypedColumns):
    cid = Column(String, primary_key=True)
    viewer = Column(String, nullable=False)


class _HeardColumns(TypedColumns):
    scenario = Column(ForeignKey("scenarios.id"), primary_key=True, type_=String)
    cid = Column(String, primary_key=True)
    n = Column(Integer, nullable=False)


class _RefusalColumns(TypedColumns):
    scenario = Column(ForeignKey("scenarios.id"), primary_key=True, type_=String)
    cid = Column(String, primary_key=True)
    n = Column(Integer, primary_key=True)
    base = Column(Integer, nullable=False)
    at = Column(Moment, nullable=False)
    words = Column(String, nullable=False)
    op = Column(LargeBinary, nullable=False)


class _TeamColumns(TypedColumns):
    series = Column(String, primary_key=True)
    number = Column(Integer, primary_key=True)
    at = Column(Moment, nullable=False)
    author = Column(String, nullable=False)
    team = Column(String, nullable=False)


class _AgreedColumns(TypedColumns):
    series = Column(String, primary_key=True)
    number = Column(Integer, primary_key=True)
    scenario = Column(ForeignKey("scenarios.id"), nullable=True, type_=String)
    revision = Column(Integer, nullable=True)
    at = Column(Moment, nullable=False)
    author = Column(String, nullable=False)


class _LinkColumns(TypedColumns):
    id = Column(String, primary_key=True)
    secret = Column(String, nullable=False, unique=True)
    kind = Column(String, nullable=False)
    scenario = Column(ForeignKey("scenarios.id"), nullable=False, type_=String)
    rep = Column(String, nullable=True)
    language = Column(String, nullable=False)
    made = Column(Moment, nullable=False)
    expires = Column(Moment, nullable=False)
    revoked = Column(Moment, nullable=True)
    opened = Column(Moment, nullable=True)


class _ContactColumns(TypedColumns):
    id = Column(String, primary_key=True)
    series = Column(String, nullable=False)
    scenario = Column(ForeignKey("scenarios.id"), nullable=False, type_=String)
    rep = Column(String, nullable=False)
    customer = Column(String, nullable=False)
    outcome = Column(String, nullable=True)
    note = Column(String, nullable=False)
    at = Column(Moment, nullable=False)
    received = Column(Moment, nullable=False)


versions = Table("versions", METADATA, _VersionColumns, UniqueConstraint("series", "number"))
"""Each import: an immutable version of a dataset series."""

scenarios = Table("scenarios", METADATA, _ScenarioColumns)
"""Named lines of revisions; `head` is the number of the last one."""

revisions = Table(
    "revisions",
    METADATA,
    _RevisionColumns,
    UniqueConstraint("scenario", "cid", "n"),
    # What undo and redo stand on, read whole without the rows themselves.
    Index("revisions_trail", "scenario", "number", "kind", "of"),
)
"""Steps of a scenario, never changed once written."""

snapshots = Table("snapshots", METADATA, _SnapshotColumns)
"""Whole plans after some of the revisions."""

windows = Table("windows", METADATA, _WindowColumns)
"""Whose window a mark is."""

heard = Table("heard", METADATA, _HeardColumns)
"""The last operation of each window that was accepted or refused."""

refusals = Table("refusals", METADATA, _RefusalColumns)
"""Operations that could not be, until somebody has read of them."""

teams = Table("teams", METADATA, _TeamColumns)
"""The team of each dataset series, every state of it that was saved."""

agreed = Table("agreed", METADATA, _AgreedColumns)
"""Which revision of which scenario is the plan of each dataset series, every agreement that was made."""

links = Table("links", METADATA, _LinkColumns)
"""What was handed to others: a presentation, or one representative's area; the secret is kept as its hash alone."""

contacts = Table("contacts", METADATA, _ContactColumns, Index("contacts_of", "series", "rep", "customer", "at"))
"""Contact moments and notes that representatives logged; `id` is given where it was written, so each counts once."""
