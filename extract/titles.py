"""The titles in a document: which lines are titles, joined where they are broken, and which one is the document's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.clean import simplify
from extract.closing import Place, looks_like_signer
from extract.labels import label_at
from extract.layout import Layout
from extract.records import Kind

_KIND_WORDS = (
    "工作要点|要点|实施方案|工作方案|方案|行动计划|工作计划|计划|分解表|分工表|任务表|任务分解|责任分解|"
    "工作打算|任务书|路线图|时间表|规程|指南|导则|任务分工|分工|台账|清单|措施|举措|规划|指导意见|实施意见|意见|工作安排|安排|"
    "一览表|明细表|工作表|配档表|推进表|总结|报告|汇报|讲话|体会|通知|通报|批复|复函|函|决定|决议|公告|通告|命令|令|条例|规定|办法|细则|规则|准则|标准|规范|制度|"
    "请示|纪要|纲要|预案|章程|法|情况|思路|谋划|答复|目标|责任书|公约|要求|意见书|建议|说明|简报|公报|倡议书|表"
)
_TITLE_END = re.compile(
    rf"(?:{_KIND_WORDS})[”》〉]?(?:[（(〔【\[][^）)〕】\]]{{1,26}}[）)〕】\]])*[》]?(?:篇[一二三四五六七八九十\d]+|[一二三四五六七八九十]{{1,2}}|\d{{1,2}})?$"
)
# Weaker words end a title only behind a year: 2025年重点工作.
_HEAD_LINES = 12
_LONG_LINE = 300
_OPENING_TITLE = re.compile(
    r"[\u4e00-\u9fffA-Za-z\d（）()“”—-]{4,40}?(?:工作要点|实施方案|工作方案|行动方案|行动计划|工作计划|工作总结(?:报告)?|任务分解表|实施意见|总结报告)(?=[^的》])"
)
# Headings of sections that end as titles do.
_SECTION = re.compile(
    r"(?:保障|工作|主要|具体|有关|重点|推进|组织|几点|下一?步|相关|年度|总体|基本|实施)(?:工作)?(?:措施|要求|目标|安排|情况|计划|任务分工|建议|说明|思路|举措|打算)"
)
_DATED_TITLE = re.compile(r"^[^，。；]{0,24}(?:19|20)\d{2}年[^，。；]{0,20}(?:工作|任务|实事|行动|事项|项目|工程)$")
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("article", re.compile(r"(?:调研|调查|研究|考察)报告$|论文$|研究$|浅谈|浅析|探析|刍议|(?:的|与)思考$|对策研究")),
    ("summary", re.compile(r"总结.{0,14}(?:要点|计划|打算|思路|安排)")),
    ("work_points", re.compile(r"要点|工作思路|谋划|重点工作(?:安排|打算|任务)?$")),
    (
        "plan",
        re.compile(r"任务分解|责任分解|任务分工|分解表|分工表|任务表|台账|任务清单|工作清单|责任清单|项目清单|工作表|推进表|配档表|一览表"),
    ),
    (
        "summary",
        re.compile(
            r"总结|汇报|工作报告|述职|自查报告|评估报告|进展(?:情况)?(?:的)?(?:报告|通报)?$|(?:工作|落实|完成|执行)情况(?:的)?(?:报告)?$|情况报告|回顾"
        ),
    ),
    ("plan", re.compile(r"方案|计划|分解|分工|清单|措施|举措|规划|意见(?!的?(?:报告|函))|安排|目标任务|纲要|预案|责任书|行动$")),
    ("regulation", re.compile(r"(?:条例|规定|办法|细则|规则|法|准则|章程)(?:[（(][^）)]{1,12}[）)])?$")),
)
_NOTICE = re.compile(r"(?:通知|函|通报|公告|决定|命令|令|批复|请示的通知)(?:[（(〔\[][^）)〕\]]{1,16}[）)〕\]])?$")
_INNER = re.compile(r"(?:印发|转发|下发|发布)[《〈](?P<quoted>.+)[》〉]的?(?:通知|函)|(?:印发|转发|下发|发布)(?P<bare>[^《〈].+)的通知")
_FORMULA = re.compile(r"现(?:将|把)?[^。；]{0,80}(?:印发|转发|下发|发)给你们|现予印发|现印发|现予下发|现转发给你们")
_TRANSMITS = re.compile(r"征求意见|印发|转发|下发|颁发|批转|公布|发布|呈报|报送")
_RUNNING = re.compile(r"[。；;！？]|[，,：:]$")
_NOT_TITLE = re.compile(
    r"^(?:附件|附表|抄送|来源|作者|时间|单位|责任|牵头|序号|（此|\(此|第.{1,4}页|各|目\s*录)"
    r"|：|(?<![A-Za-z]):|(?:www|http)|^\d+$|^\d{1,2}(?:[ \u3000]|(?=[\u4e00-\u9fff])(?![年月日个项大条件场步类号]))"
)
_TOLD = re.compile(r"了|已[经完被]|取得|先后|累计|以来|率先|荣获|获评|成功|\d余[个件项次人名]")
_ORDERED = re.compile(r"(?<![主重需])要(?![求点素闻])|应当|须|确保|力争|务必|责任单位|牵头|底前|年内")
_FORMAL_END = re.compile(
    r"(?:通知|意见|函|批复|报告|决定|请示|通报|公告|通告|方案|计划|办法|规定|细则|规划|纲要|要点|措施|答复|讲话|说明|命令|令|总结|汇报|建议|决议|条例|预案|分工|清单)(?:[（(〔\[][^）)〕\]]{1,26}[）)〕\]])*$"
)
_TITLE_BRACKET = re.compile(
    r"[（(](?:(?!\d{4}\s*年\s*\d{1,2}\s*月\s*(?:\d{1,2}\s*日|[）)]))\d{4}\s*[—–\-~至年][^）)]{1,20}"
    r"|试行|暂行|修订(?:版|稿)?|征求意见稿|送审稿|草案|送审)[）)]"
)
_FRAME = re.compile(
    r"[〔\[［]\s*\d{4}\s*[〕\]］]|(?:文件|下载|打印|字体|分享)[\s\S]{0,6}$|^(?:作者|来源|责任编辑)|^第.{1,6}号$|^[（(].*[）)]$|^——"
)
_BLANKS = re.compile(r"\s+")
_PIECE_MARK = re.compile(r"^(?:第[一二三四五六七八九十\d]{1,3}篇|篇[一二三四五六七八九十\d]{1,3})\s*[：:]\s*(?=.)")
_WIDE_BLANKS = re.compile(r"(?<=[\u4e00-\u9fff）)])[\s\u3000]{2,}(?=[\u4e00-\u9fff（(])")
_SPACED_OUT = re.compile(r"(?:[\u4e00-\u9fff][ \u3000]){3,}[\u4e00-\u9fff]")
_NEWS = re.compile(r"本报讯|[（(](?:通讯员|记者)|新华社|^摘\s*要[：:]|关键词[：:]", re.MULTILINE)
_PLACE_COLON = re.compile(r"^([\u4e00-\u9fff]{3,5})：")
_ABOUT = re.compile(r"关于[^。；，]{4,60}$")
_TWO_PAPERS = re.compile(r"(?:总结|报告|汇报|情况)[^，。]{0,2}[和及暨与][^，。]{0,20}(?:要点|计划|打算|思路|安排|方案)$")
_ORDER = re.compile(r"[\u4e00-\u9fff]{0,20}第\s?[一二三四五六七八九十\d]{1,4}\s?号[\u4e00-\u9fff]{0,8}(?:令|决定|通告|公告)?")
_QUOTED = re.compile(r"^[《〈](.+)[》〉]$")


@dataclass(frozen=True, slots=True)
class Title:
    """A title: the lines it takes up and its text in one piece."""

    first: int
    last: int
    text: str

    @property
    def is_notice(self) -> bool:
        """Whether it heads a notice or another cover."""
        return _NOTICE.search(simplify(self.text)) is not None

    @property
    def transmits(self) -> bool:
        """Whether it heads a cover that sends out another document."""
        return self.is_notice and (_TRANSMITS.search(simplify(self.text)) is not None or self.text.endswith("令"))


def kind_of(title: str) -> Kind:
    """The kind of document that a title names; of a notice that sends one out, `other`.

    >>> kind_of("云泽市2024年河湖长制工作要点"), kind_of("关于加强巡查的通知"), kind_of("石桥区河道管理办法（试行）")
    ('work_points', 'other', 'regulation')
    """
    title = simplify(title).strip()
    if re.search(r"情况的?通报$", title):
        return "summary"
    if _NOTICE.search(title):
        return "other"
    return next((kind for kind, pattern in _KINDS if pattern.search(title)), "other")


def kind_without_title(text: str) -> Kind:
    """The kind of a text that no title names: a report by its opening, an article where it tells of what was done.

    >>> kind_without_title("现就我区相关情况向各位领导进行汇报。")
    'summary'
    """
    opening = text[:1500]
    if re.search(r"(?:现(?:将|就|把)|下面)[^。\n]{2,80}(?:汇报|总结|报告)|(?:汇报|总结|报告)如下", opening):
        return "summary"
    if _NEWS.search(opening):
        return "article"
    told, ordered = len(_TOLD.findall(text, 0, 20000)), len(_ORDERED.findall(text, 0, 20000))
    return "article" if told > ordered and told * 400 > min(len(text), 20000) else "other"


def find_titles(layout: Layout, place: Sequence[Place], last: int | None = None) -> list[Title]:
    """All titles of the text in order, up to line `last`; a title broken over lines is one."""
    found: list[Title] = []
    taken = -1
    for index, line in enumerate(layout.lines[:last]):
        if index <= taken or line.style == "row" or place[index] is not Place.TEXT or line.end - line.start > 90:
            continue
        text = layout.line_text(index).strip()
        if line.style == "title" and text and label_at(text, 0, len(text)) is None:
            title = _grow_down(layout, place, index)
        elif index + 1 < len(layout.lines) and _is_torn(text, layout.line_text(index + 1).strip()):
            title = Title(index, index + 1, joined_title((text, layout.line_text(index + 1).strip())))
        elif (_ends_as_title(text) or (not found and index < _HEAD_LINES and _is_dated(text))) and not (
            line.style == "heading" and label_at(text, 0, len(text)) is not None
        ):
            title = _grow(layout, place, index, taken)
        else:
            continue
        if title is not None:
            found.append(title)
            taken = title.last
    return found


def _is_torn(text: str, below: str) -> bool:
    """Whether a line breaks off inside a bracket and is a title together with the next (`三年行动计划（2024—2026` / `年）`)."""
    if not (len(text) <= 60 and len(below) <= 40 and text.count("（") + text.count("《") > text.count("）") + text.count("》")):
        return False
    return _ends_as_title(text + below)


def _ends_as_title(text: str) -> bool:
    if _SPACED_OUT.search(text):
        text = squeezed(text)
    if not 4 <= len(text) <= 80 or _SECTION.fullmatch(text) or _RUNNING.search(text) or _NOT_TITLE.search(text):
        return False
    label = label_at(text, 0, len(text))
    plain = simplify(text)
    return label is None and _TITLE_END.search(plain) is not None


def _is_dated(text: str) -> bool:
    return len(text) <= 44 and _DATED_TITLE.search(simplify(text)) is not None and not _NOT_TITLE.search(text)


def _grow(layout: Layout, place: Sequence[Place], index: int, taken: int) -> Title:
    """The lines around one that ends as titles do that belong to the same title: short, set alike, with no frame of their own."""
    first = last = index
    while first - 1 > taken and last - first < 4 and _goes_on(layout, place, first - 1, first):
        first -= 1
    while (
        last + 1 < len(layout.lines) and last - first < 4 and _unfinished(layout, first, last) and _goes_on(layout, place, last + 1, last)
    ):
        last += 1
    if last + 1 < len(layout.lines) and _TITLE_BRACKET.fullmatch(layout.line_text(last + 1).strip()):
        last += 1
    return Title(first, last, joined_title(layout.line_text(at).strip() for at in range(first, last + 1)))


def _goes_on(layout: Layout, place: Sequence[Place], index: int, neighbour: int) -> bool:
    """Whether a line is another piece of the title at its neighbour."""
    line, text = layout.lines[index], layout.line_text(index).strip()
    if line.style == "row" or not 1 < len(text) <= 44 or place[index] is not Place.TEXT or line.align != layout.lines[neighbour].align:
        return False
    if _RUNNING.search(text) or _NOT_TITLE.search(text) or label_at(text, 0, len(text)) is not None or _FRAME.search(text):
        return False
    beside = layout.line_text(neighbour).strip()
    if squeezed(text) in squeezed(beside) or squeezed(beside) in squeezed(text):
        return False
    if index < neighbour:
        # Above a title an office is its issuer, in the middle of a text the end of what stands there.
        return not _is_whole(text) and (index < 2 or line.align == "center" or not looks_like_signer(text))
    return line.align == "center" and _TITLE_END.search(simplify(text)) is not None


def _unfinished(layout: Layout, first: int, last: int) -> bool:
    """Whether lines that end like a title may go on: `关于推行公示制度` / `审核制度的指导意见`."""
    return not _is_whole("".join(layout.line_text(at).strip() for at in range(first, last + 1)))


def _is_whole(text: str) -> bool:
    """Whether a text is a title that needs nothing after it; after 关于 it must name what kind of paper it is."""
    if not _TITLE_END.search(simplify(text)):
        return False
    return "关于" not in text or _FORMAL_END.search(text) is not None


def _grow_down(layout: Layout, place: Sequence[Place], index: int) -> Title:
    """A title that the file itself marks; further marked lines go on with it while it is unfinished, as does `关于…` below an office."""
    last = index
    pieces = [layout.line_text(index).strip()]
    while last + 1 < len(layout.lines) and not _TITLE_END.search(pieces[-1]):
        below = layout.line_text(last + 1).strip()
        if layout.lines[last + 1].style != "title" and not (_ABOUT.match(below) and looks_like_signer(pieces[-1])):
            break
        last += 1
        pieces.append(below)
    return Title(index, last, joined_title(pieces))


def squeezed(text: str) -> str:
    """A text without blanks.

    >>> squeezed("工 作 要 点")
    '工作要点'
    """
    return _BLANKS.sub("", text)


def joined_title(pieces: Iterable[str]) -> str:
    """A title in one piece: letter-spacing and stray brackets of a page's furniture taken out.

    >>> joined_title(["云泽市水务局关于印发", "巡 河 工 作 方 案 的 通 知"])
    '云泽市水务局关于印发巡河工作方案的通知'
    """
    text = "".join(squeezed(piece) if _SPACED_OUT.search(piece) else piece for piece in pieces).lstrip("】〕]》 ")
    text = _PIECE_MARK.sub("", _WIDE_BLANKS.sub("", text))
    quoted = _QUOTED.match(text)
    return quoted.group(1) if quoted and "《" not in quoted.group(1) else text


def opening_title(layout: Layout) -> Title | None:
    """The title of a text without one that ends as titles do: its first line, or what its first sentence is glued to."""
    if not layout.lines or layout.lines[0].style == "row":
        return None
    first = layout.line_text(0).strip()
    if len(first) >= _LONG_LINE:
        match = _OPENING_TITLE.match(layout.text)
        return Title(0, 0, re.sub(r"^1(?=[\u4e00-\u9fff])", "", match.group())) if match else None
    if _PIECE_MARK.match(first) and len(first) < 80:
        return Title(0, 0, joined_title([first]))
    is_heading = 5 <= len(first) <= 44 and not re.search(r"[。；：:，,！]$", first) and label_at(first, 0, len(first)) is None
    follows = len(layout.lines) > 1 and layout.lines[1].end - layout.lines[1].start > len(first)
    return (
        Title(0, 0, joined_title([first]))
        if is_heading and follows and not _NOT_TITLE.search(_PLACE_COLON.sub(r"\1", first)) and not _FRAME.search(first)
        else None
    )


def own_title(layout: Layout, titles: Sequence[Title], first_item: int, place: Sequence[Place]) -> Title | None:
    """The title of the document itself: that of what a cover sends out, not the cover's; never that of an annex.

    `first_item` is the line of the first label outside a cover.
    """
    annex = next((index for index, what in enumerate(place) if what is Place.ANNEX), len(place))
    if len(titles) > 1 and _ORDER.fullmatch(titles[0].text) and titles[1].first <= titles[0].last + 2 and _ABOUT.match(titles[1].text):
        titles = titles[1:]  # the number of an order above its name
    cover = next((title for title in titles[:4] if title.is_notice), None)
    if cover is None:
        before = (
            [title for title in titles if title.first <= max(first_item, 0)]
            or [title for title in titles if title.first < annex]
            or list(titles)
        )
        return _best(before)
    after = [title for title in titles if title.first > cover.last and not title.is_notice]
    inner = _INNER.search(simplify(cover.text))
    passed_on = next((title for title in titles if title.first > cover.last and title.is_notice), None)
    if not after and passed_on is not None and "转发" in simplify(cover.text):
        return passed_on
    if not after and cover.transmits and inner is not None and _signed_before_text(layout, cover, place):
        span = inner.span("quoted" if inner["quoted"] else "bare")
        return Title(cover.first, cover.last, joined_title([cover.text[slice(*span)]]))
    if after and (cover.transmits or _says_it_transmits(layout, cover, after[0])):
        return after[0]
    return cover


def _signed_before_text(layout: Layout, cover: Title, place: Sequence[Place]) -> bool:
    """Whether a cover is signed and followed by text with labels: what it sends out, without a title of its own."""
    signed = next((index for index, what in enumerate(place) if what is Place.DATE and index > cover.last), None)
    if signed is None:
        return False
    labelled = (label_at(layout.text, line.start, line.end) is not None for line in layout.lines[signed + 1 :])
    return any(labelled)


def _says_it_transmits(layout: Layout, cover: Title, inner: Title) -> bool:
    """Whether the words under a cover's title send out what follows (`现将《…》印发给你们`)."""
    start, end = layout.lines[cover.last].end, layout.lines[inner.first].start
    return kind_of(inner.text) != "other" and _FORMULA.search(simplify(layout.text[start : min(end, start + 3000)])) is not None


def _best(titles: Sequence[Title]) -> Title | None:
    """Of titles that say the same, the last before the text; of others, the first."""
    if not titles:
        return None
    first = titles[0]
    if len(titles) > 1 and _TWO_PAPERS.search(simplify(first.text)) and titles[1].first <= first.last + 2:
        # The head over two papers; below it each has a title of its own.
        return titles[1]
    for title in titles[1:]:
        if title.text in first.text or first.text in title.text:
            return title if len(title.text) <= len(first.text) else first
    return first
