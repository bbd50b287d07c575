"""Word documents: what Word prints and does not write, in files made here."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from extract.read_docx_numbers import chinese_number
from extract.readers import read_bytes
from extract.source import Line, Source, Table

W = nsdecls("w")


def read_document(document: Any) -> Source:
    buffer = io.BytesIO()
    document.save(buffer)
    return read_bytes(buffer.getvalue(), "plan.docx")


def lines(source: Source) -> list[str]:
    return [block.text for block in source.blocks if isinstance(block, Line)]


def add_list(document: Any, abstract_id: int, levels: str, *, numbers: dict[int, str]) -> None:
    """Puts an abstract list and the lists that point to it into the numbering part."""
    part = document.part.numbering_part.element
    abstract = parse_xml(f'<w:abstractNum {W} w:abstractNumId="{abstract_id}">{levels}</w:abstractNum>')
    part.insert(0, abstract)
    for number, override in numbers.items():
        part.append(parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="{abstract_id}"/>{override}</w:num>'))


def level(depth: int, form: str, text: str, *, start: int = 1, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def add_item(document: Any, text: str, number: int, depth: int) -> Any:
    paragraph = document.add_paragraph(text)
    settings = parse_xml(f'<w:numPr {W}><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')
    paragraph._p.get_or_add_pPr().append(settings)
    return paragraph


def test_automatic_numbers_restart_under_each_heading() -> None:
    document = docx.Document()
    levels = level(0, "chineseCountingThousand", "%1、") + level(1, "chineseCounting", "（%2）") + level(2, "decimal", "%3.")
    add_list(document, 90, levels, numbers={90: ""})
    for text, depth in (
        ("总体要求", 0),
        ("加强领导", 1),
        ("建专班。", 2),
        ("配人员。", 2),
        ("加强宣传", 1),
        ("办展览。", 2),
        ("重点任务", 0),
        ("清淤", 1),
    ):
        add_item(document, text, 90, depth)
    expected = ["一、总体要求", "（一）加强领导", "1.建专班。", "2.配人员。", "（二）加强宣传", "1.办展览。", "二、重点任务", "（一）清淤"]
    assert lines(read_document(document)) == expected


def test_lists_share_counters_unless_one_starts_anew() -> None:
    document = docx.Document()
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    add_list(document, 91, level(0, "decimal", "第%1条"), numbers={91: "", 92: "", 93: anew})
    for text, number in (("甲", 91), ("乙", 92), ("丙", 93), ("丁", 93), ("戊", 91)):
        add_item(document, text, number, 0)
    assert lines(read_document(document)) == ["第1条 甲", "第2条 乙", "第5条 丙", "第6条 丁", "第7条 戊"]


def test_parts_of_higher_levels_inside_a_number() -> None:
    document = docx.Document()
    levels = (
        level(0, "chineseCounting", "第%1章") + level(1, "decimal", "%1.%2", more="<w:isLgl/>") + level(2, "decimalEnclosedCircle", "%3")
    )
    add_list(document, 94, levels, numbers={94: ""})
    for text, depth in (("总则", 0), ("目的", 1), ("依据", 1), ("附则", 0), ("施行", 1), ("自公布之日起施行。", 2)):
        add_item(document, text, 94, depth)
    assert lines(read_document(document)) == ["第一章 总则", "1.1 目的", "1.2 依据", "第二章 附则", "2.1 施行", "① 自公布之日起施行。"]


def test_numbers_that_come_with_the_style() -> None:
    document = docx.Document()
    add_list(document, 95, level(0, "chineseCounting", "%1、", more='<w:pStyle w:val="Heading1"/>'), numbers={95: ""})
    style = document.styles["Heading 1"].element.get_or_add_pPr()
    style.append(parse_xml(f'<w:numPr {W}><w:numId w:val="95"/></w:numPr>'))
    document.add_heading("总体要求", 1)
    document.add_heading("不编号的标题", 1)._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:numId w:val="0"/></w:numPr>'))
    document.add_heading("重点任务", 1)
    source = read_document(document)
    assert lines(source) == ["一、总体要求", "不编号的标题", "二、重点任务"]
    assert all(isinstance(block, Line) and (block.style, block.level) == ("heading", 1) for block in source.blocks)


FORMS = {
    "chineseLegalSimplified": "叁",
    "ideographTraditional": "丙",
    "ideographZodiac": "寅",
    "upperRoman": "III",
    "lowerLetter": "c",
    "decimalZero": "03",
    "decimalFullWidth": "３",
    "ideographDigital": "三",
    "decimalEnclosedParen": "⑶",
    "decimalEnclosedFullstop": "⒊",
}


@pytest.mark.parametrize(("form", "shown"), FORMS.items())
def test_forms_of_numbers(form: str, shown: str) -> None:
    document = docx.Document()
    add_list(document, 96, level(0, form, "%1、", start=3), numbers={96: ""})
    add_item(document, "清淤", 96, 0)
    assert lines(read_document(document)) == [f"{shown}、清淤"]


def test_chinese_numbers() -> None:
    assert [chinese_number(value) for value in (0, 11, 101, 111, 1010, 10_000)] == [
        "0",
        "十一",
        "一百零一",
        "一百一十一",
        "一千零一十",
        "10000",
    ]


def test_merged_cells_are_filled_and_numbered_cells_numbered() -> None:
    document = docx.Document()
    add_list(document, 97, level(0, "decimal", "%1"), numbers={97: ""})
    table = document.add_table(rows=4, cols=3)
    for row, texts in enumerate((("序号", "任务", "单位"), ("", "清淤", "市水务局"), ("", "植树", ""), ("合计两项", "", ""))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    for row in (1, 2):
        paragraph = table.cell(row, 0).paragraphs[0]
        paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="0"/><w:numId w:val="97"/></w:numPr>'))
    table.cell(1, 2).merge(table.cell(2, 2))
    table.cell(3, 0).merge(table.cell(3, 2))
    (found,) = (block for block in read_document(document).blocks if isinstance(block, Table))
    assert [[cell.text for cell in row] for row in found.rows] == [
        ["序号", "任务", "单位"],
        ["1", "清淤", "市水务局"],
        ["2", "植树", "市水务局"],
        ["合计两项", "合计两项", "合计两项"],
    ]
    assert [cell.merged for cell in found.rows[2]] == [False, False, True]
    anchor = found.rows[2][2].anchor
    assert anchor is not None
    assert (anchor.row, anchor.column) == (1, 2)


def test_a_table_of_one_cell_is_a_frame() -> None:
    document = docx.Document()
    document.add_table(rows=1, cols=1).cell(0, 0).text = "一、加强领导"
    assert lines(read_document(document)) == ["一、加强领导"]


def test_tracked_changes_hidden_text_and_breaks() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("清淤")
    for xml in (
        f'<w:ins {W} w:id="1" w:author="a"><w:r><w:t>20</w:t></w:r></w:ins>',
        f'<w:del {W} w:id="2" w:author="a"><w:r><w:delText>10</w:delText></w:r></w:del>',
        f"<w:r {W}><w:t>公里。</w:t></w:r>",
        f"<w:r {W}><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>",
        f"<w:r {W}><w:br/><w:t>植树3000亩。</w:t></w:r>",
        f"<w:r {W}><w:instrText>PAGE</w:instrText></w:r>",
    ):
        paragraph._p.append(parse_xml(xml))
    assert lines(read_document(document)) == ["清淤20公里。", "植树3000亩。"]


def test_text_boxes_and_content_controls() -> None:
    document = docx.Document()
    box = (
        f'<w:r {W} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
        "<w:p><w:r><w:t>云泽市人民政府文件</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    document.add_paragraph()._p.append(parse_xml(box))
    control = f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>一、加强领导</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(1, parse_xml(control))
    assert lines(read_document(document)) == ["云泽市人民政府文件", "一、加强领导"]


def test_alignment_headings_and_places() -> None:
    document = docx.Document()
    document.add_paragraph("云泽市工作要点").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("")
    document.add_paragraph("2025年3月1日").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    blocks = [block for block in read_document(document).blocks if isinstance(block, Line)]
    assert [(block.align, block.anchor.paragraph if block.anchor else None) for block in blocks] == [("center", 0), ("right", 2)]


def test_secrecy_in_the_header_is_seen() -> None:
    from extract.errors import ClassifiedDocument

    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "机密★1年"
    document.add_paragraph("一、加强领导")
    with pytest.raises(ClassifiedDocument):
        read_document(document)
