"""OFD, in packages made here."""

from __future__ import annotations

import io
import zipfile

import pytest

from extract.errors import UnreadableDocument
from extract.readers import read_bytes
from extract.source import Line, Source, Table

SPACE = "http://www.ofdspec.org/2016"
SIZE = 5.6
PER_LINE = 27


def text_object(number: int, text: str, x: float, y: float, size: float = SIZE) -> str:
    steps = f"g {len(text) - 1} {size}" if len(text) > 1 else ""
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{x} {y} {size * len(text)} {size}" Font="1" Size="{size}">'
        f'<ofd:TextCode X="0" Y="{size * 0.86}" DeltaX="{steps}">{text}</ofd:TextCode></ofd:TextObject>'
    )


def path_object(number: int, x0: float, y0: float, x1: float, y1: float) -> str:
    return (
        f'<ofd:PathObject ID="{number}" Boundary="{x0} {y0} {x1 - x0} {y1 - y0}">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def package(pages: list[str], *, template: str = "") -> bytes:
    head = f'xmlns:ofd="{SPACE}"'
    parts = {
        "OFD.xml": f"<ofd:OFD {head}><ofd:DocBody><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {head}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
        '</ofd:PageArea><ofd:TemplatePage ID="9" BaseLoc="Tpls/0.xml"/></ofd:CommonData><ofd:Pages>'
        + "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/{n}.xml"/>' for n in range(len(pages)))
        + "</ofd:Pages></ofd:Document>",
        "Doc_0/Tpls/0.xml": f"<ofd:Page {head}><ofd:Content><ofd:Layer>{template}</ofd:Layer></ofd:Content></ofd:Page>",
    }
    for n, page in enumerate(pages):
        parts[f"Doc_0/Pages/{n}.xml"] = (
            f'<ofd:Page {head}><ofd:Template TemplateID="9"/><ofd:Content><ofd:Layer><ofd:PageBlock>{page}</ofd:PageBlock></ofd:Layer>'
            "</ofd:Content></ofd:Page>"
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def paragraphs(texts: list[str], top: float = 40) -> str:
    made: list[str] = []
    for text in texts:
        rest, indent = text, 2
        while rest:
            piece = rest[: PER_LINE - indent]
            made.append(text_object(len(made) + 1, piece, 28 + indent * SIZE, top))
            rest, indent, top = rest[len(piece) :], 0, top + 10
    return "".join(made)


def table(rows: list[list[str]], top: float, widths: tuple[int, ...] = (20, 60, 40)) -> str:
    edges = [28.0]
    for width in widths:
        edges.append(edges[-1] + width)
    lines = [path_object(200 + n, edges[0], top + 10 * n, edges[-1], top + 10 * n) for n in range(len(rows) + 1)]
    lines += [path_object(300 + n, edge, top, edge, top + 10 * len(rows)) for n, edge in enumerate(edges)]
    cells = [
        text_object(400 + 10 * n + m, text, edges[m] + 2, top + 10 * n + 3, 4)
        for n, row in enumerate(rows)
        for m, text in enumerate(row)
        if text
    ]
    return "".join(lines + cells)


def lines(source: Source) -> list[str]:
    return [block.text for block in source.blocks if isinstance(block, Line)]


TEXTS = [
    "一、总体要求",
    "1.推进河道清淤。2025年6月底前完成清淤20公里，年底前完成水毁工程修复12处，重点河段岸线整治率达到95%以上。",
    "责任单位：市水务局、市财政局",
]


def test_paragraphs_and_places() -> None:
    source = read_bytes(package([paragraphs(TEXTS)]), "plan.ofd")
    assert lines(source) == TEXTS
    first = source.blocks[0]
    assert isinstance(first, Line)
    assert first.anchor is not None
    assert first.anchor.box is not None
    assert first.anchor.page == 1
    assert first.anchor.box[0] == pytest.approx((28 + 2 * SIZE) * 72 / 25.4, abs=1)
    assert first.anchor.box[1] == pytest.approx(40 * 72 / 25.4, abs=1)


def test_ruled_table_over_two_pages_and_running_heads() -> None:
    head = text_object(90, "云泽市人民政府文件", 28, 12)
    rows = [["序号", "任务", "单位"], ["1", "清淤20公里", "市水务局"]]
    more = [["序号", "任务", "单位"], ["2", "植树3000亩", "市林业局"]]
    source = read_bytes(package([paragraphs(TEXTS) + table(rows, 240), table(more, 40)], template=head), "plan.ofd")
    assert lines(source) == TEXTS
    (found,) = (block for block in source.blocks if isinstance(block, Table))
    assert [[cell.text for cell in row] for row in found.rows] == [["序号", "任务", "单位"], ["1", "清淤20公里", "市水务局"], more[1]]
    assert source.facts["页眉"] == "云泽市人民政府文件"


def test_damaged_and_empty_packages() -> None:
    with pytest.raises(UnreadableDocument):
        read_bytes(package([""]), "scan.ofd")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("OFD.xml", "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>")
    with pytest.raises(UnreadableDocument, match="a part is missing"):
        read_bytes(buffer.getvalue(), "plan.ofd")
    with pytest.raises(UnreadableDocument):
        read_bytes(b"PK\x03\x04 nothing", "plan.ofd")
