import ast
import importlib.util
import re
import string
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
spec = importlib.util.spec_from_file_location("update_texts", ROOT / "locale" / "update.py")
update = importlib.util.module_from_spec(spec)
spec.loader.exec_module(update)


def forms(text):
    return (text,) if isinstance(text, str) else tuple(text)


def names(text):
    return {name for form in forms(text) for _, name, _, _ in string.Formatter().parse(form) if name is not None}


@pytest.fixture(scope="module")
def code():
    return {message.id: message for message in update.messages() if message.id}


@pytest.fixture(scope="module")
def dutch():
    return {message.id: message.string for message in update.dutch() if message.id}


def test_every_text_has_its_dutch(code, dutch):
    missing = [key for key in code if not all(forms(dutch.get(key, "")))]
    assert not missing, "run python locale/update.py and translate what is empty"


def written_out():
    """Yield file and words of every call of `text`, `plural` or `say` with words in it, in f-strings as well."""
    for folder in update.FOLDERS:
        for file in sorted((ROOT / folder).rglob("*.py")):
            for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant):
                    name = getattr(call.func, "attr", getattr(call.func, "id", None))
                    if name in update.KEYWORDS and isinstance(call.args[0].value, str):
                        yield f"{folder}/{file.name}", call.args[0].value


def test_every_text_is_found_wherever_it_stands(code):
    known = {forms(key)[0] for key in code}
    lost = [(file, words) for file, words in written_out() if words and words not in known]
    assert not lost, "babel reads no call inside an f-string: take it out of there"


def test_no_dutch_is_left_over(code, dutch):
    assert not set(dutch) - set(code)


def test_dutch_has_the_same_values(dutch):
    wrong = {key: names(key) ^ names(said) for key, said in dutch.items() if names(key) != names(said)}
    assert not wrong


def test_one_singular_has_one_plural():
    calls = re.compile(r'plural\(\s*"((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)"')
    found = {}
    for folder in update.FOLDERS:
        for file in (ROOT / folder).rglob("*.py"):
            for one, many in calls.findall(file.read_text(encoding="utf-8")):
                found.setdefault(one, set()).add(many)
    assert found
    assert not {one: many for one, many in found.items() if len(many) > 1}


def test_dutch_speaks_the_field_s_words(dutch):
    said = re.sub(r"\{\w*\}", "", " ".join(form for text in dutch.values() for form in forms(text))).casefold()
    assert "territori" not in said
    assert not re.search(r"\b(je|jij|jouw|jullie)\b", said)
