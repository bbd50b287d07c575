"""Bytes to `Source`: one reader a kind of file, picked by the name and checked against the bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from extract.errors import ClassifiedDocument, UnreadableDocument, UnsafeDocument, UnsupportedFormat
from extract.read_containers import CONTAINERS, read_parts
from extract.read_docx import read_docx
from extract.read_html import read_html
from extract.read_mirrors import without_readings
from extract.read_ocr import read_picture
from extract.read_ofd import read_ofd
from extract.read_office import read_old_text, read_old_workbook, read_web_archive
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
    ".mht": read_web_archive,
    ".mhtml": read_web_archive,
    ".docx": read_docx,
    ".xlsx": read_xlsx,
    ".xlsm": read_xlsx,
    ".pdf": read_pdf,
    ".ofd": read_ofd,
    ".doc": read_old_text,
    ".wps": read_old_text,
    ".rtf": read_old_text,
    ".xls": read_old_workbook,
    ".et": read_old_workbook,
    ".png": read_picture,
    ".jpg": read_picture,
    ".jpeg": read_picture,
    ".tif": read_picture,
    ".tiff": read_picture,
    ".bmp": read_picture,
}

# What the bytes of each kind of file must look like.
_KINDS = {
    ".txt": {"text", "html"},
    ".md": {"text", "html"},
    ".html": {"html", "text"},
    ".htm": {"html", "text"},
    ".docx": {"docx"},
    ".xlsx": {"xlsx"},
    ".xlsm": {"xlsx"},
    ".mht": {"text", "html"},
    ".mhtml": {"text", "html"},
    ".pdf": {"pdf"},
    ".ofd": {"ofd"},
    ".doc": {"ole", "rtf", "docx", "html", "text"},
    ".wps": {"ole", "rtf", "docx", "html", "text"},
    ".rtf": {"rtf", "docx"},
    ".xls": {"ole", "xlsx", "html"},
    ".et": {"ole", "xlsx", "html"},
    ".png": {"png", "jpg"},
    ".jpg": {"jpg", "png"},
    ".jpeg": {"jpg", "png"},
    ".tif": {"tif"},
    ".tiff": {"tif"},
    ".bmp": {"bmp"},
}
_SECRET = re.compile(r"(?:\d{1,8})?(绝密|机密|秘密)(?:[★☆*].*|\d{1,2}年|长期)?")
_HEAD_LINES = 12
_RIGHT_NAME = "give it the name that belongs to it"


def read(path: Path, *, name: str | None = None, allow_classified: bool = False) -> Source:
    """Reads a file; `name` is what the source is called where that differs from the file's own name.

    Raises a `DocumentError` with one sentence where the file cannot be read, or where a mail or archive holds several documents.
    """
    shown = name if name is not None else path.name
    return read_bytes(_bytes_of(path, shown), shown, allow_classified=allow_classified)


def read_all(path: Path, *, name: str | None = None, allow_classified: bool = False) -> tuple[Source, ...]:
    """Reads every document of a file: one, or those that a mail or archive carries, called `mail.eml/plan.docx`."""
    shown = name if name is not None else path.name
    return read_all_bytes(_bytes_of(path, shown), shown, allow_classified=allow_classified)


def read_all_bytes(data: bytes, name: str, *, allow_classified: bool = False) -> tuple[Source, ...]:
    """Reads every document in the content of a file that is called `name`."""
    if not name.lower().endswith(CONTAINERS):
        return (read_bytes(data, name, allow_classified=allow_classified),)
    _check_size(data, name)
    if name.lower().endswith(".zip") and detect_kind(data) != "zip":
        raise UnreadableDocument(name, f"is not what its name says, but {words_for(detect_kind(data))}", _RIGHT_NAME)
    read_part = partial(read_bytes, allow_classified=allow_classified)
    return read_parts(data, name, read_part, known=frozenset(READERS))


def read_bytes(data: bytes, name: str, *, allow_classified: bool = False) -> Source:
    """Reads the content of a file that is called `name`.

    >>> [line.text for line in read_bytes("一、加强领导\\n1.落实责任。".encode(), "plan.txt").blocks]
    ['一、加强领导', '1.落实责任。']
    """
    suffix = Path(name).suffix.lower()
    if suffix in CONTAINERS:
        sources = read_all_bytes(data, name, allow_classified=allow_classified)
        if len(sources) > 1:
            raise UnsupportedFormat(name, f"holds {len(sources)} documents, not one", "unpack it and send them one by one")
        return sources[0]
    reader = READERS.get(suffix)
    if reader is None:
        known = ", ".join((*READERS, *CONTAINERS))
        raise UnsupportedFormat(name, f"is of a kind that Zeren does not read ({suffix or 'no suffix'})", f"send one of {known}")
    _check_size(data, name)
    _check_kind(data, name, suffix)
    source = without_readings(reader(data, name))
    if not source.blocks:
        raise UnreadableDocument(name, "holds no text", "send a file with its text")
    if not allow_classified and (mark := find_secrecy(source)):
        remedy = "allow classified documents only on a machine that may hold them"
        raise ClassifiedDocument(name, f"is marked {mark} and was not read", remedy)
    return source


def _bytes_of(path: Path, shown: str) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise UnsafeDocument(shown, f"has {size // 2**20} MB, more than any document needs", "send its parts one by one")
        return path.read_bytes()
    except (OSError, ValueError) as exc:
        problem = f"cannot be opened ({getattr(exc, 'strerror', None) or 'no such file'})"
        raise UnreadableDocument(shown, problem, "check its path and its permissions") from exc


def _check_size(data: bytes, name: str) -> None:
    if not data:
        raise UnreadableDocument(name, "is empty", "send the file again")
    if len(data) > MOST_BYTES:
        raise UnsafeDocument(name, f"has {len(data) // 2**20} MB, more than any document needs", "send its parts one by one")


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
    if kind == "ole" and suffix in (".docx", ".xlsx", ".xlsm"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableDocument(name, "is password-protected", "save a copy without password")
        problem = f"is not what its name says, but {words_for(kind)}"
        raise UnreadableDocument(name, problem, "name it .doc or .xls, or save it in the new form")
    if kind in ("zip", "text") and suffix in (".docx", ".xlsx", ".xlsm", ".pdf", ".ofd"):
        raise UnreadableDocument(name, f"is damaged or no {suffix[1:]} file at all", "send the file again")
    raise UnreadableDocument(name, f"is not what its name says, but {words_for(kind)}", _RIGHT_NAME)
