"""Keep sentences so that they can be said in any language later."""

from __future__ import annotations

import json
from typing import Any

from geo.texts import Amount, Number, Share, Text

_NUMBERS = {"share": Share, "number": Number, "amount": Amount}
_NAMES = {kind: name for name, kind in _NUMBERS.items()}


def encode_text(message: Text) -> str:
    """
    Return a text as JSON, its template and values apart.

    Texts, shares, numbers and amounts within it stay what they are; a value of any other kind becomes the words in
    which it would have been said.
    """
    return json.dumps(_object(message), separators=(",", ":"))


def decode_text(content: str) -> Text:
    """Return the text that `encode_text` wrote."""
    return _text(json.loads(content))


def _object(message: Text) -> dict[str, Any]:
    values = {name: _value(value) for name, value in message.values.items()}
    if message.many is None:
        return {"one": message.one, "values": values}
    return {"one": message.one, "many": message.many, "count": message.count, "values": values}


def _value(value: object) -> Any:
    match value:
        case Text():
            return {"text": _object(value)}
        case Share() | Number() | Amount():
            return {_NAMES[type(value)]: vars(value)}
        case None | str() | bool() | int() | float():
            return value
        case _:
            return str(value)


def _text(found: dict[str, Any]) -> Text:
    values = {name: _made(value) for name, value in found["values"].items()}
    return Text(found["one"], found.get("many"), found.get("count", 1), values)


def _made(value: Any) -> object:
    if not isinstance(value, dict):
        return value
    ((kind, fields),) = value.items()
    return _text(fields) if kind == "text" else _NUMBERS[kind](**fields)
