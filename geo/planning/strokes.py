"""What a map sends: operations of one window, numbered 1, 2, 3, …, as they come over the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from geo.errors import InputError
from geo.texts import text

MOST_AREAS = 100_000
MOST_OPERATIONS = 2_000

Number = Annotated[int, Field(ge=1, le=2**53)]
Row = Annotated[int, Field(ge=0, lt=2**31)]
Owner = Annotated[int, Field(ge=-1, lt=2**31)]


class _Wire(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Own(_Wire):
    """An operation of the same window, by its number."""

    n: Number


class _Made(_Wire):
    """What a hand has made: its number, and the revision that stood on its screen then; older maps do not say it."""

    n: Number
    base: Number | None = None


class Assign(_Made):
    """Areas go to a territory, −1 for none; `origin` (`from` on the wire) is whose they were on that screen."""

    kind: Literal["assign"]
    to: Owner
    areas: Annotated[list[Row], Field(min_length=1, max_length=MOST_AREAS)]
    origin: Annotated[list[Owner], Field(alias="from", min_length=1, max_length=MOST_AREAS)]


class TakeBack(_Made):
    """Undo or redo the revision of a number, or that of an operation of the same window."""

    kind: Literal["undo", "redo"]
    of: Number | Own


class Bind(_Made):
    """Bind a customer to a territory, or let it go with its area again."""

    kind: Literal["bind"]
    key: Annotated[str, Field(min_length=1, max_length=2_000)]
    to: Number | None


Operation = Annotated[Assign | TakeBack | Bind, Field(discriminator="kind")]


class Envelope(_Wire):
    """All operations of a window that were not yet confirmed, and the revision its screen stands on by now."""

    cid: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    base: Number
    ops: Annotated[list[Operation], Field(max_length=MOST_OPERATIONS)]


_OPERATION: TypeAdapter[Operation] = TypeAdapter(Operation)


def read_operation(written: bytes) -> Operation:
    """Return an operation that was kept as JSON."""
    return _OPERATION.validate_json(written)


def areas_of(op: Operation) -> tuple[int, ...]:
    """Return the areas that an operation names."""
    return tuple(op.areas) if isinstance(op, Assign) else ()


def read_envelope(body: bytes) -> Envelope:
    """
    Read what a map sent.

    Raises
    ------
    InputError
        Where it is not what a map sends.
    """
    try:
        return Envelope.model_validate_json(body)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "body"
        raise InputError(
            text("The map sent something that cannot be read: {where}: {what}.", where=where[:80], what=first["msg"]),
            text("Load the page again."),
        ) from error
