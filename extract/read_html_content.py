"""Which part of a web page is the document: by where its text is, by known names of containers, never by the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from extract.clean import clean_line
from extract.read_furniture import find_facts, load_furniture
from extract.read_html_tables import is_layout

_SILENT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "nav",
        "footer",
        "aside",
        "input",
        "button",
        "select",
        "option",
        "textarea",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "video",
        "audio",
        "img",
        "link",
        "meta",
        "map",
        "area",
        "dialog",
        "marquee",
        "rt",
        "rp",
    ]
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$)", re.IGNORECASE)
_FURNITURE_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|crumbs?|breadcrumbs?|position|location|dqwz|share|bdshare\w*|fenxiang|footer|foot|bottom|copyright|sidebar|related?|"
    r"xgwj|xgxx|xgyd|xglj|toolbar|tools?|print|qrcode|ewm|erweima|login|search|pagination|pager|prev|next|prenext|hits|comments?|friendlinks?|"
    r"top|topbar|header|fontsize|function|operation|editor|zrbj|code|bar)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CONTENT_NAME = re.compile(
    r"(?:^|[\s_-])(?:zoom|ucap-?content|trs_?\w*editor|view|content|article(?:-?con(?:tent)?)?|artcon\w*|con_?text|news_?con\w*|main-?text|"
    r"text|body|detail|wzcon\w*|xl-?con\w*|bt_content|pages_content|info_?content|gknbxq\w*|vsb_?content\w*|v_news_content)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CONTAINERS = frozenset(
    ["html", "body", "div", "section", "article", "main", "td", "tr", "tbody", "table", "center", "form", "span", "font"]
)
_DIGIT = r"[\d〇○一二三四五六七八九十]"
_SIGNATURE = re.compile(rf"{_DIGIT}{{4}}年{_DIGIT}{{1,2}}月{_DIGIT}{{1,3}}日|附件\s*\d*\s*[:：]?.{{0,60}}|[（(]此件.{{2,12}}[）)]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_MOST_FURNITURE = 400
# Of the page's own words (links left out) this share must lie inside a child before the search goes on in it: real pages have .7 and more.
_SHARE = 0.7


def is_silent(element: Any) -> bool:
    """Whether an element prints nothing, or is furniture by its name and size."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _SILENT or element.get("hidden") is not None:
        return True
    style = element.get("style")
    if style is not None and _HIDDEN.search(style):
        return True
    name = f"{element.get('class', '')} {element.get('id', '')}"
    is_box = tag not in ("body", "html", "p", "table", "td")
    if len(name) > 1 and is_box and _FURNITURE_NAME.search(name) and not _CONTENT_NAME.search(name):
        return _han(element) <= _MOST_FURNITURE and not _reads_as_text(element)
    return False


def _reads_as_text(element: Any) -> bool:
    """Whether what is named like furniture holds sentences after all."""
    text = "".join(element.itertext())
    return text.count("。") >= 3 or element.find(".//h1") is not None


def _han(element: Any) -> int:
    return sum(len(_HAN.findall(text)) for text in element.itertext())


def find_content(body: Any, silent: set[Any]) -> Any:
    """The element that holds the document: from the body down, as long as one child holds nearly all words that are no links."""
    words = _words_by_element(body, silent)
    total = words.get(body, 0)
    node = body
    while True:
        boxes = (
            child for child in node if child in words and child.tag in _CONTAINERS and not (child.tag == "table" and not is_layout(child))
        )
        heaviest = max(boxes, key=lambda child: words[child], default=None)
        if heaviest is None or not total or words[heaviest] < _SHARE * total:
            return node
        if heaviest.tag in ("span", "font") and heaviest.find(".//p") is None and heaviest.find(".//div") is None:
            return node
        name = f"{heaviest.get('class', '')} {heaviest.get('id', '')}"
        if not _CONTENT_NAME.search(name) and _loses_text(node, heaviest, silent):
            return node
        node = heaviest


def _words_by_element(body: Any, silent: set[Any]) -> dict[Any, int]:
    """Chinese characters inside every element, links and silent elements left out."""
    words: dict[Any, int] = {}
    for element in reversed(list(_loud(body, silent))):
        own = len(_HAN.findall(element.text or "")) if element.tag != "a" else 0
        for child in element:
            own += words.get(child, 0) + len(_HAN.findall(child.tail or ""))
        words[element] = 0 if element.tag == "a" else own
    return words


def _loud(body: Any, silent: set[Any]) -> Iterator[Any]:
    """Elements in document order, without those that print nothing."""
    stack = [body]
    while stack:
        element = stack.pop()
        if element in silent:
            continue
        yield element
        stack.extend(child for child in reversed(element) if isinstance(child.tag, str))


def _loses_text(node: Any, child: Any, silent: set[Any]) -> bool:
    """Whether beside the child stands something that a document has: sentences before it, a signature or an annex after it."""
    after = False
    for sibling in node:
        if sibling is child:
            after = True
            if clean_line(sibling.tail or ""):
                return True
            continue
        if sibling in silent or not isinstance(sibling.tag, str):
            continue
        text = clean_line("".join(_texts(sibling, silent)))
        if not text or find_facts(text) or load_furniture().start.match(text):
            continue
        if "。" in text and sum(len(_HAN.findall("".join(link.itertext()))) for link in sibling.iter("a")) * 2 < len(text):
            return True
        if after and _SIGNATURE.search(text):
            return True
    return False


def _texts(element: Any, silent: set[Any]) -> Iterator[str]:
    for each in _loud(element, silent):
        yield each.text or ""
        for child in each:
            yield child.tail or ""


def metadata_of(table: Any) -> dict[str, str]:
    """What a metadata table (索引号, 发文字号, 成文日期 …) says; nothing where the table is none.

    Labels stand before their values, in cells of one row or as `dt` and `dd`.
    """
    texts = [clean_line("".join(cell.itertext())) for cell in table.iter("td", "th", "dt", "dd", "li")]
    if not 4 <= len(texts) <= 120 or sum(map(len, texts)) > 2500:
        return {}
    labels = load_furniture().labels
    facts: dict[str, str] = {}
    position = 0
    while position < len(texts):
        label = re.sub(r"[\s:：【】\[\]]", "", texts[position])
        if label in labels:
            value = texts[position + 1] if position + 1 < len(texts) else ""
            if re.sub(r"[\s:：【】\[\]]", "", value) in labels and not value.startswith("《"):
                facts.setdefault(label, "")
                position += 1
                continue
            facts.setdefault(label, value)
            position += 2
            continue
        for inner, value in find_facts(texts[position]).items():
            facts.setdefault(inner, value)
        position += 1
    return facts if len(facts) >= 2 and len(facts) * 5 >= len([text for text in texts if text]) else {}
