"""How elements of a web page look: headings, alignment, numbers of lists, raised figures."""

from __future__ import annotations

import re
from typing import Any, Literal

from extract.read_docx_numbers import chinese_number
from extract.source import Style

_ALIGN = re.compile(r"text-align\s*:\s*(left|center|right|justify|start|end)", re.IGNORECASE)
_POWERS = {"2": "²", "3": "³"}

Align = Literal["left", "center", "right"] | None


def power(text: str, before: list[str]) -> str:
    """A raised 2 or 3 after a unit of length is ² or ³."""
    return _POWERS.get(text.strip(), text) if before and before[-1].rstrip().endswith(("m", "米")) else text


def has_no_marks(element: Any) -> bool:
    """Whether a list or item is set without numbers or bullets."""
    return "list-style" in (style := element.get("style", "").replace(" ", "")) and "none" in style


def list_number(count: int, kind: str) -> str:
    """The number that a browser prints before an item of an ordered list.

    >>> list_number(2, "1"), list_number(3, "a"), list_number(1, "cjk-ideographic")
    ('2.', 'c.', '一、')
    """
    if kind in ("a", "A") and 0 < count <= 26:
        return chr(ord(kind) + count - 1) + "."
    return f"{chinese_number(count)}、" if kind.lower().startswith("cjk") else f"{count}."


def style_of(element: Any) -> tuple[Style, int | None]:
    """Whether an element stands in a heading, and of which depth."""
    for each in (element, *element.iterancestors()):
        if isinstance(each.tag, str) and len(each.tag) == 2 and each.tag[0] == "h" and each.tag[1] in "123456":
            level = int(each.tag[1])
            return ("title", 1) if level == 1 else ("heading", level)
        if each.tag in ("div", "td", "body"):
            break
    return "body", None


def align_of(element: Any) -> Align:
    """How the text of an element is set, by itself or by what it stands in."""
    for each in (element, *element.iterancestors()):
        style = _ALIGN.search(each.get("style") or "")
        value = (style[1] if style else each.get("align") or ("center" if each.tag == "center" else "")).lower()
        if value in ("center", "middle"):
            return "center"
        if value in ("right", "end"):
            return "right"
        if value:
            return None
        if each.tag in ("td", "body"):
            break
    only = [child for child in element if isinstance(child.tag, str) and "".join(child.itertext()).strip()]
    if len(only) == 1 and not (element.text or "").strip() and not (only[0].tail or "").strip():
        style = _ALIGN.search(only[0].get("style") or "")
        if style and style[1].lower() in ("center", "right"):
            return "center" if style[1].lower() == "center" else "right"
    return None
