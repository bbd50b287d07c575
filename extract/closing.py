"""Lines that belong to the frame of a document and to none of its items: signature, date, copies, attachments, remarks.

GB/T 9704 fixes their order: text, attachment list, signature, date, remark in brackets, copies, printing note. What an item of the outline
takes up ends before the first of them.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from itertools import chain

from extract.labels import CHINESE_DIGITS, label_at
from extract.layout import Layout


class Place(Enum):
    """What a line is in the frame of a document."""

    TEXT = auto()
    SIGNATURE = auto()
    DATE = auto()
    ATTACHMENT = auto()
    ATTACHED = auto()  # a further line of a list of attachments
    ANNEX = auto()  # `附件1` above what is attached
    REMARK = auto()
    COPIES = auto()
    LETTERHEAD = auto()


_CHINESE_DATE = r"[〇○Ｏ零一二三四五六七八九O0]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日?"
DATE_LINE = re.compile(
    rf"[（(]?\s*(?:(?:19|20)\d{{2}}\s?[年./-]\s?\d{{1,2}}\s?[月./-]\s?\d{{1,2}}\s?日?|{_CHINESE_DATE})\s*(?:印发|印制)?[）)]?"
)
_SIGNED_AND_DATED = re.compile(
    r"(?P<signer>[\u4e00-\u9fff（）()〔〕]{4,30}?)[\s\u3000]{1,20}(?P<date>(?:19|20)\d{2}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日)"
)
_ANNEX = re.compile(rf"附\s*(?:件|表|录)?\s*[{CHINESE_DIGITS}\d]{{0,3}}\s*[：:.．]?")
_ATTACHMENT = re.compile(rf"附\s*(?:件|表)?\s*[{CHINESE_DIGITS}\d]{{0,2}}\s*[：:.]\s*\S")
_LISTED_AS = re.compile(r"^(?:附\s*(?:件|表)?\s*[一二三四五六七八九十\d]{0,2}\s*[：:.]\s*)?(?:\d{1,2}\s*[.．、]\s*)?")
_TABLE_HEAD = re.compile(r"(?:序\s*号|编\s*号)(?![^\s\u3000]{8})")
_REMARK = re.compile(
    r"[（(]\s*(?:此件|本文有删减|公开属性|信息公开|联系(?:人|电话)|主动公开)[^）)]{0,60}[）)]|(?:公开方式|公开属性|信息公开选项)[：:].{1,12}"
)
_COPIES = re.compile(
    r"(?:抄\s*送|抄\s*报|主\s*送|主题词|分\s*送|发\s*送)\s*[：:]|.{2,24}(?:办公室|办公厅|秘书处|秘书科)[\s\u3000]*(?:19|20)\d{2}年\d{1,2}月\d{1,2}日印发|联\s*系\s*(?:人|电话)\s*[：:]"
)
_NOTE = re.compile(r"(?:注|备注|填表说明)\s*[：:]")
_NOTE_POINT = re.compile(r"\d{1,2}[.．、]")
_LETTERHEAD = re.compile(r"[\u4e00-\u9fff（）()〔〕\s]{3,40}文件|(?:19|20)\d{2}年第\d+号")
_SIGNER_END = re.compile(
    r"(?:政府|委员会|办公室|办公厅|党委|部|厅|局|委|办|院|会|小组|指挥部|公司|中心|处|所|队|站|行|社|联合会|总工会|乡|镇|街道|学校|学院|医院|园区|河长|总河长|室)(?:[（(][^）)]{1,12}[）)])?"
)
# How a paper hands itself over, asks to be passed on, or takes leave of those who listen.
_ENDING = re.compile(
    r"(?:(?:特此|专此|谨此)(?:通知|报告|通报|函复|函告|批复|公告|总结|说明|汇报|请示)|以上(?:报告|汇报|总结).{0,16}|妥否.{0,12}|请(?:予)?(?:审议|批示|指示))[。，！.]?.{0,12}"
    r"|(?:以上|上述)(?:意见|请示|建议|报告|方案)[，,]?(?:如无不妥|如有不妥|如可行|如同意|当否|妥否|是否妥当|可否)[^。\n]{0,60}。?"
    r"|以上(?:工作要点|要点|方案|计划|意见|各项工作)[，,]请[^。\n\d]{2,40}(?:执行|落实|实施)[。！]?"
    r"|(?:现将)?[^。，；：:\n]{0,20}(?:报告|汇报)(?:如上|完毕)[^。；：:\n]{0,16}[。！]?"
    r"|以上就?是[^。；\n]{2,30}(?:汇报|总结|报告|发言|意见)(?:[，,][^。；\n]{2,24})?[。！]?"
    r"|(?:以上(?:报告|汇报|总结|发言)?)?[，,]?(?:如有)?不[妥当足]之处[，,]?(?:敬|恳)?请[^。\n]{2,24}[。！]?"
    r"|(?:我的|我们的)?[^。，；：:\n]{0,8}(?:报告|汇报|发言|讲话)就?(?:到(?:此|这里)(?:结束|为止)?|完了|完毕|结束了?)[，,。！!]?"
    r"(?:谢谢[^。，；\n]{0,12}|请[^。，；\n]{2,12})?[。！!]?"
    r"|谢谢(?:大家|各位[^。，；\n]{0,8})?[。！!]|此(?:致|复|报告)[。！!]?|敬礼[。！!]?|[（(]此页无正文[）)]|(?:报告|汇报|述职|发言)人[：:][^。，；：:\n]{2,12}"
    r"|请各[^。；\n]{0,16}(?:单位|部门|乡镇|街道|地|县区|[）)])[^。；\n]{2,100}(?:报送?|反馈)[^。\n]{2,80}。?"
)


def places(layout: Layout, skip: range = range(0)) -> list[Place]:
    """The place of every line; those in `skip` are known to be text."""
    count = len(layout.lines)
    found = [Place.TEXT] * count
    listing = noting = False
    listed: set[str] = set()
    for index in chain(range(min(skip.start, count)), range(skip.stop, count)) if skip else range(count):
        line = layout.lines[index]
        if line.style == "row" or line.end - line.start > 400:
            listing = noting = False
            continue
        text = layout.line_text(index).strip()
        # What is attached begins where its title stands again, or with the header of its table.
        listing = listing and text not in listed and not _TABLE_HEAD.match(text)
        found[index] = place = _place(text, listing and not text.endswith(("。", "：", ":")))
        if place is Place.TEXT and (_NOTE.match(text) or (noting and _NOTE_POINT.match(text) and len(text) < 120)):
            found[index], noting = Place.REMARK, True
        else:
            noting = False
        listing = place in (Place.ATTACHMENT, Place.ATTACHED)
        if listing:
            listed.add(_LISTED_AS.sub("", text).strip("《》"))
        if place is Place.ATTACHED and label_at(text, 0, len(text)) is None and len(text) > 40:
            found[index], listing = Place.TEXT, False
    for index in range(count):
        if found[index] is Place.DATE:
            _mark_signatures(layout, found, index)
    return found


def signed_and_dated(text: str) -> tuple[str, str] | None:
    """Signer and date that stand on one line.

    >>> signed_and_dated("云泽市水务局　　2025年3月18日")
    ('云泽市水务局', '2025年3月18日')
    """
    match = _SIGNED_AND_DATED.fullmatch(text)
    return (match["signer"], match["date"]) if match and looks_like_signer(match["signer"]) else None


_BRACKETED_FACTS = re.compile(
    r"[（(](?:(?P<number>[\u4e00-\u9fff]{1,16}[〔\[【［](?:19|20)\d{2}[〕\]】］]\d{1,4}号)[，,；;\s]*)?(?P<issuer>[\u4e00-\u9fff]{4,30}?)?\s*于?"
    rf"(?P<day>(?:19|20)\d{{2}}年\s?\d{{1,2}}月\s?\d{{1,2}}日|{_CHINESE_DATE})\s*(?:印发|发布|制定|公布|下发|通过|修订)[）)]"
)


def bracketed_facts(text: str) -> re.Match[str] | None:
    """Number, issuer and day that stand in brackets below a title.

    >>> bracketed_facts("（云卫发〔2025〕22号，云泽市卫生健康委2025年3月19日印发）")["issuer"]
    '云泽市卫生健康委'
    """
    return _BRACKETED_FACTS.fullmatch(text) if text[:1] in "（(" else None


def looks_like_signer(text: str) -> bool:
    """Whether a line names offices and nothing else.

    >>> looks_like_signer("云泽市水务局　云泽市财政局"), looks_like_signer("各区要抓好落实")
    (True, False)
    """
    text = re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff](?: |$))", "", text.strip())
    if not 2 < len(text) <= 60 or re.search(r"[。，；：:,;、]", text):
        return False
    return all(re.search(rf"{_SIGNER_END.pattern}$", part) for part in re.split(r"[\s\u3000]{1,}", text) if len(part) > 1)


def _place(text: str, listing: bool) -> Place:
    if not text:
        return Place.TEXT
    if DATE_LINE.fullmatch(text):
        return Place.DATE
    if signed_and_dated(text):
        return Place.DATE
    if _ANNEX.fullmatch(text):
        return Place.ANNEX
    if _ATTACHMENT.match(text) and len(text) < 300:
        return Place.ATTACHMENT
    if _REMARK.fullmatch(text):
        return Place.REMARK
    if _COPIES.match(text):
        return Place.COPIES
    if _ENDING.fullmatch(text):
        return Place.REMARK
    if _LETTERHEAD.fullmatch(text):
        return Place.LETTERHEAD
    if listing:
        label = label_at(text, 0, len(text))
        if label is not None and label.family in ("arabic", "arabic_comma", "cn") and len(text) < 80:
            return Place.ATTACHED
        if label is None and len(text) < 40:
            return Place.ATTACHED
    return Place.TEXT


def _mark_signatures(layout: Layout, found: list[Place], dated: int) -> None:
    """The short lines above a date that name offices are its signatures."""
    index = dated - 1
    while index >= 0 and found[index] is not Place.DATE and dated - index <= 4:
        text = layout.line_text(index).strip()
        if not looks_like_signer(text) or label_at(text, 0, len(text)) is not None:
            break
        found[index] = Place.SIGNATURE
        index -= 1
