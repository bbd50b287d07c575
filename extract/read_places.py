"""Anchors, made by the hundred thousand."""

from __future__ import annotations

from extract.records import Anchor, LineAnchor

_new, _set = Anchor.__new__, object.__setattr__
# Shared by all: nobody changes them, and a copy of an anchor has its own.
_FIELDS, _LINE_FIELDS = set(Anchor.model_fields), set(LineAnchor.model_fields)


def place(
    *,
    page: int | None = None,
    box: tuple[float, float, float, float] | None = None,
    paragraph: int | None = None,
    sheet: str | None = None,
    row: int | None = None,
    column: int | None = None,
    element: str | None = None,
) -> Anchor:
    """An anchor without validation, since its values come from a reader: what `Anchor.model_construct` does, in a fifth of the time.

    >>> place(page=2, row=3) == Anchor(page=2, row=3)
    True
    >>> place(page=2).model_copy(update={"row": 3}).model_dump(exclude_none=True)
    {'page': 2, 'row': 3}
    """
    anchor = _new(Anchor)
    fields = {"page": page, "box": box, "paragraph": paragraph, "sheet": sheet, "row": row, "column": column, "element": element}
    _set(anchor, "__dict__", fields)
    _set(anchor, "__pydantic_fields_set__", _FIELDS)
    _set(anchor, "__pydantic_extra__", None)
    _set(anchor, "__pydantic_private__", None)
    return anchor


def line_place(start: int, end: int, anchor: Anchor) -> LineAnchor:
    """The anchor of a line, made like `place`: there is one for every line of a document.

    >>> line_place(0, 5, place(paragraph=2)) == LineAnchor(start=0, end=5, anchor=Anchor(paragraph=2))
    True
    """
    line = LineAnchor.__new__(LineAnchor)
    _set(line, "__dict__", {"start": start, "end": end, "anchor": anchor})
    _set(line, "__pydantic_fields_set__", _LINE_FIELDS)
    _set(line, "__pydantic_extra__", None)
    _set(line, "__pydantic_private__", None)
    return line
