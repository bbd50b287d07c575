"""Reading: cases of text cleaning, the kinds of files and what is refused, in files made here."""

from __future__ import annotations

import io
import time
import tomllib
import zipfile
from pathlib import Path
from typing import Any
from unittest.mock import patch

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract import read_office
from extract.clean import simplify
from extract.errors import ClassifiedDocument, DocumentError, UnreadableDocument, UnsafeDocument, UnsupportedFormat
from extract.readers import READERS, read, read_bytes
from extract.source import Block, Line, Source, Table

CASES = tomllib.loads((Path(__file__).parent / "cases" / "reading.toml").read_text("utf-8"))["case"]
SENTENCE = "（一）推进河道清淤。6月底前完成清淤20公里。（责任单位：市水务局、市财政局，各县〔市、区〕人民政府）"
BINARY = (".docx", ".xlsx", ".pdf")


def shown(block: Block) -> list[str]:
    """A line as its text, a table as one text a row; = marks the copy of a merged cell."""
    if isinstance(block, Line):
        return [block.text]
    return ["|".join(("=" if cell.merged else "") + cell.text for cell in row) for row in block.rows]


def texts(source: Source) -> list[str]:
    return [text for block in source.blocks for text in shown(block)]


def outcome(data: bytes, name: str) -> list[str] | type[DocumentError]:
    """What reading gives: the texts, or that it was refused; any other exception fails the test."""
    try:
        return texts(read_bytes(data, name))
    except DocumentError:
        return DocumentError


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_reading(case: dict[str, Any]) -> None:
    source = read_bytes(case["text"].encode(), "file" + case.get("form", ".txt"))
    assert texts(source) == case["expect"]
    for label, value in case.get("facts", {}).items():
        assert source.facts[label] == value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_every_encoding(encoding: str, suffix: str) -> None:
    text = f"<html><body><p>{SENTENCE}</p></body></html>" if suffix == ".html" else SENTENCE
    assert texts(read_bytes(text.encode(encoding), "plan" + suffix)) == [SENTENCE]


def test_big5_mirror_is_read_and_simplified_at_the_same_length() -> None:
    text = "（一）推進河道清淤。責任單位：市水務局、市財政局。各縣市區人民政府負責落實。"
    line = texts(read_bytes(text.encode("big5"), "mirror.txt"))[0]
    assert line == text
    assert simplify(line) == "（一）推进河道清淤。责任单位：市水务局、市财政局。各县市区人民政府负责落实。"


def test_declared_encoding_of_a_page() -> None:
    page = f'<html><head><meta charset="gb2312"></head><body><p>{SENTENCE}</p></body></html>'
    assert texts(read_bytes(page.encode("gb18030"), "a.htm")) == [SENTENCE]


def test_anchors_of_text_and_page() -> None:
    first, second = read_bytes(b"\xe4\xb8\x80\xe3\x80\x81\xe6\xb0\xb4\n\n1.\xe6\xb2\xb3", "a.txt").blocks
    assert isinstance(first, Line)
    assert isinstance(second, Line)
    assert (first.anchor and first.anchor.paragraph, second.anchor and second.anchor.paragraph) == (0, 2)
    page = read_bytes("<html><body><div><p>一、水</p><p>1.河</p></div></body></html>".encode(), "a.html")
    paths = [block.anchor.element for block in page.blocks if isinstance(block, Line) and block.anchor]
    assert paths == ["/html/body/div/p[1]", "/html/body/div/p[2]"]


def share_site_text() -> tuple[str, str]:
    """A text as a sharing site prints it, and as it was."""
    parts = [f"第{part}段各县区要落实巡河制度，" + "加强日常管护，压实各级责任，" * 22 + "确保水质达" for part in range(1, 5)]
    whole = "".join(parts)
    pages = "\n".join(f"{number}、{part}" for number, part in enumerate(parts, 1))
    return "《水利研究 云泽治水.docx》由会员分享，可在线阅读，更多相关《水利研究（11页珍藏版）》请在某网上搜索。\n" + pages, whole


def test_share_site_marks_are_taken_out_of_words() -> None:
    damaged, whole = share_site_text()
    source = read_bytes(damaged.encode(), "a.txt")
    assert texts(source) == [whole]
    assert source.facts["标题"] == "水利研究 云泽治水"


