"""What the head and foot of a document say of it: number, issuer, date, addressees, urgency, attachments (GB/T 9704), and site tables.

What the document itself prints goes before what a site says of it: a site's 发布日期 is the day of the web page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from extract.closing import Place, bracketed_facts, signed_and_dated
from extract.frame import Head
from extract.labels import CHINESE_DIGITS, chinese_number, label_at
from extract.layout import Layout
from extract.records import Kind
from extract.source import Source
from extract.titles import Title, kind_of, kind_without_title, squeezed
from extract.years import find_year

_OPEN, _CLOSE = r"[〔\[（(【［〈<]", r"[〕\]）)】］〉>]"
DOC_NUMBER = re.compile(
    rf"[\u4e00-\u9fffA-Za-z×*]{{1,16}}\s?{_OPEN}\s*(?:19|20)\d{{2}}\s*{_CLOSE}\s*(?:第\s*)?[\d×*]{{1,4}}\s*[号號]"
    rf"|[\u4e00-\u9fff]{{0,20}}令?\s?第\s?[{CHINESE_DIGITS}\d]{{1,4}}\s?[号號](?:令|总[河湖林田路]{{1,2}}长令|公告)?"
    rf"|[\u4e00-\u9fff]{{2,12}}〔(?:19|20)\d{{2}}\s?\d{{1,3}}"
)
_DATE = re.compile(r"((?:19|20)\d{2})\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})\s*日?")
_DIGIT_DATE = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_CHINESE_DATE = re.compile(r"([〇○Ｏ零一二三四五六七八九O0]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日?")
_ISSUER_FACTS = (
    "发文机关",
    "发布机构",
    "发文单位",
    "制定机关",
    "印发单位",
    "发布单位",
    "公布机关",
    "制发机关",
    "发文机构",
    "编制单位",
    "制表单位",
)
_NUMBER_FACTS = ("发文字号", "文号", "文件编号", "发文文号", "字号", "发文号")
_DATE_FACTS = ("成文日期", "印发日期", "生成日期", "发文日期", "公布日期", "签发日期", "制定日期", "成文时间", "印发时间", "发文时间")
_WEB_DATE_FACTS = ("发布日期", "发布时间", "发布时间日期")
_LETTERHEAD = re.compile(r"(?P<issuer>[\u4e00-\u9fff（）()〔〕\s]{3,40}?)文\s*件")
_STATED = re.compile(
    r"(?:印发单位|发文单位|发布单位|编制单位|制表单位|填报单位|填表单位|制定单位)[：:]\s*(?P<issuer>[^\s：:，,；;|]{3,30})"
)
_STATED_DATE = re.compile(
    r"(?:印发日期|发文日期|成文日期|编制日期|制表日期|填报日期|填表日期|制定日期|印发时间|制表时间|填报时间|制定时间|更新日期)[：:]\s*(?P<date>[^|\n]{8,20})"
)
_DAY = r"[\d〇○零一二三四五六七八九]{4}年\s?[\d一二三四五六七八九十]{1,3}月\s?[\d一二三四五六七八九十]{1,3}日"
_SUBTITLE = re.compile(rf"[—－―-]{{0,3}}\s*(?P<day>{_DAY})在|[（(](?P<date>{_DAY})[）)]")
_TITLE_ISSUER = re.compile(r"^(?P<issuer>[\u4e00-\u9fff（）()、〔〕\s]{2,60}?)关于")
# An office before the year of its own work; a 人民政府 or area there is what the year is of: 云泽市2024年工作要点.
_DATED_ISSUER = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff（）()]{2,30}?(?:[局厅委办部]|办公室|委员会|人民政府|法院|检察院|委宣传部|指挥部|领导小组|中心|公司))(?=(?:19|20)\d{2}年)"
)
_ADDRESSEES = re.compile(
    r"^[^。；：:]{3,400}(?:府|门|位|构|关|局|委|会|司|办|处|院|行|市|县|区|镇|乡|校|团|部|室|组|厅|心|社|所|员|志|长|）|\))[：:]"
)
_GLUED = re.compile(r"各[^。；：:]{2,300}[：:]")
_EACH = re.compile(r"各[^。；：:]{2,300}[：:]")
_WHOLE_NAME = re.compile(r"(?:政府|委员会|单位|部门|局|厅|委|办|公司|机构|办事处|管委会|学校|院)(?:[（(][^）)]*[）)])?$")
_URGENCY = re.compile(r"(?:特\s*急|加\s*急|特\s*提|平\s*急|急\s*件)(?=$|[\s\u3000])")
_COPIES = re.compile(r"抄\s*送\s*[：:]\s*(.+)")
_STATEMENT = re.compile(r"(?P<date>\d{4}年\s*\d{1,2}月\s*\d{1,2}日)(?P<said>(?:(?!\d{4}年\s*\d{1,2}月\s*\d{1,2}日).)*)")
_ORGAN = re.compile(
    r"^[（(]?\s*(?P<organ>[\u4e00-\u9fff、（）()]+?(?:委员会|代表大会|国务院|常委会|会议|政府|部|局))\s*(?:第[\d一二三四五六七八九十百]+次|常务会议|令|公告|审议|批准|公布|发布)"
)
_EFFECTIVE = re.compile(r"自(?P<date>\d{4}年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)起(?:施行|实施|生效)")
_NUMBERED_YEAR = re.compile(rf"{_OPEN}\s*((?:19|20)\d\d)")
_SIGNERS = re.compile(r"[\s\u3000]+")
_LETTER_SPACE = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff](?: |$))")
_HEAD_LINES = 40


def parse_date(text: str) -> date | None:
    """The first full date in a text.

    >>> parse_date("2024年 3月 12日"), parse_date("二〇〇五年三月三日"), parse_date("20200928")
    (datetime.date(2024, 3, 12), datetime.date(2005, 3, 3), datetime.date(2020, 9, 28))
    """
    if (match := _DATE.search(text)) is not None:
        parts = [int(part) for part in match.groups()]
    elif (match := _CHINESE_DATE.search(text)) is not None:
        year = int("".join("0" if digit in "〇○Ｏ零O0" else str(chinese_number(digit)) for digit in match.group(1)))
        parts = [year, chinese_number(match.group(2)), chinese_number(match.group(3))]
    elif (match := _DIGIT_DATE.fullmatch(text.strip())) is not None:
        parts = [int(part) for part in match.groups()]
    else:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def find_head(
    layout: Layout,
    source: Source,
    place: Sequence[Place],
    titles: Sequence[Title],
    title: Title | None,
    *,
    regulation: bool,
    first_item: int,
) -> Head:
    """The head of a document: `title` is its own among its `titles`, `first_item` the line of its first label."""
    facts = {re.sub(r"[\s：:\u3000]", "", key): value.strip() for key, value in source.facts.items() if value.strip()}
    name = _name(title, facts.get("标题"))
    kind: Kind = "regulation" if regulation else kind_of(name or "")
    if kind == "other" and not (title and title.is_notice):
        kind = kind_without_title(layout.text)
    signers, signed = _signature(layout, place)
    issued = signed or _fact_date(facts, _DATE_FACTS) or _stated_date(layout) or _subtitle_date(layout, title)
    if issued is None and kind == "article":
        issued = _fact_date(facts, _WEB_DATE_FACTS)  # news is dated by the page that brings it
    names = [*(each.text for each in titles[:2] if each.is_notice), name or ""]
    issuer = (signers[0] if signers else None) or _first_fact(facts, _ISSUER_FACTS) or _stated_issuer(layout, place, names)
    number = _doc_number(layout, place, title) or _first_fact(facts, _NUMBER_FACTS)
    adopted = effective = None
    if regulation:
        organ, adopted, effective = _adoption(layout)
        issuer = organ or issuer
        issued = adopted or issued
    return Head(
        title=name,
        kind=kind,
        year=None if kind == "regulation" else find_year(layout, name, kind, issued) or _year_of_number(number),
        issuer=issuer,
        doc_number=number,
        issued_on=issued,
        adopted_on=adopted,
        effective_on=effective,
        addressees=_addressees(layout, first_item),
        signers=signers,
        urgency=_urgency(layout),
        copies_to=_copies(layout, place),
        attachments=_attachments(layout, place),
    )


def _name(title: Title | None, stated: str | None) -> str | None:
    """The title that is printed; where it is a piece of what the site states, or stands there without letter-spacing, the stated one."""
    if title is None:
        return stated
    if stated is None or DOC_NUMBER.search(stated):
        return title.text
    printed, whole = squeezed(title.text), squeezed(stated)
    if printed == whole or (printed in whole and not re.search(r"印发|转发|下发|公布|发布", whole)):
        return stated
    return title.text


def _year_of_number(number: str | None) -> int | None:
    """The year in the number of a document that is not dated otherwise: `云政发〔2023〕21号`."""
    match = _NUMBERED_YEAR.search(number or "")
    return int(match.group(1)) if match else None


def _first_fact(facts: dict[str, str], names: Sequence[str]) -> str | None:
    return next((facts[name] for name in names if name in facts), None)


def _fact_date(facts: dict[str, str], names: Sequence[str]) -> date | None:
    return next((day for name in names if name in facts and (day := parse_date(facts[name])) is not None), None)


def _doc_number(layout: Layout, place: Sequence[Place], title: Title | None) -> str | None:
    """A number that stands on a line of its own near the head, or at the end of a line of the head with other marks of the frame."""
    limit = max(12, (title.last + 4) if title else 0)
    for index in range(min(len(layout.lines), limit)):
        text = layout.line_text(index).strip().strip("|").strip()
        if len(text) > 60:
            continue
        if (facts := bracketed_facts(text)) is not None and facts["number"]:
            return facts["number"]
        bare = re.sub(r"^[（(](.+)[）)]$", r"\1", text) if text[:1] in "（(" else text
        if DOC_NUMBER.fullmatch(bare):
            order = layout.line_text(index - 1).strip() if index else ""
            return order + bare if bare.startswith("第") and order.endswith("令") and len(order) < 30 else bare
        stated = re.match(r"(?:发文字号|文号|字号)[：:]\s*(.+)", text)
        if stated is not None and (found := DOC_NUMBER.match(stated.group(1).strip())) is not None:
            return found.group()
        parts = [part for part in re.split(r"[\s\u3000|]{2,}", text) if part]
        if len(parts) > 1 and (number := next((part for part in parts if DOC_NUMBER.fullmatch(part)), None)) is not None:
            return number
    return None


def _signature(layout: Layout, place: Sequence[Place]) -> tuple[tuple[str, ...], date | None]:
    """The signing offices and the date of the first signature of the text."""
    for index, what in enumerate(place):
        if what is not Place.DATE:
            continue
        text = layout.line_text(index).strip()
        both = signed_and_dated(text)
        if both is not None:
            return (both[0],), parse_date(both[1])
        above = index
        while above > 0 and place[above - 1] is Place.SIGNATURE:
            above -= 1
        names = [_SIGNERS.split(_LETTER_SPACE.sub("", layout.line_text(at).strip())) for at in range(above, index)]
        signers = tuple(name for row in names for name in row if name)
        day = parse_date(text)
        if day is not None and (signers or index > 1):
            return signers, day
    return (), None


def _stated_issuer(layout: Layout, place: Sequence[Place], titles: Sequence[str]) -> str | None:
    """The issuer that a line, the letterhead or a title names: its cover's or its own."""
    for index in range(min(len(layout.lines), 8)):
        text = layout.line_text(index)
        if len(text) < 200 and (match := _STATED.search(text)) is not None:
            return match["issuer"]
        if (facts := bracketed_facts(text.strip())) is not None and facts["issuer"]:
            return facts["issuer"]
    for index in range(min(len(layout.lines), 6)):
        if place[index] is Place.LETTERHEAD and (match := _LETTERHEAD.fullmatch(layout.line_text(index).strip())) is not None:
            return re.sub(r"\s", "", match["issuer"])
    found = (match["issuer"].strip() for title in titles if (match := _TITLE_ISSUER.match(title) or _DATED_ISSUER.match(title)))
    return next(found, None)


