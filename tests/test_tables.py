"""Task tables: roles of columns, groups, merged cells, and tables that a copy has flattened."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extract.outline import find_frames
from extract.source import Cell, Line, Source, Table

CASES = tomllib.loads((Path(__file__).parent / "cases" / "tables.toml").read_text("utf-8"))["case"]


def grid(rows: list[list[str]], sheet: str | None = None) -> Table:
    cells: list[tuple[Cell, ...]] = []
    for row in rows:
        made: list[Cell] = []
        for column, text in enumerate(row):
            if text == "^":
                made.append(Cell(cells[-1][column].text, merged=True))
            elif text == "<":
                made.append(Cell(made[-1].text, merged=True))
            else:
                made.append(Cell(text))
        cells.append(tuple(made))
    return Table(tuple(cells), sheet)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_table(case: dict[str, Any]) -> None:
    ((frame, items),) = find_frames(Source("case.docx", "docx", (grid(case["rows"], case.get("sheet")),)))
    read = [
        [
            item.number or "",
            frame.text[item.title.start : item.title.end],
            list(item.path),
            [
                f"{part.role}={frame.text[part.start : part.end]}"
                for part in item.fields
                if part.role not in ("number", "title", "category")
            ],
        ]
        for item in items
    ]
    expected = [
        [number, title, path, [part for part in fields if not part.startswith("category=")]]
        for number, title, path, fields in case["tasks"]
    ]
    assert read == expected
    if "title" in case:
        assert frame.head.title == case["title"]


def test_a_table_over_a_page_break_goes_on_with_the_columns_above() -> None:
    first = grid([["序号", "工作任务", "责任单位"], ["1", "修路", "县交通局"]])
    second = grid([["2", "架桥", "县交通局"]])
    ((frame, items),) = find_frames(Source("case.docx", "docx", (Line("松溪县2025年任务分解表"), first, second)))
    assert [(item.number, frame.text[item.title.start : item.title.end]) for item in items] == [("1", "修路"), ("2", "架桥")]


def test_the_heading_above_a_table_is_the_path_of_its_rows() -> None:
    table = grid([["序号", "工作任务", "责任单位"], ["1", "修路", "县交通局"]])
    ((_, items),) = find_frames(Source("case.docx", "docx", (Line("松溪县2025年交通工作方案"), Line("一、重点任务"), table)))
    assert [item.path for item in items] == [("一、重点任务",)]


FLAT = ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"]


def test_one_cell_a_line() -> None:
    cells = [*FLAT, "1", "改造管网", "市水务局", "市财政局", "市住建局", "6月底前", "2", "建设泵站", "市城管局", "9月底前"]
    ((frame, items),) = find_frames(Source("a.txt", "txt", tuple(Line(text) for text in ["云泽市任务分解表", *cells])))
    read = [[frame.text[part.start : part.end] for part in item.fields] for item in items]
    assert read == [["1", "改造管网", "市水务局", "市财政局\n市住建局", "6月底前"], ["2", "建设泵站", "市城管局", "9月底前"]]
    assert any("格线" in note for note in frame.notes)


def test_one_row_a_line() -> None:
    rows = [" ".join(FLAT), "1 改造管网 市水务局 市财政局 6月底前", "2 建设泵站 市城管局 市财政局 9月底前"]
    ((frame, items),) = find_frames(Source("a.txt", "txt", tuple(Line(text) for text in ["云泽市任务分解表", *rows])))
    read = [[(part.role, frame.text[part.start : part.end]) for part in item.fields] for item in items]
    assert read[1] == [("number", "2"), ("title", "建设泵站"), ("lead", "市城管局"), ("support", "市财政局"), ("deadline", "9月底前")]


def test_groups_between_flattened_rows_are_the_path() -> None:
    lines = [
        "松溪县任务分解表",
        "序号",
        "工作任务",
        "责任领导",
        "牵头单位",
        "完成时限",
        "一、产业",
        "1",
        "建设厂房",
        "张某",
        "县工信局",
        "12月底前",
    ]
    lines += ["二、民生", "2", "改造公路", "县交通局", "10月底前", "备注：每月报送进展。"]
    ((frame, items),) = find_frames(Source("a.txt", "txt", tuple(Line(text) for text in lines)))
    assert [item.path for item in items] == [("一、产业",), ("二、民生",)]
    read = [{part.header: frame.text[part.start : part.end] for part in item.fields} for item in items]
    assert (read[1]["牵头单位"], read[1]["完成时限"]) == ("县交通局", "10月底前")
    assert items[1].confidence < items[0].confidence


def test_two_flattened_tables_with_letter_spaced_headers() -> None:
    lines = [
        "云泽市重点工作责任分解",
        "序号",
        "主 要 工 作 任 务",
        "责任单位",
        "1",
        "生产总值增长6%左右。",
        "市发展改革委",
        "2",
        "研发投入强度达到3.5%。",
        "市科技局",
    ]
    lines += ["云泽市民生实事项目责任分解表", "序号", "项 目 名 称", "责任单位", "1", "新增停车泊位5000个。", "市综合执法局"]
    ((frame, items),) = find_frames(Source("a.txt", "txt", tuple(Line(text) for text in lines)))
    read = [
        (item.number, frame.text[item.title.start : item.title.end], frame.text[item.fields[-1].start : item.fields[-1].end])
        for item in items
    ]
    assert read == [
        ("1", "生产总值增长6%左右", "市发展改革委"),
        ("2", "研发投入强度达到3.5%", "市科技局"),
        ("1", "新增停车泊位5000个", "市综合执法局"),
    ]


def test_a_table_that_only_frames_running_text_is_text() -> None:
    text = "一、压实责任\n1.更新名录。各区要在3月底前完成河湖长名录的更新和公告工作，并及时报送。\n2.规范公示牌。"
    frame_table = Table(((Cell("云泽市2025年治水工作要点"),), (Cell(text),)))
    ((frame, items),) = find_frames(Source("a.docx", "docx", (frame_table,)))
    assert frame.head.title == "云泽市2025年治水工作要点"
    assert [(item.number, item.path) for item in items] == [("1", ("一、压实责任",)), ("2", ("一、压实责任",))]
