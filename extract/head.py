"""What the head and foot of a document say of it: title, kind, year, number, issuer, dates (GB/T 9704 and the tables of sites)."""

from __future__ import annotations

import re
from datetime import date

from extract.frame import Head
from extract.labels import label_at
from extract.layout import Layout
from extract.records import Kind
from extract.source import Source

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("work_points", re.compile(r"要点|工作思路|谋划")),
    ("summary", re.compile(r"总结|汇报|工作报告|报告$|述职|情况$|回顾")),
    ("plan", re.compile(r"方案|计划|分解|分工|台账|清单|措施|规划|意见|安排|任务表|一览表|目标|纲要|预案|责任书|工作表")),
    ("regulation", re.compile(r"(?:条例|规定|办法|细则|规则|法|决定|章程)(?:[（(].{1,6}[）)])?$")),
)
_TITLE_END = re.compile(
    r"(?:要点|方案|计划|分解表|分工表|分工|台账|清单|措施|规划|意见|安排|任务表|一览表|总结|报告|汇报|通知|通报|批复|函|决定|公告|条例|规定|办法|细则|规则|纲要|预案|章程|法|表|情况|令)"
    r"(?:[（(〔【].{1,24}[）)〕】]|(?:篇[一二三四五六七八九十\d]+))?$"
)
_NUMBER = re.compile(r"[\u4e00-\u9fffA-Z]{1,14}\s?[〔\[（(【［]\s*(?:19|20)\d{2}\s*[〕\]）)】］]\s*(?:第\s*)?\d{1,4}\s*号")
_DATE = re.compile(r"((?:19|20)\d{2})\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})\s*日?")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*(?:年|[—–\-~至]\s*(?:19|20)\d{2}\s*年)")
_ISSUER_FACTS = ("发文机关", "发布机构", "发文单位", "制定机关", "印发单位", "发布单位", "公布机关")
_NUMBER_FACTS = ("发文字号", "文号", "文件编号", "发文文号", "字号")
_DATE_FACTS = ("成文日期", "印发日期", "生成日期", "发文日期", "公布日期", "签发日期")


def parse_date(text: str) -> date | None:
    """The first full date in a text.

    >>> parse_date("2024年 3月 12日")
    datetime.date(2024, 3, 12)
    """
    match = _DATE.search(text)
    if match is None:
        return None
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        return None


def find_head(layout: Layout, source: Source) -> Head:
    """The head of a document."""
    facts = {re.sub(r"[\s：:]", "", key): value.strip() for key, value in source.facts.items()}
    title = _title(layout) or facts.get("标题")
    kind: Kind = kind_of(title or "")
    number = next((facts[key] for key in _NUMBER_FACTS if facts.get(key)), None)
    issuer = next((facts[key] for key in _ISSUER_FACTS if facts.get(key)), None)
    issued = next((day for key in _DATE_FACTS if key in facts and (day := parse_date(facts[key]))), None)
    for index in range(len(layout.lines)):
        text = layout.line_text(index).strip()
        if len(text) > 60:
            continue
        if number is None and index < 12 and _NUMBER.fullmatch(text):
            number = text
        day = _DATE.fullmatch(text)
        if day and issued is None:
            issued = parse_date(text)
            if issuer is None and index and len(before := layout.line_text(index - 1).strip()) < 40:
                issuer = before
    years = _YEAR.search(title or "")
    year = int(years.group(1)) if years else issued.year if issued and kind in ("plan", "work_points") else None
    return Head(title=title, kind=kind, year=None if kind == "regulation" else year, issuer=issuer, doc_number=number, issued_on=issued)


def kind_of(title: str) -> Kind:
    """The kind of document that a title names.

    >>> kind_of("云泽市2024年河湖长制工作要点"), kind_of("关于加强巡查的通知")
    ('work_points', 'other')
    """
    return next((kind for kind, pattern in _KINDS if pattern.search(title)), "other")


def _title(layout: Layout) -> str | None:
    """The last line before the first label that ends as titles do."""
    found = None
    for index, line in enumerate(layout.lines[:60]):
        if line.style == "row":
            break
        text = layout.line_text(index).strip()
        label = label_at(layout.text, line.start, line.end)
        if label is not None and label.family in ("cn", "article", "chapter", "arabic"):
            break
        if 4 <= len(text) <= 80 and _TITLE_END.search(text):
            found = text
    return found
