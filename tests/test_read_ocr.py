"""Scans: a page is drawn, made a picture, and read back. Needs the extra `ocr`."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from PIL import Image, ImageDraw, ImageFont

from extract import read_ocr, read_pdf
from extract.errors import UnreadableDocument, UnsafeDocument, UnsupportedFormat
from extract.pipeline import extract
from extract.readers import read_bytes
from extract.source import Line, Source, Table

FONTS = ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
FONT = next((font for font in FONTS if Path(font).is_file()), None)
needs_ocr = pytest.mark.skipif(not read_ocr.can_recognise() or FONT is None, reason="the extra ocr or a Chinese font is not installed")
ROWS = [["序号", "任务", "牵头单位"], ["1", "清淤20公里", "市水务局"], ["2", "植树3000亩", "市林业局"]]


def page() -> Image.Image:
    image = Image.new("L", (1240, 1000), 255)
    draw = ImageDraw.Draw(image)
    assert FONT is not None
    font = ImageFont.truetype(FONT, 36)
    draw.text((480, 90), "云泽市治水方案", font=font, fill=0)
    draw.text((170, 190), "一、总体要求", font=font, fill=0)
    draw.text((170, 260), "6月底前完成清淤20公里。", font=font, fill=0)
    for number in range(4):
        draw.line((100, 400 + 90 * number, 1100, 400 + 90 * number), fill=0, width=3)
    for edge in (100, 260, 700, 1100):
        draw.line((edge, 400, edge, 670), fill=0, width=3)
    for number, row in enumerate(ROWS):
        for edge, text in zip((120, 290, 730), row, strict=True):
            draw.text((edge, 420 + 90 * number), text, font=font, fill=0)
    return image


def saved(form: str) -> bytes:
    buffer = io.BytesIO()
    page().save(buffer, form)
    return buffer.getvalue()


def check(source: Source) -> None:
    lines = [block.text for block in source.blocks if isinstance(block, Line)]
    (table,) = (block for block in source.blocks if isinstance(block, Table))
    assert lines == ["云泽市治水方案", "一、总体要求", "6月底前完成清淤20公里。"]
    assert [[cell.text for cell in row] for row in table.rows] == ROWS
    assert source.how == "ocr"
    assert source.notes


@needs_ocr
def test_a_scanned_page_with_a_ruled_table() -> None:
    source = read_bytes(saved("PNG"), "scan.png")
    check(source)
    (document,) = extract(source).documents
    task = document.tasks[-1]
    assert (task.how, [unit.how for unit in task.units]) == ("ocr", ["ocr"])
    assert task.confidence < 1


@needs_ocr
def test_a_pdf_of_scans() -> None:
    check(read_bytes(saved("PDF"), "scan.pdf"))


def pasted() -> bytes:
    document = docx.Document()
    document.add_picture(io.BytesIO(saved("PNG")), width=5_000_000)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@needs_ocr
def test_scans_pasted_into_word() -> None:
    check(read_bytes(pasted(), "scan.docx"))


def test_without_the_extra_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(60)
    monkeypatch.setattr(read_ocr, "can_recognise", lambda: False)
    with pytest.raises(UnsupportedFormat, match=r"scan\.png: is a picture, which needs text recognition"):
        read_bytes(picture, "scan.png")
    if FONT is not None:
        monkeypatch.setattr(read_pdf, "can_recognise", lambda: False)
        with pytest.raises(UnreadableDocument, match=r"scan\.pdf: is a scan without a text layer"):
            read_bytes(saved("PDF"), "scan.pdf")
        with pytest.raises(UnreadableDocument, match=r"scan\.docx: holds nothing but pictures"):
            read_bytes(pasted(), "scan.docx")


@pytest.mark.skipif(not read_ocr.can_recognise(), reason="the extra ocr is not installed")
def test_damaged_and_huge_pictures() -> None:
    with pytest.raises(UnreadableDocument, match="is no whole picture"):
        read_bytes(b"\x89PNG\r\n\x1a\n" + bytes(60), "scan.png")
    buffer = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(buffer, "PNG")
    with pytest.raises(UnsafeDocument):
        read_bytes(buffer.getvalue(), "scan.png")
