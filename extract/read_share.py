"""Marks of document-sharing sites: the wrapper line at the head, and page numbers glued into the text.

Such sites cut a text every few hundred characters and put `2、`, `3、` … before each piece, in the middle of sentences and of words.
A climbing series is taken out only where it stands inside sentences: items of a document begin after a full stop.
"""

from __future__ import annotations

import re

_WRAPPER = re.compile(r"《(?P<title>[^《》]+|[^《》]*《[^《》]*》[^《》]*)》由会员分享.*?(?:搜索[。.]?|$)")
_SUFFIX = re.compile(r"\.(?:docx?|pdf|wps|txt|pptx?|xlsx?)$|[（(]\d+页.*?[）)]$", re.IGNORECASE)
_PAGE_OF = re.compile(r"\s*第\s*\d+\s*页\s*[/／,，]?\s*共\s*\d+\s*页\s*")
_PAGE_LINE = re.compile(r"[—–―\-－·\s]*(?:第\s*)?\d{1,3}(?:\s*页)?[—–―\-－·\s]*")
_DASHED = re.compile(r"[—–―\-－·]\s*\d{1,3}\s*[—–―\-－·]")
_MARKED = re.compile(r"(\d{1,3})、")
_INLINE = re.compile(r"(?<=[\u4e00-\u9fff，,、“0-9])(\d{1,3})、(?=[\u4e00-\u9fff，,、。；”0-9])")
_SENTENCE_ENDS = frozenset("。！？；：!?;:")

_FEWEST_MARKS = 3
# Pieces have 300 to 1,500 characters; items that are numbered `1、` are rarely that long one after the other and end in a full stop.
_SHORTEST_PIECE = 250
_OPEN_SHARE = 0.5

Row = tuple[int, str]


def take_out_share_marks(rows: list[Row]) -> tuple[list[Row], dict[str, str]]:
    """The numbered lines without wrapper and page marks, and the title that the wrapper gave as fact 标题.

    >>> piece = "落实巡河制度，" * 45
    >>> wrapper = (0, "《治水研究.docx》由会员分享，请在某网上搜索。")
    >>> rows, facts = take_out_share_marks([wrapper, (1, "1、" + piece), (2, "2、" + piece), (3, "3、止。")])
    >>> facts["标题"], len(rows), rows[0][1] == piece + piece + "止。"
    ('治水研究', 1, True)
    """
    facts: dict[str, str] = {}
    kept: list[Row] = []
    for index, row in rows:
        if "由会员分享" in row and (wrapper := _WRAPPER.search(row)):
            facts["标题"] = _SUFFIX.sub("", _SUFFIX.sub("", wrapper["title"])).strip()
            row = (row[: wrapper.start()] + row[wrapper.end() :]).strip()
        if "页" in row:
            row = _PAGE_OF.sub("", row).strip()
        if row and not (_DASHED.fullmatch(row) or (row.startswith("第") and _PAGE_LINE.fullmatch(row))):
            kept.append((index, row))
    kept = _join_pieces(kept, wrapped=bool(facts))
    return [(index, _without_inline_marks(row)) for index, row in kept], facts


def _join_pieces(rows: list[Row], *, wrapped: bool) -> list[Row]:
    """Closes the breaks before a climbing series of page marks at the beginnings of lines."""
    marks: list[int] = []
    for position, (_, row) in enumerate(rows):
        mark = _MARKED.match(row)
        if mark and int(mark[1]) == len(marks) + 1 and (not marks or marks[-1] == position - 1):
            marks.append(position)
        elif len(marks) >= _FEWEST_MARKS:
            break
        elif mark and mark[1] == "1":
            marks = [position]
        else:
            marks = []
    if len(marks) < (2 if wrapped else _FEWEST_MARKS):
        return rows
    pieces = [rows[position][1] for position in marks[:-1]]
    open_pieces = sum(1 for piece in pieces if piece[-1] not in _SENTENCE_ENDS)
    long_pieces = sum(1 for piece in pieces if len(piece) >= _SHORTEST_PIECE)
    if open_pieces < _OPEN_SHARE * len(pieces) or long_pieces < 0.7 * len(pieces):
        return rows
    first, last = marks[0], marks[-1]
    text = "".join(_MARKED.sub("", rows[position][1], count=1) for position in marks)
    return [*rows[:first], (rows[first][0], text), *rows[last + 1 :]]


def _without_inline_marks(row: str) -> str:
    """Takes out a climbing series of page marks that stands in the middle of sentences of one line."""
    if len(row) < 2 * _SHORTEST_PIECE:
        return row
    found: list[re.Match[str]] = []
    for mark in _INLINE.finditer(row):
        number = int(mark[1])
        begins = number in (1, 2) if not found else number == int(found[-1][1]) + 1
        if begins and (not found or mark.start() - found[-1].end() >= _SHORTEST_PIECE):
            found.append(mark)
    if len(found) < _FEWEST_MARKS:
        return row
    parts: list[str] = []
    position = 0
    for mark in found:
        parts.append(row[position : mark.start()])
        position = mark.end()
    return "".join([*parts, row[position:]])
