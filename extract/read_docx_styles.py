"""What a Word paragraph looks like: its own settings before those of its style, and of the styles that this is based on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from extract.read_docx_numbers import Numbering, W
from extract.source import Style

Align = Literal["left", "center", "right"] | None
_ALIGN: dict[str, Align] = {"center": "center", "right": "right", "end": "right", "left": "left", "start": "left"}
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录)\s*\d", re.IGNORECASE)
_LONGEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Look:
    """How one paragraph is set, and which list numbers it at which depth."""

    style: Style = "body"
    level: int | None = None
    align: Align = None
    list_id: str | None = None
    depth: int = 0
    is_contents: bool = False


class Styles:
    """The paragraph styles of one document."""

    def __init__(self, styles: Any | None) -> None:
        """Reads the paragraph styles of the part `styles.xml`, where there is one."""
        every = list(styles.iter(W + "style")) if styles is not None else []
        self._styles = {each.get(W + "styleId"): each for each in every if each.get(W + "type", "paragraph") == "paragraph"}
        self._default = next((each.get(W + "styleId") for each in every if each.get(W + "default") == "1"), None)
        self._looks: dict[str | None, Look] = {}

    def look_of(self, paragraph: Any, numbering: Numbering) -> Look:
        """How a paragraph is set, its own settings first."""
        own = paragraph.find(W + "pPr")
        style_id = _value(own.find(W + "pStyle")) if own is not None else None
        style_id = style_id or self._default
        inherited = self._looks.get(style_id)
        if inherited is None:
            inherited = self._looks[style_id] = self._style_look(style_id, numbering)
        if own is None:
            return inherited
        align, level, style = inherited.align, inherited.level, inherited.style
        if (justified := own.find(W + "jc")) is not None:
            align = _ALIGN.get(_value(justified) or "")
        outline = _value(own.find(W + "outlineLvl"))
        if outline is not None and outline.isdigit():
            style, level = ("heading", int(outline) + 1) if int(outline) < 9 else ("body", None)
        list_id, depth = inherited.list_id, inherited.depth
        if (number := own.find(W + "numPr")) is not None:
            list_id, own_depth = _list_of(number)
            list_id = list_id if list_id is not None else inherited.list_id
            depth = own_depth if own_depth is not None else depth
        return Look(style, level, align, None if list_id == "0" else list_id, depth, inherited.is_contents)

    def _style_look(self, style_id: str | None, numbering: Numbering) -> Look:
        """The look of a style, from the chain of styles that it is based on."""
        align: Align = None
        aligned = False
        level: int | None = None
        style: Style = "body"
        list_id: str | None = None
        depth: int | None = None
        contents = False
        chain = self._chain(style_id)
        for each in chain:
            settings = each.find(W + "pPr")
            name = _value(each.find(W + "name")) or ""
            if style == "body" and (heading := _HEADING.fullmatch(name)):
                style, level = "heading", int(heading[1])
            elif style == "body" and name.lower() in ("title", "标题") and each is chain[0]:
                style = "title"
            contents = contents or _CONTENTS.fullmatch(name) is not None
            if settings is None:
                continue
            if not aligned and (justified := settings.find(W + "jc")) is not None:
                align, aligned = _ALIGN.get(_value(justified) or ""), True
            outline = _value(settings.find(W + "outlineLvl"))
            if style == "body" and outline is not None and outline.isdigit() and int(outline) < 9:
                style, level = "heading", int(outline) + 1
            number = settings.find(W + "numPr")
            if number is not None and list_id is None:
                list_id, depth = _list_of(number)
                if list_id is not None and depth is None:
                    depth = numbering.level_of_style(list_id, each.get(W + "styleId"))
        return Look(style, level, align, None if list_id == "0" else list_id, depth or 0, contents)

    def _chain(self, style_id: str | None) -> list[Any]:
        chain: list[Any] = []
        while style_id in self._styles and len(chain) < _LONGEST_CHAIN:
            chain.append(self._styles[style_id])
            style_id = _value(chain[-1].find(W + "basedOn"))
        return chain


def _list_of(number: Any) -> tuple[str | None, int | None]:
    depth = _value(number.find(W + "ilvl"))
    return _value(number.find(W + "numId")), int(depth) if depth is not None and depth.isdigit() and len(depth) < 3 else None


def _value(element: Any | None) -> str | None:
    return None if element is None else element.get(W + "val")
