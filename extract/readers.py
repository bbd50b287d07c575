"""Bytes to `Source`: one reader a kind of file, picked by the name and checked against the bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from extract.errors import ClassifiedDocument, UnreadableDocument, UnsafeDocument, UnsupportedFormat
from extract.read_docx import read_docx
from extract.read_html import read_html
from extract.read_pdf import read_pdf
from extract.read_text import read_markdown, read_txt
from extract.read_xlsx import read_xlsx
from extract.readers_kind import MOST_BYTES, detect_kind, words_for
from extract.source import Source, Table

Reader = Callable[[bytes, str], Source]

READERS: dict[str, Reader] = {
    ".txt": read_txt,
    ".md": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".docx": read_docx,
    ".xlsx": read_xlsx,
    ".pdf": read_pdf,
}

# What the bytes of each kind of file must look like.
_KINDS = {
    ".txt": {"text", "html"},
    ".md": {"text", "html"},
    ".html": {"html", "text"},
    ".htm": {"html", "text"},
    ".docx": {"docx"},
    ".xlsx": {"xlsx"},
    ".pdf": {"pdf"},
}
_SECRET = re.compile(r"(?:\d{1,8})?(绝密|机密|秘密)(?:[★☆*].*|\d{1,2}年|长期)?")
_HEAD_LINES = 12


def read(path: Path, *, name: str | None = None, allow_classified: bool = False) -> Source:
    """Reads a file; `name` is what the source is called where that differs from the file's own name.

    Raises a `DocumentError` with one sentence where the file cannot be read.
    """
    shown = name if name is not None else path.name
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise UnsafeDocument(shown, f"has {size // 2**20} MB, more than any document needs", "send its parts one by one")
        data = path.read_bytes()
    except OSError as exc:
        problem = f"cannot be opened ({exc.strerror or 'no such file'})"
        raise UnreadableDocument(shown, problem, "check its path and its permissions") from exc
    return read_bytes(data, shown, allow_classified=allow_classified)


def read_bytes(data: bytes, name: str, *, allow_classified: bool = False) -> Source:
    """Reads the content of a file that is called `name`.

    >>> [line.text for line in read_bytes("一、加强领导\\n1.落实责任。".encode(), "plan.txt").blocks]
    ['一、加强领导', '1.落实责任。']
    """
    suffix = Path(name).suffix.lower()
    reader = READERS.get(suffix)
    if reader is None:
        known = ", ".join(READERS)
        raise UnsupportedFormat(name, f"is of a kind that Zeren does not read ({suffix or 'no suffix'})", f"send one of {known}")
    if not data:
        raise UnreadableDocument(name, "is empty", "send the file again")
    if len(data) > MOST_BYTES:
        raise UnsafeDocument(name, f"has {len(data) // 2**20} MB, more than any document needs", "send its parts one by one")
    _check_kind(data, name, suffix)
    source = reader(data, name)
    if not source.blocks:
        raise UnreadableDocument(name, "holds no text", "send a file with its text")
    if not allow_classified and (mark := find_secrecy(source)):
        remedy = "allow classified documents only on a machine that may hold them"
        raise ClassifiedDocument(name, f"is marked {mark} and was not read", remedy)
    return source


def find_secrecy(source: Source) -> str | None:
    """The mark of secrecy that stands in the head of a source (`机密★1年`), or `None`.

    >>> find_secrecy(read_bytes("秘密★5年\\n某方案".encode(), "plan.txt", allow_classified=True))
    '秘密'
    """
    texts = [source.facts.get("密级", ""), *source.facts.get("页眉", "").split()]
    for block in source.blocks[:_HEAD_LINES]:
        if isinstance(block, Table):
            texts.extend(cell.text for row in block.rows[:2] for cell in row)
        else:
            texts.append(block.text)
    for text in texts:
        mark = _SECRET.fullmatch(re.sub(r"\s", "", text))
        if mark is not None:
            return mark[1]
    return None


def _check_kind(data: bytes, name: str, suffix: str) -> None:
    kind = detect_kind(data)
    if kind in _KINDS[suffix]:
        return
    if kind == "ole" and suffix in (".docx", ".xlsx"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableDocument(name, "is password-protected", "save a copy without password")
        problem = f"is not what its name says, but {words_for(kind)}"
        raise UnreadableDocument(name, problem, "name it .doc or .xls, or save it in the new form")
    if kind in ("zip", "text") and suffix in (".docx", ".xlsx", ".pdf"):
        raise UnreadableDocument(name, f"is damaged or no {suffix[1:]} file at all", "send the file again")
    raise UnreadableDocument(name, f"is not what its name says, but {words_for(kind)}", "give it the name that belongs to it")
