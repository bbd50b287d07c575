from __future__ import annotations

import pytest

from extract.contradictions import find_contradictions
from extract.deadlines import find_deadlines
from extract.frame import Frame, Head, Item, Span
from extract.targets import find_targets


def notes_of(*sentences: str) -> tuple[str, ...]:
    text, items = "", []
    for number, sentence in enumerate(sentences, 1):
        start = len(text)
        text += sentence + "\n"
        title = Span(start, start + (sentence + "。").index("。"))
        items.append(Item(str(number), (), start, start + len(sentence), title, (Span(start, start + len(sentence)),)))
    frame = Frame("case", text, (), Head(kind="plan", year=2025))
    everything = tuple(items)
    return find_contradictions(frame, everything, find_deadlines(frame, everything), find_targets(frame, everything))


@pytest.mark.parametrize(
    ("sentences", "said"),
    [
        (["推进普查。6月底前完成管网普查。9月底前完成管网普查。"], "两个期限"),
        (["建设车位。建设公共停车泊位300个，其中地面泊位200个、地下泊位150个。"], "分项之和350"),
        (["治理河道。黑臭水体消除比例达到Ioo%。"], "疑为扫描错误"),
        (["更新住宅老旧电梯。6月底前完成。", "更新住宅老旧电梯。11月底前完成。"], "出现两次"),
    ],
)
def test_contradictions_become_notes(sentences: list[str], said: str) -> None:
    notes = notes_of(*sentences)
    assert len(notes) == 1
    assert said in notes[0]


@pytest.mark.parametrize(
    "sentence",
    [
        "推进普查。6月底前完成管网普查，9月底前完成管线入库。",
        "建设车位。建设公共停车泊位300个，其中地面泊位200个、地下泊位100个。",
        "建设车位。建设公共停车泊位300个，其中充电泊位不少于80个。",
        "办好实事。建成城市书房9座、乡村礼堂24座、非遗工坊6座。",
    ],
)
def test_what_agrees_makes_no_note(sentence: str) -> None:
    assert notes_of(sentence) == ()