def test_items_that_are_numbered_like_page_marks_stay() -> None:
    items = [f"{number}、" + "落实责任，加强巡查，" * 40 + "确保安全。" for number in range(1, 6)]
    assert texts(read_bytes("\n".join(items).encode(), "a.txt")) == items


def test_other_kinds_are_named() -> None:
    with pytest.raises(UnsupportedFormat, match=r"video\.mp4: is of a kind that Zeren does not read"):
        read_bytes(b"1234", "video.mp4")
    with pytest.raises(UnsupportedFormat, match="no suffix"):
        read_bytes(b"1234", "plan")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="cannot be opened"):
        read(tmp_path / "plan.txt")
    (tmp_path / "dir.txt").mkdir()
    with pytest.raises(UnreadableDocument, match="cannot be opened"):
        read(tmp_path / "dir.txt")


def test_name_can_be_given(tmp_path: Path) -> None:
    path = tmp_path / "0f3a.txt"
    path.write_text(SENTENCE, "utf-8")
    assert read(path, name="plan.txt").name == "plan.txt"


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_empty_file(suffix: str) -> None:
    with pytest.raises(UnreadableDocument, match="is empty"):
        read_bytes(b"", "plan" + suffix)


@pytest.mark.parametrize("data", [b"   \n\n ", b"<html><body><script>x</script></body></html>", b"?????? ?????? ???????? ?????? ????"])
@pytest.mark.parametrize("suffix", [".txt", ".html", ".md"])
def test_a_file_without_text(data: bytes, suffix: str) -> None:
    if data.startswith(b"<") and suffix != ".html":
        return
    with pytest.raises(UnreadableDocument):
        read_bytes(data, "plan" + suffix)


def test_binary_under_a_false_name() -> None:
    png = b"\x89PNG\r\n\x1a\n" + bytes(40)
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    for data, suffix, words in ((png, ".pdf", "a PNG image"), (ole, ".txt", "an old Office document"), (b"%PDF-1.7\n", ".md", "a PDF")):
        with pytest.raises(UnreadableDocument, match=f"is not what its name says, but {words}"):
            read_bytes(data, "plan" + suffix)
    with pytest.raises(UnreadableDocument, match="no text in any encoding"):
        read_bytes(bytes(range(256)) * 40, "plan.txt")


def test_password_of_office_files() -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    for suffix in (".docx", ".xlsx"):
        with pytest.raises(UnreadableDocument, match="is password-protected"):
            read_bytes(locked, "plan" + suffix)


@pytest.mark.parametrize("suffix", BINARY)
def test_damaged_files(suffix: str) -> None:
    with pytest.raises(UnreadableDocument):
        read_bytes(b"PK\x03\x04 and nothing else" if suffix != ".pdf" else b"%PDF-1.7 and nothing else", "plan" + suffix)
    with pytest.raises(UnreadableDocument, match=r"damaged or no .* file at all"):
        read_bytes("一、加强领导".encode(), "plan" + suffix)


def packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_zip_bombs_are_refused() -> None:
    types = {"[Content_Types].xml": b"<Types/>"}
    bomb = packed(types | {"word/document.xml": b" " * (40 * 2**20)})
    with pytest.raises(UnsafeDocument, match="expand"):
        read_bytes(bomb, "bomb.docx")
    crowd = packed(types | {f"xl/{number}.xml": b"" for number in range(6000)})
    with pytest.raises(UnsafeDocument, match="parts"):
        read_bytes(crowd, "crowd.xlsx")
    way_out = packed(types | {"word/document.xml": b"", "../../evil.txt": b"x"})
    with pytest.raises(UnsafeDocument, match="leads out"):
        read_bytes(way_out, "way.docx")


def test_entities_of_xml_are_not_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("MASKED", "utf-8")
    evil = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]><html><body><p>一、加强领导&x;</p></body></html>'
    assert texts(read_bytes(evil.encode(), "a.html"))[0].startswith("一、加强领导")
    assert "MASKED" not in "".join(texts(read_bytes(evil.encode(), "a.html")))


def test_deeply_nested_pages_are_read_or_refused() -> None:
    page = "<html><body>" + "<div>" * 30_000 + "一、加强领导" + "</div>" * 30_000 + "</body></html>"
    assert outcome(page.encode(), "deep.html") in (["一、加强领导"], DocumentError)


