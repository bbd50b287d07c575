"""Mails and archives: the documents that they carry, each a source of its own, called `mail.eml/plan.docx`."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from email import errors as mail_errors
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from pathlib import PurePosixPath

from extract.clean import clean_line
from extract.errors import DocumentError, UnreadableDocument, UnsafeDocument, UnsupportedFormat
from extract.readers_kind import check_zip
from extract.source import Source

Part = tuple[str, bytes]
ReadPart = Callable[[bytes, str], Source]

CONTAINERS = (".eml", ".zip")
_DEEPEST = 3
_MOST_DOCUMENTS = 200
_MOST_BYTES = 400 * 2**20
_UNSEEN = ("__MACOSX/", ".", "Thumbs.db", "desktop.ini", "~$")


def read_parts(data: bytes, name: str, read_part: ReadPart, *, known: frozenset[str]) -> tuple[Source, ...]:
    """Every document in a mail or archive that can be read; what cannot is named in the notes of the first.

    Raises where none can be read.
    """
    sources: list[Source] = []
    problems: list[DocumentError] = []
    spent = 0
    for inner, content in _parts(data, name, 1):
        spent += len(content)
        if spent > _MOST_BYTES or len(sources) + len(problems) >= _MOST_DOCUMENTS:
            raise UnsafeDocument(name, "holds more than any mail or archive of documents", "send the documents one by one")
        if PurePosixPath(inner).suffix.lower() not in known:
            problems.append(UnsupportedFormat(inner, "is of a kind that Zeren does not read", "send it in another form"))
            continue
        try:
            sources.append(read_part(content, inner))
        except DocumentError as exc:
            problems.append(exc)
    if not sources:
        raise (
            problems[0]
            if len(problems) == 1
            else UnreadableDocument(name, "holds no document that can be read", "send the documents one by one")
        )
    if problems:
        sources[0] = replace(sources[0], notes=(*sources[0].notes, *(f"未读取：{problem}" for problem in problems)))
    return tuple(sources)


def _parts(data: bytes, name: str, depth: int) -> Iterator[Part]:
    """The files in a container, those of containers inside it too."""
    if depth > _DEEPEST:
        raise UnsafeDocument(name, f"nests more than {_DEEPEST} deep", "send the documents one by one")
    inside = _mail_parts(data, name) if name.lower().endswith(".eml") else _zip_parts(data, name)
    for inner, content in inside:
        if inner.lower().endswith(CONTAINERS):
            yield from _parts(content, inner, depth + 1)
        else:
            yield inner, content


def _zip_parts(data: bytes, name: str) -> Iterator[Part]:
    check_zip(data, name)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            inner = _printed_name(entry)
            last = PurePosixPath(inner).name
            if entry.is_dir() or inner.startswith(_UNSEEN) or last.startswith(_UNSEEN):
                continue
            try:
                yield f"{name}/{inner}", archive.read(entry)
            except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError) as exc:
                raise UnreadableDocument(name, f"is damaged ({last} cannot be unpacked)", "send the file again") from exc


def _printed_name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry; archives packed on Chinese Windows write it in GB18030 without saying so."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            name = entry.filename
    return clean_line(name.replace("\\", "/"))


def _mail_parts(data: bytes, name: str) -> Iterator[Part]:
    """The attachments of a mail, and its own text where that is more than a greeting."""
    message = message_from_bytes(data, policy=policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise UnreadableDocument(name, "is no mail", "save the mail again as eml")
    attachments = 0
    for part in message.walk():
        filename = clean_line((part.get_filename() or "").replace("\\", "/")).rpartition("/")[2]
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            continue
        if filename:
            content = _content(part)
            if content:
                attachments += 1
                yield f"{name}/{filename}", content
    try:
        body = message.get_body(("plain", "html"))
    except (KeyError, LookupError, mail_errors.MessageError):
        body = None
    content = _content(body) if body is not None else b""
    if content.strip() and (not attachments or len(content) > _LONGEST_GREETING):
        suffix = "html" if body is not None and body.get_content_type() == "text/html" else "txt"
        yield f"{name}/正文.{suffix}", content


# A covering letter says 请查收附件; a notice in the mail itself is longer. In bytes of UTF-8, three a character.
_LONGEST_GREETING = 900


def _content(part: MIMEPart) -> bytes:
    """The bytes of a part, text in UTF-8."""
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    if not isinstance(payload, bytes):
        return b""
    if part.get_content_maintype() == "text" and part.get_content_charset():
        try:
            return payload.decode(str(part.get_content_charset()), "replace").encode("utf-8")
        except LookupError:
            return payload
    return payload