def _stated_date(layout: Layout) -> date | None:
    for index in range(min(len(layout.lines), 8)):
        match = _STATED_DATE.search(layout.line_text(index)[:200])
        if match is not None:
            return parse_date(match["date"])
    return None


def _subtitle_date(layout: Layout, title: Title | None) -> date | None:
    """The day below a title: `——2025年1月12日在云泽市人民代表大会上`, `（2024年3月1日）`."""
    first = title.last + 1 if title is not None else 0
    for index in range(first, min(first + 3, len(layout.lines))):
        if (facts := bracketed_facts(layout.line_text(index).strip())) is not None:
            return parse_date(facts["day"])
        if (match := _SUBTITLE.match(layout.line_text(index).strip())) is not None:
            return parse_date(match["day"] or match["date"])
    return None


def _adoption(layout: Layout) -> tuple[str | None, date | None, date | None]:
    """Organ and day of adoption, from the dated statements before the first article, and the day of entry into force."""
    organ: str | None = None
    adopted = effective = None
    rank = 0
    for index in range(min(len(layout.lines), _HEAD_LINES)):
        text = layout.line_text(index).strip()
        label = label_at(text, 0, len(text))
        if label is not None and label.family in ("article", "chapter"):
            break
        for statement in _STATEMENT.finditer(text) if len(text) < 600 else ():
            day, said = parse_date(statement["date"]), statement["said"].strip()
            if day is None:
                continue
            if said.startswith(("起施行", "施行", "起实施")):
                effective = day
                continue
            weight = _weight(said)
            # The first adoption counts, unless the whole was adopted anew (修订); amendments (修正) adopt nothing.
            if weight and (weight > rank or (weight == rank and "修订" in said)):
                rank, adopted = weight, day
                found = _ORGAN.match(said)
                organ = found["organ"] if found else organ
    for match in _EFFECTIVE.finditer(layout.text, max(0, len(layout.text) - 600)):
        effective = parse_date(match["date"]) or effective
    return organ, adopted, effective


