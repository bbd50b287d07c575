"""PDF: paragraphs by geometry, running lines, tables over page breaks, in files made here."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("reportlab")
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from extract.errors import UnreadableDocument
from extract.readers import read_bytes
from extract.source import Line, Source, Table

WIDTH, HEIGHT = A4
LEFT, SIZE, LEADING = 80, 16, 28
PER_LINE = 27


def draw(pages: list[Callable[[Any], None]], **settings: Any) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=A4, **settings)
    for put in pages:
        page.setFont("STSong-Light", SIZE)
        put(page)
        page.showPage()
    page.save()
    return buffer.getvalue()


def put_paragraphs(page: Any, paragraphs: list[str], top: float = 120) -> None:
    """Breaks paragraphs at the width of the page, first lines indented by two characters."""
    for paragraph in paragraphs:
        rest, indent = paragraph, 2
        while rest:
            piece = rest[: PER_LINE - indent]
            page.drawString(LEFT + indent * SIZE, HEIGHT - top, piece)
            rest, indent, top = rest[len(piece) :], 0, top + LEADING


def put_table(page: Any, rows: list[list[str]], top: float, widths: tuple[int, ...] = (50, 190, 120, 80), height: int = 30) -> None:
    bottom = top + height * len(rows)
    edges = [LEFT]
    for width in widths:
        edges.append(edges[-1] + width)
    for number in range(len(rows) + 1):
        page.line(edges[0], HEIGHT - top - number * height, edges[-1], HEIGHT - top - number * height)
    for edge in edges:
        page.line(edge, HEIGHT - top, edge, HEIGHT - bottom)
    page.setFont("STSong-Light", 12)
    for number, row in enumerate(rows):
        for edge, text in zip(edges, row, strict=False):
            page.drawString(edge + 4, HEIGHT - top - number * height - 20, text)


def lines(source: Source) -> list[str]:
    return [block.text for block in source.blocks if isinstance(block, Line)]


PARAGRAPHS = [
    "一、总体要求",
    "坚持生态优先、绿色发展，以河长制为抓手，统筹推进水资源保护、水域岸线管理、水污染防治和水生态修复，确保全市水环境质量持续改善。",
    "1.推进河道清淤。6月底前完成清淤20公里，年底前完成水毁工程修复12处，重点河段岸线整治率达到95%以上，并建立长效管护机制。",
    "责任单位：市水务局、市财政局，各县（市、区）人民政府",
]


def test_lines_become_paragraphs() -> None:
    source = read_bytes(draw([lambda page: put_paragraphs(page, PARAGRAPHS)]), "plan.pdf")
    assert lines(source) == PARAGRAPHS


def test_heads_page_numbers_and_breaks_over_pages() -> None:
    text = "各县区人民政府要切实加强组织领导，层层压实责任，定期研究解决工作推进中存在的突出困难和问题，确保各项目标任务如期完成落地见效。"

    def page_of(number: int, part: str, first: bool) -> Callable[[Any], None]:
        def put(page: Any) -> None:
            page.drawString(LEFT, HEIGHT - 50, "云泽市人民政府办公室文件")
            page.drawCentredString(WIDTH / 2, 40, f"— {number} —")
            rest, indent, top = part, 2 if first else 0, 120
            while rest:
                piece = rest[: PER_LINE - indent]
                page.drawString(LEFT + indent * SIZE, HEIGHT - top, piece)
                rest, indent, top = rest[len(piece) :], 0, top + LEADING

        return put

    cut = 2 * PER_LINE - 2
    source = read_bytes(draw([page_of(1, text[:cut], True), page_of(2, text[cut:], False)]), "plan.pdf")
    assert lines(source) == [text]
    assert source.facts["页眉"] == "云泽市人民政府办公室文件"


def test_titles_stay_lines_and_signatures_stand_right() -> None:
    def put(page: Any) -> None:
        page.setFont("STSong-Light", 22)
        page.drawCentredString(WIDTH / 2, HEIGHT - 120, "云泽市水环境治理")
        page.drawCentredString(WIDTH / 2, HEIGHT - 155, "三年行动方案")
        page.setFont("STSong-Light", SIZE)
        put_paragraphs(page, PARAGRAPHS, 200)
        page.drawString(360, HEIGHT - 560, "云泽市人民政府")
        page.drawString(370, HEIGHT - 590, "2025年3月1日")

    blocks = [block for block in read_bytes(draw([put]), "plan.pdf").blocks if isinstance(block, Line)]
    assert [(block.text, block.align) for block in blocks[:2]] == [("云泽市水环境治理", "center"), ("三年行动方案", "center")]
    assert [(block.text, block.align) for block in blocks[-2:]] == [("云泽市人民政府", "right"), ("2025年3月1日", "right")]


HEADER = ["序号", "任务", "牵头单位", "时限"]


def test_table_over_a_page_break_is_one_with_one_header() -> None:
    def first(page: Any) -> None:
        put_paragraphs(page, ["附件：重点任务分解表"], 120)
        put_table(page, [HEADER, ["1", "清淤20公里", "市水务局", "6月底前"], ["2", "植树3000亩", "市林业局", "年底前"]], 650)

    def second(page: Any) -> None:
        put_table(page, [HEADER, ["3", "修复湿地50亩", "市林业局", "全年"]], 90)
        page.setFont("STSong-Light", SIZE)
        put_paragraphs(page, ["注：列第一位者为牵头单位。"], 300)

    source = read_bytes(draw([first, second]), "plan.pdf")
    note, table, end = source.blocks
    assert isinstance(table, Table)
    assert [cell.text for row in table.rows for cell in row[:1]] == ["序号", "1", "2", "3"]
    assert [cell.text for cell in table.rows[3]] == ["3", "修复湿地50亩", "市林业局", "全年"]
    assert lines(source) == ["附件：重点任务分解表", "注：列第一位者为牵头单位。"]
    assert isinstance(note, Line)
    assert isinstance(end, Line)
    assert (note.anchor and note.anchor.page, end.anchor and end.anchor.page) == (1, 2)
    place = table.rows[3][1].anchor
    assert place is not None
    assert place.page == 2
    assert place.box is not None
    assert place.box[0] == pytest.approx(LEFT + 50, abs=2)


def test_boxes_point_to_the_upper_left_corner() -> None:
    (first, *_) = read_bytes(draw([lambda page: put_paragraphs(page, PARAGRAPHS)]), "plan.pdf").blocks
    assert isinstance(first, Line)
    assert first.anchor is not None
    assert first.anchor.box is not None
    left, top, right, bottom = first.anchor.box
    assert left == pytest.approx(LEFT + 2 * SIZE, abs=2)
    assert right == pytest.approx(LEFT + 8 * SIZE, abs=2)
    assert top < 120 < bottom


def test_turned_pages_are_read_upright() -> None:
    def put(page: Any) -> None:
        page.setPageRotation(90)
        page.rotate(90)
        page.drawString(80, -120, "云泽市重点任务分解表")
        page.drawString(80, -160, "一、加强领导")

    source = read_bytes(draw([put]), "plan.pdf")
    assert lines(source) == ["云泽市重点任务分解表", "一、加强领导"]


def test_password() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    locked = draw([lambda page: put_paragraphs(page, PARAGRAPHS)], encrypt=StandardEncryption("open", canPrint=0))
    with pytest.raises(UnreadableDocument, match="is password-protected"):
        read_bytes(locked, "plan.pdf")


def test_a_page_without_text_says_so() -> None:
    with pytest.raises(UnreadableDocument):
        read_bytes(draw([lambda page: page.rect(100, 100, 50, 50)]), "scan.pdf")


def test_table_without_drawn_lines() -> None:
    def put(page: Any) -> None:
        put_paragraphs(page, ["附件：重点任务分解表"], 120)
        page.setFont("STSong-Light", 12)
        rows = [
            (180, ["序号", "任务", "牵头单位", "时限"]),
            (220, ["", "推进河道清淤和岸线", "市水务局、", ""]),
            (228, ["1", "", "", "6月底前"]),
            (236, ["", "整治20公里", "市财政局", ""]),
            (270, ["2", "植树3000亩", "市林业局", "年底前"]),
        ]
        for top, row in rows:
            for edge, text in zip((80, 140, 320, 430), row, strict=True):
                page.drawString(edge, HEIGHT - top, text)
        page.setFont("STSong-Light", SIZE)
        put_paragraphs(page, [PARAGRAPHS[1]], 330)

    source = read_bytes(draw([put]), "plan.pdf")
    (table,) = (block for block in source.blocks if isinstance(block, Table))
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["序号", "任务", "牵头单位", "时限"],
        ["1", "推进河道清淤和岸线整治20公里", "市水务局、市财政局", "6月底前"],
        ["2", "植树3000亩", "市林业局", "年底前"],
    ]
    assert lines(source) == ["附件：重点任务分解表", PARAGRAPHS[1]]