@pytest.mark.parametrize("mark", ["秘密★1年", "机密", "绝密★长期", "000123 机 密 ★ 5年"])
def test_classified_documents_are_refused(mark: str) -> None:
    data = f"{mark}\n特急\n云泽市防汛方案\n一、加强领导".encode()
    with pytest.raises(ClassifiedDocument, match=r"plan\.txt: is marked"):
        read_bytes(data, "plan.txt")
    assert read_bytes(data, "plan.txt", allow_classified=True).blocks


def test_words_about_secrets_are_no_mark() -> None:
    assert read_bytes("云泽市保密工作要点\n一、机密文件由市保密局管理。\n1.秘密级文件每年清退一次。".encode(), "plan.txt").blocks


def workbook() -> openpyxl.Workbook:
    from datetime import datetime

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "水利"
    sheet.append(["云泽市2025年重点任务台账"])
    sheet.merge_cells("A1:E1")
    sheet.append(["序号", "任务", "责任单位", "时限", "完成率"])
    sheet.append([1, "清淤", "市水务局\n市财政局", datetime(2025, 9, 30), 0.95])
    sheet.append([2, "植树", None, datetime(2025, 6, 30), 1])
    sheet.merge_cells("C3:C4")
    sheet["D3"].number_format = "yyyy-mm-dd"
    sheet["D4"].number_format = 'yyyy"年"m"月底前"'
    sheet["E3"].number_format = sheet["E4"].number_format = "0%"
    hidden = book.create_sheet("旧表")
    hidden["A1"] = "作废"
    hidden.sheet_state = "hidden"
    return book


def test_workbook_is_read_as_it_is_displayed() -> None:
    buffer = io.BytesIO()
    workbook().save(buffer)
    source = read_bytes(buffer.getvalue(), "ledger.xlsx")
    (table,) = source.blocks
    assert isinstance(table, Table)
    assert table.name == "水利"
    assert texts(source)[1:] == [
        "序号|任务|责任单位|时限|完成率",
        "1|清淤|市水务局\n市财政局|2025-09-30|95%",
        "2|植树|=市水务局\n市财政局|2025年6月底前|100%",
    ]
    anchor = table.rows[3][3].anchor
    assert anchor is not None
    assert (anchor.sheet, anchor.row, anchor.column) == ("水利", 3, 3)
    assert source.notes == ("工作表“旧表”是隐藏的，未读取。",)


def test_formulas_that_were_never_calculated_are_named() -> None:
    book = workbook()
    assert book.active is not None
    book.active["A5"] = "=A4+1"
    buffer = io.BytesIO()
    book.save(buffer)
    notes = read_bytes(buffer.getvalue(), "ledger.xlsx").notes
    assert any("1个公式没有保存计算结果" in note for note in notes)


@pytest.mark.parametrize(
    "line", ["加强管护（落实责任，", "相关链接\n", "[", "| a | b |\n", "<b>", "1、", "中(a)", "发布日期：", "《", "**"]
)
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_repetition_without_end_takes_no_time(line: str, suffix: str) -> None:
    begin = time.process_time()
    outcome((line * 20_000 + "中").encode(), "long" + suffix)
    assert time.process_time() - begin < 10


FUZZ = settings(max_examples=60, deadline=5_000, suppress_health_check=[HealthCheck.too_slow])
HEADS = st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html>", b"\xff\xfe", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "一、".encode()])


@FUZZ
@given(head=HEADS, data=st.binary(max_size=3000), suffix=st.sampled_from(sorted(READERS)))
def test_random_bytes_never_crash(head: bytes, data: bytes, suffix: str) -> None:
    # LibreOffice takes seconds a file and is tried elsewhere.
    with patch.object(read_office, "find_office", return_value=None):
        found = outcome(head + data, "fuzz" + suffix)
    assert found is DocumentError or found


ALPHABET = st.sampled_from("一二、。，（）()1.2 \t\n　|—《》责任单位：市水务局é\x00\u200b\ud800>【】页/")


@FUZZ
@given(text=st.text(alphabet=ALPHABET, max_size=400), suffix=st.sampled_from([".txt", ".md", ".html"]))
def test_odd_text_never_crashes(text: str, suffix: str) -> None:
    found = outcome(text.encode("utf-8", "replace"), "fuzz" + suffix)
    assert found is DocumentError or not any("\x00" in row for row in found)
