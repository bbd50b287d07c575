"""Where a report or a speech turns to its audience: what is said to delegates and comrades belongs to no item before it.

An address (`各位代表！…`, `同志们，…`) and a call (`让我们…`) end an item wherever they begin a paragraph. A last paragraph that only calls
to the effort (`…奋力谱写云泽新篇章！`) ends it too, unless it measures something; so does such an address behind the last sentence of the
last item.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from extract.clean import simplify
from extract.closing import Place
from extract.labels import label_at
from extract.layout import Layout

_HEARERS = r"代表|委员|领导|同志|同仁|同事|朋友|来宾|嘉宾|组成人员|副主任|副主席|专家|企业家|父老|乡亲"
_HEARER = rf"(?:(?:各位|诸位)[\u4e00-\u9fff]{{0,6}}?(?:{_HEARERS})|(?:青年|乡亲|父老)?(?:同志|朋友|代表|委员|同事|战友|乡亲|家人)们)"
# A chair or secretary stands between others (主任、各位副主任、秘书长、各位委员：) and alone is an office that does something.
_CHAIR = r"(?:主任|主席|议长|秘书长|主持人)"
# `各位委员：按分工负责` shares out duties; what is said to delegates or comrades may follow a colon.
_ADDRESS = re.compile(
    rf"[“\"]?(?:尊敬的|亲爱的)?(?:{_CHAIR}[、，,\s])?{_HEARER}(?:[、，,\s和]{{1,2}}(?:{_HEARER}|{_CHAIR}))*\s*(?:[！!，,]|(?<=[们表])[：:]|[：:]?$)"
)
_CALL = re.compile(r"(?:最后[，,])?让我们")
_CALLS = re.compile(
    r"(?:^|[。！!；;，,])(?:最后[，,])?让我们|奋力(?:谱写|书写|开创|夺取)|谱写.{2,40}篇章|(?:努力|团结|不懈)奋斗|[作做]出.{0,16}贡献|再创.{0,8}(?:辉煌|佳绩)"
    r"|(?:夺取|争取).{2,24}胜利|开创.{2,30}局面|我们(?:坚信|相信|深信)[，,].{0,40}(?:一定|必将|必定|定能)"
)
_CRIES_OUT = re.compile(r"[！!][”\"’]?\s*$")
_MEASURES = re.compile(r"\d(?!\d{0,3}年|\d*[）)〕])")
_OPENS = frozenset('“"尊亲親各诸諸青同朋代委战戰乡鄉父家主议議秘最让讓')
_BEHIND_A_SENTENCE = re.compile(r"(?<=[。！；])[ \u3000]*")
_LONGEST_ADDRESS = 80


def is_address(text: str) -> bool:
    """Whether a paragraph speaks to the audience or calls on it; offices that have to do something are not spoken to.

    >>> is_address("各位代表、同志们！蓝图已经绘就。"), is_address("让我们携手奋进！"), is_address("各位代表提出的建议，由市水务局办理。")
    (True, True, False)
    """
    text = text[:_LONGEST_ADDRESS].strip(" \u3000")
    if text[:1] not in _OPENS:
        return False
    text = simplify(text)
    return _ADDRESS.match(text) is not None or _CALL.match(text) is not None


def only_calls(text: str) -> bool:
    """Whether a paragraph calls to the effort and measures nothing.

    >>> only_calls("我们将锐意进取，奋力谱写云泽新篇章！"), only_calls("新建护岸林20公里，奋力夺取绿化新胜利！")
    (True, False)
    """
    text = simplify(text)
    return _CRIES_OUT.search(text) is not None and _CALLS.search(text) is not None and _MEASURES.search(text) is None


def find_address(layout: Layout, place: Sequence[Place], index: int, closed: Set[int], *, after_heading: bool) -> int | None:
    """Where a line turns to the audience, if it does; `closed` are the lines, beside those of the frame, before which a text ends.

    Behind a bare heading a paragraph is what stands under it, whomever it speaks to.
    """
    line, text = layout.lines[index], layout.line_text(index)
    if not after_heading and is_address(text):
        return line.start
    below = index + 1
    is_last = below == len(layout.lines) or below in closed or place[below] is not Place.TEXT
    if not is_last or _CRIES_OUT.search(text) is None:
        return None
    if not after_heading and only_calls(text) and label_at(layout.text, line.start, line.end) is None:
        return line.start
    # What it says last must call, and nothing behind it may measure: then every address behind the last figure will do.
    plain = simplify(text)
    measured = max((figure.end() for figure in _MEASURES.finditer(plain)), default=0)
    called = max((call.start() for call in _CALLS.finditer(plain, measured)), default=0)
    gaps = (gap.span() for gap in _BEHIND_A_SENTENCE.finditer(text, measured, called + 1))
    return next((line.start + start for start, end in gaps if is_address(text[end : end + _LONGEST_ADDRESS])), None)
