"""Web pages: the document that a page carries, without the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from extract.clean import clean_line, clean_text, drop_pinyin
from extract.errors import UnreadableDocument
from extract.read_breaks import LABEL, join_broken_lines
from extract.read_encoding import decode
from extract.read_furniture import take_out_furniture
from extract.read_html_content import find_content, is_silent, metadata_of
from extract.read_html_look import align_of, has_no_marks, list_number, power, style_of
from extract.read_html_tables import is_layout, table_of
from extract.read_places import place
from extract.source import Block, Line, Source

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_XML_HEAD = re.compile(r"\s*<\?xml[^>]*\?>", re.IGNORECASE)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_WRAPPED = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t\r]*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])")
_META = {
    "articletitle": "标题",
    "pubdate": "发布时间",
    "contentsource": "来源",
    "sitename": "网站名称",
    "columnname": "栏目",
    "keywords": "关键词",
    "author": "作者",
}
_DOCUMENT = re.compile(r"\.(?:docx?|wps|pdf|ofd|xlsx?|et|rtf|zip|rar)(?:$|[?#&])", re.IGNORECASE)
_BREAK = "\x1d"


def read_html(data: bytes, name: str) -> Source:
    """A web page: its document in lines and tables, metadata and publishing line as facts, all else left out."""
    declared = _CHARSET.search(data[:4096])
    text = clean_text(decode(data, name, declared=declared[1].decode("ascii") if declared else None))
    tree = _parse(text, name)
    body = tree.find("body")
    body = tree if body is None else body
    facts = _meta_facts(tree)
    silent = {element for element in body.iter() if is_silent(element)}
    silent |= _take_metadata(body, silent, facts)
    content = find_content(body, silent)
    before, blocks, _ = _split(Page(body, silent).blocks(), content)
    _, stated = take_out_furniture([block for block in before if isinstance(block, Line)])
    facts |= {label: value for label, value in stated.items() if label not in facts}
    if attached := _attached_files(body):
        facts["附件"] = "\n".join(attached)
    lines, stated = _without_furniture(blocks)
    facts |= {label: value for label, value in stated.items() if label not in facts}
    return Source(name, "html", tuple(_with_title(before, lines)), facts={label: value for label, value in facts.items() if value})


def _parse(text: str, name: str) -> Any:
    text = _XML_HEAD.sub("", text, count=1)
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True)
    try:
        tree = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError, ValueError) as exc:
        raise UnreadableDocument(name, "is no web page that can be parsed", "save the page again from the browser") from exc
    return tree


def _attached_files(body: Any) -> list[str]:
    """Names of the documents that the page links to, as printed."""
    names: list[str] = []
    for link in body.iter("a"):
        text = clean_line("".join(link.itertext()))
        if text and _DOCUMENT.search(link.get("href") or "") and len(text) <= 120 and text not in names:
            names.append(text)
    return names


def _meta_facts(tree: Any) -> dict[str, str]:
    facts: dict[str, str] = {}
    for meta in tree.iter("meta"):
        label = _META.get((meta.get("name") or meta.get("property") or "").lower().replace("-", ""))
        value = clean_line(meta.get("content") or "")
        if label and value:
            facts.setdefault(label, value)
    title = tree.find(".//title")
    if title is not None and (text := clean_line(title.text or "")):
        facts["网页标题"] = text
    return facts


def _take_metadata(body: Any, silent: set[Any], facts: dict[str, str]) -> set[Any]:
    """Metadata tables become facts; gives the elements that are now done with."""
    done: set[Any] = set()
    for table in body.iter("table", "dl", "ul"):
        if table in silent or (table.tag == "table" and table.find(".//table") is not None):
            continue
        stated = metadata_of(table)
        if stated:
            done.add(table)
            for label, value in stated.items():
                facts.setdefault(label, value)
    return done


class Page:
    """One walk over a page in reading order, gathering inline text into lines."""

    def __init__(self, body: Any, silent: set[Any]) -> None:
        """Begins at `body`; the elements in `silent` are passed over."""
        self._body = body
        self._silent = silent
        self._tree = body.getroottree()
        self._buffer: list[str] = []
        self._lists: list[list[int | str]] = []
        self._number = ""
        self._pre = 0

    def blocks(self) -> Iterator[tuple[Block, Any]]:
        """Lines and tables, each with the element that holds it."""
        stack: list[Any] = [self._body]
        walk = etree.iterwalk(self._body, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event in ("comment", "pi"):
                self._put(element.tail)
            elif event == "start":
                if element in self._silent:
                    walk.skip_subtree()
                    continue
                if element.tag in _BLOCKS:
                    yield from self._flush(stack[-1])
                    stack.append(element)
                if element.tag == "table" and not is_layout(element):
                    yield table_of(element, self._cell_text, self._tree.getpath), element
                    walk.skip_subtree()
                    continue
                self._open(element)
            else:
                if element.tag in _BLOCKS and element not in self._silent:
                    yield from self._flush(stack.pop() if len(stack) > 1 else stack[-1])
                    if element.tag in ("ol", "ul") and self._lists:
                        self._lists.pop()
                self._pre -= element.tag == "pre" and element not in self._silent
                if element is not self._body:
                    self._put(element.tail)
        yield from self._flush(self._body)

    def _put(self, text: str | None) -> None:
        """Adds text; the line breaks of the source are printed only inside `pre`."""
        if text:
            self._buffer.append(text.replace("\n", _BREAK) if self._pre else text)

    def _open(self, element: Any) -> None:
        text = element.text or ""
        if element.tag == "br":
            self._buffer.append(_BREAK)
        elif element.tag == "pre":
            self._pre += 1
        elif element.tag in ("ol", "ul"):
            start = element.get("start", "1")
            begin = int(start) if start.lstrip("-").isdigit() and len(start) < 6 else 1
            self._lists.append([begin, element.get("type", "1") if element.tag == "ol" and not has_no_marks(element) else ""])
        elif element.tag == "li" and self._lists and self._lists[-1][1]:
            count, kind = self._lists[-1]
            self._lists[-1][0] = int(count) + 1
            if not LABEL.match(clean_line("".join(element.itertext())[:40])) and not has_no_marks(element):
                self._number = list_number(int(count), str(kind))
        elif element.tag == "sup":
            text = power(text, self._buffer)
        self._put(text)

    def _flush(self, element: Any) -> Iterator[tuple[Block, Any]]:
        joined = "".join(self._buffer)
        self._buffer = []
        if not joined or joined.isspace():
            return
        texts = [line for part in joined.split(_BREAK) if (line := clean_line(_WRAPPED.sub("", part)))]
        if not texts:
            return
        if self._number:
            texts[0], self._number = self._number + texts[0], ""
        style, level = style_of(element)
        align = align_of(element)
        anchor = place(element=self._tree.getpath(element))
        for text in texts:
            yield Line(drop_pinyin(text), style, level, align, anchor), element

    def _cell_text(self, cell: Any) -> str:
        """The printed text of a cell, its paragraphs one a line."""
        parts: list[str] = []
        walk = etree.iterwalk(cell, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event == "start":
                if element in self._silent and element is not cell:
                    walk.skip_subtree()
                    continue
                if element.tag == "br" or (element.tag in _BLOCKS and element is not cell):
                    parts.append(_BREAK)
                parts.append(power(element.text, parts) if element.tag == "sup" and element.text else element.text or "")
            else:
                if event == "end" and element.tag in _BLOCKS and element is not cell:
                    parts.append(_BREAK)
                if element is not cell:
                    parts.append(element.tail or "")
        lines = (clean_line(_WRAPPED.sub("", part)) for part in "".join(parts).split(_BREAK))
        return drop_pinyin("\n".join(line for line in lines if line))


def _split(pairs: Iterator[tuple[Block, Any]], content: Any) -> tuple[list[Block], list[Block], list[Block]]:
    """The blocks before, inside and after the content element."""
    before: list[Block] = []
    inside: list[Block] = []
    after: list[Block] = []
    for block, element in pairs:
        if element is content or any(each is content for each in element.iterancestors()):
            inside.append(block)
        else:
            (after if inside else before).append(block)
    return before, inside, after


def _without_furniture(blocks: list[Block]) -> tuple[list[Block], dict[str, str]]:
    """Furniture among the lines taken out, breaks inside sentences closed; tables stay where they are."""
    kept: list[Block] = []
    facts: dict[str, str] = {}
    run: list[Line] = []
    for block in [*blocks, None]:
        if isinstance(block, Line):
            run.append(block)
            continue
        if run:
            lines, stated = take_out_furniture(run)
            facts |= {label: value for label, value in stated.items() if label not in facts}
            kept.extend(join_broken_lines(lines))
            run = []
        if block is not None:
            kept.append(block)
    return kept, facts


def _with_title(before: list[Block], blocks: list[Block]) -> list[Block]:
    """Puts the page's own heading before the text where the text does not begin with it."""
    titles = [block for block in before if isinstance(block, Line) and block.style in ("title", "heading") and len(block.text) > 5]
    if not titles:
        return blocks
    title = max(titles, key=lambda line: (line.style == "title", len(line.text)))
    begin = "".join(re.sub(r"\s", "", block.text) for block in blocks[:8] if isinstance(block, Line))
    return blocks if re.sub(r"\s", "", title.text) in begin else [title, *blocks]
