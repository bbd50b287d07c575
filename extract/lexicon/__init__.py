"""Words as data: the TOML files beside this module, and the one loader that refuses careless entries.

A lexicon file begins with a comment that says what each field means and holds `[[entry]]` tables. Every entry has `name`, the word itself,
and `example`, a sentence of ours in which the word stands as it is meant; further fields are the file's own.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

Entry = MappingProxyType[str, Any]


@cache
def load_lexicon(name: str, *, package: str = "extract.lexicon") -> tuple[Entry, ...]:
    """The entries of `name`.toml, longest word first, so that a regular expression made of them prefers the longer.

    Raises `ValueError` for a blank, a duplicate, a word that is not in Unicode normal form, or an example that lacks its word: these are
    mistakes of a maintainer, and a lexicon with one must not be used.

    """
    table = tomllib.loads((files(package) / f"{name}.toml").read_text("utf-8"))
    seen: set[str] = set()
    entries: list[Entry] = []
    for raw in table.get("entry", []):
        word, example = raw.get("name", ""), raw.get("example", "")
        if not word or word != word.strip() or word != unicodedata.normalize("NFC", word):
            raise ValueError(f"{name}.toml: {word!r} is blank, padded or not in normal form")
        if word in seen:
            raise ValueError(f"{name}.toml: {word!r} stands twice")
        if word not in example:
            raise ValueError(f"{name}.toml: the example of {word!r} does not show it")
        seen.add(word)
        entries.append(MappingProxyType(raw))
    return tuple(sorted(entries, key=lambda entry: (-len(entry["name"]), entry["name"])))


def any_of(words: list[str]) -> str:
    """An expression for any of the words that tells by one character what cannot be meant; longer words stay before shorter ones.

    >>> any_of(["新建", "新", "改造"])
    '(?=[新改])(?:新(?:建|)|改(?:造))'
    """
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(re.escape(word[0]), []).append(re.escape(word[1:]))
    return f"(?=[{''.join(rests)}])(?:" + "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in rests.items()) + ")"
