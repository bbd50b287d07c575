"""The same document in other forms gives the same facts.

Work points as txt, md, docx, html, pdf and doc; a task table as docx, xlsx, html and pdf.
"""

from __future__ import annotations

import io
from typing import Any

import docx
import openpyxl
import pytest

pytest.importorskip("reportlab")
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from extract import read_office
from extract.pipeline import extract
from extract.readers import read_bytes

TITLE = "云泽市水务局2025年工作要点"
POINTS = [
    "一、强化水资源管理",
    "1.落实用水总量控制。全市用水总量控制在9.5亿立方米以内，万元GDP用水量较2020年下降14%以上。（责任单位：市水务局、市发展改革委，各县（市、区）人民政府）",
    "2.推进农业节水。6月底前新增高效节水灌溉面积2.4万亩，年底前完成12处灌区计量设施安装。（责任单位：市水务局、市农业农村局）",
    "二、加强河湖管护",
    "3.开展河道清淤。9月30日前完成清淤35公里，县级河长每季度巡河不少于1次。（牵头单位：市河长制办公室；配合单位：市财政局、市生态环境局）",
    "4.整治入河排污口。按照《云泽市入河排污口整治方案》（云政办发〔2024〕21号）要求，全年整治排污口46个，整治完成率达到90%以上。（责任单位：市生态环境局）",
]
HEADER = ["序号", "工作任务", "目标", "牵头单位", "配合单位", "完成时限"]
ROWS = [
    ["1", "新建口袋公园", "新建口袋公园12个", "市城管局", "市财政局", "6月底前"],
    ["2", "改造供水管网", "改造供水管网86公里", "市水务局", "市住房城乡建设局", "11月底前"],
    ["3", "开展节水宣传", "全年不少于20场次", "市水务局", "市教育局", "长期坚持"],
]


def facts(data: bytes, name: str) -> list[dict[str, Any]]:
    """What is taken out of a file, without offsets and places."""
    (document,) = extract(read_bytes(data, name)).documents
    return [
        {
            "number": task.number,
            "title": task.title,
            "units": [(unit.name, unit.role) for unit in task.units],
            "deadlines": [(deadline.text, str(deadline.from_), str(deadline.to), deadline.recurrence) for deadline in task.deadlines],
            "targets": [(target.indicator, target.comparator, target.value, target.unit) for target in task.targets],
            "citations": [(citation.title, citation.doc_number) for citation in task.citations],
        }
        for task in document.tasks
    ]


def as_docx() -> bytes:
    document = docx.Document()
    for text in (TITLE, *POINTS):
        document.add_paragraph(text)
    return saved(document)


def saved(thing: Any) -> bytes:
    buffer = io.BytesIO()
    thing.save(buffer)
    return buffer.getvalue()


def as_html() -> bytes:
    body = "".join(f"<p style='text-indent:2em'>{text}</p>" for text in POINTS)
    return (
        f"<html><head><title>{TITLE}_云泽市水务局</title></head><body><div class='nav'><a>首页</a></div><h1>{TITLE}</h1>"
        f"<div id='zoom'>{body}</div><div class='foot'>责任编辑：林晓</div></body></html>"
    ).encode()


def as_pdf(draw: Any) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=A4)
    page.setFont("STSong-Light", 16)
    draw(page)
    page.save()
    return buffer.getvalue()


def draw_points(page: Any) -> None:
    top = 800.0
    page.drawCentredString(A4[0] / 2, top, TITLE)
    for text in POINTS:
        rest, indent = text, 32
        while rest:
            fitting = 1
            while fitting < len(rest) and page.stringWidth(rest[: fitting + 1], "STSong-Light", 16) + indent <= 432:
                fitting += 1
            top -= 28
            page.drawString(80 + indent, top, rest[:fitting])
            rest, indent = rest[fitting:], 0


def draw_table(page: Any) -> None:
    page.drawCentredString(A4[0] / 2, 800, TABLE_TITLE)
    page.setFont("STSong-Light", 10)
    edges = [40, 75, 165, 270, 345, 450, 530]
    for number, row in enumerate((HEADER, *ROWS)):
        for edge, text in zip(edges, row, strict=False):
            page.drawString(edge + 4, 760 - 30 * number, text)
    for number in range(len(ROWS) + 2):
        page.line(edges[0], 780 - 30 * number, edges[-1], 780 - 30 * number)
    for edge in edges:
        page.line(edge, 780, edge, 780 - 30 * (len(ROWS) + 1))


def test_work_points_in_every_form() -> None:
    expected = facts("\n".join((TITLE, *POINTS)).encode(), "a.txt")
    assert [task["number"] for task in expected] == ["1", "2", "3", "4"]
    forms = {
        "a.md": f"# {TITLE}\n\n".encode() + "\n\n".join(POINTS).encode(),
        "b.txt": "\r\n\r\n".join((TITLE, *POINTS)).encode("gb18030"),
        "a.docx": as_docx(),
        "a.html": as_html(),
        "a.pdf": as_pdf(draw_points),
    }
    for name, data in forms.items():
        assert facts(data, name) == expected, name


@pytest.mark.skipif(read_office.find_office() is None, reason="LibreOffice is not installed")
def test_work_points_as_old_word() -> None:
    old = read_office.convert(as_docx(), "a.docx", to="doc", kind="docx")
    assert facts(old, "a.doc") == facts("\n".join((TITLE, *POINTS)).encode(), "a.txt")


TABLE_TITLE = "云泽市2025年重点任务分解表"


def test_a_task_table_in_every_form() -> None:
    document = docx.Document()
    document.add_paragraph(TABLE_TITLE)
    table = document.add_table(rows=0, cols=len(HEADER))
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([TABLE_TITLE])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADER))
    for row in (HEADER, *ROWS):
        sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
        for place, text in zip(table.add_row().cells, row, strict=True):
            place.text = text
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (HEADER, *ROWS))
    page = f"<html><body><h1>{TABLE_TITLE}</h1><table border='1'>{rows}</table></body></html>".encode()
    expected = facts(saved(document), "a.docx")
    assert [task["title"] for task in expected] == [row[1] for row in ROWS]
    for name, data in {"a.xlsx": saved(book), "a.html": page, "a.pdf": as_pdf(draw_table)}.items():
        assert facts(data, name) == expected, name
