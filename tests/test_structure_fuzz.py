"""Whatever the text, structure is found without a crash, and every stretch lies inside it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.outline import find_frames
from extract.source import Block, Cell, Line, Source, Table

PIECES = st.sampled_from(
    [
        "一、",
        "（一）",
        "1.",
        "1、",
        "（1）",
        "①",
        "一是",
        "二是",
        "1.1",
        "第一条",
        "第二条",
        "第三条",
        "第一章",
        "()",
        "附件：",
        "附件1",
        "目录",
        "：",
        "；",
        "《",
        "》",
        "（",
        "5",
        "Part",
        "|",
        "総",
        "𠮷",
        "篇1",
        "篇2",
        "序号",
        "任务",
        "牵头单位",
        "完成时限",
        "云泽市2024年工作要点",
        "关于印发方案的通知",
        "2024年3月1日",
        "云泽市水务局",
        "（责任单位：市水务局）",
        "加强巡查。",
        "现将工作汇报如下：",
        "由市水务局负责落实。",
        "6月底前",
        "履行下列职责：",
        "\n",
        " ",
        "\u3000",
        "1.1.2 ",
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map("".join))
LINES = st.builds(
    Line,
    TEXTS,
    st.sampled_from(["body", "title", "heading", "furniture"]),
    st.sampled_from([None, 1, 2]),
    st.sampled_from([None, "center", "right"]),
)
CELLS = st.builds(Cell, TEXTS, st.booleans())
TABLES = (
    st.integers(1, 4)
    .flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width).map(tuple), max_size=5))
    .map(lambda rows: Table(tuple(rows)))
)
BLOCKS: st.SearchStrategy[Block] = st.one_of(LINES, LINES, TABLES)


@settings(max_examples=150, deadline=None)
@given(st.lists(BLOCKS, max_size=14))
def test_offsets_are_true_for_any_source(blocks: list[Block]) -> None:
    for frame, items in find_frames(Source("any.txt", "txt", tuple(blocks))):
        size = len(frame.text)
        for line in frame.lines:
            assert 0 <= line.start <= line.end <= size
        for item in items:
            assert 0 <= item.start <= item.end <= size
            assert item.start <= item.title.start <= item.title.end <= size or item.how == "table"
            for span in (*item.body, *((item.lead,) if item.lead else ()), *((part.start, part.end) for part in item.fields)):
                assert 0 <= span[0] <= span[1] <= size
            assert frame.text[item.start : item.end] != ""
