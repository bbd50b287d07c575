"""What a title names: the work that citations and the document itself meet in, whether or not its text is loaded."""

from __future__ import annotations

import re

from graph.organs import clean_name

_TRANSMITTED = re.compile(r"^.{0,60}?(?:印发|转发|发布|批转)[《“]?(?:关于印发)?[《“]?(.{4,}?)[》”]?的?(?:通知|公告|决定)$")
_EDITION = re.compile(r"（(?:\d{4}年?)?(?:修订|修正|最新|全文|\d{4}年?版?)(?:版|本)?）$")


def work_key(title: str) -> str:
    """The title by which a work is known: brackets of one kind, without marks, the state's name, a cover notice or an edition.

    >>> work_key("《中华人民共和国水法》"), work_key("河长湖长履职规范(试行)")
    ('水法', '河长湖长履职规范（试行）')
    >>> work_key("云泽市人民政府办公室关于印发《云泽市节水行动方案》的通知"), work_key("云泽市节水条例（2021年修订）")
    ('云泽市节水行动方案', '云泽市节水条例')
    """
    text = clean_name(title).strip("《》“”")
    if found := _TRANSMITTED.match(text):
        text = found.group(1)
    text = _EDITION.sub("", text)
    return re.sub(r"^中华人民共和国(?=.*(法|条例|规定|办法)$)", "", text) or text


_YEAR = re.compile(r"(?:(?:19|20)\d{2}|[一二][〇○零九]?[〇○零一二三四五六七八九]{2,3})(?:年度|年)?")


def series_key(title: str) -> str:
    """A title without its year, by which the documents of one series over the years are known.

    >>> series_key("云泽市2024年河湖长制工作要点") == series_key("云泽市二〇二五年度河湖长制工作要点")
    True
    >>> series_key("云泽市2024年河湖长制工作要点") == series_key("云泽市2024年河湖长制工作总结")
    False
    """
    return _YEAR.sub("", work_key(title))


def number_key(number: str | None) -> str | None:
    """A document number in one spelling, to compare.

    >>> number_key("云政办发[2024]3号") == number_key("云政办发〔2024〕 3 号")
    True
    """
    return clean_name(number) if number else None
