"""Printed line breaks that stand inside a sentence are taken out again.

Two kinds are met: one stray break (`召开本` / `级会议`), and whole files that were wrapped at a fixed width. A break is closed only
where the line before cannot have ended: after a comma or a word that needs a next one, inside a bracket or a word, or at the width
at which the file was wrapped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.source import Line

_ENDS = frozenset("。！？；：…!?;:）)】〕］]》〉”’〞」』")
_OPEN_ENDS = frozenset("，、,（(《〈“‘〔【")
_CONTINUES = frozenset("，。、；：！？）》〉”’〕】,;)")
_NEEDS_NEXT = frozenset("的和与及或在对为由将以并从把向按至到被使让给之于其该每各第约余")
LABEL = re.compile(
    r"(?:[（(〔\[]\s*[一二三四五六七八九十百零〇\d]{1,4}\s*[）)〕\]]"
    r"|[一二三四五六七八九十百]{1,4}(?:、|是(?!否))"
    r"|\d{1,3}(?:\.\d{1,2}){0,3}\s*(?:[、．]|\.(?!\d)|\.(?=\d{1,2}月|(?:19|20)\d\d年))"
    r"|\d{1,2}[)）]|第[一二三四五六七八九十百零〇\d]{1,5}[章节条部分编篇]"
    r"|[①-⑳⑴-⒇㈠-㈩⒈-⒛❶-❿]|[—―-]{1,2}[^\d—―-]|[●•◆■▲★☆◇□○·]"
    r"|序\s*号(?!\S{8})|附\s*(?:件|表|录|图)|责任(?:单位|部门|人|领导)|牵头(?:单位|部门|领导)|配合(?:单位|部门)|完成时限)"
)
# A line of nothing but offices is a cell of a table that was copied cell by cell, whatever word its first characters would make.
_NAMES_ALONE = re.compile(
    r"(?:各|有关|国网|中国|[\u4e00-\u9fff]{0,6}[省市县区州镇乡村盟旗])[\u4e00-\u9fff（）()、]{0,24}"
    r"(?:[局委办厅部院会府站所处室科队团校]|中心|公司|集团|银行|大学|乡镇|街道|单位|部门|企业|法院)(?:[（(][^）)]{1,12}[）)])?"
)
# A row of a table whose cells stand apart by blanks.
_ROW = re.compile(r"\d{1,3}[ \u3000]+[^\d\s]\S*[ \u3000]+\S")
_RUNNING = re.compile(r"[，。；,;：:]")
_SHORTEST_RUNNING = 12
_SHORTEST_OPEN = 6
_LOOKED_AT = 1_000
_LONGEST_PARAGRAPH = 20_000
_LONGEST_HEADING = 45
# A file counts as wrapped where most of the lines that end openly end within this many half-widths of one width.
_WRAP_BAND = 5
_WIDEST_WRAP = 170
_FEWEST_WRAPPED = 6


def join_broken_lines(lines: Sequence[Line], *, indented: Sequence[bool] | None = None) -> list[Line]:
    """The lines with breaks inside sentences closed; `indented` says which lines began with a blank, where the file shows it.

    >>> [line.text for line in join_broken_lines([Line("2.召开会议。各级要及时召开本"), Line("级会议，加强协作。"), Line("3.加强宣传。")])]
    ['2.召开会议。各级要及时召开本级会议，加强协作。', '3.加强宣传。']
    """
    if indented is None or not any(indented):
        indented = [False] * len(lines)
    width = _wrapping_width(lines)
    indents_are_used = any(indented)
    joined: list[Line] = []
    for index, line in enumerate(lines):
        # The width is that of the printed line before, not of what was joined so far.
        if joined and _belongs_together(joined[-1], lines[index - 1], line, width, indented[index], indents_are_used):
            joined[-1] = replace(joined[-1], text=glue(joined[-1].text, line.text))
        else:
            joined.append(line)
    return joined


def glue(left: str, right: str) -> str:
    """Two parts of one sentence put together, with a blank only between Latin words.

    >>> glue("借助河长", "APP"), glue("open", "source")
    ('借助河长APP', 'open source')
    """
    blank = left[-1:].isascii() and left[-1:].isalpha() and right[:1].isascii() and right[:1].isalpha()
    return f"{left} {right}" if blank else left + right


def breaks_a_word(left: str, right: str) -> bool:
    """Whether a dictionary word lies across the break.

    >>> breaks_a_word("各级要及时组织召开本", "级河长制工作会议"), breaks_a_word("强化组织领导", "各县区要")
    (True, False)
    """
    import rjieba

    head, tail = left[-8:], right[:8]
    position = 0
    for word in rjieba.cut(head + tail):
        if position < len(head) < position + len(word):
            return True
        position += len(word)
    return False


def is_open(text: str) -> bool:
    """Whether a bracket or quotation that was opened in the text is still open at its end.

    >>> is_open("推进（市水务局"), is_open("推进（市水务局）")
    (True, False)
    """
    return any(text.count(left) > text.count(right) for left, right in (("《", "》"), ("“", "”"), ("〔", "〕"))) or (
        text.count("（") + text.count("(") > text.count("）") + text.count(")")
    )


def _belongs_together(whole: Line, before: Line, line: Line, width: int | None, indented: bool, indents_are_used: bool) -> bool:
    # Most lines begin with a label, and that is seen at once.
    if (
        indented
        or whole.style != "body"
        or line.style != "body"
        or LABEL.match(line.text)
        or whole.align != line.align
        or len(whole.text) > _LONGEST_PARAGRAPH
        or "\t" in before.text
        or "\t" in line.text
        or (_is_barred(line.text) and _is_barred(before.text))
        or (line.text[0].isdigit() and _ROW.match(line.text) and _ROW.match(whole.text))
    ):
        return False
    # Only the end of a long paragraph is looked at: a bracket that was lost long ago holds nothing together.
    text, following = whole.text[-_LOOKED_AT:], line.text
    end = before.text[-1]
    if width is not None and abs(_width(before.text) - width) <= _WRAP_BAND and (end not in _ENDS or indents_are_used or is_open(text)):
        return True
    if len(whole.text) <= _LONGEST_HEADING and _is_heading(text):
        return False
    if following[0] in _CONTINUES:
        return _RUNNING.search(text) is not None or end not in _ENDS
    if end in _ENDS and not is_open(text):
        return False
    is_running = len(text) >= _SHORTEST_RUNNING and _RUNNING.search(text[:-1]) is not None
    if end in _OPEN_ENDS:
        return is_running or len(text) >= _SHORTEST_OPEN
    if not is_running or end in _ENDS:
        return False
    return end in _NEEDS_NEXT or is_open(text) or (not _NAMES_ALONE.fullmatch(following) and breaks_a_word(text, following))


def _is_barred(text: str) -> bool:
    """Whether bars part the line into three cells or more, as rows of a table are printed.

    >>> _is_barred("1 | 清淤 | 市水务局"), _is_barred("上一篇 | 下一篇")
    (True, False)
    """
    return text.count("|") + text.count("｜") >= 2


def _is_heading(text: str) -> bool:
    """A label and a few words without a mark between them: whatever follows begins anew."""
    label = LABEL.match(text)
    return label is not None and len(text) <= _LONGEST_HEADING and _RUNNING.search(text, label.end()) is None and not is_open(text)


def _width(text: str) -> int:
    return 2 * len(text) - len(text.encode("ascii", "ignore"))


def _wrapping_width(lines: Sequence[Line]) -> int | None:
    """The width in half-widths at which a file was wrapped, or `None`."""
    widths = sorted(_width(line.text) for line in lines if line.text[-1] not in _ENDS and len(line.text) >= _SHORTEST_RUNNING)
    if len(widths) < _FEWEST_WRAPPED:
        return None
    width = widths[int(len(widths) * 0.9)]
    near = sum(1 for each in widths if abs(each - width) <= _WRAP_BAND)
    longest = max(_width(line.text) for line in lines)
    if width > _WIDEST_WRAP or longest > width + 2 * _WRAP_BAND or near < 0.5 * len(widths) or near * 4 < len(lines):
        return None
    return width
