"""Laws and regulations: the articles that lay a duty on somebody, and the items of their lists of duties.

Definitions, scope, principles, encouragement, rights, appointments and entry into force are none; an article of liability is a task of
whoever reprimands.
"""

from __future__ import annotations

import re

from extract.clean import simplify
from extract.duties import duty_certainty
from extract.frame import Item, Span
from extract.labels import CHINESE_DIGITS, Label, label_at
from extract.layout import Layout

_ARTICLE_LINE = re.compile(rf"^[ \u3000\t]*第[{CHINESE_DIGITS}\d]{{1,6}}[条條]", re.MULTILINE)
_FEWEST_ARTICLES = 2
_OPENING = 5000
_NEAR_START = 8
_LIST_LEAD = re.compile(
    r"(?:下列|以下|如下)[^。；：:，,情条行]{0,12}(?:职责|义务|责任|工作|任务)[：:]\s*$"
    r"|(?:职责|义务|任务)(?:是|为|包括|如下|有)?[：:]\s*$"
    r"|(?:下列|以下)[^。；：:，,]{0,8}分工(?:负责)?[：:]\s*$|分工如下[：:]\s*$"
    r"|(?:应当|必须|应)[^。；：:]{0,40}(?:提供|开展|组织|完成|实施|承担)[^。；：:，,]{0,12}(?:下列|以下)[^。；：:，,情条行]{0,8}(?:服务|工作|活动|任务|措施)[：:]\s*$"
    r"|(?:应当|必须|应)[^。；：:]{0,30}(?:遵守|采取|做到|做好|执行|履行|落实)(?:下列|以下)[^。；：:，,情条行]{0,8}[：:]\s*$"
)
_POWERS_LEAD = re.compile(r"(?:可以|有权|享有|行使[^。；：:]{0,10}职权|职权|权利)[^。；：:]{0,30}(?:下列|以下)[^。：:]{0,20}[：:]\s*$")


def first_article(layout: Layout) -> int | None:
    """The line of the first article (or of the chapter above it) of a document that is divided into articles; None if it is not."""
    starts = [match.start() for match, _ in zip(_ARTICLE_LINE.finditer(layout.text), range(_FEWEST_ARTICLES), strict=False)]
    if len(starts) < _FEWEST_ARTICLES:
        return None
    first = next(index for index, line in enumerate(layout.lines) if line.end > starts[0])
    label = label_at(layout.text, layout.lines[first].start, layout.lines[first].end)
    if label is None or label.value != 1:
        return None
    while (
        first and (above := label_at(layout.text, layout.lines[first - 1].start, layout.lines[first - 1].end)) and above.family == "chapter"
    ):
        first -= 1
    return first


def find_articles(layout: Layout, begin: int) -> list[Item]:
    """The duties of a regulation whose articles begin at line `begin`, in reading order."""
    items: list[Item] = []
    path: list[tuple[str, str]] = []
    article: tuple[Label, int] | None = None
    # The same offsets hold in the simplified text; laws in traditional characters are few.
    plain = simplify(layout.text) if "條" in layout.text[:_OPENING] else layout.text
    for index in range(begin, len(layout.lines)):
        line = layout.lines[index]
        if "第" not in layout.text[line.start : line.start + _NEAR_START]:
            continue
        label = label_at(layout.text, line.start, line.end)
        if label is None or label.family not in ("article", "chapter"):
            continue
        if article is not None:
            items.extend(_items_of(layout, plain, *article, index, path))
            article = None
        if label.family == "article":
            article = (label, index)
        else:
            _enter_chapter(path, label, layout.line_text(index).strip())
    if article is not None:
        items.extend(_items_of(layout, plain, *article, len(layout.lines), path))
    return items


def _enter_chapter(path: list[tuple[str, str]], label: Label, heading: str) -> None:
    level = label.number.rstrip()[-1]
    levels = [known for known, _ in path]
    if level in levels:
        del path[levels.index(level) :]
    path.append((level, heading))


def _items_of(layout: Layout, text: str, label: Label, first: int, last: int, path: list[tuple[str, str]]) -> list[Item]:
    """The items of one article; `text` is the document's text, or its simplified copy of the same length."""
    lines = layout.lines
    while last > first + 1 and lines[last - 1].start == lines[last - 1].end:
        last -= 1
    steps = tuple(heading for _, heading in path)
    listed: list[Item] = []
    for index in range(first, last):
        lead = _lead_of(text, lines[index].start if index > first else label.body, lines[index].end)
        if lead is not None:
            listed.extend(_list_items(layout, label, index + 1, last, lead, steps))
    if listed:
        return listed
    end = lines[last - 1].end
    certainty = duty_certainty(text[label.body : end])
    if not certainty:
        return []
    line_end = lines[first].end
    stop = text.find("。", label.body, line_end)
    close = stop if stop >= 0 else line_end
    while close > label.body and text[close - 1] in "：:；; \u3000":
        close -= 1
    return [Item(label.number, steps, label.start, end, Span(label.body, close), (Span(label.body, end),), confidence=certainty)]


def _lead_of(text: str, start: int, end: int) -> Span | None:
    """The sentence that announces a list of duties, at the end of a line."""
    if end <= start or text[end - 1] not in "：:":
        return None
    begin = max(start, text.rfind("。", start, end) + 1)
    sentence = text[begin:end]
    return Span(begin, end) if _LIST_LEAD.search(sentence) and not _POWERS_LEAD.search(sentence) else None


def _list_items(layout: Layout, article: Label, first: int, last: int, lead: Span, path: tuple[str, ...]) -> list[Item]:
    text = layout.text
    items: list[Item] = []
    for index in range(first, last):
        line = layout.lines[index]
        label = label_at(text, line.start, line.end)
        if label is None:
            if items and line.end > line.start:
                break
            continue
        if label.family not in ("cn_paren", "arabic"):
            continue
        end = line.end
        close = end
        while close > label.body and text[close - 1] in "；;。 \u3000":
            close -= 1
        items.append(
            Item(article.number + label.number, path, label.start, end, Span(label.body, close), (Span(label.body, end),), lead=lead)
        )
    return items
