"""Ids that come from content: the same content has the same id in every store, and loading twice changes nothing."""

from __future__ import annotations

import hashlib
import marshal
from typing import Any

# Parts are joined by a character that no text holds after reading, so that ("a", "bc") and ("ab", "c") differ.
SEPARATOR = "\x1f"


def make_id(letter: str, *parts: str | int | None) -> str:
    """An id of 80 bits over `parts`; its first letter says what it names (d document, s section, u unit …).

    Tasks, deadlines and targets are called by where they stand: `t`, what follows the `d` of their document, and start and end.

    >>> make_id("u", "云泽市", "水务局") == make_id("u", "云泽市", "水务局")
    True
    >>> make_id("u", "云泽市", None) == make_id("u", "云泽市", "")
    False
    """
    joined = SEPARATOR.join(["\x00" if part is None else part if part.__class__ is str else str(part) for part in parts])
    return letter + hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


def text_hash(text: str) -> str:
    """The hash by which equal texts are recognised; spaces and line ends do not count, since copies of a page differ in them.

    >>> text_hash("一、巡查 河道") == text_hash("一、巡查河道\\n")
    True
    """
    return _spaceless(text, 16).hex()


def text_number(text: str) -> int:
    """The same as a number of 53 bits, as any reader of JSON holds it: there are many tasks, and they are compared by the thousand.

    >>> text_number("一、巡查 河道") == text_number("一、巡查河道\\n") != text_number("一、巡查湖泊")
    True
    """
    return int.from_bytes(_spaceless(text, 7), "big") >> 3


def _spaceless(text: str, size: int) -> bytes:
    return hashlib.blake2b("".join(text.split()).encode("utf-8", "surrogatepass"), digest_size=size).digest()


def fingerprint(*parts: Any) -> str:
    """The hash of everything that a document brings into the graph: texts, numbers, None, and tuples and lists of these.

    >>> fingerprint("a", "bc") == fingerprint("ab", "c"), fingerprint("a", None) == fingerprint("a", None)
    (False, True)
    """
    # Version 0 of this form writes equal values alike, whatever objects they are, and no Python has changed it;half of JSON's time.
    return hashlib.sha256(marshal.dumps(parts, 0)).hexdigest()[:32]