def _weight(said: str) -> int:
    """How much a statement says of adoption: its own organ's vote most, an order that makes it public less."""
    if "修正" in said or "修改" in said or "根据" in said[:4]:
        return 0
    if re.search(r"通过|会议.{0,6}修订", said):
        return 3
    return 2 if re.search(r"公布|发布", said) else 1 if "批准" in said else 0


def _addressees(layout: Layout, first_item: int) -> tuple[str, ...]:
    """To whom a document goes: the line before its text that ends in a colon."""
    for index in range(min(len(layout.lines), max(first_item, 1), _HEAD_LINES)):
        line = layout.lines[index]
        text = layout.line_text(index).strip()
        match = _ADDRESSEES.match(text) or _EACH.fullmatch(text)
        if (
            line.style == "row"
            or match is None
            or label_at(text, 0, len(text)) is not None
            or not re.match(r"各|.{0,60}(?:政府|委员会|单位|部门|局)", text)
        ):
            continue
        if re.search(r"附件|联系人|责任单位|牵头|如下|通知", match.group()):
            continue
        return tuple(name for part in _split_names(match.group()[:-1]) for name in _whole_names(part) if name)
    return ()


def _split_names(text: str, marks: str = "，,；;") -> list[str]:
    """Names between marks; what stands in brackets is not divided."""
    parts, depth, piece = [], 0, ""
    for char in text:
        depth += (char in "（(〔[") - (char in "）)〕]")
        if char in marks and depth <= 0:
            parts.append(piece.strip())
            piece = ""
        else:
            piece += char
    return [*parts, piece.strip()]


