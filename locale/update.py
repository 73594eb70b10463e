"""
Bring the Dutch texts up to date with the code: `python locale/update.py`.

Every literal template in a call of `text`, `plural` or `say` is a message. New ones are added without a translation,
which a test then asks for; those that the code no longer has are removed.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
DUTCH = ROOT / "locale" / "nl" / "LC_MESSAGES" / "rayon.po"
KEYWORDS = {"text": (1,), "plural": (1, 2), "say": (1,)}
HEADER = r"""# Dutch texts of Rayon; locale/update.py brings new ones in.
msgid ""
msgstr ""
"Language: nl\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""
FOLDERS = ("geo", "ui", "pages")


def messages() -> Catalog:
    """Return every template in the code, with the places where it stands."""
    found = Catalog(project="Rayon", charset="utf-8")
    for folder in FOLDERS:
        for file, line, message, comments, context in extract_from_dir(ROOT / folder, keywords=KEYWORDS):
            del line, context
            found.add(message, locations=[(f"{folder}/{file}", 0)], auto_comments=comments)
    return found


def dutch() -> Catalog:
    """Return the Dutch texts."""
    with DUTCH.open("rb") as file:
        return read_po(file, locale="nl")


def main() -> None:
    """Add what is new and remove what is gone."""
    known = dutch() if DUTCH.exists() else Catalog(locale="nl")
    fresh = Catalog(locale="nl", project="Rayon", charset="utf-8")
    for message in sorted(messages(), key=lambda m: str(m.id)):
        if message.id:
            old = known.get(message.id if isinstance(message.id, str) else message.id[0])
            files = sorted({place[0] for place in message.locations})
            fresh.add(message.id, old.string if old else None, locations=[(name, None) for name in files])
    DUTCH.parent.mkdir(parents=True, exist_ok=True)
    with DUTCH.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, fresh, width=120, include_lineno=False, omit_header=True)


if __name__ == "__main__":
    main()
