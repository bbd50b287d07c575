"""Old office files, mails and archives, in files made here."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest

from extract import read_office
from extract.errors import UnreadableDocument, UnsafeDocument, UnsupportedFormat
from extract.pipeline import extract_bytes, extract_file
from extract.readers import read, read_all, read_all_bytes, read_bytes
from extract.source import Line, Source

needs_office = pytest.mark.skipif(read_office.find_office() is None, reason="LibreOffice is not installed")


def lines(source: Source) -> list[str]:
    return [block.text for block in source.blocks if isinstance(block, Line)]


def document(*paragraphs: str) -> bytes:
    made = docx.Document()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return buffer.getvalue()


@needs_office
def test_old_word_and_rich_text() -> None:
    rtf = r"{\rtf1\ansi\ansicpg936 \u19968?\u12289?\u21152?\u24378?\u39046?\u23548?\par 1.\u28165?\u28132?\par}".encode("ascii")
    source = read_bytes(rtf, "plan.rtf")
    assert lines(source) == ["一、加强领导", "1.清淤"]
    assert source.format == "rtf"
    old = read_office.convert(document("一、加强领导", "1.清淤。"), "plan.docx", to="doc", kind="docx")
    for suffix in (".doc", ".wps"):
        assert lines(read_bytes(old, "plan" + suffix)) == ["一、加强领导", "1.清淤。"]


def test_without_office_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_office, "find_office", lambda: None)
    with pytest.raises(UnsupportedFormat, match=r"plan\.doc: needs LibreOffice to be read, which is not installed"):
        read_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "plan.doc")


@needs_office
def test_damaged_old_word() -> None:
    with pytest.raises(UnreadableDocument):
        read_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "plan.doc")


def test_new_forms_under_old_names() -> None:
    source = read_bytes(document("一、加强领导"), "plan.doc")
    assert (lines(source), source.format) == (["一、加强领导"], "doc")
    page = "<html><body><p>一、加强领导</p></body></html>".encode()
    assert lines(read_bytes(page, "plan.wps")) == ["一、加强领导"]
    table = "<html><body><table><tr><td>序号</td><td>任务</td></tr><tr><td>1</td><td>清淤</td></tr></table></body></html>".encode()
    assert read_bytes(table, "ledger.xls").blocks
    web_archive = b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + page
    assert lines(read_bytes(web_archive, "plan.doc")) == ["一、加强领导"]
    saved = b"From: <Saved by Blink>\n" + web_archive
    assert lines(read_bytes(saved, "page.mhtml")) == ["一、加强领导"]
    with pytest.raises(UnreadableDocument, match="holds no page"):
        read_bytes("一、加强领导".encode(), "page.mht")


def mail(*, body: str, attachments: dict[str, bytes]) -> bytes:
    message = EmailMessage()
    message["Subject"] = "关于印发工作要点的通知"
    message["From"] = "office@example.org"
    message.set_content(body)
    for name, data in attachments.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def test_attachments_of_a_mail(tmp_path: Path) -> None:
    data = mail(body="请查收附件。", attachments={"工作要点.docx": document("一、加强领导"), "任务.txt": "1.清淤。".encode()})
    path = tmp_path / "mail.eml"
    path.write_bytes(data)
    sources = read_all(path)
    assert [source.name for source in sources] == ["mail.eml/工作要点.docx", "mail.eml/任务.txt"]
    assert [lines(source) for source in sources] == [["一、加强领导"], ["1.清淤。"]]
    with pytest.raises(UnsupportedFormat, match="holds 2 documents"):
        read(path)


def test_a_mail_that_is_the_document() -> None:
    (source,) = read_all_bytes(mail(body="一、加强领导\n1.6月底前完成清淤。", attachments={}), "mail.eml")
    assert lines(source) == ["一、加强领导", "1.6月底前完成清淤。"]


def test_archive_with_chinese_names_and_one_bad_file() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("AAAABBBB.txt", "1.清淤。")
        packed.writestr("坏的.docx", b"PK\x03\x04")
        packed.writestr("__MACOSX/._x.txt", b"x")
        packed.writestr("照片.heic", b"x")
    # Chinese Windows writes names in GB18030 without a mark that says so.
    data = buffer.getvalue().replace(b"AAAABBBB.txt", "任务分解.txt".encode("gb18030"))
    (source,) = read_all_bytes(data, "all.zip")
    assert (source.name, lines(source)) == ("all.zip/任务分解.txt", ["1.清淤。"])
    assert len(source.notes) == 2
    assert any("坏的.docx" in note for note in source.notes)


def test_archives_in_archives_end_somewhere() -> None:
    inner = archive({"plan.txt": "1.清淤。".encode()})
    (source,) = read_all_bytes(archive({"a/b.zip": inner}), "all.zip")
    assert source.name == "all.zip/a/b.zip/plan.txt"
    for _ in range(4):
        inner = archive({"x.zip": inner})
    with pytest.raises(UnsafeDocument, match="nests more than"):
        read_all_bytes(inner, "deep.zip")


def test_an_archive_without_documents() -> None:
    with pytest.raises(UnsupportedFormat, match=r"photo\.heic"):
        read_all_bytes(archive({"photo.heic": b"x"}), "all.zip")
    with pytest.raises(UnreadableDocument):
        read_all_bytes(b"", "all.zip")
    with pytest.raises(UnreadableDocument, match="is not what its name says"):
        read_all_bytes("一、加强领导".encode(), "all.zip")
    with pytest.raises(UnreadableDocument):
        read_all_bytes("一、加强领导".encode(), "mail.eml")


def test_an_archive_is_one_extraction_with_all_its_documents(tmp_path: Path) -> None:
    points = "云泽市水务局2025年工作要点\n一、水资源\n1.推进节水。6月底前完成计量设施安装12处。（责任单位：市水务局）"
    more = "云泽市林业局2025年工作要点\n一、绿化\n1.植树造林。年底前植树3000亩。（责任单位：市林业局）"
    path = tmp_path / "all.zip"
    path.write_bytes(archive({"a.txt": points.encode(), "b.txt": more.encode()}))
    extraction = extract_file(path)
    assert extraction.source == "all.zip"
    assert [document.title for document in extraction.documents] == ["云泽市水务局2025年工作要点", "云泽市林业局2025年工作要点"]
    assert extraction == extract_bytes(path.read_bytes(), "all.zip")
