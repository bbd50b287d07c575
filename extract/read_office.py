"""Old office files (doc, wps, rtf, xls, et) by way of LibreOffice, which is asked to write them anew as docx or xlsx.

Each call gets a profile folder of its own: two LibreOffices on one profile wait for each other, and a fresh profile runs no macros of
the user's and opens no links.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

from extract.errors import UnreadableDocument, UnsupportedFormat
from extract.read_docx import read_docx
from extract.read_html import read_html
from extract.read_xlsx import read_xlsx
from extract.readers_kind import detect_kind, words_for
from extract.source import Source

# 2 to 7 seconds are usual; a file that takes longer than this never ends.
_LONGEST = 120
_PLACES = (
    "/usr/bin/soffice",
    "/usr/local/bin/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def read_old_text(data: bytes, name: str) -> Source:
    """A doc, wps or rtf file; what is a docx or a web page under such a name is read as that, as office programs do."""
    kind = detect_kind(data)
    if kind == "docx":
        source = read_docx(data, name)
    elif kind == "html":
        source = read_html(data, name)
    elif kind == "text" and data[:400].lstrip().lower().startswith(b"mime-version:"):
        source = read_html(_page_of_archive(data, name), name)
    elif kind in ("ole", "rtf"):
        source = read_docx(convert(data, name, to="docx", kind=kind), name)
    else:
        raise UnreadableDocument(name, f"is not what its name says, but {words_for(kind)}", "give it the name that belongs to it")
    return replace(source, format=Path(name).suffix.lower()[1:])


def read_web_archive(data: bytes, name: str) -> Source:
    """A page that a browser saved in one file (mht, mhtml)."""
    return replace(read_html(_page_of_archive(data, name), name), format=Path(name).suffix.lower()[1:])


def read_old_workbook(data: bytes, name: str) -> Source:
    """An xls or et file; programs also write web pages and xlsx under that name."""
    kind = detect_kind(data)
    if kind == "xlsx":
        source = read_xlsx(data, name)
    elif kind == "html":
        source = read_html(data, name)
    elif kind == "ole":
        source = read_xlsx(convert(data, name, to="xlsx", kind="xls"), name)
    else:
        raise UnreadableDocument(name, f"is not what its name says, but {words_for(kind)}", "give it the name that belongs to it")
    return replace(source, format=Path(name).suffix.lower()[1:])


def find_office() -> str | None:
    """The LibreOffice program, or `None` where none is installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def convert(data: bytes, name: str, *, to: str, kind: str) -> bytes:
    """The file as LibreOffice writes it anew; `kind` says what it is, whatever its name."""
    office = find_office()
    if office is None:
        raise UnsupportedFormat(name, "needs LibreOffice to be read, which is not installed", f"install it or save the file as {to}")
    with tempfile.TemporaryDirectory(prefix="zeren-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        settings = place / "profile" / "user"
        settings.mkdir(parents=True)
        (settings / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
        source = place / ("file." + {"ole": "doc", "rtf": "rtf", "xls": "xls", "docx": "docx"}[kind])
        source.write_bytes(data)
        profile = (place / "profile").as_uri()
        command = [office, "--headless", "--norestore", f"-env:UserInstallation={profile}", "--convert-to", to, "--outdir", folder]
        _run([*command, str(source)], name)
        written = source.with_suffix("." + to)
        if not written.is_file() or not written.stat().st_size:
            raise UnreadableDocument(name, "could not be opened (damaged or password-protected)", "save a copy without password")
        return written.read_bytes()


def _run(command: list[str], name: str) -> None:
    """Runs LibreOffice without a window and ends it with all its children when it takes too long."""
    with subprocess.Popen(  # noqa: S603 (a fixed program and names made here, no shell)
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            process.wait(_LONGEST)
        except subprocess.TimeoutExpired as exc:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            raise UnreadableDocument(name, "could not be opened within two minutes", "save it as docx or xlsx") from exc


def _page_of_archive(data: bytes, name: str) -> bytes:
    """The page of a single-file web archive, which Word writes under the name doc."""
    message = message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page:
                return page
    raise UnreadableDocument(name, "holds no page", "save it again as one file or as docx")