def _whole_names(text: str) -> list[str]:
    """`各区人民政府、市直各单位` are two, `各省、自治区、直辖市人民政府` is one: 、 divides only whole names."""
    parts = _split_names(text, "、")
    return parts if all(_WHOLE_NAME.search(part) for part in parts) else [text]


def _urgency(layout: Layout) -> str | None:
    for index in range(min(len(layout.lines), 6)):
        text = layout.line_text(index).strip()
        if len(text) < 40 and (match := _URGENCY.search(text)) is not None:
            return re.sub(r"\s", "", match.group())
    return None


def _copies(layout: Layout, place: Sequence[Place]) -> str | None:
    for index, what in enumerate(place):
        if what is Place.COPIES and (match := _COPIES.match(layout.line_text(index).strip())) is not None:
            return match.group(1).rstrip("。 ")
    return None


def _attachments(layout: Layout, place: Sequence[Place]) -> tuple[str, ...]:
    names: list[str] = []
    for index, what in enumerate(place):
        if what is Place.ATTACHMENT:
            text = re.sub(r"^附\s*(?:件|表)?\s*[\d一二三四五六七八九十]{0,2}\s*[：:.]\s*", "", layout.line_text(index).strip())
        elif what is Place.ATTACHED:
            text = layout.line_text(index).strip()
        else:
            continue
        names.extend(re.sub(r"^\s*\d{1,2}[.、．]\s*", "", part).strip() for part in re.split(r"\s(?=\d{1,2}[.、．])", text))
    return tuple(name for name in names if name)
