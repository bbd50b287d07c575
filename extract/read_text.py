"""Plain text and Markdown."""

from __future__ import annotations

import re

from extract.clean import clean_line, clean_text, drop_pinyin, squeeze
from extract.read_breaks import join_broken_lines
from extract.read_encoding import decode
from extract.read_furniture import take_out_furniture
from extract.read_places import place
from extract.read_share import take_out_share_marks
from extract.read_text_columns import part_columns
from extract.read_text_tables import find_text_tables
from extract.source import Line, Source

_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_IMAGE = re.compile(r"!\[[^\[\]]{0,300}\]\([^()]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]]{1,300})\]\((?:[^()\s]|\([^()]{0,200}\)){1,2000}\)")
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_FRONT = re.compile(r"\A---\s*\n(.*?)\n(?:---|\.\.\.)\s*(?:\n|\Z)", re.DOTALL)
_FRONT_ENTRY = re.compile(r"([\w \u4e00-\u9fff-]{1,30})[:：]\s*(.+)")
_RULE = re.compile(r"(?:-{3,}|\*{3,}|_{3,}|={3,})")


def read_txt(data: bytes, name: str) -> Source:
    """A plain text file: one block a paragraph, page marks and furniture of the site that it was copied from taken out."""
    text = drop_pinyin(clean_text(decode(data, name)))
    rows = [(index, line) for index, row in enumerate(part_columns(text.splitlines())) if (line := _clean_row(row))]
    rows, facts = take_out_share_marks(rows)
    lines = [Line(line, anchor=place(paragraph=index)) for index, line in rows]
    lines, more = take_out_furniture(lines)
    blocks = find_text_tables(join_broken_lines(lines))
    return Source(name, "txt", tuple(blocks), facts=facts | more)


def _clean_row(row: str) -> str:
    """A line without blanks at its ends; tabs between words are left, since they may part the cells of a table."""
    if "\t" not in row.strip():
        return clean_line(row)
    return "\t".join(clean_line(cell) for cell in row.strip("\n\r ").split("\t"))


def read_markdown(data: bytes, name: str) -> Source:
    """A Markdown file: headings keep their depth, marks of emphasis and links are taken off.

    Laws in public repositories put title and history of adoption before a comment `INFO END`; these lines become the fact 题注.
    """
    text = clean_text(decode(data, name)).replace("\r\n", "\n")
    facts: dict[str, str] = {}
    front = _FRONT.match(text)
    skipped = 0
    if front is not None:
        entries = (_FRONT_ENTRY.fullmatch(row.strip()) for row in front[1].splitlines())
        facts = {entry[1].strip(): entry[2].strip().strip("\"'") for entry in entries if entry is not None}
        skipped = text.count("\n", 0, front.end())
        text = text[front.end() :]
    lines: list[Line] = []
    for index, row in enumerate(text.splitlines(), skipped):
        if not row:
            continue
        if "<!--" in row:
            if "INFO END" in row and "题注" not in facts:
                history = [line.text for line in lines if line.style == "body"]
                if history:
                    facts["题注"] = "\n".join(history)
            row = _COMMENT.sub("", row)
        line = clean_line(row) if "&" in row else squeeze(row)
        if line and not (line[0] in "-*_=" and _RULE.fullmatch(line)) and (made := _markdown_line(line, index)).text:
            lines.append(made)
    return Source(name, "md", tuple(find_text_tables(join_broken_lines(lines))), facts=facts)


def _markdown_line(line: str, index: int) -> Line:
    anchor = place(paragraph=index)
    if line[0] == "#" and (heading := _HEADING.fullmatch(line)):
        level = len(heading[1])
        return Line(_plain(heading[2]), "title" if level == 1 else "heading", level, anchor=anchor)
    if line[0] == ">":
        line = line.lstrip("> ")
    return Line(_plain(line).strip(), anchor=anchor)


def _plain(line: str) -> str:
    if "**" in line or "__" in line:
        line = _EMPHASIS.sub(r"\2", line)
    if "](" in line:
        line = _LINK.sub(r"\1", _IMAGE.sub("", line))
    return line
