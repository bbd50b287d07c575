"""Anchors, made by the hundred thousand."""

from __future__ import annotations

from extract.records import Anchor

_new, _set = Anchor.__new__, object.__setattr__
_FIELDS = frozenset(Anchor.model_fields)


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
    _set(anchor, "__pydantic_fields_set__", set(_FIELDS))
    _set(anchor, "__pydantic_extra__", None)
    _set(anchor, "__pydantic_private__", None)
    return anchor
