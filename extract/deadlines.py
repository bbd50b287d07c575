"""When, or how often, work is to be done: the times of `dates` and `recurrences`, judged in their sentence.

A time is no deadline where it only names a thing (`2023年度考核`, `2024年项目库`), says from where a change counts (`较2020年`),
or stands in a title. Dates of finished work are kept with `past`. Confidence is the share of right readings of each form on the
annotated documents of the project's visible gold; forms that it does not hold have the confidence of the nearest that it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from extract.dates import find_moments
from extract.deadline_cells import OPEN_WORDS, is_unscored, read_cell
from extract.frame import Frame, Item, TableField
from extract.moments import Moment
from extract.records import Deadline
from extract.recurrences import Often, find_recurrences
from extract.spans import Spans
from extract.tense import clause_of, looks_ahead, looks_back, reports, said_of, year_of
from extract.twin import twin_of

_CONFIDENCE = {
    "lasting": 0.6,
    "occasion": 0.85,
    "fused years": 0.6,
    "year": 0.85,
    "by period": 0.85,
    "rhythm": 0.7,
    "one by one": 0.75,
    "inherited": 0.8,
    "open": 0.9,
}

_TITLE = re.compile(r"《[^《》\n]{1,120}》")
_BASELINE = re.compile(r"(?:较|比|以|从|由|与|同|自|对比|相比|截[至止]|高于|低于)\s*$")
_NAMES_A_THING = re.compile(
    r"\s*(?:度|第|版|[号级]|的(?!目标)|[“”]?[一-龥]{0,12}(?:工作要点|工作报告|实施方案|工作方案|行动方案|工作计划|行动计划|年度计划|规划|清单|预算|决算|目录|名单|台账|台帐|方案|通知|条例|办法|意见|报告|考核(?!指标)|评价结果|民生实事|实事项目|项目库|结转|存量|成果))"
)
_STOCK = re.compile(r"(?:形成|登记|建成|批准|遗留|开工|立项|发生|取得|实施|交付|排查)[^，。；]{0,8}的")
"""2024年以前|形成的 … says which, not when."""
_SPELLED_OUT = re.compile(r"节?[（(]\d{1,2}月")
"""A season whose months follow in a bracket: the months are the deadline."""
_OPENS = "，,；;。！!？?：:、（(\n\r\t 　|"
_LEADING = re.compile(r"(?:在|于|到|至|自|力争|确保|预计|计划|争取|要|将|应|须|需|拟|和|及|并|，其中)\s*$")
_DOES = re.compile(
    r"\s*[，,、]?\s*(?:全[市省县区州镇乡]|我[市省县区州镇乡]|各|要|将|应|力争|确保|争取|计划|预计|拟|完成|实现|新增|新建|建成|建设|改造|达到|启动|开工|投入|推进|开展|组织|实施|累计|共|培育|创建|安排|集中|全面|基本|争创|打造|举办|召开|编制|出台|制定|印发|报送|上报|验收|投用|通过|竣工|完工|动工)"
)
_LABELLED = re.compile(rf"(?:时限|完成时间|时间要求|时间节点|整改期限)\s*[:：]\s*(?P<open>{OPEN_WORDS.pattern})(?=[\s，,。；;）)]|$)")
_AS_NAME = re.compile(r"(?:完成|做好|抓好|开展|组织|做实|强化|落实)$")
_NO_PERIOD = re.compile(
    r"(?:控制|压缩|缩短|压减|减少|缩减|提速|降低)[^，。；]{0,6}[在至到为]?\s*$|(?:不超过|近|最近|过去|不足|超过|有效期|每|连续|任期)\s*$"
)
_NOT_DUE = re.compile(r"\s*(?:不|禁止|仍|未|累计|连续|再次|又|有[违因]|曾|因|无|发生|达|的(?!时间|期限))")
_MILESTONE = re.compile(
    r"\s*(?:要|应|力争|确保|全面|基本|全部|分批|集中)?(?P<verb>完成[一-龥]{0,6}?(?=[，,。；;、）)]|$)|建成(?:投用|通车)?|开工(?:建设)?|动工|完工|竣工|投入使用|投产|投用|通车|启动|报送|上报|印发|出台|验收|办结|达标|建立台账)"
)
_FINISHED = re.compile(r"已|(?<![为除罢受])了(?![解望如])|截至|截止|累计")


def find_deadlines(frame: Frame, items: tuple[Item, ...]) -> list[tuple[Deadline, ...]]:
    """The deadlines of every item, in the order in which they stand."""
    twin, simple = twin_of(frame, items)
    found = [_of_item(twin, item) for item in simple]
    if twin is frame:
        return found
    return [tuple(one.model_copy(update={"text": frame.text[one.start : one.end]}) for one in of_item) for of_item in found]


def _of_item(frame: Frame, item: Item) -> tuple[Deadline, ...]:
    found: dict[tuple[int, int], Deadline] = {}
    for start, end, cell in _stretches(item):
        for deadline in _in_cell(frame, start, end) if cell else _in_text(frame, item, start, end):
            found.setdefault((deadline.start, deadline.end), deadline)
    return tuple(sorted(found.values(), key=lambda deadline: (deadline.start, deadline.end)))


def _stretches(item: Item) -> Iterator[tuple[int, int, bool]]:
    """Where deadlines of an item may stand, and whether that is a time column."""
    if not item.fields:
        for start, end in item.body:
            yield start, end, False
        return
    for cell in item.fields:
        if cell.role == "deadline":
            yield cell.start, cell.end, True
        elif _may_state_facts(cell):
            yield cell.start, cell.end, False


def _may_state_facts(cell: TableField) -> bool:
    return cell.role in ("title", "text", "target", "progress", "other")


def _in_cell(frame: Frame, start: int, end: int) -> Iterator[Deadline]:
    text = frame.text
    cell = text[start:end].strip()
    if not cell or is_unscored(cell):
        return
    recurrences = find_recurrences(text, start, end)
    taken = Spans((often.start, often.end) for often in recurrences)
    moments = [moment for moment in read_cell(text, start, end, frame.head.year) if not taken.touch(moment.start, moment.end)]
    for often in recurrences:
        yield _recurring(text, often, how="table")
    for moment in moments:
        yield _dated(frame, moment, past=False, how="table", bare_is_due=True)
    if not recurrences and not moments:
        begin = start + text[start:end].index(cell)
        known = OPEN_WORDS.search(cell) is not None
        yield Deadline(text=cell, start=begin, end=begin + len(cell), how="table", rule="open", confidence=0.95 if known else 0.6)


def _in_text(frame: Frame, item: Item, start: int, end: int) -> Iterator[Deadline]:
    text, year = frame.text, year_of(frame, item)
    rhythms, moments = find_recurrences(text, start, end), find_moments(text, start, end, year, today=_today(frame, year))
    titles = Spans(match.span() for match in _TITLE.finditer(text, start, end)) if rhythms or moments else Spans(())
    recurrences = [often for often in rhythms if not titles.touch(often.start, often.end)]
    taken = Spans((often.start, often.end) for often in recurrences)
    for often in recurrences:
        yield _recurring(text, often)
    for label in _LABELLED.finditer(text, start, end):
        begin, close = label.span("open")
        yield Deadline(text=text[begin:close], start=begin, end=close, rule="open", confidence=0.9)
    for moment in moments:
        if titles.touch(moment.start, moment.end) or taken.touch(moment.start, moment.end) or not _is_due(text, moment, start, end, year):
            continue
        yield _dated(frame, moment, past=_is_past(frame, item, moment, start, end))


def _today(frame: Frame, year: int | None) -> int | None:
    """The year from which 明年 counts: that of the report, not that of the next steps that it heads."""
    own = frame.head.year
    return own if frame.head.kind == "summary" and own is not None and year is not None and own < year else None


def _is_due(text: str, moment: Moment, low: int, high: int, year: int | None) -> bool:
    """Whether the sentence uses the time to say when, not what."""
    before, after = text[max(low, moment.start - 12) : moment.start], text[moment.end : min(high, moment.end + 20)]
    begins = moment.to is None and moment.from_ is not None
    if _BASELINE.search(before) and not moment.form.endswith("s") and not begins:
        return False
    if moment.form == "lasting":
        return _NO_PERIOD.search(before) is None and _NOT_DUE.match(after) is None
    if moment.form == "year":
        return _year_is_due(text[moment.start : moment.end], moment, before, after)
    if moment.form == "year word" and before.endswith(("纳入", "作为", "列入")):
        return False
    if moment.form == "year word" and text[moment.start : moment.end] in ("全年", "年中", "年初", "年终"):
        return after[:1] not in ("的", "期", "度", "考", "目", "任", "总", "龄")
    if moment.form == "occasion" and text[moment.start : moment.end].endswith("前") and _AS_NAME.search(before):
        return False
    if moment.form == "occasion" and _SPELLED_OUT.match(after):
        return False
    if moment.form == "five years" and text[moment.start : moment.end].endswith("之年") and before.endswith(("是", "为", "作为")):
        return False
    if moment.form == "occasion" and moment.bare:
        return moment.year is not None or not before or before[-1] in _OPENS or _LEADING.search(before) is not None
    return not (moment.form in ("month", "day") and moment.bare and after.startswith("的"))


def _year_is_due(printed: str, moment: Moment, before: str, after: str) -> bool:
    if printed.startswith(("去年", "上年", "前年")) or (
        printed[-1] == "年" and printed.startswith(("当年", "次年", "本年", "翌年", "来年"))
    ):
        return False
    if not moment.bare:
        return not after.startswith(("排查", "的")) and _STOCK.match(after) is None
    if _NAMES_A_THING.match(after) or after.startswith("是"):
        return False
    opens = not before or before[-1] in _OPENS or _LEADING.search(before) is not None
    if opens:
        return True
    return _DOES.match(after) is not None


def _is_past(frame: Frame, item: Item, moment: Moment, low: int, high: int) -> bool:
    """Whether the time is that of work done: by the document's year, its kind, and the words around."""
    text, year = frame.text, year_of(frame, item)
    if moment.since:
        return True
    if year is not None and moment.to is not None and moment.to < date(year, 1, 1) and frame.head.kind != "regulation":
        return not (reports(frame, item) and looks_ahead(said_of(text, moment.start, moment.end, low, high)))
    if not reports(frame, item):
        first, last = clause_of(text, moment.start, moment.end, low, high)
        return text[max(low, moment.start - 2) : moment.start] in ("已于", "已在") or (
            looks_back(text[first:last]) and frame.head.kind in ("summary", "article") and not looks_ahead(text[first:last])
        )
    clause = said_of(text, moment.start, moment.end, low, high)
    if looks_ahead(clause):
        return False
    if year is not None and moment.from_ is not None and moment.from_.year > year:
        return False
    closes = moment.from_ is None and moment.to is not None
    opened = text[max(low, moment.start - 2) : moment.start]
    printed = text[moment.start : moment.end]
    looks_done = _FINISHED.search(clause) is not None or opened.endswith(("于", "至", "到")) or printed.startswith(("至", "截", "到"))
    return not closes or looks_done


def _dated(frame: Frame, moment: Moment, *, past: bool, how: str = "rule", bare_is_due: bool = False) -> Deadline:
    text = frame.text
    doing = _MILESTONE.match(text, moment.end, min(len(text), moment.end + 14))
    confidence = _CONFIDENCE.get(moment.form, 0.96)
    if moment.bare and not bare_is_due:
        confidence -= 0.08
    if moment.derived:
        confidence -= 0.05
    return Deadline.model_validate(
        {
            "text": text[moment.start : moment.end],
            "start": moment.start,
            "end": moment.end,
            "from": moment.from_,
            "to": moment.to,
            "how": "table" if how == "table" else frame.how,
            "rule": moment.form,
            "confidence": round(confidence, 2),
            "milestone": doing.group("verb") if doing else None,
            "past": past,
        }
    )


def _recurring(text: str, often: Often, *, how: str = "rule") -> Deadline:
    return Deadline(
        text=text[often.start : often.end],
        start=often.start,
        end=often.end,
        recurrence=often.recurrence,
        how="table" if how == "table" else "rule",
        rule=often.form,
        confidence=_CONFIDENCE.get(often.form, 0.97),
    )
