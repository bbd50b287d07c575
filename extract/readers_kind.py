"""What a file is by its first bytes, whatever its name says, and what is too large or too dense to be opened."""

from __future__ import annotations

import io
import zipfile

from extract.errors import UnreadableDocument, UnsafeDocument

# Office files stay far below these; a part that only repeats itself reaches a ratio of 1,000.
MOST_BYTES = 200 * 2**20
_MOST_ENTRIES = 5_000
_MOST_EXPANDED = 400 * 2**20
_MOST_RATIO = 200
_SMALL = 4 * 2**20

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
    (b"BM", "bmp"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gz"),
    (b"MZ", "exe"),
    (b"\x7fELF", "exe"),
    (b"RIFF", "riff"),
)
_WORDS = {
    "pdf": "a PDF",
    "zip": "a zip archive",
    "docx": "a Word document",
    "xlsx": "an Excel workbook",
    "pptx": "a PowerPoint presentation",
    "ofd": "an OFD document",
    "ole": "an old Office document (doc, xls, wps)",
    "rtf": "a rich text document",
    "png": "a PNG image",
    "jpg": "a JPEG image",
    "gif": "a GIF image",
    "tif": "a TIFF image",
    "bmp": "a BMP image",
    "rar": "a RAR archive",
    "7z": "a 7z archive",
    "gz": "a gzip archive",
    "exe": "a program",
    "riff": "sound or video",
    "html": "a web page",
    "text": "text",
}


def detect_kind(data: bytes) -> str:
    """What the bytes are: `pdf`, `docx`, `ole`, `png` …, `html`, or `text` where nothing else is seen.

    >>> detect_kind(b"%PDF-1.7 ..."), detect_kind("一、加强领导".encode())
    ('pdf', 'text')
    """
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            if kind == "bmp" and not (len(data) > 18 and data[14:18] in (b"\x28\0\0\0", b"\x0c\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0")):
                continue
            if kind == "exe" and magic == b"MZ" and b"\0" not in data[:64]:
                continue
            return _zip_kind(data) if kind == "zip" else kind
    if b"%PDF-" in data[:1024]:
        return "pdf"
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "html" if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) else "text"


def words_for(kind: str) -> str:
    """The kind in words, for a sentence."""
    return _WORDS.get(kind, kind)


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()[:_MOST_ENTRIES]
    except (zipfile.BadZipFile, ValueError, OSError, UnicodeDecodeError, NotImplementedError):
        return "zip"
    for prefix, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if any(entry.startswith(prefix) for entry in names) and "[Content_Types].xml" in names:
            return kind
    return "ofd" if "OFD.xml" in names else "zip"


def check_zip(data: bytes, name: str) -> None:
    """Raises where a zip file (docx, xlsx and ofd are such) is damaged, locked or built to expand without end."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, UnicodeDecodeError, NotImplementedError) as exc:
        raise UnreadableDocument(name, "is damaged (its parts cannot be listed)", "send the file again") from exc
    if len(entries) > _MOST_ENTRIES:
        raise UnsafeDocument(name, f"holds {len(entries)} parts, more than any document needs", "send the documents one by one")
    if sum(entry.file_size for entry in entries) > _MOST_EXPANDED:
        raise UnsafeDocument(name, "would expand beyond 400 MB", "send the documents one by one")
    for entry in entries:
        if entry.file_size > _SMALL and entry.file_size > _MOST_RATIO * max(entry.compress_size, 1):
            raise UnsafeDocument(name, f"holds a part that would expand more than {_MOST_RATIO} times", "save it again in its own program")
        if entry.flag_bits & 0x1:
            raise UnreadableDocument(name, "is password-protected", "save a copy without password")
        if entry.filename.startswith(("/", "\\")) or ".." in entry.filename.replace("\\", "/").split("/") or ":" in entry.filename[:3]:
            raise UnsafeDocument(name, "holds a part whose name leads out of the archive", "pack the documents again")
